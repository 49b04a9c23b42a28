"""台账: the imports as a ledger."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.chain.evidence.models import RunState
from chengxin.chain.evidence.queries import runs_seen_by
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Column, Form, Ledger, Listing, of_queryset
from chengxin_core.lifecycle.table import Actor


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the imports that an officer sees; nobody else has this list."""
    if mandate.role != Actor.CREDIT_OFFICER:
        return None
    return of_queryset(
        runs_seen_by(mandate),
        lambda runs: (
            (
                each.file_name,
                each.started_at,
                gettext(RunState(each.state).zh),
                each.kept,
                each.duplicates,
                each.refused,
                each.opened,
            )
            for each in runs
        ),
    )


IMPORTS = Ledger(
    "imports",
    _("导入批次"),
    (
        Column(_("文件"), width=40),
        Column(_("时间"), Form.MOMENT, 18),
        Column(_("状态")),
        Column(_("保存"), Form.NUMBER, 10),
        Column(_("重复"), Form.NUMBER, 10),
        Column(_("未接受"), Form.NUMBER, 10),
        Column(_("提出记录"), Form.NUMBER, 10),
    ),
    build,
)
