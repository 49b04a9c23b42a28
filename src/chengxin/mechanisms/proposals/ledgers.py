"""台账: the list of suggestions and proposals as a ledger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.mechanisms.proposals.listing import listed, read_query

VIEWS_ZH = {"open": _("办理中"), "planned": _("已列入计划，待落实"), "closed": _("已办结")}


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return what the list of suggestions and proposals shows."""
    view, words = read_query(asked)
    filters = [(gettext("范围"), str(VIEWS_ZH[view])), (gettext("标题、编号或者单位"), words)]
    return of_queryset(listed(mandate, view, words), _cells, filters=filters)


def _cells(matters: list[Matter]) -> Iterator[Sequence[Cell]]:
    kind = kind_of("proposal")
    for each in matters:
        state = gettext(kind.state_zh(each.state))
        yield each.title, each.number, state, each.body.name, each.proposal.received_on


PROPOSALS = Ledger(
    "proposals",
    _("建议提案"),
    (
        Column(_("建议提案"), width=50),
        Column(_("编号"), width=14),
        Column(_("状态")),
        Column(_("主办单位"), width=30),
        Column(_("收到日期"), Form.DAY, 12),
    ),
    build,
)
