"""Writes about people and their mandates: accounts, grants by two persons, ends; every change is kept."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.db.models import Q

from chengxin.foundation.accounts.models import (
    Change,
    Mandate,
    MandateChange,
    Outcome,
    Reach,
    ScopePart,
    User,
)
from chengxin.foundation.accounts.queries import REACHES, posts_across, scope_of, user_named
from chengxin.foundation.subjects.models import Official, PublicBody, Region
from chengxin.ground import trail
from chengxin_core.lifecycle.table import ADMINISTRATIONS, Actor


class MandateRefused(ValueError):
    """A mandate that cannot be granted, changed or ended as asked; the text says why and what would do."""


@transaction.atomic
def create_user(*, username: str, password: str, display_name: str) -> User:
    """Give somebody an account; a weak password is refused."""
    validate_password(password)
    user = User.objects.create_user(username, password, display_name=display_name)
    trail.note("accounts.user_created", f"user/{user.pk}")
    return user


@transaction.atomic
def grant_mandate(
    *,
    user: User,
    role: Actor,
    body_id: str,
    scope: str,
    post: str,
    valid_from: date,
    valid_until: date | None = None,
    reach: Reach | None = None,
    parts: Sequence[str] = (),
    official: Official | None = None,
) -> Mandate:
    """Let `user` act in a role for a body over a scope; the same grant twice is one.

    Without a `reach` it is the role's usual one. `parts` are the paths of a custom reach. Who may grant is asked by
    `ask_grant` and `confirm_grant`; this is their last step, and that of the command line. The role 公务员本人 names
    its `official`, no other role does.
    Raises `MandateRefused` for a reach that the role cannot have, for a second administration of one person (policy
    T-42), for who acts for another across the line between administering and handling matters, and for a grant that
    differs from one given for the same day.
    """
    if (role is Actor.OFFICIAL) != (official is not None):
        raise MandateRefused(f"{Actor.OFFICIAL.zh}的岗位应当指明是哪一位公务员，其他岗位不指明")
    reach = reach or REACHES[role][0]
    _require_fitting(role, _body(body_id), reach, scope, parts)
    _require_no_acting_across(user, role, valid_from, valid_until)
    _join_administration(user, role, valid_from)
    mandate, is_new = Mandate.objects.get_or_create(
        user=user,
        role=role,
        body_id=body_id,
        scope=scope,
        valid_from=valid_from,
        principal=None,
        ended_at=None,
        defaults={"post": post, "valid_until": valid_until, "reach": reach, "official": official},
    )
    given = (post, valid_until, official, reach, sorted(parts))
    if is_new:
        ScopePart.objects.bulk_create(ScopePart(mandate=mandate, path=path) for path in sorted(parts))
    elif given != (
        mandate.post,
        mandate.valid_until,
        mandate.official,
        mandate.reach,
        [each.path for each in mandate.parts.all()],
    ):
        raise MandateRefused(
            f"{user.username} 自 {valid_from} 起已有同一授权（{mandate.post}，至 {mandate.valid_until or '今后'}）"
        )
    if is_new:
        trail.note("accounts.mandate_granted", f"mandate/{mandate.pk}", role=str(role), user=user.pk)
    return mandate


def require_grantable(
    *,
    user: User,
    role: Actor,
    body: PublicBody,
    scope: str,
    reach: Reach,
    parts: Sequence[str],
    valid_from: date,
    valid_until: date | None = None,
) -> None:
    """Raise `MandateRefused` where `grant_mandate` would refuse this to that person as things stand."""
    _require_fitting(role, body, reach, scope, parts)
    _require_no_acting_across(user, role, valid_from, valid_until)
    user.refresh_from_db(fields=["administers"])
    _require_one_administration(user, role, valid_from)


@transaction.atomic
def ask_grant(
    *,
    by: Mandate,
    at: datetime,
    user: User,
    role: Actor,
    body: PublicBody,
    reach: Reach,
    scope: str,
    parts: Sequence[str],
    post: str,
    valid_from: date,
    valid_until: date | None,
    reason: str,
) -> MandateChange:
    """Ask for a mandate, as a security administrator; nothing is granted until another person confirms.

    Raises `MandateRefused` where it is for oneself, beyond one's own region, or does not fit.
    """
    _require_security(by, body)
    if user.pk == by.user_id:
        raise MandateRefused("不得为本人授权，请由另一位安全管理员提出")
    _require_fitting(role, body, reach, scope, parts)
    _require_no_acting_across(user, role, valid_from, valid_until)
    _require_one_administration(user, role, valid_from)
    return MandateChange.objects.create(
        change=Change.GRANT,
        outcome=Outcome.WAITING,
        user=user,
        role=role,
        body=body,
        scope=scope,
        reach=reach,
        parts=sorted(parts),
        post=post,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=reason,
        asked_by=by.user,
        asked_under=by,
        asked_at=at,
    )


@transaction.atomic
def ask_grant_for(
    *, username: str, display_name: str, password: str, by: Mandate, at: datetime, **asked: Any
) -> tuple[MandateChange, str]:
    """Ask for a mandate of whoever signs in as `username`; make the account where there is none.

    Returns the change and the password, empty where the account was there. An account without a mandate opens nothing.
    """
    user = user_named(username)
    is_new = user is None
    user = user or create_user(username=username, password=password, display_name=display_name)
    return ask_grant(by=by, at=at, user=user, **asked), password if is_new else ""


@transaction.atomic
def confirm_grant(*, change: MandateChange, by: Mandate, at: datetime, remark: str = "") -> Mandate:
    """Grant what another person asked for. Raises `MandateRefused` where `by` may not, or it was decided meanwhile."""
    _decide(change, Outcome.DONE, by, at, remark)
    mandate = grant_mandate(
        user=change.user,
        role=Actor(change.role),
        body_id=change.body_id,
        scope=change.scope,
        reach=Reach(change.reach),
        parts=change.parts,
        post=change.post,
        valid_from=change.valid_from,
        valid_until=change.valid_until,
    )
    MandateChange.objects.filter(pk=change.pk).update(mandate=mandate)
    return mandate


@transaction.atomic
def refuse_grant(*, change: MandateChange, by: Mandate, at: datetime, remark: str) -> None:
    """Turn down what another person asked for, with a reason."""
    if not remark.strip():
        raise MandateRefused("不同意授权，请填写理由")
    _decide(change, Outcome.REFUSED, by, at, remark)


@transaction.atomic
def close_account(*, user: User) -> None:
    """Let somebody who holds no post any more sign in no more; what is open in a browser ends with the next request."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False


@transaction.atomic
def end_mandate(*, mandate: Mandate, on: date) -> None:
    """Let a mandate end with that day."""
    mandate.valid_until = on
    mandate.save(update_fields=["valid_until"])
    trail.note("accounts.mandate_ended", f"mandate/{mandate.pk}", on=on.isoformat())


@transaction.atomic
def end_at_once(*, mandate: Mandate, at: datetime) -> None:
    """Let a mandate end at this moment, and with it every one held for its holder."""
    Mandate.objects.filter(Q(pk=mandate.pk) | Q(principal=mandate.pk), ended_at=None).update(ended_at=at)
    mandate.ended_at = at


@transaction.atomic
def withdraw_mandate(*, mandate: Mandate, by: Mandate, at: datetime, reason: str) -> None:
    """End somebody's mandate at once, as a security administrator: one person is enough to take away.

    Raises `MandateRefused` for one's own, which another ends, and for one beyond one's own region.
    """
    _require_security(by, mandate.body)
    if mandate.user_id == by.user_id:
        raise MandateRefused("不得终止本人的授权，请由另一位安全管理员办理")
    if mandate.ended_at is not None:
        raise MandateRefused("该授权已经终止")
    end_at_once(mandate=mandate, at=at)
    note_change(change=Change.END, mandate=mandate, by=by, at=at, reason=reason)


def note_change(
    *, change: Change, mandate: Mandate, by: Mandate | None, at: datetime, reason: str, console: str = ""
) -> MandateChange:
    """Keep that a mandate was changed, by whom and why; what is done at once has no second person.

    `by` is None on the command line, where `console` names the account of the machine.
    """
    trail.note("accounts.mandate_changed", f"mandate/{mandate.pk}", change=str(change))
    return MandateChange.objects.create(
        change=change,
        outcome=Outcome.DONE,
        user=mandate.user,
        role=mandate.role,
        body_id=mandate.body_id,
        scope=mandate.scope,
        reach=mandate.reach,
        parts=[part.path for part in mandate.parts.all()],
        post=mandate.post,
        valid_from=mandate.valid_from,
        valid_until=mandate.valid_until,
        reason=reason,
        asked_by=by.user if by else None,
        asked_under=by,
        asked_on_console=console,
        asked_at=at,
        mandate=mandate,
    )


def _decide(change: MandateChange, outcome: Outcome, by: Mandate, at: datetime, remark: str) -> None:
    if by.role == Actor.BODY_HEAD:
        if by.body_id != change.body_id:
            raise MandateRefused(f"该授权由{change.body.name}的负责人或者另一位安全管理员复核")
    else:
        _require_security(by, change.body)
    if by.user_id in {change.asked_by_id, change.user_id}:
        raise MandateRefused("授权须由提出人和被授权人以外的另一人复核")
    decided = MandateChange.objects.filter(pk=change.pk, outcome=Outcome.WAITING).update(
        outcome=outcome, decided_by=by.user_id, decided_at=at, remark=remark
    )
    trail.note("accounts.grant_decided", f"mandate-change/{change.pk}", outcome=str(outcome))
    if not decided:
        raise MandateRefused("这项授权刚刚已由他人办理，请刷新页面后再看")


def _require_security(by: Mandate, body: PublicBody) -> None:
    if by.role != Actor.SECURITY_ADMIN:
        raise MandateRefused(f"授权由{Actor.SECURITY_ADMIN.zh}办理，不由{Actor(by.role).zh}办理（T-42）")
    if not body.path.startswith(by.scope):
        raise MandateRefused(f"{body.name}不在您的数据范围之内")


def _require_no_acting_across(user: User, role: Actor, first: date, last: date | None) -> None:
    """Who acts for another on the other side of administering and handling matters gives that back first (T-42)."""
    acting = posts_across(user, role, first=first, last=last).exclude(principal=None).first()
    if acting is not None:
        raise MandateRefused(
            f"管理员与业务岗位应当分离，不得互相代理（T-42）：{user.username} 正在代理{Actor(acting.role).zh}"
            f"（{acting.post}），请先终止代理再授予{role.zh}"
        )


def _require_one_administration(user: User, role: Actor, valid_from: date) -> None:
    other = user.administers
    if role not in ADMINISTRATIONS or other in {"", role}:
        return
    held = Mandate.objects.filter(Q(valid_until=None) | Q(valid_until__gte=valid_from), user=user, role=other)
    if held.filter(ended_at=None).exists():
        raise MandateRefused(
            "系统管理员、安全管理员、审计管理员须由三个人分别担任（T-42）："
            f"{user.username} 现为{Actor(other).zh}，不能同时授予{role.zh}"
        )


def _join_administration(user: User, role: Actor, valid_from: date) -> None:
    if role not in ADMINISTRATIONS:
        return
    user.refresh_from_db(fields=["administers"])
    _require_one_administration(user, role, valid_from)
    if not User.objects.filter(pk=user.pk, administers=user.administers).update(administers=role):
        raise MandateRefused("该用户的授权刚刚已由他人变更，请刷新页面后再试")
    user.administers = role


def _require_fitting(role: Actor, body: PublicBody, reach: Reach, scope: str, parts: Sequence[str]) -> None:
    usual = scope_of(role, body)
    if reach not in REACHES[role]:
        allowed = "、".join(each.zh for each in REACHES[role])
        raise MandateRefused(f"{role.zh}的数据范围可以是{allowed}，不能是{reach.zh}")
    if reach is not Reach.REGION:
        if scope != body.path:
            raise MandateRefused(f"{role.zh}的范围应当是本单位 {body.path}，不是 {scope}")
    elif not scope.startswith(usual) or not Region.objects.filter(path=scope).exists():
        raise MandateRefused(f"{role.zh}的范围应当是{body.region.name} {usual} 或者其下的区划，不是 {scope}")
    if bool(parts) != (reach is Reach.CUSTOM):
        raise MandateRefused("自定义范围须列出至少一个区划或者单位，其他范围不列")
    for path in parts:
        is_known = Region.objects.filter(path=path).exists() or PublicBody.objects.filter(path=path).exists()
        if not is_known or not path.startswith(body.region.path):
            raise MandateRefused(f"自定义范围只能是{body.region.name}之内的区划或者单位，不是 {path}")


def _body(body_id: str) -> PublicBody:
    return PublicBody.objects.select_related("region").get(pk=body_id)
