"""Every write of measures while their record lives: proposed, noticed, heard, decided by the owner, applied, lifted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.notified import refuse_beyond_the_notice
from chengxin.chain.consequences.owners import is_possible_owner, likeliest_owner
from chengxin.chain.consequences.queries import (
    NOT_IN_FORCE_YET,
    NOTICE_OF_MEASURES,
    NOTICE_OF_RECORD,
    Offer,
    awaiting_hearing,
    is_exempted,
    is_notice_under_review,
    live_measures,
    measures_of,
    offers_for,
    permitted,
    unnoticed,
)
from chengxin.chain.records.operations import NotHeard, NotYetGraded
from chengxin.chain.records.queries import is_in_force, may_be_heard, record_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    UnableToMove,
    add_note,
    attach,
    move,
    open_matter,
    show_to_subject,
)
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.determination.proportionality import Measure as Listed
from chengxin_core.determination.proportionality import listed_measure
from chengxin_core.lifecycle.consequences import MEASURE, MeasureState

PROPOSABLE = (
    "accepted",
    "noticed",
    "heard",
    "active",
)  # states of a record in which measures may be proposed


class NotOnTheList(UnableToMove):
    """No such measure in the loaded list for this record (policy C-11)."""


class ProposedTwice(UnableToMove):
    """One measure, or a measure and its milder form, would be proposed together (policy C-53)."""


class ReasonMissing(UnableToMove):
    """A choice outside the recommended range came without a reason (policy C-53)."""


class NotAnOwner(UnableToMove):
    """The body cannot decide measures against that body (policy Q-24)."""


class RecordNotInForce(UnableToMove):
    """The record behind a measure is not determined yet, or has ended."""


class ApprovalMissing(UnableToMove):
    """The measure needs the approval of the government or of a competent organ (policy Q-20)."""


class DayRefused(UnableToMove):
    """A day that cannot be right."""


@transaction.atomic
def propose(
    *, matter: Matter, by: Mandate, at: datetime, chosen: Sequence[tuple[str, str]], reason: str = ""
) -> list[Matter]:
    """Propose listed measures (code, id of the owner's body) for a record; proposing none also needs its reason."""
    lock_record(matter)
    _require_proposable(matter)
    offers = {each.measure.code: each for each in offers_for(matter, on=legal_day(at))}
    if not offers:
        raise NotOnTheList(
            "已加载的惩戒措施清单中没有可以对本记录再建议的措施，不得采取清单以外的任何措施（C-11）"
        )
    unlisted = [code for code, _ in chosen if code not in offers]
    if unlisted:
        raise NotOnTheList(f"“{'、'.join(unlisted)}”不在本记录可以采取的清单措施之内（C-11）")
    codes = [code for code, _ in chosen]
    milder = [code for each in codes for code in offers[each].measure.replaces]
    if len(set(codes)) < len(codes) or set(codes) & set(milder):
        raise ProposedTwice("同一措施只建议一次，也不能与它所代替的较轻措施一并建议（C-53）")
    outside = [offers[code].measure.zh for code, _ in chosen if not offers[code].is_recommended]
    if (outside or not chosen) and not reason:
        raise ReasonMissing(
            f"{'、'.join(outside) or '不建议任何措施'}：超出研判建议的范围，须写明理由（C-53）"
        )
    owners = PublicBody.objects.select_related("region").in_bulk([owner for _, owner in chosen])
    if unknown := [owner for _, owner in chosen if owner not in owners]:
        raise NotAnOwner(f"登记册中没有机构“{'、'.join(unknown)}”")
    opened = [_open(matter, offers[code], owners[owner], by, at, reason) for code, owner in chosen]
    end_deadlines(matter=matter, clocks=("measure.propose",), on=legal_day(at), ended_by="提出措施建议")
    if not chosen:
        add_note(matter=matter, part="opinion", text=f"不建议采取惩戒措施：{reason}", by=by, at=at)
    return opened


@transaction.atomic
def propose_for_lateness(*, matter: Matter, code: str, at: datetime, reason: str) -> str:
    """Propose one listed measure because putting right is late, whatever the severity; return what came of it."""
    lock_record(matter)
    standing = next((each for each in live_measures(matter) if each.code == code), None)
    if standing is not None:
        state, owner = MeasureState(standing.matter.state), standing.matter.organ
        return f"“{standing.zh}”{state.zh}，由{owner.name}办理，不再重复建议"
    listed = _listed(matter, code, legal_day(at))
    if listed is None:
        return f"已加载的清单没有可用于本记录的“{code}”，不提出建议"
    likeliest = likeliest_owner(listed.owner, organ=matter.organ, body=matter.body)
    if likeliest is None:
        return f"登记册中没有{listed.owner_zh}，请人工提出“{listed.zh}”"
    opened = _open(matter, Offer(listed, False), likeliest, None, at, reason)
    Measure.objects.filter(pk=opened.pk).update(is_for_lateness=True)
    return f"已向{likeliest.name}提出“{listed.zh}”的建议，须另行告知并听取陈述申辩"


@transaction.atomic
def withdraw_proposals(
    *, matter: Matter, by: Mandate, at: datetime, chosen: Sequence[int], reason: str
) -> int:
    """Take back proposals that their owners have not decided; return how many."""
    undecided = measures_of(matter, *(state for state in NOT_IN_FORCE_YET if state != MeasureState.DECIDED))
    taken = [measure for measure in undecided if measure.pk in set(chosen)]
    if not taken:
        raise UnableToMove("没有可以撤回的措施建议")
    for measure in taken:
        add_note(matter=measure.matter, part="opinion", text=f"撤回建议：{reason}", by=by, at=at)
    return drop(taken, why=f"{by.post}撤回建议：{reason}", at=at)


def drop(measures: Iterable[Measure], *, why: str, at: datetime) -> int:
    """Drop measures that are not in force; return how many."""
    dropped = 0
    for measure in measures:
        move(matter=measure.matter, code="drop", by=None, at=at, note=why)
        end_deadlines(matter=measure.matter, clocks=None, on=legal_day(at), ended_by="撤回建议")
        dropped += 1
    return dropped


# One notice and one hearing serve the record and what was proposed with it (policy 13.3).


@transaction.atomic
def follow_notice_of_record(*, matter: Matter, at: datetime) -> None:
    """The record's notice was served: what it listed is noticed; what a new grading no longer allows is dropped."""
    served = Document.objects.filter(matter__parent=matter, kind=NOTICE_OF_RECORD, matter__state="served")
    notice = served.latest("pk")
    allowed = {each.measure.code for each in permitted(matter, on=legal_day(at))}
    for measure in measures_of(matter, MeasureState.PROPOSED):
        if measure.code in allowed:
            _notice(measure, notice, at)
        else:
            drop([measure], why="重新研判后，该措施超出失信程度允许的范围", at=at)


@transaction.atomic
def follow_hearing_of_record(*, matter: Matter, at: datetime) -> None:
    """The body was heard on the record and thereby on what the same notice listed."""
    for measure in measures_of(matter, MeasureState.NOTICED):
        if measure.notice and measure.notice.kind == NOTICE_OF_RECORD:
            move(matter=measure.matter, code="hear", by=None, at=at, note="与失信记录一并听取陈述申辩")


@transaction.atomic
def follow_determination(*, matter: Matter, at: datetime) -> None:
    """The record is in force: owners may decide, and the organ's days to propose begin where it proposed nothing."""
    for measure in measures_of(matter, MeasureState.HEARD):
        _ask_owner(measure, at)
    if not measures_of(matter) and offers_for(matter, on=legal_day(at)):
        title = "提出惩戒措施建议"
        _start(matter, "measure.propose", title, legal_day(at), "记录生效", Owes.ORGAN)


# What was proposed later has a notice and a hearing of its own.


@transaction.atomic
def draft_measure_notice(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the notice of the measures that no notice names yet (拟采取措施告知书)."""
    if matter.state == "accepted":
        raise UnableToMove("拟采取的措施将随拟列入告知书一并告知")
    measures = unnoticed(matter)
    if not measures:
        raise UnableToMove("没有尚未告知的措施建议")
    value = {"measures": [measure.pk for measure in measures]}
    return draft_document(
        kind=NOTICE_OF_MEASURES, parent=matter, addressee=matter.body, value=value, by=by, at=at
    )


@transaction.atomic
def measure_notice_served(*, document: Document, at: datetime) -> None:
    """The notice of measures reached the body: its days to answer run from that day."""
    assert document.served_on is not None  # called on service only
    assert document.matter.parent is not None
    for measure in measures_of(document.matter.parent, MeasureState.PROPOSED):
        if measure.pk in document.value["measures"]:
            _notice(measure, document, at)
            started_by = f"{document.number} 送达"
            _start(measure.matter, "measure.defence", "陈述申辩", document.served_on, started_by, Owes.BODY)


@transaction.atomic
def defend(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Keep what the body answers to a notice of measures; it never makes the outcome harsher (policy R-33)."""
    noticed = awaiting_hearing(matter)
    if not noticed:
        raise UnableToMove("没有等待陈述申辩的措施")
    for measure in noticed:
        add_note(matter=measure.matter, part="defence", text=text, by=by, at=at)
        attach(matter=measure.matter, part="defence", uploads=attachments, by=by, at=at)
        clocks = ("measure.defence",)
        end_deadlines(matter=measure.matter, clocks=clocks, on=legal_day(at), ended_by="单位提交陈述申辩")


@transaction.atomic
def hear(*, matter: Matter, by: Mandate, at: datetime, opinion: str) -> int:
    """Note what the organ thinks of the answers to its notices of measures, or that the time to answer ran out."""
    ready = [
        measure
        for measure in awaiting_hearing(matter)
        if may_be_heard(measure.matter, "measure.defence", on=legal_day(at))
    ]
    if not ready:
        raise NotHeard("陈述申辩期限尚未届满，单位也没有提交意见，不能进入下一步")
    for measure in ready:
        add_note(matter=measure.matter, part="opinion", text=opinion, by=by, at=at)
        move(matter=measure.matter, code="hear", by=None, at=at, note=f"{by.post}：{opinion}")
        end_deadlines(
            matter=measure.matter, clocks=("measure.defence",), on=legal_day(at), ended_by="听取陈述申辩"
        )
        if is_in_force(matter):
            _ask_owner(measure, at)
    return len(ready)


# What only the owner does (policy Q-20).


@transaction.atomic
def decide(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    decision: str,
    approval: str = "",
    until_on: date | None = None,
) -> None:
    """Decide to take a measure: the owner's document, the approval where one is needed, and a term if there is one."""
    _require_record_in_force(matter)
    measure = matter.measure
    refuse_beyond_the_notice(measure, on=legal_day(at))
    if measure.needs_approval and not approval:
        raise ApprovalMissing(f"{measure.zh}须经同级人民政府或者有权机关批准，请写明批准文件（Q-20）")
    if until_on is not None and until_on < legal_day(at):
        raise DayRefused(f"措施期限 {until_on} 早于今天，应当是今天或者以后")
    move(matter=matter, code="decide", by=by, at=at, note=decision)
    measure.decision, measure.approval, measure.until_on = decision, approval, until_on
    measure.decided_on = legal_day(at)
    measure.save(update_fields=["decision", "approval", "until_on", "decided_on"])
    end_deadlines(matter=matter, clocks=("measure.decide",), on=legal_day(at), ended_by="决定采取")


@transaction.atomic
def refuse(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Decide not to take a measure, with the reason."""
    move(matter=matter, code="refuse", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="不予采取")


@transaction.atomic
def apply(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    served_on: date,
    applied_on: date,
    what: str,
    attachments: list[Upload],
) -> None:
    """Note that a decision was served on the body and carried out; the proof is attached (policy Q-23)."""
    _require_record_in_force(matter)
    measure = matter.measure
    if measure.decided_on is not None and not measure.decided_on <= served_on <= applied_on <= legal_day(at):
        expected = f"决定（{measure.decided_on}）、送达、实施、今天（{legal_day(at)}）应当依次先后"
        raise DayRefused(f"送达日期 {served_on}、实施日期 {applied_on} 不对：{expected}")
    move(matter=matter, code="apply", by=by, at=at, note=what)
    attach(matter=matter, part="proof", uploads=attachments, by=by, at=at)
    measure.decision_served_on, measure.applied_on = served_on, applied_on
    measure.save(update_fields=["decision_served_on", "applied_on"])


@transaction.atomic
def lift(*, matter: Matter, by: Mandate, at: datetime, lifted_on: date, what: str) -> None:
    """Lift a measure before its record ends: its owner no longer holds it to be needed."""
    _lift(matter, "lift", by, at, lifted_on, what)


@transaction.atomic
def acknowledge(*, matter: Matter, by: Mandate, at: datetime, lifted_on: date, what: str) -> None:
    """Say that a measure that was called off is lifted."""
    _lift(matter, "acknowledge", by, at, lifted_on, what)
    end_deadlines(matter=matter, clocks=("lift_ack",), on=legal_day(at), ended_by="回执已解除")


def lock_record(matter: Matter) -> None:
    """Hold the record's row until this transaction ends: it cannot end meanwhile."""
    Matter.objects.select_for_update().get(pk=matter.pk)


def _lift(matter: Matter, code: str, by: Mandate, at: datetime, lifted_on: date, what: str) -> None:
    applied_on = matter.measure.applied_on
    if applied_on is not None and not applied_on <= lifted_on <= legal_day(at):
        raise DayRefused(f"解除日期 {lifted_on} 应当在实施（{applied_on}）以后、今天（{legal_day(at)}）以前")
    move(matter=matter, code=code, by=by, at=at, note=what)
    Measure.objects.filter(pk=matter.pk).update(lifted_on=lifted_on)


def _require_proposable(matter: Matter) -> None:
    if not record_of(matter).severity:
        raise NotYetGraded("尚未研判失信程度，不能建议措施")
    if matter.state not in PROPOSABLE:
        raise UnableToMove("只有已受理、尚未终止的记录可以建议措施")
    if is_exempted(matter):
        raise UnableToMove("已决定免于惩戒，不得再建议措施（A-19）")
    if matter.state == "accepted" and is_notice_under_review(matter):
        raise UnableToMove("拟列入告知书已经送审，所列措施不能再变；请先退回修改，或者在告知以后另行告知")


def _open(
    matter: Matter, offer: Offer, owner: PublicBody, by: Mandate | None, at: datetime, reason: str
) -> Matter:
    if not is_possible_owner(owner, matter.body):
        raise NotAnOwner(
            f"{owner.name}不能对{matter.body.name}决定措施：应当是上级机关或者同级的有权机关（Q-24）"
        )
    listed = offer.measure
    new = NewMatter(MEASURE, f"{matter.body.name}：{listed.zh}", matter.body, owner, matter.rulebook, matter)
    opened = open_matter(new=new, by=by, at=at, note=f"建议由{owner.name}决定（{listed.source}）")
    Measure.objects.create(
        matter=opened,
        code=listed.code,
        zh=listed.zh,
        source=listed.source,
        is_recommended=offer.is_recommended,
        reason="" if offer.is_recommended else reason,
        needs_approval=listed.needs_government_approval,
    )
    return opened


def _listed(matter: Matter, code: str, day: date) -> Listed | None:
    record_type = record_of(matter).record_type
    for item in current_rulebook().items("measures", on=day):
        only_for = item.texts("only_for")
        if item.code == code and (not only_for or record_type in only_for):
            return listed_measure(item)
    return None


def _notice(measure: Measure, notice: Document, at: datetime) -> None:
    note = f"{notice.number} 于 {notice.served_on} 送达"
    move(matter=measure.matter, code="notice", by=None, at=at, note=note)
    show_to_subject(matter=measure.matter, at=at)
    measure.notice = notice
    measure.save(update_fields=["notice"])


def _ask_owner(measure: Measure, at: datetime) -> None:
    _start(measure.matter, "measure.decide", "决定是否采取措施", legal_day(at), "听取陈述申辩", Owes.ORGAN)


def _require_record_in_force(matter: Matter) -> None:
    assert matter.parent is not None  # a measure is always opened under a record
    lock_record(matter.parent)
    if not is_in_force(Matter.objects.get(pk=matter.parent.pk)):
        raise RecordNotInForce("失信记录尚未生效或者已经终止，不能决定或者实施措施（Q-20、Q-23）")


def _start(matter: Matter, clock: str, title: str, start: date, started_by: str, owes: Owes) -> None:
    start_deadline(matter=matter, clock=clock, title=title, owes=owes, start=start, started_by=started_by)
