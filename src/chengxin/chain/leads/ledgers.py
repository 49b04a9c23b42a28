"""台账: the cases of other provinces as a ledger."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.chain.leads.queries import outside_leads
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Column, Form, Ledger, Listing, of_queryset


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return the cases of other provinces that a mandate may see."""
    return of_queryset(
        outside_leads(mandate),
        lambda leads: (
            (
                each.title,
                each.body.name,
                gettext(each.get_area_display()),
                gettext("对该机构不利") if each.is_adverse else gettext("支持该机构"),
                each.reported_on,
            )
            for each in leads
        ),
    )


OUTSIDE = Ledger(
    "outside",
    _("省外线索"),
    (
        Column(_("案例"), width=50),
        Column(_("单位"), width=30),
        Column(_("领域"), width=20),
        Column(_("结果")),
        Column(_("来源日期"), Form.DAY, 12),
    ),
    build,
)
