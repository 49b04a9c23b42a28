"""台账: the promises, and what was unpaid at the end of a year, as ledgers."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset, of_rows
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import kind_of
from chengxin.mechanisms.commitments.listing import listed, read_query, rows_of
from chengxin.mechanisms.commitments.paying import overdue_at_end_of, sums, year_asked

VIEWS_ZH = {
    "open": _("履行中"),
    "overdue": _("已逾期"),
    "vacant": _("等待签收"),
    "proposed": _("审查中"),
    "closed": _("已有结论"),
}


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return what the ledger of promises shows."""
    view, words = read_query(asked)
    filters = [(gettext("范围"), str(VIEWS_ZH[view])), (gettext("单位、内容或者文号"), words)]

    def cells(matters: list[Matter]) -> Iterator[Sequence[Cell]]:
        kind = kind_of("commitment")
        for row in rows_of(matters, on=on):
            matter, state = row.matter, gettext(kind.state_zh(row.matter.state))
            why = gettext(row.owner.why.zh)
            yield matter.title, matter.number, matter.body.name, state, row.commitment.due_on, row.post, why

    return of_queryset(listed(mandate, view, words), cells, filters=filters)


def unpaid(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return what was unpaid beyond its day at the end of a year, by body."""
    year = year_asked(asked, on)
    found = sums(overdue_at_end_of(year, mandate))
    rows = [(name, count, fen) for name, (count, fen) in found.items()]
    return of_rows(rows, filters=[(gettext("年份"), str(year))])


COMMITMENTS = Ledger(
    "commitments",
    _("承诺台账"),
    (
        Column(_("承诺"), width=50),
        Column(_("编号"), width=14),
        Column(_("单位"), width=30),
        Column(_("状态")),
        Column(_("期限"), Form.DAY, 12),
        Column(_("谁在负责"), width=24),
        Column(_("负责的由来"), width=24),
    ),
    build,
)
PAYMENTS = Ledger(
    "payments",
    _("逾期未支付款项"),
    (
        Column(_("单位"), width=40),
        Column(_("合同数量"), Form.NUMBER),
        Column(_("金额（元）"), Form.YUAN, 20),
    ),
    unpaid,
)
