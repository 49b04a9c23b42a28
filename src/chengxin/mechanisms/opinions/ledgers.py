"""台账: the list of received opinions as a ledger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.mechanisms.opinions.queries import listed


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return what the list of received opinions shows."""
    words = asked.get("q", "").strip()[:60]
    return of_queryset(listed(mandate, words), _cells, filters=[(gettext("标题、文号、机关或者单位"), words)])


def _cells(matters: list[Matter]) -> Iterator[Sequence[Cell]]:
    kind = kind_of("received_opinion")
    for each in matters:
        state = gettext(kind.state_zh(each.state))
        yield each.title, each.number, state, each.body.name, each.received_opinion.answer_by


OPINIONS = Ledger(
    "opinions",
    _("监督意见"),
    (
        Column(_("监督意见"), width=50),
        Column(_("编号"), width=14),
        Column(_("状态")),
        Column(_("收到意见的单位"), width=30),
        Column(_("答复期限"), Form.DAY, 12),
    ),
    build,
)
