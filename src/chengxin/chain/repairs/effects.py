"""三项效果: publication ended, sharing stopped, measures lifted; a repair is complete when all have answered (C-31).

Nobody's silence is taken for an answer. Publication answers through every sink, each measure through its owner, sharing
through each consumer that had taken the record, by itself, and through the receipt of the platform of record: fetched
where one is connected, else entered by an officer. Whose silence was escalated holds up the body no longer.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from chengxin.chain.repairs.models import Repair, RepairEffect
from chengxin.chain.repairs.queries import (
    MEASURE_IS_OVER,
    is_gone_everywhere,
    open_repairs,
    repair_of,
    unlifted_measures,
)
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.operations import end_deadlines
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, attach, move
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import is_for
from chengxin.foundation.reporting.queries import said_of_withdrawal
from chengxin.foundation.sharing.queries import holders_of_what_is_public, said_about
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ends import RepairEffectKind, RepairState

EVERY_PLACE = "各公示处"
PLATFORM = "公共信用信息平台"
NO_MEASURE = "没有正在实施的措施"
UNDER_WAY = (RepairState.GRANTED, RepairState.REVOKED)  # the record is gone either way: its effects go on


class AlreadyAnswered(UnableToMove):
    """The effect was answered for before."""


def start_effects(*, repair: Repair, record: Matter, at: datetime) -> None:
    """Write down who must answer for what, while the record is still public.

    One line for publication, one for the platform, one for each consumer that took the record, one for each measure.
    """
    RepairEffect.objects.create(
        repair=repair, effect=RepairEffectKind.PUBLICATION_ENDED, answerer=EVERY_PLACE
    )
    RepairEffect.objects.create(repair=repair, effect=RepairEffectKind.SHARING_STOPPED, answerer=PLATFORM)
    for consumer in holders_of_what_is_public(record, on=legal_day(at)):
        RepairEffect.objects.create(
            repair=repair,
            effect=RepairEffectKind.SHARING_STOPPED,
            answerer=consumer.name,
            consumer=consumer,
        )
    measures = unlifted_measures(record)
    for measure in measures:
        RepairEffect.objects.create(
            repair=repair,
            effect=RepairEffectKind.MEASURES_LIFTED,
            answerer=measure.organ.name,
            measure=measure,
        )
    if not measures:
        RepairEffect.objects.create(
            repair=repair,
            effect=RepairEffectKind.MEASURES_LIFTED,
            answerer=repair.matter.organ.name,
            acknowledged_at=at,
            receipt=NO_MEASURE,
        )


@transaction.atomic
def acknowledge_sharing(
    *, matter: Matter, by: Mandate, at: datetime, receipt: str, attachments: list[Upload]
) -> None:
    """Enter the receipt by which the platform says that it shares the record no more."""
    if matter.state not in UNDER_WAY or not is_for(by, matter):
        raise NotCompetent("准予修复以后，由办理机关登记停止共享的回执")
    waiting = RepairEffect.objects.filter(
        repair_id=matter.pk,
        effect=RepairEffectKind.SHARING_STOPPED,
        consumer=None,
        acknowledged_at=None,
    )
    if not waiting.update(acknowledged_at=at, acknowledged_by=by, receipt=receipt):
        raise AlreadyAnswered("停止共享的回执已经登记")
    attach(matter=matter, part=Part.RECEIPT, uploads=attachments, by=by, at=at)
    settle(matter=matter, at=at)


@transaction.atomic
def settle(*, matter: Matter, at: datetime) -> bool:
    """Note which effects have been answered for by now; complete the repair once all are. Say whether it is."""
    Matter.objects.select_for_update().get(pk=matter.pk)  # the clock and an owner's answer may settle at once
    repair = repair_of(matter)
    record = repair.matter.parent
    if record is None or repair.matter.state not in UNDER_WAY:
        return False
    for effect in repair.effects.filter(acknowledged_at=None):
        answer = _answer_to(effect, record)
        if answer:
            RepairEffect.objects.filter(pk=effect.pk).update(acknowledged_at=at, receipt=answer)
    if repair.effects.filter(acknowledged_at=None).exists() or unlifted_measures(record):
        return False
    if repair.matter.state == RepairState.GRANTED:
        note = "终止公示、停止共享使用、解除惩戒措施均已回执"
        move(matter=repair.matter, code="complete", by=None, at=at, note=note)
    end_deadlines(matter=repair.matter, clocks=None, on=legal_day(at), ended_by="各方回执完毕")
    return True


def settle_all(*, at: datetime) -> int:
    """Look again at every repair that was granted; return how many were completed."""
    waiting = RepairEffect.objects.filter(acknowledged_at=None).values("repair")
    granted = Q(state=RepairState.GRANTED) | Q(state=RepairState.REVOKED, pk__in=waiting)
    return sum(settle(matter=repair, at=at) for repair in Matter.objects.filter(granted, kind="repair"))


def follow_answer(*, matter: Matter, at: datetime) -> None:
    """A measure is over, or consumers answered or were escalated: the repair of the record may be complete now."""
    if matter.parent is not None:
        for repair in open_repairs(matter.parent, *UNDER_WAY):
            settle(matter=repair, at=at)


def _answer_to(effect: RepairEffect, record: Matter) -> str:
    """Return what the other side has answered by now, in words; empty while it has not."""
    if effect.effect == RepairEffectKind.PUBLICATION_ENDED:
        return "各公示处均已确认终止" if is_gone_everywhere(record) else ""
    if effect.consumer is not None:
        return said_about(record, effect.consumer)
    if effect.effect == RepairEffectKind.SHARING_STOPPED:
        return said_of_withdrawal(record)
    if effect.measure is not None and effect.measure.state in MEASURE_IS_OVER:
        return "措施已经解除或者未曾实施"
    return ""
