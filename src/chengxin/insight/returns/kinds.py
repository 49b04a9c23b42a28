"""What returns plug in: reports and lists as ledgers, the kind of matter that a return is, what the night opens."""

from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Grounds,
    MatterKind,
    Section,
    button_of_move,
    plug_grounds,
    plug_kind,
    plug_section,
)
from chengxin.foundation.matters.signing import OnPaper
from chengxin.foundation.subjects.grassroots import grassroots, is_grassroots
from chengxin.insight.returns import burden_ledgers, forms, operations, summary_ledgers
from chengxin.insight.returns.figures import files_not_handed_in
from chengxin.insight.returns.ledgers import BEHIND, ledger_of_report
from chengxin.insight.returns.opening import open_due
from chengxin.insight.returns.reports import REPORTS
from chengxin.insight.returns.return_ledgers import LEDGERS
from chengxin.insight.returns.sections import grounds_of_returns, return_section
from chengxin_core.lifecycle.returns import RETURN


def _at_the_grass_roots(matter: Matter) -> bool:
    return is_grassroots(matter.body)


def _elsewhere(matter: Matter) -> bool:
    return not is_grassroots(matter.body)


_GRASSROOTS = grassroots("body__")
plug_kind(
    MatterKind(
        code=RETURN.kind,
        lifecycle=RETURN,
        head_signs=True,
        hidden_files=files_not_handed_in,
        buttons=(
            button_of_move(RETURN, "fill", operations.fill, forms.Fill),
            button_of_move(RETURN, "refill", operations.fill, forms.Fill),
            button_of_move(
                RETURN, "revise", operations.fill, forms.Fill, offered=_at_the_grass_roots, waits=None
            ),
            button_of_move(
                RETURN,
                "sign",
                operations.sign,
                forms.Opinion,
                offered=_at_the_grass_roots,
                waits=_GRASSROOTS,
                barred=operations.why_not_checked_by,
            ),
            button_of_move(
                RETURN,
                "sign_on_paper",
                operations.sign_on_paper,
                OnPaper,
                offered=_at_the_grass_roots,
                waits=_GRASSROOTS,
            ),
            button_of_move(
                RETURN,
                "check",
                operations.check,
                forms.Opinion,
                offered=_elsewhere,
                waits=~_GRASSROOTS,
                barred=operations.why_not_checked_by,
            ),
            button_of_move(RETURN, "refuse", operations.refuse, forms.Reason, waits=None),
            button_of_move(RETURN, "submit", operations.submit),
            button_of_move(RETURN, "accept", operations.accept),
            button_of_move(RETURN, "send_back", operations.send_back, forms.Reason, waits=None),
            button_of_move(RETURN, "waive", operations.waive, forms.Reason, waits=None),
        ),
    )
)
plug_grounds(Grounds(RETURN.kind, grounds_of_returns))
plug_section(Section("returns.return", RETURN.kind, "returns/return.html", return_section))
plug_nightly(Nightly("returns.open", "开始填报定期报表", 70, open_due))
for _report in REPORTS.values():
    plug_ledger(ledger_of_report(_report))
plug_ledger(BEHIND)
for _ledger in (*LEDGERS, *burden_ledgers.LEDGERS, *summary_ledgers.LEDGERS):
    plug_ledger(_ledger)
