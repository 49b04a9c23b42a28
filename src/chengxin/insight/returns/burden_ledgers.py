"""台账: how often each township was asked in a year by whom, and the requests behind a figure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset, of_rows
from chengxin.foundation.matters.plugs import said_of
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.insight.returns.burden import by_township, counted_requests_of, requests_of
from chengxin.insight.returns.periods import EARLIEST
from chengxin_core.calendar import NEVER
from chengxin_core.rulebook import UnknownRule

LONGEST_ID = 60
REQUESTS, REQUEST_ROWS = "township-requests", "township-request-rows"


def read_year(asked: Mapping[str, str], on: date) -> int:
    """Read which year is asked for; what is not understood is the current one."""
    said = asked.get("year", "")
    year = int(said) if said.isascii() and said.isdecimal() and len(said) == 4 else on.year
    return year if EARLIEST <= year <= on.year else on.year


def read_township(asked: Mapping[str, str]) -> str:
    """Read which township is asked for; what can be the id of none is as if nothing were."""
    said = asked.get("township", "")
    return said if said.isascii() and said.isprintable() and len(said) <= LONGEST_ID else ""


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return each township and each organ that asked it, with the year before."""
    year = read_year(asked, on)
    rows: list[Sequence[Cell]] = [
        (
            each.name,
            owner,
            count.returns,
            count.by_form,
            count.others,
            count.now,
            count.before,
            count.change,
        )
        for each in by_township(mandate, year)
        for owner, count in sorted(each.by_owner.items())
    ]
    return of_rows(rows, filters=[(gettext("年度"), str(year))])


def rows(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing:
    """Return the requests to one township in a year, or to all that may be seen."""
    year, township = read_year(asked, on), read_township(asked)
    whose = [township] if township else []
    found = requests_of(mandate, year, townships=whose)
    put_away = counted_requests_of(mandate, year, townships=whose).count() - found.count()
    said = [(gettext("已归档，只计数，未列出"), str(put_away))] if put_away > 0 else []
    listed = found.select_related("matter__body", "matter__organ").order_by("pk")
    return of_queryset(listed, cells_of, filters=said)


def cells_of(requests: list[Deadline]) -> Iterator[Sequence[Cell]]:
    """Yield what was asked, on what basis, by whom, from when until when: the same basis as its body reads."""
    said = said_of([each.matter for each in requests])
    for each in requests:
        matter = each.matter
        yield (
            matter.body.name,
            matter.title,
            gettext(each.title),
            gettext(said[matter.pk][1]) if matter.pk in said else _basis_of_clock(each),
            matter.organ.name,
            each.started_on,
            None if each.due_on == NEVER else each.due_on,
        )


def _basis_of_clock(deadline: Deadline) -> str:
    """Return the citation of the rule behind a clock, or 系统默认，可调整."""
    book = rulebook_of(deadline.matter.rulebook)
    try:
        return gettext(book.authority_of(deadline.rule_id, on=deadline.started_on))
    except UnknownRule:  # the matter has gone over to a version that knows the rule no more
        return ""


LEDGERS = (
    Ledger(
        REQUESTS,
        _("报送要求年度统计"),
        (
            Column(_("乡镇（街道）"), width=30),
            Column(_("要求方"), width=30),
            Column(_("定期报表"), Form.NUMBER, 10),
            Column(_("专项要求"), Form.NUMBER, 10),
            Column(_("其他要求"), Form.NUMBER, 10),
            Column(_("合计"), Form.NUMBER, 10),
            Column(_("上年"), Form.NUMBER, 10),
            Column(_("增减"), Form.NUMBER, 10),
        ),
        build,
    ),
    Ledger(
        REQUEST_ROWS,
        _("对乡镇（街道）的要求"),
        (
            Column(_("乡镇（街道）"), width=30),
            Column(_("事项"), width=50),
            Column(_("要求"), width=20),
            Column(_("依据"), width=40),
            Column(_("要求方"), width=30),
            Column(_("提出日期"), Form.DAY, 12),
            Column(_("截止日"), Form.DAY, 12),
        ),
        rows,
    ),
)
