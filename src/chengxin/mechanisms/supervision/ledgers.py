"""台账: the batches of work orders as a ledger."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Column, Form, Ledger, Listing, of_queryset
from chengxin.mechanisms.supervision.work_orders import TAKERS, batches_of


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the batches that one's own organ handed in."""
    if mandate.role not in TAKERS:
        return None
    return of_queryset(
        batches_of(mandate),
        lambda batches: ((each.at, each.kept, each.known, each.refused) for each in batches),
    )


ORDERS = Ledger(
    "work-orders",
    _("工单批次"),
    (
        Column(_("时间"), Form.MOMENT, 18),
        Column(_("登记"), Form.NUMBER),
        Column(_("已登记过"), Form.NUMBER),
        Column(_("未接受"), Form.NUMBER),
    ),
    build,
)
