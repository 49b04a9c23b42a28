"""台账: the number book of a year as a ledger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import GivenNumber
from chengxin.foundation.documents.queries import book_of, given_in, titles_seen
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the numbers of the book that the page shows; none where the organ has issued nothing."""
    book = book_of(mandate, asked.get("year", ""))
    if book is None:
        return None

    def cells(given: list[GivenNumber]) -> Iterator[Sequence[Cell]]:
        titles = titles_seen(mandate, [each.matter_id for each in given])
        for each in given:
            yield (
                f"{book}{each.serial}号",
                titles.get(each.matter_id, gettext("您的岗位不能查看")),
                each.given_on,
                gettext("已作废") if each.voided_at else gettext("有效"),
                each.void_because,
            )

    return of_queryset(given_in(book), cells, filters=[(gettext("字号簿"), str(book))])


NUMBERS = Ledger(
    "numbers",
    _("发文字号簿"),
    (
        Column(_("文号"), width=24),
        Column(_("文书"), width=40),
        Column(_("签发日期"), Form.DAY, 14),
        Column(_("状态"), width=10),
        Column(_("作废原因"), width=30),
    ),
    build,
)
