"""Writes of the amendments: asking, deciding, and taking a matter to another version."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import holds_whole_province
from chengxin.foundation.amendments.impact import ChangedDay, changes_in
from chengxin.foundation.amendments.models import Amendment, AmendmentState
from chengxin.foundation.amendments.queries import (
    adjustable_default,
    default_on,
    may_move,
    versions_open_to,
)
from chengxin.foundation.deadlines.operations import count_under_its_version
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, adopt_version
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.rules.operations import edit_default
from chengxin.foundation.rules.queries import rulebook_of
from chengxin_core.calendar import Unit, legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Adjustable, OutOfBounds


class AmendmentRefused(Exception):
    """The change cannot be asked for, or not be decided so; the text says why, for people."""


class NotAnAdministrator(AmendmentRefused):
    """Who acts is no administrator of the whole province."""


class SamePerson(AmendmentRefused):
    """Who asked for a change would approve it."""


class AlreadyDecided(AmendmentRefused):
    """Somebody decided it, or took it back, meanwhile."""


@transaction.atomic
def propose_edit(
    *, default: Adjustable, value: int, in_force_from: date, reason: str, by: Mandate, at: datetime
) -> Amendment:
    """Ask for another number for a default from a day on; nothing changes until a second person approves.

    `default` is of a type that no law fits into; the unit stays. Raises `NotAnAdministrator`, `AmendmentRefused`
    (no reason, the same number, out of bounds, one waits already).
    """
    _require_administrator(by)
    _require_sense(default, value, in_force_from, reason)
    try:
        with transaction.atomic():
            return Amendment.objects.create(
                key=default.key,
                gist=default.entry.gist[:200],
                old_value=default.value,
                value=value,
                unit=default.unit or "",
                in_force_from=in_force_from,
                reason=reason.strip(),
                proposed_by=by,
                proposed_at=at,
            )
    except IntegrityError:
        raise AmendmentRefused("这一默认值已有一项调整在等待复核，请先办结那一项") from None


@transaction.atomic
def withdraw_amendment(*, amendment: Amendment, by: Mandate, at: datetime, remark: str = "") -> None:
    """Take back what one asked for, while nobody has decided it. Raises `AlreadyDecided`."""
    _require_administrator(by)
    if by.user_id != amendment.proposed_by.user_id:
        raise AmendmentRefused("只有提出人可以撤回；不同意的，请选择不予批准")
    _decide(amendment, AmendmentState.WITHDRAWN, by, at, remark)


@transaction.atomic
def refuse_amendment(*, amendment: Amendment, by: Mandate, at: datetime, remark: str) -> None:
    """Turn down what another one asked for, saying why. Raises `SamePerson` or `AlreadyDecided`."""
    _require_second(amendment, by)
    if not remark.strip():
        raise AmendmentRefused("请写明不予批准的理由")
    _decide(amendment, AmendmentState.REFUSED, by, at, remark)


@transaction.atomic
def approve_amendment(*, amendment: Amendment, by: Mandate, at: datetime, remark: str = "") -> Amendment:
    """Let the change be, as a second person: a new version, which new matters begin under from now on.

    Running matters keep theirs. Bounds are asked again, since the law may have changed meanwhile. Raises `SamePerson`,
    `AlreadyDecided` or `AmendmentRefused`.
    """
    _require_second(amendment, by)
    held = _waiting(amendment)
    default = adjustable_default(held.key, on=legal_day(at))
    if (default.unit or "") != held.unit:
        raise AmendmentRefused("这一默认值的单位已经不同，请重新提出")
    _require_sense(default, held.value, held.in_force_from, held.reason)
    unit = Unit(held.unit) if held.unit else None
    edit = edit_default(key=held.key, value=held.value, unit=unit, in_force_from=held.in_force_from, at=at)
    held.edit = edit
    return _close(held, AmendmentState.APPROVED, by, at, remark)


@transaction.atomic
def adopt_rulebook(
    *, matter: Matter, snapshot: str, by: Mandate, at: datetime, reason: str
) -> tuple[ChangedDay, ...]:
    """Take a running matter to another version of the rules; return the days that changed.

    Its timeline says from which version to which, why, and what changed. Raises `NotCompetent` (neither administrator
    of its region nor head of the organ that handles it), `UnableToMove` (no reason, over, not a version for its
    region, one that lacks a clock which runs in it), or `MovedMeanwhile`.
    """
    if not may_move(by, matter):
        raise NotCompetent("改依另一版本，由系统管理员或者办理机关的信用主管部门负责人决定")
    if not reason.strip():
        raise UnableToMove("请写明改依另一版本的理由")
    if kind_of(matter.kind).is_over(matter.state):
        raise UnableToMove("该事项已经办结，仍依办结时的版本")
    if snapshot == matter.rulebook or snapshot not in versions_open_to(matter):
        raise UnableToMove(f"版本 {snapshot[:12]} 不是该事项可以改依的版本")
    changed = changes_in(matter, rulebook_of(snapshot))
    if missing := [day.deadline.title for day in changed if day.then is None]:
        raise UnableToMove(f"版本 {snapshot[:12]} 没有正在计算的期限：{'、'.join(missing)}")
    told = "；".join(map(str, changed)) or "正在计算的期限没有变化"
    note = f"{reason.strip()}（版本 {matter.rulebook[:12]} → {snapshot[:12]}；{told}）"
    left = matter.rulebook
    adopt_version(matter=matter, snapshot=snapshot, by=by, at=at, note=note)
    count_under_its_version(matter=matter, began_under=left)
    return changed


def _require_administrator(by: Mandate) -> None:
    if by.role != Actor.ADMINISTRATOR or not holds_whole_province(by):
        raise NotAnAdministrator("默认值适用于全省，由范围为全省的系统管理员调整")


def _require_second(amendment: Amendment, by: Mandate) -> None:
    _require_administrator(by)
    if by.user_id == amendment.proposed_by.user_id:
        raise SamePerson("提出调整的人不能复核自己的调整，请由另一位系统管理员办理")


def _require_sense(default: Adjustable, value: int, in_force_from: date, reason: str) -> None:
    if not reason.strip():
        raise AmendmentRefused("请写明调整的理由和依据")
    try:
        default.require(value)
    except OutOfBounds as refusal:
        raise AmendmentRefused(str(refusal)) from None
    if in_force_from < default.shipped_since:
        raise AmendmentRefused(f"施行日不得早于 {default.shipped_since}：该日以前没有这一默认值")
    if default_on(default.key, in_force_from) == value:
        raise AmendmentRefused(f"自 {in_force_from} 起本来就是 {value}")


def _waiting(amendment: Amendment) -> Amendment:
    """Return the amendment as it stands, held until the transaction ends. Raises `AlreadyDecided`."""
    held = Amendment.objects.select_for_update().get(pk=amendment.pk)
    if held.state != AmendmentState.PROPOSED:
        raise AlreadyDecided(f"这一项已经办结：{held.state_zh}")
    return held


def _decide(amendment: Amendment, state: AmendmentState, by: Mandate, at: datetime, remark: str) -> None:
    _close(_waiting(amendment), state, by, at, remark)


def _close(held: Amendment, state: AmendmentState, by: Mandate, at: datetime, remark: str) -> Amendment:
    held.state, held.decided_by, held.decided_at, held.remark = state.value, by, at, remark.strip()
    held.save()
    return held
