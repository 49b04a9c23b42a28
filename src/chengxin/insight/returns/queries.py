"""Reads of returns: one return with its versions, those of a body, and those that an organ receives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Count, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import SUPERVISORS
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.insight.returns.columns import Template, template_asked, template_named
from chengxin.insight.returns.models import Return, ReturnCell, ReturnVersion
from chengxin.insight.returns.periods import Period, read_period
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.returns import RETURN, ReturnState
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Term

PAGE_SIZE = 50
_NOT_IN = (ReturnState.OPENED, ReturnState.CHECKING, ReturnState.CHECKED)
_RECEIVED = (ReturnState.SUBMITTED, ReturnState.ACCEPTED)


class Standing(Term):
    """报送情况: how a return stands to its day, for who makes it and for who receives it."""

    MISSING = "missing", "未报"
    LATE = "late", "逾期未报"
    IN = "in", "已报"
    RETURNED = "returned", "退回待补报"
    IN_LATE = "in_late", "已报（逾期）"
    WAIVED = "waived", "免报"


@dataclass(frozen=True, slots=True)
class Difference:
    """变动: a column whose figure is another one than in the version before."""

    zh: str
    unit: str
    was: int
    now: int


def return_of(matter: Matter) -> Return:
    """Return the return that a matter is; it holds this very matter."""
    found = Return.objects.select_related("ask").get(pk=matter.pk)
    found.matter = matter
    return found


def returns_of(matters: Sequence[Matter]) -> dict[int, Return]:
    """Return the return that each of these matters is, by its key."""
    found = Return.objects.filter(pk__in=[each.pk for each in matters]).select_related("ask")
    return {each.pk: each for each in found}


def template_of(of: Return) -> Template:
    """Return its columns as the rulebook had them that it began under, on the day it was opened."""
    matter = of.matter
    if of.ask is not None:
        return template_asked(of.ask)
    return template_named(rulebook_of(matter.rulebook), of.code, on=legal_day(matter.opened_at))


def period_of_return(of: Return) -> Period:
    """Return the period that it is about."""
    period = read_period(of.period)
    assert period is not None  # it was written by its own code
    return period


def versions_of(of: Return, *, submitted: bool = False) -> list[ReturnVersion]:
    """Return its versions with their cells, oldest first; only those handed in, if so asked."""
    found = of.versions.select_related("made_by", "checked_by", "submitted_by").prefetch_related("cells")
    return list(found.filter(submitted_at__isnull=False) if submitted else found)


def newest_version(of: Return) -> ReturnVersion | None:
    """Return the version made last, if one was."""
    return of.versions.select_related("made_by__principal").order_by("-number").first()


def entered_before(of: Return) -> dict[str, ReturnCell]:
    """Return the cells that people entered in the newest version, by column: what a form begins with."""
    version = newest_version(of)
    return {each.code: each for each in version.cells.filter(is_manual=True)} if version else {}


def figures_a_year_before(of: Return) -> dict[str, int]:
    """Return what the body entered by hand for the same period of the year before, as last handed in."""
    before = period_of_return(of).a_year_before()
    handed_in = ReturnVersion.objects.filter(
        of__code=of.code, of__period=before.code, of__owner=of.owner_id, submitted_at__isnull=False
    )
    last = handed_in.order_by("-number").first()
    return dict(last.cells.filter(is_manual=True).values_list("code", "value")) if last else {}


def differences(versions: list[ReturnVersion]) -> dict[int, list[Difference]]:
    """Return what each version changed against the one before it, by the number of the later."""
    return {later.number: _changed(earlier, later) for earlier, later in pairwise(versions)}


def _changed(earlier: ReturnVersion, later: ReturnVersion) -> list[Difference]:
    was = {cell.code: cell.value for cell in earlier.cells.all()}
    return [
        Difference(cell.zh, cell.unit, was[cell.code], cell.value)
        for cell in later.cells.all()
        if cell.code in was and was[cell.code] != cell.value
    ]


def is_own(matter: Matter, by: Mandate) -> bool:
    """Say whether `by` is of the body that reports: it sees what was not handed in yet."""
    return by.role in {Actor.LIAISON, Actor.BODY_HEAD} and matter.body_id == by.body_id


def visible_returns(mandate: Mandate) -> MatterQuerySet:
    """Return the matters of returns that `mandate` may see, with what is known of each."""
    seen = visible_matters(mandate).of_kind(RETURN.kind).filter(archived_at=None)
    return seen.select_related("body", "organ", "stated_return")


def own_returns(mandate: Mandate) -> MatterQuerySet:
    """Return those that the holder's own body makes, the newest first."""
    return visible_returns(mandate).filter(body=mandate.body_id).order_by("-pk")


def received_returns(mandate: Mandate) -> MatterQuerySet:
    """Return those that the holder's organ receives, or all that a supervisor sees, the newest first."""
    whose = Q() if Actor(mandate.role) in SUPERVISORS else Q(organ=mandate.body_id)
    return visible_returns(mandate).filter(whose).exclude(body=mandate.body_id).order_by("-pk")


def standing_is(standing: Standing, *, on: date) -> Q:
    """Return the condition that a return stands so on a day."""
    late = Q(pk__in=ReturnVersion.objects.filter(is_late=True).values("of"))
    passed = Q(stated_return__due_on__lt=on)
    return {
        Standing.MISSING: Q(state__in=_NOT_IN) & ~passed,
        Standing.LATE: Q(state__in=_NOT_IN) & passed,
        Standing.RETURNED: Q(state=ReturnState.RETURNED),
        Standing.IN: Q(state__in=_RECEIVED) & ~late,
        Standing.IN_LATE: Q(state__in=_RECEIVED) & late,
        Standing.WAIVED: Q(state=ReturnState.WAIVED),
    }[standing]


def how_many(returns: MatterQuerySet, *, on: date) -> dict[Standing, int]:
    """Count the returns of a list by how they stand, in one query."""
    wanted = {each.value: Count("pk", filter=standing_is(each, on=on)) for each in Standing}
    found = returns.order_by().aggregate(**wanted)
    return {each: found[each.value] for each in Standing}


def standing_of(matter: Matter, *, on: date, was_late: bool) -> Standing:
    """Return how a return stands on a day."""
    if matter.state in _NOT_IN:
        return Standing.LATE if matter.stated_return.due_on < on else Standing.MISSING
    if matter.state in _RECEIVED:
        return Standing.IN_LATE if was_late else Standing.IN
    return Standing.RETURNED if matter.state == ReturnState.RETURNED else Standing.WAIVED


def late_among(matters: list[Matter]) -> set[int]:
    """Return the keys of those of which a version came in late."""
    late = ReturnVersion.objects.filter(of__in=[each.pk for each in matters], is_late=True)
    return set(late.values_list("of_id", flat=True))


def page_of(returns: MatterQuerySet, *, after: str = "", size: int = PAGE_SIZE) -> tuple[list[Matter], str]:
    """Return one page of a list, and the key of the next page, empty on the last."""
    if after.isascii() and after.isdecimal() and len(after) < 19:
        returns = returns.filter(pk__lt=int(after))
    found = list(returns[: size + 1])
    return found[:size], str(found[size - 1].pk) if len(found) > size else ""
