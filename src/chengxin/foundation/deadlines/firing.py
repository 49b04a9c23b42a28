"""提醒、逾期和逾期未答: what a deadline brings about when its days are reached, each exactly once."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from chengxin.foundation.deadlines.models import Deadline, Rung, RungFired
from chengxin.foundation.deadlines.plugs import effect_of, effect_of_silence
from chengxin.foundation.deadlines.queries import rule_of
from chengxin.foundation.deadlines.rungs import SILENCE, RungRule, longest_lead, rungs_for
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import add_note
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.rules.queries import calendar, rulebooks
from chengxin.ground.each import each
from chengxin_core.calendar import Calendar, legal_day
from chengxin_core.rulebook.entries import Silence

CHUNK = 1000
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Reached:
    """Something of a deadline that is to come about, and since when."""

    code: str
    since: date
    rung: RungRule | None  # None: the effect of silence


def fire_rungs(*, at: datetime) -> int:
    """Fire each rung that was reached and not yet fired, with its effect, exactly once; return how many.

    So too what silence brings about, once the last day has passed. One that fails holds up no other: it is tried
    again the next time.
    """
    day, known = legal_day(at), calendar()

    def fire(deadline: Deadline) -> int:
        return sum(_fire(deadline, reached, at) for reached in _due_by(deadline, day, known))

    return each(_near(day, known), fire)


def _near(day: date, known: Calendar) -> Iterator[Deadline]:
    """Yield the running deadlines that may have reached a rung by that day, a chunk at a time."""
    lead = max((longest_lead(rulebook, day) for rulebook in rulebooks()), default=1)
    horizon = max(day + lead * ONE_DAY, known.working_day(known.working_days_until(day) + lead))
    near = Deadline.objects.running().filter(Q(due_on__lte=horizon) | Q(amber_on__lte=day)).order_by("pk")
    after = 0
    while chunk := list(near.filter(pk__gt=after).select_related("matter").prefetch_related("rungs")[:CHUNK]):
        yield from chunk
        after = chunk[-1].pk


def _due_by(deadline: Deadline, day: date, known: Calendar) -> list[_Reached]:
    """Return what was reached by `day` and not fired, in the order in which it is reached."""
    fired = {fired.rung for fired in deadline.rungs.all()}
    found = [_Reached(rung.code, rung.day(deadline.due_on, known), rung) for rung in rungs_for(deadline)]
    if day > deadline.due_on and _makes_something_of_silence(deadline):
        found.append(_Reached(SILENCE, deadline.due_on + ONE_DAY, None))
    reached = (it for it in found if it.since <= day and it.code not in fired)
    return sorted(reached, key=lambda it: it.since)


def _makes_something_of_silence(deadline: Deadline) -> bool:
    """Say whether the clock has an effect of silence; one that the rulebook does not know has none."""
    with suppress(LookupError):
        return rule_of(deadline).on_silence is not Silence.NONE
    return False


@transaction.atomic
def _fire(deadline: Deadline, reached: _Reached, at: datetime) -> bool:
    """Fire what was reached with its effect, unless another worker did, or the deadline ended or moved meanwhile."""
    running = Deadline.objects.select_for_update().running().select_related(None)
    if not running.filter(pk=deadline.pk, due_on=deadline.due_on).first():
        return False
    _, is_new = RungFired.objects.get_or_create(deadline=deadline, rung=reached.code, defaults={"at": at})
    if is_new:
        matter = Matter.objects.get(pk=deadline.matter_id)
        if reached.rung is None:
            _fall_silent(deadline, matter, at)
        else:
            _warn(deadline, matter, reached.rung, at)
    return is_new


def _warn(deadline: Deadline, matter: Matter, rung: RungRule, at: datetime) -> None:
    """Let a rung take effect; one that a rulebook added stands in the timeline too."""
    if rung.code not in set(Rung):
        told = f"期限“{deadline.title}”（{deadline.due_on} 到期）到了“{rung.zh}”"
        add_note(matter=matter, part=Part.DEADLINE, text=told, by=None, at=at)
    effect = effect_of(deadline.clock, rung.code) or effect_of(deadline.clock, rung.effect)
    if effect is not None:
        effect.operation(matter=matter, at=at)


def _fall_silent(deadline: Deadline, matter: Matter, at: datetime) -> None:
    """Write down what the law makes of the silence, with its clause in force, and let it take effect."""
    rule = rule_of(deadline)
    words = f"（{rule.silence}）" if rule.silence and rule.silence != rule.on_silence.zh else ""
    told = (
        f"期限“{deadline.title}”于 {deadline.due_on} 届满，未见答复：{rule.on_silence.zh}{words}。"
        f"依据：{rule.shown}（{rule.rule_id}）"
    )
    add_note(matter=matter, part=Part.DEADLINE, text=told, by=None, at=at)
    effect = effect_of_silence(deadline.clock)
    if effect is not None:
        effect.operation(matter=matter, at=at)
