"""开始填报: what a period that has ended owes is asked of each body once, many in one transaction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import start_set_deadlines
from chengxin.foundation.matters.operations import NewMatter, open_matters, show_to_subjects
from chengxin.foundation.rules.queries import rulebook_of, versions
from chengxin.foundation.subjects.models import Level, PublicBody
from chengxin.ground import trail
from chengxin.insight.returns.asking import missing_from, require_grounded
from chengxin.insight.returns.columns import RETURNS, period_at, sums_of
from chengxin.insight.returns.due import due_day, level_of
from chengxin.insight.returns.models import Ask, Return
from chengxin.insight.returns.owners import Receivers, reporting_bodies
from chengxin.insight.returns.periods import Period
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.returns import RETURN
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.entries import Item

AT_ONCE = 500
HAND_IN = "returns.hand_in"
OPENS_BEFORE = "returns.opens_before"


@dataclass(frozen=True, slots=True)
class Owed:
    """A body that owes a return, to whom, and under which version of the rules."""

    body: PublicBody
    organ: PublicBody
    rulebook: str


def open_due(*, at: datetime) -> int:
    """Open every return whose period has ended and whose day has not passed, for each body once; return how many.

    What the platform did not ask for before its day had passed it does not call late afterwards. A return that does not
    state its basis, owner and end is not asked for; the audit says so, and the rest goes on.
    """
    today, receivers, current = legal_day(at), Receivers(), versions()
    bodies = reporting_bodies(on=today)
    opened = 0
    for snapshot in {current.by_scope[scope] for scope in current.by_scope}:
        book = rulebook_of(snapshot)
        for item, period in _to_open(book, today, without=_ungrounded(book, today)):
            owed = [
                each
                for each in _owed(item, period, bodies, receivers)
                if current.of(each[1].path, each[0].path) == snapshot
            ]
            opened += open_returns(
                book=book,
                item=item,
                period=period,
                owed=[Owed(body, organ, snapshot) for body, organ in owed],
                at=at,
            )
    return opened


def open_returns(*, book: Rulebook, item: Item, period: Period, owed: Sequence[Owed], at: datetime) -> int:
    """Open one return for these bodies, leaving those that have it; return how many are new. Raises `NotGrounded`."""
    require_grounded(book, item, on=legal_day(at))
    have = set(Return.objects.filter(code=item.code, period=period.code).values_list("owner_id", flat=True))
    missing = [each for each in owed if each.body.pk not in have]
    for level in (Level.PROVINCE, Level.CITY):
        due_on = due_day(book, item, period, on=legal_day(at), level=level)
        wanted = Wanted(item.code, f"{period.code} {item.zh}", period.code, due_on)
        of_level = [each for each in missing if level_of(each.body) is level]
        for begin in range(0, len(of_level), AT_ONCE):
            open_batch(wanted, of_level[begin : begin + AT_ONCE], by=None, at=at)
    return len(missing)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of several bodies at once: by which code, called what, for which period, until when."""

    code: str
    title: str
    period: str
    due_on: date
    ask: Ask | None = None


@transaction.atomic
def open_batch(wanted: Wanted, owed: Sequence[Owed], *, by: Mandate | None, at: datetime) -> None:
    """Open one matter for each body and start its clock; the number of queries is the same for any number."""
    new = [
        NewMatter(RETURN, f"{wanted.title}（{each.body.name}）", each.body, each.organ, each.rulebook)
        for each in owed
    ]
    matters = open_matters(new=new, by=by, at=at)
    show_to_subjects(matters=matters, at=at)
    Return.objects.bulk_create(
        Return(
            matter=matter,
            code=wanted.code,
            period=wanted.period,
            owner=each.body,
            due_on=wanted.due_on,
            ask=wanted.ask,
        )
        for matter, each in zip(matters, owed, strict=True)
    )
    start = legal_day(at)
    start_set_deadlines(
        matters=matters,
        clock=HAND_IN,
        title="答复专项要求" if wanted.ask else "报送报表",
        owes=Owes.BODY,
        start=start,
        days=max((wanted.due_on - start).days, 0),
        started_by="专项要求" if wanted.ask else "期间届满",
    )


def _ungrounded(book: Rulebook, today: date) -> set[str]:
    """Return the codes of the returns that do not state basis, owner and end; the audit says what each lacks."""
    found = set()
    for item in book.items(RETURNS, on=today):
        missing = missing_from(book, item, on=today)
        if missing:
            found.add(item.code)
            trail.note("returns.not_asked", f"return/{item.code}", missing="、".join(missing))
    return found


def _to_open(book: Rulebook, today: date, *, without: set[str]) -> Iterator[tuple[Item, Period]]:
    """Yield each return with the period that may be stated today and can still be handed in in time."""
    for item in book.items(RETURNS, on=today):
        if item.code in without:
            continue
        period = period_at(item, today)
        due_on = due_day(book, item, period, on=today)
        before = book.parameter(OPENS_BEFORE).on(today).number
        opens_on = due_on - timedelta(days=before) if item.flag("within") else period.next().first
        if opens_on <= today <= due_on:
            yield item, period


def _owed(
    item: Item, period: Period, bodies: Iterable[PublicBody], receivers: Receivers
) -> Iterator[tuple[PublicBody, PublicBody]]:
    """Yield the bodies that owe a return, each with the organ that receives it; one under nobody owes none.

    The sum of a region is owed by who leads credit work there, if any body owes it what is to be summed.
    """
    asked = _asking(sums_of(item), period) if sums_of(item) else None
    for body in bodies:
        owes = (asked is None or body.pk in asked) and receivers.asks(item, body)
        organ = receivers.of(body, item.text("receiver", "")) if owes else None
        if organ is not None:
            yield body, organ


def _asking(code: str, period: Period) -> set[str]:
    """Return the ids of the organs to whom a return of a period is owed."""
    found = Return.objects.filter(code=code, period=period.code)
    return set(found.values_list("matter__organ_id", flat=True).distinct())
