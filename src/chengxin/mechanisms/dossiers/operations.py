"""Every write of the yearly opinion: opened, proposed, told, replied, decided, served, used (policy Q-34)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
from chengxin.foundation.deadlines.queries import deadlines_of
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import cancel_unsent, draft_document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    NotCompetent,
    UnableToMove,
    attach,
    move,
    open_matter,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.models import Official
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.dossiers.looking import officials_seen_by
from chengxin.mechanisms.dossiers.models import NoticeKind, Opinion, OpinionUse
from chengxin.mechanisms.dossiers.own_words import seal_words
from chengxin.mechanisms.dossiers.queries import opinion_of, standings_of
from chengxin.mechanisms.dossiers.sources.entries import NUMBER
from chengxin.mechanisms.dossiers.telling import tell
from chengxin.mechanisms.dossiers.words import require_fit
from chengxin_core.calendar import legal_day
from chengxin_core.determination.dossiers import Suggestion, suggest
from chengxin_core.lifecycle.personnel import OPINION, OpinionState
from chengxin_core.lifecycle.table import Actor

NOTICE, LETTER = "official_opinion_notice", "official_opinion"
REPLY = "official_opinion.reply"
CLEAR, IN_EFFECT, TO_CHECK = "none", "in_effect", "to_check"


class OpinionRefused(UnableToMove):
    """An opinion that the dossier does not bear, or that may not be made or used now."""


@transaction.atomic
def open_opinion(*, official: Official, year: int, by: Mandate, at: datetime) -> Matter:
    """Begin the opinion of a year about an official in the authority of `by`.

    Raises `NotCompetent`, also about oneself, and `OpinionRefused` for a second one of the year.
    """
    if by.role != Actor.PERSONNEL_OFFICER or not officials_seen_by(by).filter(pk=official.pk).exists():
        raise NotCompetent("年度信用意见由有管理权限的组织人事部门经办，本人的由他人经办")
    if not 2018 <= year <= legal_day(at).year:
        raise OpinionRefused(f"年度应当在 2018 至 {legal_day(at).year} 之间")
    if Opinion.objects.filter(official=official, year=year, ended_on=None).exists():
        raise OpinionRefused(f"{year} 年度的信用意见已经立项")
    title = f"{year} 年度信用意见（{official}）"
    matter = open_matter(
        new=NewMatter(OPINION, title, official.employer, by.body, official=official), by=by, at=at
    )
    Opinion.objects.create(matter=matter, official=official, year=year)
    return matter


@transaction.atomic
def open_opinions(*, year: int, by: Mandate, at: datetime) -> int:
    """Begin the year's opinion for everybody in the authority of `by` who has none; return how many were begun."""
    has_one = Opinion.objects.filter(official=OuterRef("pk"), year=year, ended_on=None)
    without = officials_seen_by(by).filter(~Exists(has_one), left_on=None)
    return sum(bool(open_opinion(official=official, year=year, by=by, at=at)) for official in without)


def suggestion_for(opinion: Opinion, *, at: datetime) -> Suggestion:
    """Return which opinion the dossier bears today, and why; a person decides."""
    return suggest(
        standings_of(opinion.official),
        rulebook_of(opinion.matter.rulebook),
        year=opinion.year,
        on=legal_day(at),
    )


@transaction.atomic
def propose(*, matter: Matter, by: Mandate, at: datetime, code: str, reasons: str) -> None:
    """Propose an item of the closed list with reasons in words; last day and clause come from the dossier.

    Anything but 无失信记录 is first put before the person. Raises `OpinionRefused` or `UnfitWords`.
    """
    opinion = opinion_of(matter)
    found = suggestion_for(opinion, at=at)
    _require_borne(code, found)
    _require_fit(reasons, opinion.official, matter, by, at)
    opinion.code, opinion.reasons, opinion.sealed_reply = code, reasons, b""
    opinion.until, opinion.clause = (found.until, found.clause) if code == IN_EFFECT else (None, "")
    opinion.save(update_fields=["code", "reasons", "until", "clause", "sealed_reply"])
    move(matter=matter, code="propose", by=by, at=at)
    if code != CLEAR:
        draft_document(kind=NOTICE, parent=matter, addressee=matter.body, value={}, by=by, at=at)


def told(*, document: Document, at: datetime) -> None:
    """The notice was served: the person knows what is proposed and has the days to reply."""
    matter = document.matter.parent
    assert matter is not None and document.served_on is not None  # noqa: PT018 - drafted in it, and served
    move(matter=matter, code="tell", by=None, at=at)
    start_deadline(
        matter=matter,
        clock=REPLY,
        title="对拟作的信用意见作出答复",
        owes=Owes.BODY,
        start=document.served_on,
        started_by="送达告知书",
    )


@transaction.atomic
def reply(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: Iterable[Upload]) -> None:
    """Let the person answer in own words."""
    move(matter=matter, code="reply", by=by, at=at)
    Opinion.objects.filter(pk=matter.pk).update(sealed_reply=seal_words(text))
    attach(matter=matter, part=Part.PROOF, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(REPLY,), on=legal_day(at), ended_by="本人答复")


@transaction.atomic
def decide_clear(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Decide that there is no dishonesty record. Raises `OpinionRefused` for any other opinion."""
    opinion = opinion_of(matter)
    if opinion.code != CLEAR:
        raise OpinionRefused("不是“无失信记录”的意见，应当先告知本人")
    _require_borne(opinion.code, suggestion_for(opinion, at=at))
    _decide(opinion, "decide_clear", by, at)


@transaction.atomic
def decide(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Decide after the person has replied, or has let the days pass. Raises `OpinionRefused`."""
    opinion = opinion_of(matter)
    today = legal_day(at)
    waiting = [each for each in deadlines_of(matter) if each.clock == REPLY and each.ended_on is None]
    if matter.state == OpinionState.TOLD and any(today <= each.due_on for each in waiting):
        raise OpinionRefused(f"本人的答复期限至 {waiting[0].due_on}，届满以前不得作出意见")
    found = suggestion_for(opinion, at=at)
    _require_borne(opinion.code, found)
    if opinion.code == IN_EFFECT and opinion.until != found.until:
        raise OpinionRefused("档案在告知以后有变动，请退回重拟")
    end_deadlines(matter=matter, clocks=(REPLY,), on=today, ended_by="期满未答复")
    _decide(opinion, "decide", by, at)


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Have the opinion proposed anew: the reply convinced, or something changed."""
    _require_fit(reason, opinion_of(matter).official, matter, by, at)
    move(matter=matter, code="send_back", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="退回重拟")
    cancel_unsent(parent=matter, why="意见已经退回重拟", at=at)


def served(*, document: Document, at: datetime) -> None:
    """The opinion was served: it may be used from now on."""
    matter = document.matter.parent
    assert matter is not None  # drafted in it
    move(matter=matter, code="serve", by=None, at=at)
    opinion = opinion_of(matter)
    notice = tell(official=opinion.official, kind=NoticeKind.OPINION, at=at, opinion=opinion)
    notice.known_on = document.served_on
    notice.save(update_fields=["known_on"])


@transaction.atomic
def log_use(*, matter: Matter, by: Mandate, at: datetime, use: str, document_number: str) -> OpinionUse:
    """Note that an opinion was used in appraisal, appointment or awards; the person is told.

    Raises `OpinionRefused` for an opinion that has ended, and for a use that the list does not have.
    """
    opinion = opinion_of(matter)
    if matter.organ_id != by.body_id:
        raise NotCompetent("意见的使用由作出意见的机关登记")
    if opinion.matter.state != OpinionState.SERVED or (
        opinion.ended_on is not None and opinion.ended_on <= legal_day(at)
    ):
        raise OpinionRefused("意见没有生效，或者已经届满、撤销，不得使用")
    listed = rulebook_of(matter.rulebook).items("dossier_uses", on=legal_day(at))
    if use not in {item.code for item in listed}:
        raise OpinionRefused("意见只用于" + "、".join(item.zh for item in listed))
    if not NUMBER.fullmatch(document_number):
        raise OpinionRefused("请写明使用意见的文件字号，如“演示组〔2026〕1号”")
    logged, is_new = OpinionUse.objects.get_or_create(
        opinion=opinion, use=use, document_number=document_number, defaults={"by": by, "at": at}
    )
    if is_new:
        tell(official=opinion.official, kind=NoticeKind.USED, at=at, opinion=opinion)
    return logged


def _decide(opinion: Opinion, code: str, by: Mandate, at: datetime) -> None:
    move(matter=opinion.matter, code=code, by=by, at=at)
    opinion.decided_on = legal_day(at)
    opinion.save(update_fields=["decided_on"])
    draft_document(
        kind=LETTER, parent=opinion.matter, addressee=opinion.matter.body, value={}, by=None, at=at
    )


def _require_borne(code: str, found: Suggestion) -> None:
    """Refuse an opinion that the dossier does not bear: what needs checking may end in any but a running effect."""
    bears = {found.code, TO_CHECK} if found.code != TO_CHECK else {TO_CHECK, CLEAR, "ended"}
    if code not in bears:
        raise OpinionRefused("档案不支持这一意见：" + "；".join(found.reasons))


def _require_fit(text: str, official: Official, matter: Matter, by: Mandate, at: datetime) -> None:
    require_fit(text, about=official, organ=by.body, rulebook=matter.rulebook, on=legal_day(at))
