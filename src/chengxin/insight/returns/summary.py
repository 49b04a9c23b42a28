"""汇总: one return for one period, or one request, over every body that hands it in to the reader's organ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet, Sum

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.insight.returns.columns import Template, template_asked, template_named
from chengxin.insight.returns.models import Ask, ReturnCell, ReturnVersion
from chengxin.insight.returns.periods import Period, read_period
from chengxin.insight.returns.queries import Standing, received_returns, standing_is
from chengxin.insight.returns.summing import STANDS_IN, codes_shown_with
from chengxin_core.rulebook import NotListed

PAGE = 50
NAMED = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """What is added up: the returns that the reader receives, their columns, how the page is called."""

    title: str
    period: Period
    columns: Template
    returns: MatterQuerySet
    code: str  # of the return; empty for a request


@dataclass(frozen=True, slots=True)
class Line:
    """A body's return with the figures that stand handed in, by column; none where none stands."""

    matter: Matter
    version: ReturnVersion | None
    cells: Mapping[str, ReturnCell]


def read_summary(mandate: Mandate, asked: Mapping[str, str], *, on: date) -> Summary | None:
    """Return the summary that an address names: a request of one's own organ, or a return and its period.

    A period that is not said is the last that was received. None where there is no such thing.
    """
    received = received_returns(mandate)
    if key := asked.get("ask", ""):
        found = Ask.objects.filter(organ=mandate.body_id, pk=int(key)).first() if _is_number(key) else None
        period = read_period(found.period) if found else None
        if found is None or period is None:
            return None
        return Summary(
            found.title, period, template_asked(found), received.filter(stated_return__ask=found), ""
        )
    book = current_rulebook(mandate.body.path)
    try:
        template = template_named(book, asked.get("code", ""), on=on)
    except NotListed:
        return None
    assert template.item is not None  # it comes from the rulebook
    of = codes_shown_with(book, template.item.code, on=on)
    of_code = received.filter(stated_return__code__in=of)
    period = read_period(asked.get("period", "").strip()) or _last_of(of_code)
    if period is None:
        return None
    returns = of_code.filter(stated_return__period=period.code)
    return Summary(template.zh, period, template, returns, template.item.code)


def sums(summary: Summary) -> dict[str, int]:
    """Return the sum of each column over what stands handed in; one query."""
    cells = ReturnCell.objects.filter(version__in=_standing(summary.returns))
    return dict(cells.order_by().values_list("code").annotate(all=Sum("value")))


def not_in(summary: Summary, *, on: date) -> list[str]:
    """Return the names of the first bodies that have not handed in, late ones first."""
    waits = standing_is(Standing.MISSING, on=on) | standing_is(Standing.RETURNED, on=on)
    found: list[str] = []
    for condition in (standing_is(Standing.LATE, on=on), waits):
        names = summary.returns.filter(condition).order_by("body__path").values_list("body__name", flat=True)
        found += names[:NAMED]
    return found[:NAMED]


def lines_of(matters: Sequence[Matter]) -> list[Line]:
    """Return each of these returns with its figures; two queries whatever their number."""
    found = _standing(Matter.objects.filter(pk__in=[each.pk for each in matters]))
    versions = {each.of_id: each for each in found.prefetch_related("cells")}
    return [
        Line(
            each,
            versions.get(each.pk),
            {cell.code: cell for cell in versions[each.pk].cells.all()} if each.pk in versions else {},
        )
        for each in matters
    ]


def _standing(returns: QuerySet[Matter]) -> QuerySet[ReturnVersion]:
    """Return the newest version handed in of each return that was not sent back."""
    handed_in = ReturnVersion.objects.filter(submitted_at__isnull=False)
    later = handed_in.filter(of=OuterRef("of"), number__gt=OuterRef("number"))
    keys = returns.filter(state__in=STANDS_IN).order_by().values("pk")
    return handed_in.filter(of__in=keys).exclude(Exists(later))


def _last_of(returns: MatterQuerySet) -> Period | None:
    last = returns.order_by("-stated_return__period").values_list("stated_return__period", flat=True).first()
    return read_period(last) if last else None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19
