"""Every write about destruction: drafting, deciding, carrying out; holds."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.retention.models import EVERY_CLASS, DestructionList, LegalHold, ListState
from chengxin.foundation.retention.plugs import RecordClass, holdable, record_class, record_classes
from chengxin.foundation.retention.queries import OPEN, may_decide, may_look, standing_holds, terms_in_words
from chengxin.ground import trail
from chengxin_core.calendar import legal_day


class RetentionRefused(ValueError):
    """What was asked for cannot be; the text says why, for people."""


class NotCompetent(RetentionRefused):
    """Who acts does not decide about records of this class."""


class HeldBack(RetentionRefused):
    """A hold stands; the text says since when, by which post and on what ground."""


class AlreadyDecided(RetentionRefused):
    """Somebody decided it meanwhile."""


@transaction.atomic
def draft_due(*, at: datetime) -> int:
    """Draft the lists of this month: of each class what is past its term; return how many.

    A class with an open list, with one drafted in the same month already, or under a hold gets none.
    """
    return sum(_draft(each, at) for each in record_classes())


def _draft(found: RecordClass, at: datetime) -> bool:
    day = legal_day(at)
    earlier = DestructionList.objects.filter(record_class=found.code)
    newest = earlier.order_by("-pk").first()
    if newest is not None and (
        newest.state in OPEN or legal_day(newest.drafted_at).replace(day=1) == day.replace(day=1)
    ):
        return False
    before = found.kept_from(at)
    extent = found.extent(before)
    if not extent.count or standing_holds(found.code):
        return False
    last = DestructionList.objects.filter(year=day.year).aggregate(last=Max("number"))["last"] or 0
    drafted = DestructionList.objects.create(
        record_class=found.code,
        year=day.year,
        number=last + 1,
        before=before,
        count=extent.count,
        first_day=extent.first_day,
        mark=extent.mark,
        terms=terms_in_words(found.terms, on=day),
        drafted_at=at,
    )
    trail.note("retention.drafted", f"destruction/{drafted.pk}", count=extent.count)
    return True


@transaction.atomic
def approve(*, listed: DestructionList, by: Mandate, reason: str, at: datetime) -> DestructionList:
    """Let what a list names be destroyed. Raises `NotCompetent`, `HeldBack`, `AlreadyDecided`, or without a reason."""
    _require_unheld(listed.record_class)
    return _decide(listed, ListState.APPROVED, by, reason, at)


@transaction.atomic
def refuse(*, listed: DestructionList, by: Mandate, reason: str, at: datetime) -> DestructionList:
    """Let nothing of a list be destroyed; next month another one is drafted. Raises as `approve` does."""
    return _decide(listed, ListState.REFUSED, by, reason, at)


def carry_out(*, at: datetime) -> int:
    """Destroy what approved lists name, each exactly once; return how many records that were.

    A list that is held back meanwhile waits; its approval stays.
    """
    waiting = DestructionList.objects.filter(state=ListState.APPROVED).order_by("pk")
    return sum(_carry_out(pk, at) for pk in waiting.values_list("pk", flat=True))


@transaction.atomic
def _carry_out(pk: int, at: datetime) -> int:
    listed = DestructionList.objects.select_for_update().get(pk=pk)
    if listed.state != ListState.APPROVED or standing_holds(listed.record_class):
        return 0
    found, by = record_class(listed.record_class), listed.decided_by
    assert by is not None  # a constraint of the database
    destroyed = found.destroy(day=listed.before, by=by, why=f"{listed}：{listed.reason}"[:200], at=at)
    listed.state, listed.destroyed, listed.destroyed_at = ListState.DESTROYED.value, destroyed, at
    listed.save(update_fields=["state", "destroyed", "destroyed_at"])
    trail.note("retention.destroyed", f"destruction/{pk}", mandate=by.pk, records=destroyed)
    return destroyed


@transaction.atomic
def hold(*, code: str, ground: str, by: Mandate, at: datetime) -> LegalHold:
    """Keep a class (every one where `code` is empty) from destruction. Raises `NotCompetent`, or without a ground."""
    _require_post(by)
    if code != EVERY_CLASS and code not in holdable():
        raise RetentionRefused("没有这一类记录")
    held = LegalHold.objects.create(
        record_class=code, ground=_said(ground, "请写明停止销毁的事由和依据"), set_by=by, set_at=at
    )
    trail.note("retention.held", f"hold/{held.pk}", mandate=by.pk)
    return held


@transaction.atomic
def lift(*, held: LegalHold, ground: str, by: Mandate, at: datetime) -> LegalHold:
    """Let a hold end, by another person than who set it. Raises `NotCompetent`, `AlreadyDecided`, or without ground."""
    _require_post(by)
    said = _said(ground, "请写明解除的事由和依据")
    if held.set_by.user_id in persons_in(by):
        raise NotCompetent("停止销毁由一人决定，由另一人解除")
    taken = LegalHold.objects.filter(pk=held.pk, lifted_at=None)
    if not taken.update(lifted_by=by, lifted_at=at, lift_ground=said):
        raise AlreadyDecided("这一项已经解除")
    held.refresh_from_db()
    trail.note("retention.hold_lifted", f"hold/{held.pk}", mandate=by.pk)
    return held


def _decide(
    listed: DestructionList, state: ListState, by: Mandate, reason: str, at: datetime
) -> DestructionList:
    if not may_decide(by, record_class(listed.record_class)):
        raise NotCompetent(f"{record_class(listed.record_class).zh}的销毁不由这一岗位审批")
    said = _said(reason, "请写明意见和理由")
    taken = DestructionList.objects.filter(pk=listed.pk, state=ListState.DRAFTED)
    if not taken.update(state=state, decided_by=by, decided_at=at, reason=said):
        raise AlreadyDecided("这份清单已经由他人办结")
    listed.refresh_from_db()
    trail.note(f"retention.{state}", f"destruction/{listed.pk}", mandate=by.pk)
    return listed


def _require_post(by: Mandate) -> None:
    if not may_look(by):
        raise NotCompetent("停止销毁由审计人员、审计管理员或者安全管理员决定")


def _require_unheld(code: str) -> None:
    holds = standing_holds(code)
    if holds:
        told = "；".join(f"{legal_day(each.set_at)} {each.set_by.post}：{each.ground}" for each in holds)
        raise HeldBack(f"已决定停止销毁，解除以前不得销毁（{told}）")


def _said(text: str, missing: str) -> str:
    if not text.strip():
        raise RetentionRefused(missing)
    return text.strip()
