"""台账: the lists that one sent, and the reviews that one takes part in; what was answered about whom, never."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.ledgers.plugs import Column, Form, Ledger, Listing, of_queryset
from chengxin.foundation.matters.plugs import kind_of
from chengxin.insight.inquiries.queries import REVIEWERS, kinds_for, lists_seen_by, reviews_of


def sent(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the lists that the holder sent."""
    if not kinds_for(mandate, on=on):
        return None
    return of_queryset(
        lists_seen_by(mandate, on=on).order_by("-pk"),
        lambda lists: (
            (
                each.file_name,
                each.document_number,
                gettext(each.get_state_display()),
                each.answered,
                each.refused,
            )
            for each in lists
        ),
    )


def reviews(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the reviews in which the holder takes part."""
    if mandate.role not in REVIEWERS:
        return None
    return of_queryset(
        reviews_of(mandate),
        lambda matters: (
            (each.title, each.number, gettext(kind_of(each.kind).state_zh(each.state)), each.opened_at)
            for each in matters
        ),
    )


LISTS = Ledger(
    "inquiry-lists",
    _("我的名单"),
    (
        Column(_("名单"), width=40),
        Column(_("工作文号"), width=24),
        Column(_("现状")),
        Column(_("已答复"), Form.NUMBER),
        Column(_("未接受"), Form.NUMBER),
    ),
    sent,
)
REVIEWS = Ledger(
    "inquiry-reviews",
    _("查询核查"),
    (
        Column(_("事项"), width=50),
        Column(_("编号"), width=14),
        Column(_("状态")),
        Column(_("时间"), Form.MOMENT, 18),
    ),
    reviews,
)
