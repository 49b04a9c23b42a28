"""撤销修复: a repair that rested on false proof is revoked, after notice and hearing, by the organ that granted it.

The repaired record does not come back: nothing of it is published, shared or measured by again (policy Q-29). That
false proof was given is a fact of its own. The served decision is its instrument, and from there it goes the way of
every instrument: a proposal, the list gate, notice, hearing and determination (C-04, Q-22).
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from chengxin.chain.evidence.operations import OwnInstrument, register_own_instrument
from chengxin.chain.records.operations import NotHeard
from chengxin.chain.records.queries import may_be_heard
from chengxin.chain.repairs.models import Revocation
from chengxin.chain.repairs.queries import GRANTED, is_in_doubt, repair_of, revocation_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import cancel_unsent, draft_document
from chengxin.foundation.documents.queries import has_document
from chengxin.foundation.documents.remedies import Term, terms_against
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    add_note,
    archive_tree,
    attach,
    move,
    open_matter,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import is_for
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground.attachments import Upload
from chengxin.ground.each import each
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.lifecycle.ends import REVOCATION, RevocationState
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import InstrumentKind

NOTICE = "revocation_notice"
DECISION = "revocation_decision"
DROPPED = "revocation_dropped"
DEFENCE = "revocation.defence"
TO_DECIDE = "revocation.decide"
REVOKED = "repair_revoked"  # the act, as the table of remedies calls it


class NothingToRevoke(UnableToMove):
    """The repair was not granted, or was revoked before."""


class AlreadyInDoubt(UnableToMove):
    """The revoking of the repair is being handled."""


class EvidenceMissing(UnableToMove):
    """That proof was false is said without evidence."""


@transaction.atomic
def doubt_repair(
    *, matter: Matter, by: Mandate, at: datetime, finding: str, found_on: date, evidence: list[Upload]
) -> Matter:
    """Open the revoking of a granted repair, with what was found to be false and the evidence of it.

    The organ that granted it does so; its archivist where the case file is archived.
    Raises `NotCompetent`, `NothingToRevoke`, `AlreadyInDoubt` or `EvidenceMissing`.
    """
    Matter.objects.select_for_update().get(pk=matter.pk)  # two who find it at once open it once
    repair = repair_of(matter)
    if Actor(by.role) not in {Actor.CREDIT_OFFICER, Actor.ARCHIVIST} or not is_for(by, repair.matter):
        raise NotCompetent("撤销修复由准予修复的机关办理")
    if repair.matter.state not in GRANTED:
        raise NothingToRevoke("该申请没有准予修复或者已经撤销，没有可以撤销的修复")
    if is_in_doubt(matter):
        raise AlreadyInDoubt("对该修复的撤销正在办理")
    if not evidence:
        raise EvidenceMissing("认为修复材料虚假的，须附证据")
    if found_on > legal_day(at):
        raise UnableToMove(f"发现日期 {found_on} 晚于今天，应当是已经发生的日期")
    body, organ = repair.matter.body, repair.matter.organ
    opened = open_matter(
        new=NewMatter(REVOCATION, f"{body.name}：撤销信用修复", body, organ, current_rulebook().hash),
        by=by,
        at=at,
    )
    Revocation.objects.create(matter=opened, repair=repair, finding=finding, found_on=found_on)
    attach(matter=opened, part=Part.EVIDENCE, uploads=evidence, by=by, at=at)
    return opened


@transaction.atomic
def draft_notice(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the notice of the intended revoking (拟撤销修复告知书)."""
    return _draft(matter, NOTICE, by, at)


@transaction.atomic
def notice_served(*, document: Document, at: datetime) -> None:
    """The notice reached the body: its days to answer run from that day."""
    matter, served_on = _served(document)
    move(matter=matter, code="notice", by=None, at=at, note=f"{document.number} 于 {served_on} 送达")
    _start(matter, DEFENCE, "陈述申辩", served_on, f"{document.number} 送达", Owes.BODY)


@transaction.atomic
def defend(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Keep what the body answers to the notice."""
    if matter.state != RevocationState.NOTICED:
        raise UnableToMove("没有等待陈述申辩的撤销事项")
    add_note(matter=matter, part=Part.DEFENCE, text=text, by=by, at=at)
    attach(matter=matter, part=Part.DEFENCE, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(DEFENCE,), on=legal_day(at), ended_by="单位提交陈述申辩")


@transaction.atomic
def hear(*, matter: Matter, by: Mandate, at: datetime, opinion: str) -> None:
    """Note what the organ thinks of the answer, or that the time for it ran out. Raises `NotHeard`."""
    if not may_be_heard(matter, DEFENCE, on=legal_day(at)):
        raise NotHeard("陈述申辩期限尚未届满，单位也没有提交意见，不能进入下一步")
    move(matter=matter, code="hear", by=by, at=at, note=opinion)
    end_deadlines(matter=matter, clocks=(DEFENCE,), on=legal_day(at), ended_by="听取陈述申辩")
    _start(matter, TO_DECIDE, "作出是否撤销修复的决定", legal_day(at), "听取陈述申辩", Owes.ORGAN)


@transaction.atomic
def draft_decision(*, matter: Matter, by: Mandate, at: datetime) -> Document:
    """Draft the decision to revoke (撤销修复决定书)."""
    return _draft(matter, DECISION, by, at)


@transaction.atomic
def decision_served(*, document: Document, at: datetime) -> None:
    """The decision reached the body: the repair is revoked by who issued it, and the false proof is an instrument.

    Nothing of the repaired record is touched; what is proposed is a new record.
    """
    matter, served_on = _served(document)
    revocation = revocation_of(matter)
    note = f"{document.number} 于 {served_on} 送达"
    for revoked in (matter, revocation.repair.matter):
        move(matter=revoked, code="revoke", by=None, at=at, note=note, decided_by=document.issued_by)
    cancel_unsent(parent=revocation.repair.matter, why="撤销修复", at=at)
    end_deadlines(matter=matter, clocks=None, on=served_on, ended_by="撤销修复决定书送达")
    assert document.issued_on is not None  # it was served
    made = OwnInstrument(
        kind=InstrumentKind.FALSE_MATERIALS,
        issuer=matter.organ.name,
        number=document.number,
        form="决定书",
        decided_on=document.issued_on,
        effective_on=served_on,
        ruling=revocation.finding,
    )
    proposed = register_own_instrument(made=made, against=matter.body, at=at)
    Revocation.objects.filter(pk=matter.pk).update(instrument=document.number, proposed=proposed)


@transaction.atomic
def drop(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Leave the repair as it is, with the reason; a body that was told of the intention is told of this too."""
    move(matter=matter, code="drop", by=by, at=at, note=reason)
    cancel_unsent(parent=matter, why="不予撤销修复", at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="不予撤销修复")
    if matter.shown_at is not None:
        value = {"reason": reason}
        draft_document(kind=DROPPED, parent=matter, addressee=matter.body, value=value, by=None, at=at)


def archive_revocations(*, at: datetime) -> int:
    """Send to the archive zone what is over, served, and open to no remedy any more; return how many (policy Q-28)."""
    unserved = Matter.objects.filter(parent=OuterRef("pk"), kind="document").exclude(state__in=DOCUMENT.ends)
    over = Matter.objects.filter(kind=REVOCATION.kind, state__in=REVOCATION.ends, archived_at=None)
    return each(over.exclude(Exists(unserved)), lambda matter: _archive(matter, at))


def remedies_in_time(matter: Matter) -> tuple[Term, ...]:
    """Return until when the body may seek each remedy, counted from the service of the decision to revoke."""
    return terms_against(REVOKED if matter.state == RevocationState.REVOKED else None, matter, DECISION)


def _archive(matter: Matter, at: datetime) -> bool:
    """Archive one case file, unless its body may still ask for a review: until then it must be able to read it."""
    if any(term.until is None or term.until >= legal_day(at) for term in remedies_in_time(matter)):
        return False
    return bool(archive_tree(matter=matter, at=at))


def _draft(matter: Matter, kind: str, by: Mandate, at: datetime) -> Document:
    if has_document(matter, kind):
        raise UnableToMove("该文书已经拟写，请在文书中继续办理")
    return draft_document(kind=kind, parent=matter, addressee=matter.body, value={}, by=by, at=at)


def _served(document: Document) -> tuple[Matter, date]:
    assert document.matter.parent is not None  # drafted in the matter of the revoking
    assert document.served_on is not None  # called on service only
    return document.matter.parent, document.served_on


def _start(matter: Matter, clock: str, title: str, start: date, started_by: str, owes: Owes) -> None:
    start_deadline(matter=matter, clock=clock, title=title, owes=owes, start=start, started_by=started_by)
