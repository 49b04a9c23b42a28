"""Every write on a record's way to determination; its ends are in ends.py, what is shown in showing.py."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import prefetch_related_objects

from chengxin.chain.evidence.models import Instrument, InstrumentBody
from chengxin.chain.evidence.queries import private_names_of, stated_in
from chengxin.chain.records.competence import NoCompetentOrgan, competence, competent_organ
from chengxin.chain.records.gate import require_open_gate
from chengxin.chain.records.models import Record, RecordInstrument
from chengxin.chain.records.queries import (
    instruments_of,
    may_be_heard,
    record_of,
    record_types,
    standing_record,
    window_of,
)
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline, start_deadlines
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import cancel_unsent, draft_document
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    MovedMeanwhile,
    NewMatter,
    UnableToMove,
    add_note,
    attach,
    move,
    open_matters,
)
from chengxin.foundation.matters.two_persons import is_same_person, require_another_person
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.personal import refuse_personal_information
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.determination.gate import listed_type, may_determine
from chengxin_core.determination.proportionality import ConductFacts, propose_measures
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.rulebook.entries import Item
from chengxin_core.vocabulary import InstrumentKind

NOTICE = "record_notice"
DECISION = "record_decision"
DISMISSAL = "record_dismissal"
_SUPPLY = ("record.supply", "complaint.record")
_MERGEABLE = ("draft", "submitted", "accepted")
_ON_ITS_WAY = ("reviewed", "legal_reviewed", "issued", "dispatched")


class ListGateClosed(UnableToMove):
    """No item of the loaded information list covers the matter: it stays internal work information (policy Q-22)."""


class PastItsLawfulEnd(UnableToMove):
    """The window in which the law allows the record has run out (policy Q-31)."""


class NotHeard(UnableToMove):
    """The body's time to answer has not run out and it has not answered (policy Q-19)."""


class NotYetHappened(UnableToMove):
    """A day of what was done lies in the future."""


class NotYetGraded(UnableToMove):
    """Severity was not determined."""


class AlreadyOnPaper(UnableToMove):
    """A document that says it is on its way to the body: it must come back first."""


@transaction.atomic
def propose_records(*, mentions: Sequence[InstrumentBody], at: datetime) -> int:
    """Open a record for each effective instrument that went against a body of ours; return how many were opened.

    A body that was merged is answered for by its living successor. An instrument counts once against a body. Where
    the register knows no competent organ, nothing is opened. What the organ stated that made an instrument here is
    carried over, so that who submits the record confirms it and enters nothing again.
    """
    organs: dict[tuple[str, bool], PublicBody | None] = {}
    prefetch_related_objects(mentions, "body__region")
    known = set(_already_counted(mentions))
    opening: list[tuple[Instrument, date, NewMatter]] = []
    for mention in mentions:
        instrument, body = mention.instrument, _living(mention.body)
        if body is None or instrument.decided_on is None or (instrument.number, body.pk) in known:
            continue
        known.add((instrument.number, body.pk))
        near = body.region_id, body.is_fictional
        if near not in organs:
            organs[near] = _organ_or_none(body)
        organ = organs[near]
        if organ is not None:
            new = NewMatter(RECORD, f"{body.name}：{instrument.number}", body, organ)
            opening.append((instrument, instrument.decided_on, new))
    matters = open_matters(
        new=[new for *_, new in opening], by=None, at=at, note="由认定依据研判提出，尚未认定"
    )
    records = Record.objects.bulk_create(
        _begun(matter, instrument, decided_on)
        for matter, (instrument, decided_on, _) in zip(matters, opening, strict=True)
    )
    RecordInstrument.objects.bulk_create(
        RecordInstrument(record=record, instrument=instrument, body_id=record.matter.body_id, added_at=at)
        for record, (instrument, *_) in zip(records, opening, strict=True)
    )
    found = [record.matter for record in records if record.facts]
    _start_supplying(found, "complaint.record", "归集为失信记录", "违约失信认定书送达", at)
    rest = [record.matter for record in records if not record.facts]
    _start_supplying(rest, "record.supply", "报送失信信息", "研判提出", at)
    return len(matters)


def _start_supplying(matters: list[Matter], clock: str, title: str, started_by: str, at: datetime) -> None:
    start_deadlines(
        matters=matters, clock=clock, title=title, owes=Owes.ORGAN, start=legal_day(at), started_by=started_by
    )


def _begun(matter: Matter, instrument: Instrument, decided_on: date) -> Record:
    """Return a proposed record with what its instrument states; its item of the list where one is named after it."""
    record, stated = Record(matter=matter, instrument_on=decided_on), stated_in(instrument)
    if stated is not None:
        record.facts, record.area, record.conduct_ended_on = (
            stated.facts,
            stated.area,
            stated.conduct_ended_on,
        )
        items = record_types(
            on=legal_day(matter.opened_at), instrument_kind=instrument.kind, rulebook=matter.rulebook
        )
        fitting = [item for item in items if item.code == instrument.kind] or items
        record.record_type = fitting[0].code if len(fitting) == 1 else ""
    return record


@transaction.atomic
def submit(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    record_type: str,
    area: str,
    facts: str,
    conduct_ended_on: date | None,
) -> None:
    """Submit a record under an item of the loaded list, with the facts as the organ states them.

    Raises `NotYetHappened` where the conduct is said to have ended on a day to come.
    """
    if conduct_ended_on is not None and conduct_ended_on > legal_day(at):
        raise NotYetHappened(f"失信行为终止日期 {conduct_ended_on} 晚于今天")
    _hold(matter)
    record = record_of(matter)
    item = _listed_item(record, record_type, legal_day(at))
    refuse_personal_information({"失信事实": facts}, names=private_names_of(instruments_of(record)))
    record.record_type, record.list_version = item.code, item.text("version", "")
    record.disclosure_mode = item.text("disclosure_mode")
    record.area, record.facts, record.conduct_ended_on = area, facts, conduct_ended_on
    if matter.is_historic:
        _require_open_window(record, legal_day(at))
    record.save(
        update_fields=["record_type", "list_version", "disclosure_mode", "area", "facts", "conduct_ended_on"]
    )
    move(matter=matter, code="submit", by=by, at=at)
    end_deadlines(matter=matter, clocks=_SUPPLY, on=legal_day(at), ended_by="报送")
    _start(matter, "record.check", "核对并受理或者退回", legal_day(at), "报送")


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Return what was submitted, with the reason."""
    _refuse_what_is_on_paper(matter)
    move(matter=matter, code="return", by=by, at=at, note=reason)
    cancel_unsent(parent=matter, why="退回", at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="退回")
    _start(matter, "record.supply", "补正后再次报送", legal_day(at), "退回")


@transaction.atomic
def accept(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Accept a record: its instrument is effective, its item listed, its organ competent, its window open.

    Who submitted it may not accept it.
    """
    _hold(matter)
    record = record_of(matter)
    require_another_person(why_not_accepted_by(matter, by))
    above = competence(matter.organ, matter.body)
    require_open_gate(record, above, on=legal_day(at))
    move(matter=matter, code="accept", by=by, at=at, note=above.reason)
    end_deadlines(matter=matter, clocks=("record.check",), on=legal_day(at), ended_by="受理")
    _start(matter, "record.classify", "研判失信程度并拟写告知书", legal_day(at), "受理")


@transaction.atomic
def grade(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    loss: int,
    impact: str,
    relief: Iterable[str],
    aggravation: Iterable[str],
) -> None:
    """Keep the organ's findings on loss (fen), impact, relief and aggravation, and the severity that follows.

    The receipt of the computation is kept with its inputs and the rulebook's hash, so that it can be replayed.
    """
    _refuse_what_is_on_paper(matter)
    keep_grading(record_of(matter), matter, at, loss, impact, relief, aggravation)
    move(matter=matter, code="grade", by=by, at=at)


def keep_grading(
    record: Record,
    matter: Matter,
    at: datetime,
    loss: int,
    impact: str,
    relief: Iterable[str],
    aggravation: Iterable[str],
) -> None:
    """Compute severity and window from what the organ found, and keep both with the receipt."""
    conduct = ConductFacts(record.record_type, loss, impact, frozenset(relief), frozenset(aggravation))
    proposal = propose_measures(conduct, rulebook_of(matter.rulebook), on=legal_day(at))
    record.loss, record.impact, record.relief = loss, impact, sorted(conduct.relief)
    record.severity = proposal.severity
    record.proportionality = {
        "receipt": proposal.receipt.canonical.decode(),
        "steps": list(proposal.steps),
        "grading": list(proposal.grading),
        "recommended": [measure.code for measure in proposal.recommended],
        "permitted": [measure.code for measure in proposal.permitted],
        "relief": proposal.relief,
    }
    set_window(record, legal_day(at))
    record.save(
        update_fields=["loss", "impact", "relief", "severity", "proportionality", "ends_on", "window"]
    )


@transaction.atomic
def merge(*, matter: Matter, by: Mandate, at: datetime, into: Matter) -> None:
    """Merge a record into another about the same fact: one matter, several instruments, one window (policy Q-25).

    Both are still before their notice. The window runs from the earlier instrument, so the other is graded anew.
    """
    _hold(matter)
    _hold(into)
    if into.state not in _MERGEABLE:
        raise UnableToMove("对方记录已经告知当事单位，不能再并入")
    if into.kind != "record" or into.body_id != matter.body_id or into.pk == matter.pk:
        raise UnableToMove("只能并入同一单位的另一条记录")
    move(matter=matter, code="merge", by=by, at=at, note=f"并入 {into.number}")
    RecordInstrument.objects.filter(record_id=matter.pk).update(record_id=into.pk, added_at=at)
    earlier = min(matter.record.instrument_on, into.record.instrument_on)
    Record.objects.filter(pk=into.pk).update(instrument_on=earlier, severity="", proportionality={})
    cancel_unsent(parent=matter, why="并案", at=at)
    cancel_unsent(parent=into, why="并案，重新研判", at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="并案")
    add_note(matter=into, part="merged", text=f"{matter.number} 并入本案", by=by, at=at)


@transaction.atomic
def dismiss(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Close a record without determination, with the reason; a body that was noticed is told in a document."""
    _hold(matter)
    _dismiss(matter, by, at, reason)


@transaction.atomic
def draft_notice(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the notice of the intended record (拟列入告知书)."""
    _hold(matter)
    return _draft(matter, NOTICE, by, at)


def notice_served(*, document: Document, at: datetime) -> None:
    """The notice reached the body: its days to answer run from that day."""
    matter = _parent(document)
    move(matter=matter, code="notice", by=None, at=at, note=f"{document.number} 于 {document.served_on} 送达")
    end_deadlines(matter=matter, clocks=("record.classify",), on=_served_on(document), ended_by="告知书送达")
    _start(matter, "record.defence", "陈述申辩", _served_on(document), f"{document.number} 送达", Owes.BODY)


def why_not_issued(document: Document) -> str:
    """Say why a notice or a determination is not issued: its organ stands above the body no more; '' where it does.

    Acceptance asks this first; a body that was moved or an organ that was reorganised since is seen here.
    """
    if document.kind not in {NOTICE, DECISION}:
        return ""
    matter = document.matter
    found = competence(matter.organ, matter.body)
    return "" if may_determine(found.standing) else f"不能签发：{found.reason}（Q-24）"


@transaction.atomic
def defend(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Keep what the body answers to the notice; it never makes the outcome harsher (policy R-33)."""
    _hold(matter)
    if matter.state != "noticed":
        raise MovedMeanwhile("陈述申辩已经办结，不能再提交")
    add_note(matter=matter, part="defence", text=text, by=by, at=at)
    attach(matter=matter, part="defence", uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=("record.defence",), on=legal_day(at), ended_by="单位提交陈述申辩")
    _start(matter, "record.decide", "听取意见并作出认定或者不予认定", legal_day(at), "单位提交陈述申辩")


def defence_abandoned(*, matter: Matter, at: datetime) -> None:
    """The body let its days to answer pass: the organ's days to decide run from now on."""
    end_deadlines(
        matter=matter, clocks=("record.defence",), on=legal_day(at), ended_by="期满未答，视为放弃陈述申辩"
    )
    _start(matter, "record.decide", "听取意见并作出认定或者不予认定", legal_day(at), "陈述申辩期满")


@transaction.atomic
def hear(*, matter: Matter, by: Mandate, at: datetime, opinion: str) -> None:
    """Note that the body was heard and what the organ thinks of its answer, or that its time ran out unused."""
    _hold(matter)
    if not may_be_heard(matter, "record.defence", on=legal_day(at)):
        raise NotHeard("陈述申辩期限尚未届满，单位也没有提交意见，不能进入下一步")
    move(matter=matter, code="hear", by=by, at=at, note=opinion)
    end_deadlines(matter=matter, clocks=("record.defence",), on=legal_day(at), ended_by="听取陈述申辩")
    _start(matter, "record.decide", "作出认定或者不予认定", legal_day(at), "听取陈述申辩")


@transaction.atomic
def draft_decision(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the determination (认定书)."""
    _hold(matter)
    _require_open_window(record_of(matter), legal_day(at))
    return _draft(matter, DECISION, by, at)


def decision_served(*, document: Document, at: datetime) -> None:
    """The determination reached the body: from now on it is a record, decided by who issued the document.

    Where the window closed on the way, nothing is determined any more: the matter is dismissed.
    """
    matter = _parent(document)
    record = record_of(matter)
    if is_past_its_window(record, legal_day(at)):
        _dismiss(matter, None, at, "认定书送达时公示期限已经届满")
        return
    set_window(record, legal_day(at))
    record.save(update_fields=["ends_on", "window"])
    note = f"{document.number} 于 {document.served_on} 送达"
    end_deadlines(matter=matter, clocks=None, on=_served_on(document), ended_by="认定书送达")
    move(matter=matter, code="activate", by=None, at=at, note=note, decided_by=document.issued_by)


@transaction.atomic
def dismiss_without_basis(*, matter: Matter, reason: str, at: datetime) -> None:
    """Close a record before its determination because the instrument that it rested on was revoked."""
    _hold(matter)
    _dismiss(matter, None, at, reason)


def _dismiss(matter: Matter, by: Mandate | None, at: datetime, reason: str) -> None:
    move(matter=matter, code="dismiss", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="不予认定")
    cancel_unsent(parent=matter, why="不予认定", at=at)
    if matter.shown_at is not None:
        draft_document(
            kind=DISMISSAL, parent=matter, addressee=matter.body, value={"reason": reason}, by=None, at=at
        )


def _hold(matter: Matter) -> None:
    """Hold the record until the transaction ends, and see it as it stands now."""
    standing = standing_record(matter)
    matter.state, matter.version, matter.shown_at = standing.state, standing.version, standing.shown_at


def why_not_accepted_by(matter: Matter, by: Mandate) -> str:
    """Return why `by` may not accept what was submitted: it was their own submission; '' where it may."""
    submitted = matter.moves.filter(code="submit").select_related("by").order_by("-at", "-pk").first()
    is_own = submitted is not None and is_same_person(submitted.by, by)
    return "受理人不得与报送人为同一人" if is_own else ""


def _refuse_what_is_on_paper(matter: Matter) -> None:
    _hold(matter)
    if has_document(matter, NOTICE, *_ON_ITS_WAY):
        raise AlreadyOnPaper("拟列入告知书已进入审核签发，须先退回或者作废，才能改变研判")


def _draft(matter: Matter, kind: str, by: Mandate, at: datetime) -> Document:
    record = record_of(matter)
    if not record.severity:
        raise NotYetGraded("尚未研判失信程度，不能拟写文书")
    if has_document(matter, kind):
        raise UnableToMove("该文书已经拟写，请在文书中继续办理")
    return draft_document(kind=kind, parent=matter, addressee=matter.body, value={}, by=by, at=at)


def _listed_item(record: Record, code: str, day: date) -> Item:
    kinds = record.instruments.values_list("instrument__kind", flat=True)
    item = listed_type(
        code, frozenset(map(InstrumentKind, kinds)), rulebook_of(record.matter.rulebook), on=day
    )
    if item is not None:
        return item
    raise ListGateClosed(
        "已加载的公共信用信息清单中没有与该认定依据对应的条目：本事项只能作为内部线索，不得形成失信记录（C-02、Q-22）"
    )


def is_past_its_window(record: Record, day: date) -> bool:
    """Say whether the law of `day` allows nothing of the record any more."""
    last = window_of(record, on=day).last_day
    return last is None or last < day


def _require_open_window(record: Record, day: date) -> None:
    if is_past_its_window(record, day):
        told = "；".join(window_of(record, on=day).explain())
        raise PastItsLawfulEnd(f"已过公示期限，不得认定或者公示：{told}")


def set_window(record: Record, day: date) -> None:
    window = window_of(record, on=day)
    record.ends_on, record.window = window.last_day, window.explain()


def _start(
    matter: Matter, clock: str, title: str, start: date, started_by: str, owes: Owes = Owes.ORGAN
) -> None:
    start_deadline(matter=matter, clock=clock, title=title, owes=owes, start=start, started_by=started_by)


def _parent(document: Document) -> Matter:
    parent = document.matter.parent
    assert parent is not None  # a document is always drafted in a matter
    return parent


def _served_on(document: Document) -> date:
    assert document.served_on is not None  # called on service only
    return document.served_on


def _living(body: PublicBody | None) -> PublicBody | None:
    while body is not None and body.ended_on is not None:
        body = body.successor
    return body


def _organ_or_none(body: PublicBody) -> PublicBody | None:
    try:
        return competent_organ(body)
    except NoCompetentOrgan:
        return None


def _already_counted(mentions: Sequence[InstrumentBody]) -> Iterable[tuple[str, str]]:
    numbers = {mention.instrument.number for mention in mentions}
    counted = RecordInstrument.objects.filter(instrument__number__in=numbers)
    return counted.values_list("instrument__number", "body_id")
