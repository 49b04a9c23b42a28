"""中止、恢复、延长: what an organ may do to a running deadline, and only as its clock in the rulebook allows.

Every step is an entry of a ledger, told to the party in writing (G-10, G-11), and stands in the matter's timeline.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline, DeadlineExtension, DeadlineSuspension
from chengxin.foundation.deadlines.queries import project, rule_of
from chengxin.foundation.deadlines.rungs import rungs_for
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, add_note
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import is_for
from chengxin_core.calendar import NEVER, Unit, legal_day
from chengxin_core.lifecycle.table import PERSONNEL, Actor

HANDLERS = frozenset({Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.MEASURE_OWNER, *PERSONNEL})
APPROVERS = frozenset({Actor.CREDIT_HEAD, Actor.PERSONNEL_HEAD})


class NotRunning(UnableToMove):
    """The deadline has ended, or its last day has passed."""


class GroundNotInLaw(UnableToMove):
    """The rulebook names no such ground for suspending this clock."""


class SuspensionsOverlap(UnableToMove):
    """The deadline is suspended on that day already, or is not suspended where it should be resumed."""


class DayOutOfPlace(UnableToMove):
    """A day lies before or after the days between which it must lie."""


class ExtensionNotAllowed(UnableToMove):
    """The rulebook allows no extension of this clock, or none so long."""


@transaction.atomic
def suspend_deadline(
    *,
    matter: Matter,
    deadline: Deadline,
    ground: str,
    from_on: date,
    notice: str,
    notice_on: date,
    by: Mandate,
    at: datetime,
) -> str:
    """Suspend a running deadline from a day on until it is resumed; return what happened, in words.

    Raises `NotRunning`, `GroundNotInLaw`, `SuspensionsOverlap`, `DayOutOfPlace` or `NotCompetent`.
    """
    held = _running(matter, deadline, by, HANDLERS, legal_day(at))
    grounds = rule_of(held).suspended_by
    if ground not in grounds:
        expected = "、".join(grounds) or "无，该期限不得中止"
        raise GroundNotInLaw(f"期限“{held.title}”的中止事由为“{ground}”，应为：{expected}")
    _require_within("中止之日", from_on, held.started_on, held.due_on)
    _require_told(notice, notice_on, held.started_on, legal_day(at))
    if any(each.until_on is None or from_on < each.until_on for each in held.suspensions.all()):
        raise SuspensionsOverlap(f"期限“{held.title}”在 {from_on} 已经中止，应先恢复计算，并从恢复之日以后起")
    DeadlineSuspension.objects.create(
        deadline=held, ground=ground, from_on=from_on, notice=notice, notice_on=notice_on, by=by, at=at
    )
    _project_again(held)
    told = f"期限“{held.title}”自 {from_on} 起中止：{ground}。书面通知：{notice}（{notice_on}）"
    return _note(held, told, by, at)


@transaction.atomic
def resume_deadline(*, matter: Matter, deadline: Deadline, on: date, by: Mandate, at: datetime) -> str:
    """Let a suspended deadline count again from `on` (in); return what happened, in words.

    Raises `NotRunning`, `SuspensionsOverlap`, `DayOutOfPlace` or `NotCompetent`.
    """
    held = _running(matter, deadline, by, HANDLERS, legal_day(at))
    suspension = held.suspensions.filter(until_on=None).first()
    if suspension is None:
        raise SuspensionsOverlap(f"期限“{held.title}”没有中止，不需要恢复计算")
    _require_within("恢复计算之日", on, suspension.from_on, max(legal_day(at), suspension.from_on))
    suspension.until_on, suspension.resumed_by, suspension.resumed_at = on, by, at
    suspension.save(update_fields=["until_on", "resumed_by", "resumed_at"])
    _project_again(held)
    told = f"期限“{held.title}”自 {on} 起恢复计算，到期日为 {held.due_on}"
    return _note(held, told, by, at)


@transaction.atomic
def extend_deadline(
    *,
    matter: Matter,
    deadline: Deadline,
    added: int,
    reason: str,
    notice: str,
    notice_on: date,
    by: Mandate,
    at: datetime,
) -> str:
    """Add units to a running deadline before it expires; `by` is who approves it. Return what happened, in words.

    All extensions together add no more than the clock of the rulebook says. Raises `NotRunning` after the last day,
    `ExtensionNotAllowed`, `DayOutOfPlace` or `NotCompetent`.
    """
    held = _running(matter, deadline, by, APPROVERS, legal_day(at))
    rule = rule_of(held)
    before = held.extensions.aggregate(sum=Sum("added"))["sum"] or 0
    _require_room(held, added, before, rule.extension if held.unit == rule.counted_in else 0)
    if not reason.strip():
        raise ExtensionNotAllowed(f"期限“{held.title}”的延长须有理由，现在是空的")
    _require_told(notice, notice_on, held.started_on, legal_day(at))
    approver = rule.extension_approver or by.post
    DeadlineExtension.objects.create(
        deadline=held,
        added=added,
        reason=reason,
        approver=approver,
        approved_by=by,
        notice=notice,
        notice_on=notice_on,
        at=at,
    )
    was, held.extended = held.due_on, before + added
    _project_again(held)
    moved = "" if held.is_suspended else f"，到期日由 {was} 改为 {held.due_on}"
    told = (
        f"期限“{held.title}”延长 {added} {Unit(held.unit).zh}{moved}。批准人：{approver}（{by.post}）；"
        f"理由：{reason}；书面通知：{notice}（{notice_on}）"
    )
    return _note(held, told, by, at)


def close_suspension(deadline: Deadline, on: date) -> None:
    """End the suspension of a deadline that itself ends on that day, so that it has a due day again."""
    for suspension in deadline.suspensions.filter(until_on=None):
        suspension.until_on = max(on, suspension.from_on)
        suspension.save(update_fields=["until_on"])
    _project_again(deadline)


def _running(
    matter: Matter, deadline: Deadline, by: Mandate, actors: frozenset[Actor], today: date
) -> Deadline:
    """Return the deadline, locked, if it runs and is `by`'s to change."""
    if Actor(by.role) not in actors or not is_for(by, matter):
        names = "、".join(actor.zh for actor in sorted(actors))
        raise NotCompetent(
            f"期限由{matter.organ.name}的{names}变更，不由{by.body.name}的{Actor(by.role).zh}变更"
        )
    held = Deadline.objects.select_for_update().running().filter(pk=deadline.pk, matter=matter).first()
    if held is None:
        raise NotRunning(f"期限“{deadline.title}”已经结束，不能再变更")
    if held.due_on < today:
        raise NotRunning(f"期限“{held.title}”已于 {held.due_on} 届满，届满以后不能中止或者延长")
    return held


def _require_room(held: Deadline, added: int, before: int, most: int) -> None:
    if not most:
        raise ExtensionNotAllowed(f"制度规则库没有规定期限“{held.title}”可以延长")
    if not 1 <= added <= most - before:
        unit = Unit(held.unit).zh
        raise ExtensionNotAllowed(
            f"期限“{held.title}”拟延长 {added} {unit}，应为 1 至 {most - before} {unit}：合计不超过 {most}，"
            f"已延长 {before}"
        )


def _require_within(what: str, day: date, first: date, last: date) -> None:
    if not first <= day <= last:
        until = "" if last == NEVER else f"，不晚于 {last}"
        raise DayOutOfPlace(f"{what}为 {day}，应不早于 {first}{until}")


def _require_told(notice: str, notice_on: date, first: date, last: date) -> None:
    if not notice.strip():
        raise DayOutOfPlace("须以书面告知当事人，缺少通知的文号")
    _require_within("书面通知之日", notice_on, first, last)


def _project_again(held: Deadline) -> None:
    """Store the days counted anew; warnings whose day is no longer reached will be given again."""
    found = project(held)
    held.due_on, held.amber_on = found.due_on, found.amber_on
    held.provisional, held.calendar_version = found.provisional, found.calendar_version
    held.save(update_fields=["extended", "due_on", "amber_on", "provisional", "calendar_version"])
    before_the_day = [rung.code for rung in rungs_for(held) if rung.after < 0]
    if held.due_on != NEVER:
        held.rungs.filter(rung__in=before_the_day).delete()


def _note(held: Deadline, told: str, by: Mandate, at: datetime) -> str:
    add_note(matter=held.matter, part=Part.DEADLINE, text=told, by=by, at=at)
    return told
