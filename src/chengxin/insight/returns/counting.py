"""计数: the table of a report under a mandate, and the matters behind one of its cells: one question, asked twice."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import within
from chengxin.foundation.matters.models import MatterQuerySet
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import Region
from chengxin.foundation.subjects.queries import regions_below
from chengxin.insight.returns.periods import Period
from chengxin.insight.returns.reports import Figure, Report

OWN, ALL = "own", "all"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the table: a region below, what stands in the region itself, or all of it together."""

    code: str  # the id of a region, `own` or `all`
    region: Region
    below: tuple[Region, ...] = ()  # what `own` leaves out

    def condition(self) -> Q:
        """Return the condition that a matter is about a body of this place."""
        inside = within("subject_path", self.region.path)
        for each in self.below:
            inside &= ~within("subject_path", each.path)
        return inside


@dataclass(frozen=True, slots=True)
class Line:
    """A place with its counts, and those of the year before, in the order of the figures."""

    place: Place
    counts: tuple[int, ...]
    before: tuple[int, ...]


def places_of(region: Region) -> list[Place]:
    """Return the rows for a region: what lies below it, then itself, then the sum."""
    below = tuple(regions_below(region))
    rows = [Place(each.pk, each) for each in below]
    return [*rows, Place(OWN, region, below), Place(ALL, region)]


def table(report: Report, mandate: Mandate, region: Region, period: Period) -> list[Line]:
    """Count the report for each place; the number of queries is that of its figures, twice."""
    places = places_of(region)
    now = [_counted(figure, mandate, places, period) for figure in report.figures]
    then = [_counted(figure, mandate, places, period.a_year_before()) for figure in report.figures]
    return [
        Line(place, tuple(each[at] for each in now), tuple(each[at] for each in then))
        for at, place in enumerate(places)
    ]


def behind(figure: Figure, mandate: Mandate, place: Place, period: Period) -> MatterQuerySet:
    """Return the matters that a cell counts, oldest first."""
    return visible_matters(mandate).filter(figure.during(period), place.condition()).order_by("pk")


def _counted(figure: Figure, mandate: Mandate, places: Sequence[Place], period: Period) -> list[int]:
    wanted = {f"at{at}": Count("pk", filter=place.condition()) for at, place in enumerate(places)}
    found = visible_matters(mandate).filter(figure.during(period)).aggregate(**wanted)
    return [found[f"at{at}"] for at in range(len(places))]
