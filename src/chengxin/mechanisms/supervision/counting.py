"""投诉统计: how many complaints a month brought and how they were answered, per body and region (S-27).

Counted from the rows each time; what is too small to be told is hidden here, before anything is kept or leaves.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter, MatterMove, MatterQuerySet
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.subjects.queries import regions_around
from chengxin.mechanisms.ratings.queries import SHARE_MINIMUM, rated_between
from chengxin.mechanisms.supervision.queries import complaints_seen_by
from chengxin_core.calendar import beginning_of, legal_day
from chengxin_core.commitments import Share, share_of
from chengxin_core.determination.small_numbers import hidden_beside_total
from chengxin_core.lifecycle.complaints import COMPLAINT

WHAT = {"received": "收到", "in_time": "按期答复", "late": "逾期答复", "rated": "评价"}
ANSWERS = ("find_unfounded", "find_true")
VERIFYING = ("complaint.verify", "sme.decide", "hotline.handle", "petition.decide")
SMALLEST = "complaints.smallest_count"


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month in Shanghai."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, said: str) -> "Month | None":
        """Read 2026-10; None of anything else.

        >>> Month.read("2026-10"), Month.read("2026-13"), Month.read("x")
        (Month(year=2026, number=10), None, None)
        """
        year, _, number = said.partition("-")
        is_one = len(said) == 7 and said.isascii() and year.isdecimal() and number.isdecimal()
        return cls(int(year), int(number)) if is_one and 1 <= int(number) <= 12 and int(year) > 2000 else None

    def __str__(self) -> str:
        return f"{self.year}-{self.number:02}"

    @property
    def first(self) -> date:
        """The first day."""
        return date(self.year, self.number, 1)

    @property
    def following(self) -> "Month":
        """The month after this one."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """The moments at which it begins and at which the next begins."""
        return beginning_of(self.first), beginning_of(self.following.first)


@dataclass(slots=True)
class Found:
    """The complaints behind the figures of a month: by what is counted, the matter and the body that it is about."""

    of: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: {what: [] for what in WHAT})
    content: int = 0

    def by_body(self, what: str) -> dict[str, int]:
        """Count one of the figures by body."""
        counted: dict[str, int] = defaultdict(int)
        for _, body in self.of[what]:
            counted[body] += 1
        return dict(counted)

    def of_body(self, what: str, body: str) -> list[int]:
        """Return the matters behind one figure of one body."""
        return [pk for pk, about in self.of[what] if about == body]


def found_in(month: Month, seen: MatterQuerySet) -> Found:
    """Find what a month brought among complaints: received, answered in time or late, rated.

    Answered counts by the first decision on the facts, and is late if any clock of verifying had run out that day.
    """
    begins, ends = month.span
    found = Found()
    arrived = seen.filter(opened_at__gte=begins, opened_at__lt=ends)
    found.of["received"] = list(arrived.order_by("pk").values_list("pk", "body"))
    answered = MatterMove.objects.filter(matter__in=seen.order_by().values("pk"), code__in=ANSWERS)
    first: dict[int, tuple[datetime, str]] = {}
    for pk, body, at in answered.order_by("-at").values_list("matter", "matter__body", "at"):
        first[pk] = (at, body)
    inside = {pk: (at, body) for pk, (at, body) in first.items() if begins <= at < ends}
    late = _late_ones({pk: legal_day(at) for pk, (at, _) in inside.items()})
    for pk, (_, body) in sorted(inside.items()):
        found.of["late" if pk in late else "in_time"].append((pk, body))
    found.of["rated"], found.content = rated_between(begins, ends, among=seen)
    return found


def everything() -> MatterQuerySet:
    """Return all complaints, for figures that are to be public: no page shows them by this."""
    return Matter.objects.of_kind(COMPLAINT.kind)


def seen_by(mandate: Mandate) -> MatterQuerySet:
    """Return the complaints that `mandate` may see: what the figures at a desk are counted from."""
    return complaints_seen_by(mandate)


def bodies_counted(found: Found) -> list[PublicBody]:
    """Return the bodies that figures were found of, in the order of the register."""
    ids = {body for listed in found.of.values() for _, body in listed}
    return list(PublicBody.objects.filter(pk__in=ids).order_by("path"))


def body_asked(pk: str) -> PublicBody | None:
    """Return the body with that id."""
    return PublicBody.objects.filter(pk=pk).first()


def public_figures(month: Month, *, is_demo: bool) -> dict[str, Any]:
    """Return rows and satisfaction of a month as they may be told: no small number, no difference that tells one."""
    book = current_rulebook()
    smallest = book.parameter(SMALLEST).on(month.first).number
    found = found_in(month, everything().filter(is_demo=is_demo))
    by_what = {what: found.by_body(what) for what in WHAT}
    bodies = PublicBody.objects.select_related("region__parent__parent__parent").in_bulk(
        {body for counted in by_what.values() for body in counted}
    )
    share = share_of(
        found.content, len(found.of["rated"]), at_least=book.parameter(SHARE_MINIMUM).on(month.first).number
    )
    return {
        "smallest": smallest,
        "rows": list(_rows(by_what, bodies, smallest)),
        "satisfaction": _fair(share),
    }


def _rows(
    by_what: Mapping[str, Mapping[str, int]], bodies: Mapping[str, PublicBody], smallest: int
) -> Iterator[dict[str, Any]]:
    """Yield a row for each city, or for the province itself, with its bodies; every figure hidden on its own."""
    within: dict[str, list[PublicBody]] = defaultdict(list)
    places: dict[str, Region] = {}
    for body in sorted(bodies.values(), key=lambda each: each.path):
        around = regions_around(body.region)
        place = around[min(1, len(around) - 1)]
        places[place.pk] = place
        within[place.pk].append(body)
    for pk, inside in within.items():
        shown: dict[str, dict[str, int | None]] = {}
        totals: dict[str, int | None] = {}
        for what, counted in by_what.items():
            shown[what], totals[what] = hidden_beside_total(
                {body.pk: counted.get(body.pk, 0) for body in inside}, smallest
            )
        yield {
            "id": pk,
            "name": places[pk].name,
            "counts": totals,
            "bodies": [
                {"body": _subject(body), "counts": {what: shown[what][body.pk] for what in by_what}}
                for body in inside
            ],
        }


def _late_ones(answered: Mapping[int, date]) -> set[int]:
    """Return the matters in which a clock of verifying had run out on the day of the answer."""
    ran = Deadline.objects.filter(matter__in=list(answered), clock__in=VERIFYING)
    return {pk for pk, due_on in ran.values_list("matter", "due_on") if due_on < answered[pk]}


def _subject(body: PublicBody) -> dict[str, Any]:
    regions = [{"id": each.pk, "name": each.name} for each in regions_around(body.region)]
    return {"id": body.pk, "name": body.name, "region": regions}


def _fair(share: Share | None) -> dict[str, int] | None:
    if share is None:
        return None
    return {
        "content": share.kept,
        "of": share.of,
        "point": share.point,
        "low": share.low,
        "high": share.high,
    }
