"""Every write of wordings: hand in a file, ask to go back to the platform's own, approve, refuse."""

from datetime import datetime

from django.db import IntegrityError, transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import WordingState, WordingVersion
from chengxin.foundation.documents.plugs import DocumentKind, document_kind
from chengxin.foundation.documents.wording import queries
from chengxin.foundation.documents.wording.checking import WordingRefused, refuse_unfit
from chengxin.foundation.documents.wording.value import Wording, read
from chengxin.foundation.documents.wording.word_files import as_document, wording_in
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.rules.queries import current_rulebook
from chengxin_core.calendar import legal_day


@transaction.atomic
def hand_in(*, kind: DocumentKind, content: bytes, reason: str, by: Mandate, at: datetime) -> WordingVersion:
    """Hand in a template of one's own organ as DOCX; it speaks once another person approved it.

    Raises `WordingRefused` with every fault of the file, for one that waits already, and for the same words again.
    """
    _require_drafter(by)
    wording = wording_in(content)
    _refuse_unfit(wording, kind, by, at)
    if wording == queries.in_force(by.body_id, kind).wording:
        raise WordingRefused(["和现行模板一字不差，没有需要审核的修改"])
    return _kept(kind, wording, reason, by, at)


@transaction.atomic
def go_back(*, kind: DocumentKind, reason: str, by: Mandate, at: datetime) -> WordingVersion:
    """Ask for the words that come with the platform; a version like every other, to be approved."""
    _require_drafter(by)
    if queries.in_force(by.body_id, kind).version is None:
        raise WordingRefused(["现行的就是系统自带的模板"])
    return _kept(kind, None, reason, by, at)


@transaction.atomic
def approve(*, version: WordingVersion, by: Mandate, at: datetime, opinion: str = "") -> None:
    """Let a version speak from now on, as another person than who handed it in; what it must keep is asked again."""
    _require_reviewer(version, by)
    kind = document_kind(version.kind)
    if version.wording is not None:
        _refuse_unfit(read(version.wording), kind, by, at)
    _decide(version, WordingState.APPROVED, by, at, opinion)


@transaction.atomic
def refuse(*, version: WordingVersion, by: Mandate, at: datetime, opinion: str) -> None:
    """Turn a version down, saying why."""
    _require_reviewer(version, by)
    if not opinion.strip():
        raise WordingRefused(["请写明不予通过的理由"])
    _decide(version, WordingState.REFUSED, by, at, opinion)


def _refuse_unfit(wording: Wording, kind: DocumentKind, by: Mandate, at: datetime) -> None:
    day = legal_day(at)
    refuse_unfit(wording, kind, current_rulebook(by.body.path), on=day)
    as_document(wording, day=day)


def _kept(
    kind: DocumentKind, wording: Wording | None, reason: str, by: Mandate, at: datetime
) -> WordingVersion:
    last = queries.versions_of(by.body_id, kind).order_by("-number").values_list("number", flat=True).first()
    try:
        with transaction.atomic():
            return WordingVersion.objects.create(
                organ_id=by.body_id,
                kind=kind.code,
                number=(last or 0) + 1,
                wording=None if wording is None else wording.spelt(),
                reason=reason.strip(),
                handed_in_by=by,
                handed_in_at=at,
            )
    except IntegrityError:
        raise WordingRefused(["这类文书已有一版模板在等待审核，请先办结那一版"]) from None


def _decide(version: WordingVersion, state: WordingState, by: Mandate, at: datetime, opinion: str) -> None:
    decided = WordingVersion.objects.filter(pk=version.pk, state=WordingState.WAITING).update(
        state=state.value, decided_by=by, decided_at=at, opinion=opinion.strip()
    )
    if not decided:
        raise WordingRefused(["这一版模板已经审核过"])


def _require_drafter(by: Mandate) -> None:
    if not queries.may_hand_in(by):
        raise NotCompetent("文书模板由办理文书的经办人或者法制审核人员提出")


def _require_reviewer(version: WordingVersion, by: Mandate) -> None:
    if not queries.may_decide(by) or by.body_id != version.organ_id:
        raise NotCompetent("文书模板由本单位法制审核人员审核")
    if by.user_id == version.handed_in_by.user_id:
        raise NotCompetent("审核人不得与提出人为同一人")
