"""汇总: what the bodies of a region handed in to an organ for a period, added up; and who has not handed in yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from chengxin.insight.returns.columns import RETURNS, Template, sums_of
from chengxin.insight.returns.models import Return, ReturnCell, ReturnVersion
from chengxin.insight.returns.periods import Period
from chengxin_core.lifecycle.returns import ReturnState
from chengxin_core.rulebook import Rulebook

STANDS_IN = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class OfBody:
    """A body's return with the version that counts; `version` is None where none was handed in."""

    of: Return
    version: ReturnVersion | None

    def cell(self, code: str) -> ReturnCell | None:
        """Return what the body stated in a column."""
        return cell_of(self.version, code) if self.version is not None else None


def codes_summed(template: Template) -> tuple[str, ...]:
    """Return which returns are added up: of the bodies, and of the regions below that added theirs up already."""
    assert template.item is not None  # only a return of the rulebook sums others
    return (template.sums, template.item.code)


def codes_shown_with(book: Rulebook, code: str, *, on: date) -> tuple[str, ...]:
    """Return the code of a return with those of the sums of regions over it."""
    items = book.items(RETURNS, on=on)
    return (code, *(each.code for each in items if sums_of(each) == code))


def stated_to(organ_id: str, template: Template, period: Period) -> list[ReturnVersion]:
    """Return what stands handed in to an organ for a period: the newest version of each body, with its cells."""
    found = ReturnVersion.objects.filter(
        of__code__in=codes_summed(template),
        of__period=period.code,
        of__matter__organ=organ_id,
        of__matter__state__in=STANDS_IN,
        submitted_at__isnull=False,
    ).exclude(of__matter__body=organ_id)
    newest = {each.of_id: each for each in found.order_by("number").prefetch_related("cells")}
    return list(newest.values())


def cell_of(version: ReturnVersion, code: str) -> ReturnCell | None:
    """Return the cell of a column in a version that was read with its cells."""
    return next((each for each in version.cells.all() if each.code == code), None)


def asked_by(organ_id: str, template: Template, period: Period) -> list[Return]:
    """Return every return that a sum of a region adds up once it is in, by the path of its body."""
    found = Return.objects.filter(
        code__in=codes_summed(template), period=period.code, matter__organ=organ_id
    ).exclude(matter__body=organ_id)
    return list(found.select_related("matter__body").order_by("matter__body__path", "pk"))


def each_body(returns: Iterable[Return], *, counted: set[int], until: datetime | None) -> list[OfBody]:
    """Return each body with what it had handed in at a moment (None: by now), of those whose keys are `counted`."""
    found = ReturnVersion.objects.filter(of__in=counted, submitted_at__isnull=False)
    if until is not None:
        found = found.filter(submitted_at__lte=until)
    newest = {each.of_id: each for each in found.order_by("number").prefetch_related("cells")}
    return [OfBody(each, newest.get(each.pk)) for each in returns]
