"""Every write of an application for repair, until it is granted or refused; its effects are in effects.py."""

from datetime import datetime

from django.db import transaction

from chengxin.chain.records.ends import repair_record
from chengxin.chain.records.queries import is_in_force, standing_record
from chengxin.chain.repairs.effects import settle, start_effects
from chengxin.chain.repairs.models import Repair
from chengxin.chain.repairs.queries import eligibility_of, open_repairs, repair_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    attach,
    move,
    open_matter,
    show_to_subject,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import is_for
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ends import REPAIR, RepairState
from chengxin_core.lifecycle.table import Actor

DECISION = "repair_decision"
NOT_ACCEPTED = "repair_not_accepted"
PENDING = (RepairState.APPLIED, RepairState.SUPPLEMENT, RepairState.SUPPLEMENTED, RepairState.ACCEPTED)


class NothingToRepair(UnableToMove):
    """There is no record in force."""


class AlreadyApplied(UnableToMove):
    """An application is still being handled."""


class TooEarly(UnableToMove):
    """The minimum term has not run out, and nobody confirmed that things were put right (policy C-33…C-35, N-32)."""


class ProofMissing(UnableToMove):
    """Proof of performance and credit commitment are both needed, and nothing else (policy C-41)."""


class ConditionsNotMet(UnableToMove):
    """Not everything that the law asks for was found (policy C-38)."""


@transaction.atomic
def apply_for_repair(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    statement: str,
    proof: list[Upload],
    commitment: list[Upload],
) -> Matter:
    """Apply for repair of a record as its body, with proof of performance and a credit commitment.

    Raises `NotCompetent`, `NothingToRepair`, `AlreadyApplied`, `TooEarly` or `ProofMissing`.
    """
    record = standing_record(matter)
    if by.role != Actor.LIAISON or not is_for(by, record):
        raise NotCompetent("信用修复由当事单位的联络员申请")
    if record.kind != "record" or not is_in_force(record):
        raise NothingToRepair("该记录尚未认定或者已经终止，没有需要修复的信息")
    if open_repairs(record):
        raise AlreadyApplied("对该记录的修复申请正在办理")
    eligibility = _require_lawful_day(record, at)
    if not (proof and commitment):
        raise ProofMissing("申请信用修复须提交履行完毕的证明和信用承诺书，两份都要有（C-41）")
    new = NewMatter(
        REPAIR, f"{record.title}的信用修复", record.body, record.organ, record.rulebook, parent=record
    )
    repair = open_matter(new=new, by=by, at=at)
    Repair.objects.create(
        matter=repair, applied_on=legal_day(at), statement=statement, eligibility=list(eligibility)
    )
    show_to_subject(matter=repair, at=at)
    _keep(repair, proof, commitment, by, at)
    _start(repair, "repair.accept", "受理、补正或者不予受理", at, "收到修复申请")
    return repair


@transaction.atomic
def ask_for_more(*, matter: Matter, by: Mandate, at: datetime, wanted: str) -> None:
    """Tell the body once, and at once for everything, what is missing; the organ's days stand still meanwhile."""
    Repair.objects.filter(pk=matter.pk).update(wanted=wanted)
    move(matter=matter, code="ask_for_more", by=by, at=at, note=wanted)
    end_deadlines(matter=matter, clocks=("repair.accept",), on=legal_day(at), ended_by="一次性告知补正")


@transaction.atomic
def supplement(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    statement: str,
    proof: list[Upload],
    commitment: list[Upload],
) -> None:
    """Hand in what was missing."""
    repair = repair_of(matter)
    repair.statement = statement
    repair.save(update_fields=["statement"])
    move(matter=matter, code="supplement", by=by, at=at)
    _keep(matter, proof, commitment, by, at)
    _start(matter, "repair.accept", "受理或者不予受理", at, "单位补正")


@transaction.atomic
def accept(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Accept an application."""
    _require_lawful_day(_record(matter), at)
    move(matter=matter, code="accept", by=by, at=at)
    end_deadlines(matter=matter, clocks=("repair.accept",), on=legal_day(at), ended_by="受理")
    _start(matter, "repair.decide", "作出修复决定", at, "受理修复申请")


@transaction.atomic
def decline(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Refuse to take up an application, with the reason; the body is told in a document that is served."""
    Repair.objects.filter(pk=matter.pk).update(reason=reason)
    move(matter=matter, code="decline", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="不予受理")
    draft_document(kind=NOT_ACCEPTED, parent=matter, addressee=matter.body, value={}, by=by, at=at)


@transaction.atomic
def grant(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    reason: str,
    is_corrected: bool,
    is_performed: bool,
    nothing_forbids: bool,
) -> None:
    """Grant a repair: the record ends in this act, and everybody whom it touches must answer.

    The three effects begin with the head's decision, not with the service of its document: they only favour the body.
    Raises `ConditionsNotMet`.
    """
    if not (is_corrected and is_performed and nothing_forbids):
        raise ConditionsNotMet(
            "失信行为已经纠正、义务全部履行、没有依法不得修复的情形，三项都核实后方可准予修复（C-38）"
        )
    record = standing_record(_record(matter))
    _require_lawful_day(record, at)
    _decide(matter, "grant", by, at, reason)
    start_effects(repair=repair_of(matter), record=record, at=at)
    repair_record(matter=record, decided_by=by, at=at, note=reason)
    _start(matter, "repair.complete", "终止公示、停止共享、解除措施全部到位", at, "准予修复")
    settle(matter=matter, at=at)


@transaction.atomic
def refuse(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Refuse a repair with reasons; the body may ask for a review, or apply again."""
    _decide(matter, "refuse", by, at, reason)


def follow_end_of_record(*, matter: Matter, at: datetime) -> None:
    """The record ended in another way: what was still asked for has nothing to repair any more."""
    for repair in open_repairs(matter, *PENDING):
        move(matter=repair, code="lapse", by=None, at=at, note="记录已经终止")
        end_deadlines(matter=repair, clocks=None, on=legal_day(at), ended_by="记录已终止")


def _decide(matter: Matter, code: str, by: Mandate, at: datetime, reason: str) -> None:
    Repair.objects.filter(pk=matter.pk).update(reason=reason)
    move(matter=matter, code=code, by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="作出修复决定")
    draft_document(kind=DECISION, parent=matter, addressee=matter.body, value={}, by=None, at=at)


def _require_lawful_day(record: Matter, at: datetime) -> tuple[str, ...]:
    """Return the arithmetic of the day from which repair may be asked for; raise `TooEarly` before it."""
    eligibility = eligibility_of(record, on=legal_day(at))
    if not eligibility.holds_on(legal_day(at)):
        when = f"最早 {eligibility.since} 可以申请" if eligibility.since else "没有可以申请的日期"
        raise TooEarly(f"尚不能申请修复，{when}。{'；'.join(eligibility.lines)}")
    return eligibility.lines


def _keep(matter: Matter, proof: list[Upload], commitment: list[Upload], by: Mandate, at: datetime) -> None:
    attach(matter=matter, part=Part.PROOF, uploads=proof, by=by, at=at)
    attach(matter=matter, part=Part.COMMITMENT, uploads=commitment, by=by, at=at)


def _record(matter: Matter) -> Matter:
    record = repair_of(matter).matter.parent
    assert record is not None  # a repair is always of a record
    return record


def _start(matter: Matter, clock: str, title: str, at: datetime, started_by: str) -> None:
    start_deadline(
        matter=matter, clock=clock, title=title, owes=Owes.ORGAN, start=legal_day(at), started_by=started_by
    )
