"""Plugs of received opinions: the kind of matter with its buttons."""

from chengxin.foundation.archives.plugs import plug_contents
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    MatterKind,
    Section,
    button_of_move,
    plug_kind,
    plug_section,
)
from chengxin.mechanisms.opinions import filed, forms, ledgers, operations, sections
from chengxin_core.lifecycle.opinions import RECEIVED_OPINION
from chengxin_core.lifecycle.table import Actor


def _has_no_lead(matter: Matter) -> bool:
    return matter.received_opinion.lead_id is None


plug_kind(
    MatterKind(
        code=RECEIVED_OPINION.kind,
        lifecycle=RECEIVED_OPINION,
        buttons=(
            button_of_move(RECEIVED_OPINION, "answer", operations.answer, forms.Answer),
            button_of_move(
                RECEIVED_OPINION,
                "let_pass",
                operations.let_pass,
                forms.LetPass,
                barred=operations.why_not_let_pass_by,
            ),
            button_of_move(RECEIVED_OPINION, "send_back", operations.send_back, forms.Reason, waits=None),
            button_of_move(RECEIVED_OPINION, "conclude", operations.conclude, forms.Conclude),
            Button(
                "enter_promise",
                "登记公开作出的承诺",
                None,
                frozenset({Actor.INTAKE_OFFICER, Actor.LIAISON}),
                operations.tell_promise,
                forms.PromiseSaid,
                ("A-18", "A-47"),
                waits=None,
            ),
            Button(
                "open_lead",
                "形成问题线索",
                None,
                frozenset({Actor.INTAKE_OFFICER}),
                operations.open_lead,
                forms.OpenLead,
                ("Q-39", "N-23"),
                offered=_has_no_lead,
                waits=None,
            ),
        ),
    )
)
plug_section(
    Section("opinions.opinion", RECEIVED_OPINION.kind, "opinions/opinion.html", sections.opinion_section)
)
plug_ledger(ledgers.OPINIONS)
for _contents in filed.CONTENTS:
    plug_contents(_contents)
