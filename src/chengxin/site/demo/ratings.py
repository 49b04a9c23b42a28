"""Bad ratings, public reviews and the monthly figures of complaints of the demo. 演示数据。"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reception.polls import Cast as Ballot
from chengxin.foundation.reception.polls import cast as cast_ballot
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.ratings import campaigns, operations, showing
from chengxin.mechanisms.ratings.models import BadRating, Rating
from chengxin.mechanisms.ratings.polling import open_on
from chengxin.mechanisms.supervision import monthly
from chengxin.mechanisms.supervision.answering import rate
from chengxin.site.demo.cast import Cast
from chengxin.site.demo.complaints import A_DAY, desks_of, send, take
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.ratings import COUNTS, Electorate, Satisfaction

_TEXT = "演示数据：维修合同的款项没有按约定支付，多次催要没有结果。"
_WORDS = "演示数据：问了几次都没有人回电话，最后才说还要等。"
_MENDED = "演示数据：经查，办理中确有两次没有及时回电，已改为专人负责，今后两日内回复并写明进展。"
_WRONG = "演示数据：通话记录显示办理期间联系了四次，附有记录。"
_RATED = (
    ("demo-02", "appealed"),
    ("demo-04", "replied"),
    ("demo-09", "escalated"),
)
_QUESTIONS = ("keeps_promises", "contracts", "answers")
_PASSED = {"disclosure_passed": True, "secrecy_passed": True, "personal_passed": True}
_AGREED = "演示数据：可以公开"


def tell_ratings(*, cast: Cast, at: datetime) -> int:
    """Tell them; return how many matters and ratings there are."""
    for body_id, state in _RATED:
        _rated(cast, body_id, state, at - 45 * A_DAY)
    _held(cast, at)
    monthly.draw_up(at=at)
    _show_newest_month(cast, at)
    return Rating.objects.count() + Matter.objects.filter(kind__in=("campaign", COUNTS.kind)).count()


def _rated(cast: Cast, body_id: str, state: str, begun: datetime) -> None:
    body = PublicBody.objects.select_related("region").get(pk=body_id)
    sent = send(body=body, text=_TEXT, desks=desks_of(cast, body), at=begun)
    take(sent, "unfounded", begun)
    told = begun + 6 * A_DAY
    sent.voice.refresh_from_db()
    rate(voice=sent.voice, choice=Satisfaction.VERY_UNSATISFIED, text=_WORDS, at=told)
    matter = (
        BadRating.objects.select_related("matter__body", "matter__organ").get(rating=sent.matter.pk).matter
    )
    liaison, officer = cast["housingliaison"], cast["review"]
    if state == "appealed":
        operations.appeal(matter=matter, by=liaison, at=told + A_DAY, text=_WRONG, attachments=[])
        return
    operations.find_valid(matter=matter, by=officer, at=told + A_DAY, reason="演示数据：情况属实。")
    if state == "replied":
        operations.reply(matter=matter, by=liaison, at=told + 3 * A_DAY, text=_MENDED, attachments=[])
        return
    operations.lapse(matter=matter, at=told + 12 * A_DAY)


def _held(cast: Cast, at: datetime) -> None:
    """A review whose result is public, one that is open, one that waits for approval."""
    bodies = list(
        PublicBody.objects.select_related("region").filter(pk__in=("demo-01", "demo-03", "demo-10"))
    )
    over = _plan(cast, "演示数据：上月部门守信践诺评议", bodies, at - 30 * A_DAY, 20)
    campaigns.approve(matter=over, by=cast["head"], at=at - 30 * A_DAY)
    for body, ballots in zip(bodies, (44, 36, 12), strict=True):
        _vote(over, body, ballots, at - 25 * A_DAY)
    campaigns.count(matter=over, by=cast["officer"], at=at - 9 * A_DAY)
    showing.show(matter=over, by=cast["release"], at=at - 8 * A_DAY, ground=_AGREED, **_PASSED)
    running = _plan(cast, "演示数据：部门守信践诺评议", bodies, at - 3 * A_DAY, 30)
    campaigns.approve(matter=running, by=cast["head"], at=at - 3 * A_DAY)
    _vote(running, bodies[0], 5, at - 2 * A_DAY)
    _plan(cast, "演示数据：持邀请码的企业评议", bodies, at, 20, Electorate.INVITED)


def _plan(
    cast: Cast,
    title: str,
    bodies: Sequence[PublicBody],
    at: datetime,
    days: int,
    electorate: Electorate = Electorate.ANYBODY,
) -> Matter:
    return campaigns.set_up(
        title=title,
        bodies=bodies,
        questions=_QUESTIONS,
        opens_on=legal_day(at),
        closes_on=legal_day(at) + timedelta(days=days - 1),
        minimum=30,
        electorate=electorate,
        by=cast["officer"],
        at=at,
    )


def _vote(matter: Matter, body: PublicBody, ballots: int, at: datetime) -> None:
    """Cast ballots that differ from each other, so that no bunch of equal ones stands out."""
    (poll,) = [each for each in open_on(legal_day(at)) if each.number == matter.pk]
    grades = list(Satisfaction)
    for number in range(ballots):
        of_all = 5 if number % 4 == 0 else 3  # every fourth may be bad
        picked = [grades[(number * (place + 2) + number // 3) % of_all] for place in range(3)]
        said = Ballot(body.pk, dict(zip(_QUESTIONS, picked, strict=True)))
        when = at + timedelta(days=number % 4)
        cast_ballot(poll=poll, said=said, code="", once=f"{matter.pk}/{body.pk}/{number}", at=when)


def _show_newest_month(cast: Cast, at: datetime) -> None:
    newest = Matter.objects.select_related("body", "organ").filter(kind=COUNTS.kind)
    matter = newest.order_by("-complaint_counts__month").first()
    assert matter is not None  # complaints were told that began in an earlier month
    monthly.check(matter=matter, by=cast["officer"], at=at)
    monthly.show(matter=matter, by=cast["release"], at=at, ground=_AGREED, **_PASSED)
