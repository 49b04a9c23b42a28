"""报送要求年度统计: how often a township or street was asked for something in a year, by whom, beside the year before.

A request is a clock that ran against the body: a return, an answer, a rectification, a promise to acknowledge. Time
that the body has for itself, to be heard, is no request. Counted from the clocks themselves: nobody reports them.
A matter that was archived since still counts, or each year would look worse than the last; its rows are not shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline, DeadlineQuerySet, Owes
from chengxin.foundation.matters.models import MatterQuerySet
from chengxin.foundation.matters.queries import counted_matters, visible_matters
from chengxin.foundation.subjects.grassroots import grassroots
from chengxin_core.lifecycle.returns import RETURN

PAGE_SIZE = 50
_BY_FORM = Q(matter__stated_return__ask__isnull=False)
_IS_HEARD = Q(clock__endswith="defence")


@dataclass(frozen=True, slots=True)
class Asked:
    """How many requests of a year, how many of them returns, how many asked by form, and how many the year before."""

    now: int = 0
    returns: int = 0
    before: int = 0
    by_form: int = 0

    @property
    def others(self) -> int:
        return self.now - self.returns - self.by_form

    @property
    def change(self) -> int:
        return self.now - self.before

    def __add__(self, other: "Asked") -> "Asked":
        return Asked(
            self.now + other.now,
            self.returns + other.returns,
            self.before + other.before,
            self.by_form + other.by_form,
        )


@dataclass(frozen=True, slots=True)
class OfTownship:
    """A township or street with its requests by the organ that asked."""

    body: str  # id
    name: str
    path: str
    by_owner: Mapping[str, Asked] = field(default_factory=dict)

    @property
    def total(self) -> Asked:
        return sum(self.by_owner.values(), Asked())


def requests_of(mandate: Mandate, year: int, *, townships: Sequence[str] = ()) -> DeadlineQuerySet:
    """Return the requests to townships and streets that began in a year, in matters that `mandate` may see."""
    return _requests_in(visible_matters(mandate), year, townships)


def counted_requests_of(mandate: Mandate, year: int, *, townships: Sequence[str] = ()) -> DeadlineQuerySet:
    """Return these requests with those whose matters were archived since: to be counted, never to be shown."""
    return _requests_in(counted_matters(mandate), year, townships)


def _requests_in(matters: MatterQuerySet, year: int, townships: Sequence[str]) -> DeadlineQuerySet:
    seen = matters.filter(grassroots("body__"), is_historic=False)
    found = Deadline.objects.filter(
        owes=Owes.BODY,
        started_on__gte=date(year, 1, 1),
        started_on__lte=date(year, 12, 31),
        matter__in=seen.order_by().values("pk"),
    ).exclude(_IS_HEARD)
    return found.filter(matter__body__in=townships) if townships else found


def by_township(mandate: Mandate, year: int) -> list[OfTownship]:
    """Return each township that was asked in the year or the one before, by path; two queries whatever their number."""
    counted: dict[tuple[str, str, str], dict[str, Asked]] = {}
    for row in _grouped(counted_requests_of(mandate, year)):
        _add(counted, row, Asked(row["all"], row["returns"], 0, row["by_form"]))
    for row in _grouped(counted_requests_of(mandate, year - 1)):
        _add(counted, row, Asked(0, 0, row["all"]))
    found = [OfTownship(body, name, path, owners) for (path, body, name), owners in counted.items()]
    return sorted(found, key=lambda each: each.path)


def by_owner(townships: Iterable[OfTownship]) -> list[tuple[str, Asked]]:
    """Return how often each organ asked, all townships together, the most first."""
    counted: dict[str, Asked] = {}
    for each in townships:
        for owner, asked in each.by_owner.items():
            counted[owner] = counted.get(owner, Asked()) + asked
    return sorted(counted.items(), key=lambda each: (-each[1].now, each[0]))


def page_after(townships: list[OfTownship], after: str) -> tuple[list[OfTownship], str]:
    """Return one page of townships after a path, and the key of the next page, empty on the last."""
    left = [each for each in townships if each.path > after]
    shown = left[:PAGE_SIZE]
    return shown, shown[-1].path if len(left) > PAGE_SIZE else ""


def _grouped(found: DeadlineQuerySet) -> Iterable[Mapping[str, Any]]:
    return (
        found.order_by()
        .values("matter__body", "matter__body__name", "matter__body__path", "matter__organ__name")
        .annotate(
            all=Count("pk"),
            returns=Count("pk", filter=Q(matter__kind=RETURN.kind) & ~_BY_FORM),
            by_form=Count("pk", filter=_BY_FORM),
        )
    )


def _add(counted: dict[tuple[str, str, str], dict[str, Asked]], row: Mapping[str, Any], asked: Asked) -> None:
    key = (row["matter__body__path"], row["matter__body"], row["matter__body__name"])
    owners = counted.setdefault(key, {})
    owner = row["matter__organ__name"]
    owners[owner] = owners.get(owner, Asked()) + asked
