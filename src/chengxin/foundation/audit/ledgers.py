"""台账: the entries of the audit as a ledger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.audit.forms import Search
from chengxin.foundation.audit.models import AuditEntry
from chengxin.foundation.audit.queries import READERS, Asked, narrowed, shown, visible_entries
from chengxin.foundation.audit.wording import act_zh, table_zh
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset
from chengxin_core.lifecycle.table import Actor


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the entries that who audits may read."""
    if Actor(mandate.role) not in READERS:
        return None
    form = Search(dict(asked))
    words = [
        (str(field.label), _said(name, str(form.data.get(name, "")))) for name, field in form.fields.items()
    ]
    found = narrowed(visible_entries(mandate), form.asked() if asked else Asked())
    return of_queryset(found, _cells, filters=words)


def _said(name: str, value: str) -> str:
    return act_zh(value) if name == "code" else value


def _cells(entries: list[AuditEntry]) -> Iterator[Sequence[Cell]]:
    for each in shown(entries):
        acts = each.told["acts"]
        tables = "、".join(map(table_zh, each.told["writes"]))
        what = "；".join(act_zh(act["code"]) for act in acts) or gettext("写入 %(tables)s") % {
            "tables": tables
        }
        about = "；".join(dict.fromkeys(act["about"] for act in acts))
        yield each.entry.number, each.entry.at, each.who, what, about


ENTRIES = Ledger(
    "audit-entries",
    _("审计记录"),
    (
        Column(_("编号"), Form.NUMBER, 10),
        Column(_("时间"), Form.MOMENT, 18),
        Column(_("用户或者来源"), width=24),
        Column(_("行为"), width=40),
        Column(_("对象"), width=24),
    ),
    build,
)
