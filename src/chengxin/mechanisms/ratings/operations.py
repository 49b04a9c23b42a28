"""Every write of ratings: given, and a bad one verified, appealed against, put right, called back (policy 13.15).

The organ above the body that is rated handles a bad rating; the body answers and may appeal, and decides on nothing.
"""

from datetime import date, datetime

from django.db import transaction

from chengxin.chain.records.competence import another_organ
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Owes
from chengxin.foundation.deadlines.operations import end_deadlines, start_deadline
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
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.two_persons import require_another_person, took_step
from chengxin.foundation.reception.operations import write_as_platform
from chengxin.foundation.reception.queries import voice_of
from chengxin.foundation.rules.queries import calendar, rulebook_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.attachments import Upload
from chengxin.ground.ciphers import seal
from chengxin.mechanisms.ratings.models import BadRating, Rating
from chengxin.mechanisms.ratings.queries import WORDS, bad_rating_of, waits_for_another_grade, words_of
from chengxin_core.calendar import due, legal_day
from chengxin_core.lifecycle.ratings import BAD_RATING, BAD_RATINGS, Satisfaction
from chengxin_core.voices.replies import second_look

VERIFY, RECTIFY, CALL_BACK = "rating.verify", "rating.rectify", "rating.call_back"
APPEAL, APPEAL_DECIDE, ESCALATED = "rating.appeal", "rating.appeal_decide", "rating.escalated"
CONTENT, UNREACHED, DISCONTENT = "content", "unreached", "discontent"
CALLED = ((CONTENT, "满意"), (UNREACHED, "两次以上无法联系"), (DISCONTENT, "仍不满意"))


class AlreadyRated(UnableToMove):
    """The matter was rated before: one matter, one rating."""


class SaysNothing(UnableToMove):
    """An answer that would tell the rater nothing."""


class NoAppeal(UnableToMove):
    """The body appealed before, or its days are over."""


@transaction.atomic
def give(*, rated: Matter, body: PublicBody, grade: Satisfaction, words: str, at: datetime) -> Rating:
    """Keep what whom a finished matter served says of its handling by `body`; a bad rating is verified.

    That the matter is finished, and by whom it is rated, the caller has asked. Raises `AlreadyRated`.
    """
    rating, is_new = Rating.objects.get_or_create(
        rated=rated,
        defaults={
            "body": body,
            "grade": grade,
            "sealed": seal(words, purpose=WORDS) if words else None,
            "at": at,
        },
    )
    if not is_new:
        raise AlreadyRated("这一事项已经评价过，一事一评")
    if grade in BAD_RATINGS:
        _open_bad(rating, at)
    return rating


@transaction.atomic
def give_again(*, rated: Matter, grade: Satisfaction, at: datetime) -> None:
    """Keep the grade given after a bad rating was put right; one that stays bad goes to the head."""
    matter = waits_for_another_grade(rated)
    if matter is None:
        raise UnableToMove("现在不能再次评价：没有待回访的差评")
    code = "stay_bad" if grade in BAD_RATINGS else "rate_again"
    move(matter=matter, code=code, by=None, at=at, note=f"再次评价：{grade.zh}")
    Rating.objects.filter(pk=rated.pk).update(again=grade, again_at=at)
    _after_call(matter, at, is_bad=grade in BAD_RATINGS)


@transaction.atomic
def find_valid(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find that a bad rating is justified: the body puts it right within its days."""
    move(matter=matter, code="find_valid", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=(VERIFY,), on=legal_day(at), ended_by="核实属实")
    _let_rectify(matter, at, "核实差评属实")
    _tell(matter, f"您的差评已由{matter.organ.name}核实属实，承办单位应当整改并答复您。", at)


@transaction.atomic
def find_invalid(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find that a bad rating is wrong: it does not count, and the rater is told why. Raises `SaysNothing`."""
    _refuse_nothing(matter, reason)
    move(matter=matter, code="find_invalid", by=by, at=at, note=reason)
    _strike(matter, at, "核实不成立")
    _tell(matter, f"您的差评经{matter.organ.name}核实不成立，不计入：{reason}", at)


@transaction.atomic
def appeal(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Let the body say that a rating is wrong, once, within its days. Raises `NoAppeal`."""
    if matter.moves.filter(code="appeal").exists():
        raise NoAppeal("对一件差评只能申诉一次")
    last = appeal_until(matter)
    if legal_day(at) > last:
        raise NoAppeal(f"申诉的期限已于 {last} 届满")
    move(matter=matter, code="appeal", by=by, at=at)
    add_note(matter=matter, part=Part.OBJECTION, text=text, by=by, at=at)
    attach(matter=matter, part=Part.OBJECTION, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(VERIFY, RECTIFY), on=legal_day(at), ended_by="单位申诉")
    _start(matter, APPEAL_DECIDE, "决定申诉是否成立", Owes.ORGAN, at, "单位申诉")


@transaction.atomic
def uphold_appeal(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find that the appeal holds: the rating does not count, and the rater is told why.

    Raises `SamePerson`, `SaysNothing`.
    """
    require_another_person(why_not_decided_by(matter, by))
    _refuse_nothing(matter, reason)
    move(matter=matter, code="uphold_appeal", by=by, at=at, note=reason)
    _strike(matter, at, "申诉成立")
    _tell(matter, f"承办单位对您的差评提出申诉，{matter.organ.name}核实后认为成立，差评不计入：{reason}", at)


@transaction.atomic
def reject_appeal(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find that the appeal does not hold: the body puts the matter right. Raises `SamePerson`."""
    require_another_person(why_not_decided_by(matter, by))
    move(matter=matter, code="reject_appeal", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=(APPEAL_DECIDE,), on=legal_day(at), ended_by="申诉不成立")
    _let_rectify(matter, at, "申诉不成立")


@transaction.atomic
def reply(*, matter: Matter, by: Mandate, at: datetime, text: str, attachments: list[Upload]) -> None:
    """Keep what the body put right, and tell the rater, who may now give another grade. Raises `SaysNothing`."""
    _refuse_nothing(matter, text)
    move(matter=matter, code="reply", by=by, at=at)
    add_note(matter=matter, part=Part.ANSWER, text=text, by=by, at=at)
    attach(matter=matter, part=Part.ANSWER, uploads=attachments, by=by, at=at)
    end_deadlines(matter=matter, clocks=(RECTIFY,), on=legal_day(at), ended_by="整改并答复")
    _start(matter, CALL_BACK, "回访评价人", Owes.ORGAN, at, "单位整改并答复")
    _tell(matter, f"对您的差评，{matter.body.name}答复：{text}\n您可以在本页再次评价。", at)


@transaction.atomic
def call_back(*, matter: Matter, by: Mandate, at: datetime, outcome: str, text: str) -> None:
    """Note what the rater said when called back (回访): content, not to be reached, or still not content."""
    is_bad = outcome == DISCONTENT
    note = f"{dict(CALLED)[outcome]}：{text}"
    move(matter=matter, code="called_bad" if is_bad else "called_content", by=by, at=at, note=note)
    _after_call(matter, at, is_bad=is_bad)


@transaction.atomic
def lapse(*, matter: Matter, at: datetime) -> None:
    """The days to put right ran out: it counts as late, and goes to the head."""
    if matter.state not in BAD_RATING.move("lapse").sources:
        return
    move(matter=matter, code="lapse", by=None, at=at)
    BadRating.objects.filter(pk=matter.pk).update(is_late=True)
    end_deadlines(matter=matter, clocks=(RECTIFY,), on=legal_day(at), ended_by="逾期未整改")
    _start(matter, ESCALATED, "决定退回整改或者办结", Owes.ORGAN, at, "逾期未整改")


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Give the body its days to put right once more, with the reason (policy S-24)."""
    move(matter=matter, code="send_back", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=(ESCALATED,), on=legal_day(at), ended_by="退回继续整改")
    _let_rectify(matter, at, "退回继续整改")


@transaction.atomic
def conclude(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """End what was not put right to the rater's content, with a reason that the rater is told. Raises `SaysNothing`."""
    _refuse_nothing(matter, reason)
    move(matter=matter, code="conclude", by=by, at=at, note=reason)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by="办结")
    _tell(matter, f"您的差评由{matter.organ.name}办结：{reason}", at)


def appeal_until(matter: Matter) -> date:
    """Return the last day on which the body may appeal: counted from the day on which it was told."""
    told = legal_day(matter.shown_at or matter.opened_at)
    rule = rulebook_of(matter.rulebook).clock(APPEAL).on(told)
    return due(told, *rule.period, calendar()).due_on


def _open_bad(rating: Rating, at: datetime) -> None:
    """Open what verifies a bad rating at the organ above the body; without one in the register it is only counted."""
    rated = rating.rated
    organ = another_organ(rating.body, but={rating.body_id, rated.body_id})
    if organ is None:
        return
    new = NewMatter(BAD_RATING, f"对{rating.body.name}办理 {rated.number} 的差评", rating.body, organ)
    matter = open_matter(new=new, by=None, at=at, note=Satisfaction(rating.grade).zh)
    BadRating.objects.create(matter=matter, rating=rating)
    show_to_subject(matter=matter, at=at)
    _start(matter, VERIFY, "核实差评", Owes.ORGAN, at, "收到差评")


def _let_rectify(matter: Matter, at: datetime, started_by: str) -> None:
    _start(matter, RECTIFY, "整改并答复评价人", Owes.BODY, at, started_by)


def _after_call(matter: Matter, at: datetime, *, is_bad: bool) -> None:
    end_deadlines(matter=matter, clocks=(CALL_BACK,), on=legal_day(at), ended_by="已回访")
    if is_bad:
        _start(matter, ESCALATED, "决定退回整改或者办结", Owes.ORGAN, at, "回访仍不满意")


def _strike(matter: Matter, at: datetime, ended_by: str) -> None:
    Rating.objects.filter(handled_as=matter.pk).update(counts=False)
    end_deadlines(matter=matter, clocks=None, on=legal_day(at), ended_by=ended_by)


def why_not_decided_by(matter: Matter, by: Mandate) -> str:
    """Return why `by` may not decide on the body's appeal: it verified the rating; '' where it did not."""
    return "核实差评和决定申诉应当是两个人" if took_step(matter, by, "find_valid") else ""


def _refuse_nothing(matter: Matter, text: str) -> None:
    nothing = second_look(text, words_of(bad_rating_of(matter).rating))
    if nothing is not None:
        raise SaysNothing(f"这样的答复没有告诉评价人什么：{nothing.explain()}")


def _tell(matter: Matter, text: str, at: datetime) -> None:
    voice = voice_of(bad_rating_of(matter).rating.rated)
    if voice is not None and voice.emptied_at is None:
        write_as_platform(voices=[voice], text=text, at=at)


def _start(matter: Matter, clock: str, title: str, owes: Owes, at: datetime, started_by: str) -> None:
    start_deadline(
        matter=matter, clock=clock, title=title, owes=owes, start=legal_day(at), started_by=started_by
    )
