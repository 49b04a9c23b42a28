"""谁填报、报给谁: the bodies that have somebody to report for them, and the organ above each that receives."""

from collections.abc import Iterable, Iterator
from datetime import date

from chengxin.chain.records.competence import LEAD
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook.entries import Item

REPORTER = Actor.LIAISON
CREDIT, GOVERNMENT = "credit", "government"


def reporting_bodies(*, on: date) -> list[PublicBody]:
    """Return the bodies that stand and have a liaison on that day, by path."""
    held = Mandate.objects.in_force_on(on).filter(role=REPORTER, principal=None, user__is_active=True)
    standing = PublicBody.objects.filter(ended_on=None, pk__in=held.values("body"))
    return list(standing.select_related("region").order_by("path"))


class Receivers:
    """The organs that receive returns, read once: who leads credit work in cities and the province, and governments.

    Invented bodies report to invented organs only.
    """

    def __init__(self) -> None:
        standing = PublicBody.objects.filter(ended_on=None).select_related("region").order_by("path")
        leads = standing.filter(
            kind=BodyKind.DEPARTMENT,
            name__endswith=LEAD,
            region__level__in=(Level.CITY, Level.PROVINCE),
        )
        self._leads = _by_place(leads)
        self._governments = _by_place(standing.filter(kind=BodyKind.GOVERNMENT))

    def of(self, body: PublicBody, receiver: str) -> PublicBody | None:
        """Return the organ that `receiver` of the rulebook names for a body; None where nothing stands above it."""
        places = list(_around(body.region.path))
        governments = places[1:] if body.kind == BodyKind.GOVERNMENT else places
        if receiver == CREDIT:
            found = self._nearest(self._leads, places[1:], body)
            return found or self._nearest(self._governments, governments, body)
        return self._nearest(self._governments, governments, body)

    def leads(self, body: PublicBody) -> bool:
        """Say whether a body leads credit work in its city or province."""
        return self._leads.get((body.region.path, body.is_fictional)) == body

    def asks(self, item: Item, body: PublicBody) -> bool:
        """Say whether a return of the rulebook falls to a body: to its kind, or a region's sum to who leads there."""
        return self.leads(body) if item.text("sums", "") else body.kind in item.texts("owners")

    def _nearest(
        self, organs: dict[tuple[str, bool], PublicBody], places: list[str], body: PublicBody
    ) -> PublicBody | None:
        found = (organs.get((place, body.is_fictional)) for place in places)
        return next((each for each in found if each is not None and each.pk != body.pk), None)


def _by_place(organs: Iterable[PublicBody]) -> dict[tuple[str, bool], PublicBody]:
    found: dict[tuple[str, bool], PublicBody] = {}
    for each in organs:
        found.setdefault((each.region.path, each.is_fictional), each)
    return found


def _around(path: str) -> Iterator[str]:
    """Yield a region's path and those above it, the nearest first."""
    steps = path.split("/")[:-1]
    for length in range(len(steps), 0, -1):
        yield "/".join(steps[:length]) + "/"
