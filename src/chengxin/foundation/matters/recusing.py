"""回避的申报、申请和决定: a person declares an interest; somebody asks that another recuse; the head decides."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.matters.models import Interest, Matter, RecusalRequest
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

GROUNDS = "recusal_grounds"
HEADS = (Actor.BODY_HEAD, Actor.CREDIT_HEAD)


class RecusalRefused(ValueError):
    """A declaration, a request or a decision about recusal that cannot be taken; the text says why."""


def grounds(*, on: datetime) -> list[tuple[str, str]]:
    """Return the grounds of the rulebook, as code and wording."""
    return [(item.code, item.zh) for item in current_rulebook().items(GROUNDS, on=legal_day(on))]


@transaction.atomic
def declare_interest(
    *, by: Mandate, ground: str, at: datetime, body: PublicBody | None = None, matter: Matter | None = None
) -> Interest:
    """Declare that the holder has an interest in a body or in a matter; it holds at once. The same twice is one."""
    if (body is None) == (matter is None):
        raise RecusalRefused("请填写一个单位或者一个事项")
    _require_ground(ground, at)
    declared, _ = Interest.objects.get_or_create(
        user_id=by.user_id,
        body=body,
        matter=matter,
        lifted_at=None,
        defaults={"ground": ground, "declared_by": by, "declared_at": at},
    )
    return declared


@transaction.atomic
def lift_interest(*, interest: Interest, by: Mandate, at: datetime, reason: str) -> None:
    """Decide, as another person and head of the declarer's organ, that the interest exists no more."""
    if not reason.strip():
        raise RecusalRefused("解除回避须填写理由")
    if by.role not in HEADS or by.body_id != interest.declared_by.body_id:
        raise RecusalRefused("利害关系消失的，由本单位负责人决定解除")
    if interest.user_id in persons_in(by):
        raise RecusalRefused("不得决定本人的回避")
    lifted = Interest.objects.filter(pk=interest.pk, lifted_at=None).update(
        lifted_by=by, lifted_at=at, lifted_because=reason
    )
    if not lifted:
        raise RecusalRefused("该申报已经解除")


@transaction.atomic
def ask_recusal(
    *, matter: Matter, person: Mandate, ground: str, reason: str, by: Mandate, at: datetime
) -> RecusalRequest:
    """Ask that the person who acts under `person` handle the matter no more.

    The body that the matter is about may, and everybody of the organ that handles it. The step goes on until it is
    decided: the law knows no standstill for the asking alone.
    """
    if by.body_id not in {matter.body_id, matter.organ_id}:
        raise RecusalRefused("回避由当事单位或者办理机关的人员申请")
    if person.body_id != matter.organ_id:
        raise RecusalRefused(f"只能申请{matter.organ.name}的办理人员回避")
    if not reason.strip():
        raise RecusalRefused("请填写申请回避的事实和理由")
    _require_ground(ground, at)
    asked, is_new = RecusalRequest.objects.get_or_create(
        matter=matter,
        person=person,
        granted=None,
        defaults={"ground": ground, "reason": reason, "asked_by": by, "asked_at": at},
    )
    if not is_new:
        raise RecusalRefused("对同一人员的回避申请正在等待决定")
    return asked


@transaction.atomic
def decide_recusal(*, request: RecusalRequest, granted: bool, by: Mandate, at: datetime, remark: str) -> None:
    """Decide, as head of the organ that handles the matter, who is neither the person asked about nor the asker."""
    if by.role not in HEADS or by.body_id != request.matter.organ_id:
        raise RecusalRefused(f"回避由{request.matter.organ.name}的负责人决定")
    if persons_in(by) & {request.person.user_id, request.asked_by.user_id}:
        raise RecusalRefused("不得决定本人的回避，也不得决定本人提出的申请")
    if not granted and not remark.strip():
        raise RecusalRefused("不予回避，请填写理由")
    decided = RecusalRequest.objects.filter(pk=request.pk, granted=None).update(
        granted=granted, decided_by=by, decided_at=at, remark=remark
    )
    if not decided:
        raise RecusalRefused("该申请刚刚已由他人决定，请刷新页面后再看")


def interests_of(mandate: Mandate) -> QuerySet[Interest]:
    """Return what a person has declared, the newest first."""
    return Interest.objects.filter(user=mandate.user_id).select_related("body", "matter", "declared_by")


def interests_in(mandate: Mandate) -> QuerySet[Interest]:
    """Return what the people of one's own organ have declared and is not lifted."""
    standing = Interest.objects.filter(declared_by__body=mandate.body_id, lifted_at=None)
    return standing.select_related("body", "matter", "declared_by")


def requests_to_decide(mandate: Mandate) -> QuerySet[RecusalRequest]:
    """Return the requests that wait for the head of an organ, the oldest first."""
    waiting = RecusalRequest.objects.filter(matter__organ=mandate.body_id, granted=None)
    return waiting.select_related("matter", "person", "asked_by__body").order_by("pk")


def requests_by(mandate: Mandate) -> QuerySet[RecusalRequest]:
    """Return the requests that one's body asked, or that are about oneself, the newest first."""
    mine = Q(asked_by__body=mandate.body_id) | Q(person__user=mandate.user_id)
    return RecusalRequest.objects.filter(mine).select_related(
        "matter", "person", "asked_by__body", "decided_by"
    )


def handlers_of(matter: Matter) -> list[Mandate]:
    """Return who of the organ took a step in the matter or has it in hands: who can be asked to recuse."""
    steps = Q(pk__in=matter.moves.exclude(by=None).values("by")) | Q(pk=matter.holder_id)
    return list(Mandate.objects.filter(steps, body=matter.organ_id).order_by("pk"))


def _require_ground(ground: str, at: datetime) -> None:
    if ground not in dict(grounds(on=at)):
        raise RecusalRefused("回避情形应当从清单中选择")
