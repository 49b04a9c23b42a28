"""Every write about requests: filed by the person, taken at the counter, granted, refused, retracted."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

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
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.models import Official
from chengxin.ground import trail
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.dossiers import ends
from chengxin.mechanisms.dossiers.looking import identified
from chengxin.mechanisms.dossiers.own_words import seal_words
from chengxin.mechanisms.dossiers.queries import own_entry
from chengxin.mechanisms.dossiers.words import require_fit
from chengxin.mechanisms.privacy.models import DataRequest
from chengxin.mechanisms.privacy.queries import CORRECT, DELETE, request_of, rights
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.privacy import DATA_REQUEST, IdentityProof, RequestState
from chengxin_core.lifecycle.table import Actor

ANSWER = "data_request_answer"
CLOCK = "privacy.request"


class NotIdentified(UnableToMove):
    """Name and number of the papers belong to nobody in the organ's authority; says no more than that."""


class AskedAlready(UnableToMove):
    """The same right is being asked for already, or there is nothing that it could be about."""


@transaction.atomic
def file_own(
    *, by: Mandate, right: str, stated: str, entry: int | None, attachments: Iterable[Upload], at: datetime
) -> Matter:
    """File a request of who is signed in; the organ with authority over the person answers within the clock.

    Raises `NotCompetent` for anybody but the person, `AskedAlready`, or `UnableToMove` for a right that is not listed.
    """
    if by.role != Actor.OFFICIAL or by.official is None:
        raise NotCompetent("只能由本人提出")
    if entry is not None and own_entry(by.official, entry) is None:
        raise NotCompetent("只能就本人的信息提出")
    request = _filed(by.official, right, stated, entry, by, IdentityProof.SIGNED_IN, at)
    attach(matter=request.matter, part=Part.PROOF, uploads=attachments, by=by, at=at)
    return request.matter


@transaction.atomic
def take_at_counter(
    *, by: Mandate, name: str, number: str, proof: IdentityProof, right: str, stated: str, at: datetime
) -> Matter:
    """Enter a request that a person made on paper, once the papers shown fit who the organ knows.

    Raises `NotIdentified`, `NotCompetent` for another role, `AskedAlready`, or `UnableToMove` for a right not listed.
    """
    if by.role != Actor.PERSONNEL_OFFICER:
        raise NotCompetent("书面提出的请求由组织人事经办人登记")
    official = identified(name, number, by)
    if official is None:
        raise NotIdentified("证件上的姓名、号码与本机关管理的人员不符，请核对后再登记")
    trail.note("privacy.identified", f"official/{official.code}", mandate=by.pk, proof=str(proof))
    return _filed(official, right, stated, None, by, proof, at).matter


@transaction.atomic
def grant(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Do what was asked for, and answer by a document; an entry that was to be corrected or deleted goes out now."""
    request = _decided(matter, "grant", by, at, reason)
    if request.entry is not None and request.right in {CORRECT, DELETE}:
        ends.remove(entry=request.entry, at=at)


@transaction.atomic
def refuse(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Refuse with reasons, by a document that names the remedy."""
    _decided(matter, "refuse", by, at, reason)


@transaction.atomic
def retract(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Let the person take the request back."""
    move(matter=matter, code="retract", by=by, at=at)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="本人撤回")


def _decided(matter: Matter, code: str, by: Mandate, at: datetime, reason: str) -> DataRequest:
    request = request_of(matter)
    assert matter.official is not None  # a request is a person's
    require_fit(reason, about=matter.official, organ=by.body, rulebook=matter.rulebook, on=legal_day(at))
    move(matter=request.matter, code=code, by=by, at=at, note=reason)
    request.reason = reason
    request.save(update_fields=["reason"])
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="作出答复")
    draft_document(kind=ANSWER, parent=matter, addressee=matter.body, value={}, by=None, at=at)
    return request


def _filed(
    official: Official,
    right: str,
    stated: str,
    entry: int | None,
    by: Mandate,
    proof: IdentityProof,
    at: datetime,
) -> DataRequest:
    same = DataRequest.objects.filter(matter__official=official, right=right, entry=entry)
    if same.filter(matter__state=RequestState.FILED).exists():
        raise AskedAlready("同样的请求正在办理，请等待答复或者在其中补充")
    new = NewMatter(
        DATA_REQUEST,
        f"{DATA_REQUEST.zh}（{official}）",
        official.employer,
        official.authority,
        official=official,
    )
    matter = open_matter(new=new, by=by, at=at)
    if right not in {item.code for item in rights(rulebook_of(matter.rulebook), on=legal_day(at))}:
        raise UnableToMove("请选择法律列明的一项权利")
    request = DataRequest.objects.create(
        matter=matter,
        right=right,
        entry_id=entry,
        sealed_words=seal_words(stated),
        identity_by=proof,
        taken_by=None if proof is IdentityProof.SIGNED_IN else by,
        filed_on=legal_day(at),
    )
    show_to_subject(matter=matter, at=at)
    start_deadline(
        matter=matter,
        clock=CLOCK,
        title="答复个人信息请求",
        owes=Owes.ORGAN,
        start=legal_day(at),
        started_by="收到个人信息请求",
    )
    return request
