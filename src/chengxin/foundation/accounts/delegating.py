"""委托代理: a person lets another act in the post for some days; each step then names both.

What is held for another is a mandate that names its principal: the filter of mandates lets it be in force only while
the other's own is, for the same role, body and reach, and never a third time (`MandateQuerySet.in_force_on`).
"""

from datetime import date, datetime, timedelta

from django.db import transaction

from chengxin.foundation.accounts.models import Change, Mandate, User
from chengxin.foundation.accounts.operations import MandateRefused, end_at_once, note_change
from chengxin.foundation.accounts.queries import colleagues_of, delegations_of, posts_across
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import ADMINISTRATIONS, Actor

LONGEST = timedelta(days=180)  # who is away for longer hands the post over


@transaction.atomic
def name_deputy(*, mandate: Mandate, deputy: User | None, by: Mandate, at: datetime) -> None:
    """Name who stands in for a post (B 角), as its holder; None names nobody any more."""
    if by.pk != mandate.pk:
        raise MandateRefused("备岗人员由岗位本人指定")
    if deputy is not None:
        _require_able(mandate, deputy, legal_day(at))
        _require_apart(mandate, deputy, legal_day(at), None)
    Mandate.objects.filter(pk=mandate.pk).update(deputy=deputy)
    mandate.deputy = deputy
    said = f"备岗：{_own_post(mandate, deputy, legal_day(at))}" if deputy else "取消备岗"
    note_change(change=Change.DEPUTY, mandate=mandate, by=by, at=at, reason=said)


@transaction.atomic
def delegate(
    *, mandate: Mandate, to: User, valid_from: date, valid_until: date, by: Mandate, at: datetime, reason: str
) -> Mandate:
    """Let `to` act in the post of `mandate` from one day to another, both included; it ends by itself.

    The holder does it for any colleague. Where the holder cannot, the head of the body or a security administrator
    does it for the deputy whom the holder had named. Raises `MandateRefused` for a chain, for more than the holder
    has, for longer than 180 days, for an administration that is not the other's own, and across the line between who
    administers and who handles matters (policy T-42).
    """
    if mandate.role == Actor.OFFICIAL:
        raise MandateRefused("本人的信用档案只能由本人查看和办理，不得委托")
    _require_entitled(mandate, to, by)
    _require_able(mandate, to, legal_day(at))
    _require_apart(mandate, to, valid_from, valid_until)
    if valid_from < legal_day(at):
        raise MandateRefused("代理不得自过去的日期起算")
    if not valid_from <= valid_until <= valid_from + LONGEST:
        raise MandateRefused(f"代理期限应当在一百八十天之内，止日不得早于起日：{valid_from} 至 {valid_until}")
    if mandate.valid_until is not None and valid_until > mandate.valid_until:
        raise MandateRefused(f"代理不得超过本岗位的最后一天 {mandate.valid_until}")
    standing = delegations_of(mandate).filter(valid_until__gte=valid_from, valid_from__lte=valid_until)
    if standing.exists():
        raise MandateRefused("同一期间已有代理，请先收回")
    acting = Mandate.objects.create(
        user=to,
        role=mandate.role,
        body_id=mandate.body_id,
        scope=mandate.scope,
        reach=mandate.reach,
        post=f"{_own_post(mandate, to, legal_day(at))}代{mandate.post}",
        valid_from=valid_from,
        valid_until=valid_until,
        principal=mandate,
    )
    note_change(change=Change.DELEGATE, mandate=acting, by=by, at=at, reason=reason)
    return acting


@transaction.atomic
def recall(*, acting: Mandate, by: Mandate, at: datetime) -> None:
    """End a delegation before its day: who gave it, who has it, or a security administrator of the region."""
    principal = acting.principal
    if principal is None:
        raise MandateRefused("这不是代理")
    is_guard = by.role == Actor.SECURITY_ADMIN and acting.body.path.startswith(by.scope)
    if by.user_id not in {principal.user_id, acting.user_id} and not is_guard:
        raise MandateRefused("代理由委托人或者代理人终止")
    if acting.ended_at is not None:
        raise MandateRefused("该代理已经终止")
    end_at_once(mandate=acting, at=at)
    note_change(change=Change.RECALL, mandate=acting, by=by, at=at, reason="提前终止代理")


def _own_post(mandate: Mandate, to: User, day: date) -> str:
    """Return what the colleague is in the body: a step names posts, never persons (policy Q-30)."""
    theirs = Mandate.objects.in_force_on(day).filter(user=to, body=mandate.body_id, principal=None)
    return str(theirs.order_by("valid_from", "pk").values_list("post", flat=True)[0])


def _require_entitled(mandate: Mandate, to: User, by: Mandate) -> None:
    if mandate.principal_id is not None or by.principal_id is not None:
        raise MandateRefused("代理的岗位不得再委托他人")
    if by.pk == mandate.pk:
        return
    may_call_in = (by.role == Actor.BODY_HEAD and by.body_id == mandate.body_id) or (
        by.role == Actor.SECURITY_ADMIN and mandate.body.path.startswith(by.scope)
    )
    if not may_call_in:
        raise MandateRefused("代理由岗位本人委托；本人不能委托的，由单位负责人或者安全管理员启用备岗")
    if mandate.deputy_id != to.pk:
        raise MandateRefused("只能启用岗位本人指定的备岗人员")


def _require_able(mandate: Mandate, to: User, day: date) -> None:
    colleague = colleagues_of(mandate, on=day).filter(pk=to.pk).first()
    if colleague is None:
        raise MandateRefused("代理人应当是本单位在岗的其他人员")
    if mandate.role in ADMINISTRATIONS and colleague.administers != mandate.role:
        raise MandateRefused(
            f"{Actor(mandate.role).zh}的岗位只能由另一位{Actor(mandate.role).zh}代理（T-42）"
        )


def _require_apart(mandate: Mandate, to: User, first: date, last: date | None) -> None:
    """Who administers acts for nobody who handles matters, and the other way round (policy T-42)."""
    across = posts_across(to, Actor(mandate.role), first=first, last=last).first()
    if across is not None:
        raise MandateRefused(
            f"管理员与业务岗位应当分离，不得互相代理、备岗（T-42）：代理人现任{Actor(across.role).zh}（{across.post}），"
            f"不能代理{Actor(mandate.role).zh}"
        )
