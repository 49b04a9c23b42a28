"""A bad rating: verified by the organ above, put right by the body within its days, called back; never a record."""

from datetime import datetime

import pytest

from chengxin.chain.records.models import Record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.reception.queries import lines_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.ratings import operations
from chengxin.mechanisms.ratings.models import BadRating, Rating
from chengxin.mechanisms.ratings.raters import acts_of_raters
from chengxin.mechanisms.supervision.answering import rate
from chengxin.mechanisms.supervision.senders import acts
from chengxin.site.demo.complaints import A_DAY, Desks, Sent
from chengxin_core.lifecycle.ratings import Satisfaction

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

MENDED = "演示数据：经查，办理中三次没有及时回电，已对承办人作出提醒并改为专人回访，今后两日内回复。"
WHY = "演示数据：经查，承办单位在期限内四次联系并书面答复，评价所说的情况与通话记录不符。"


def now(matter: Matter) -> Matter:
    return Matter.objects.select_related("body", "organ").get(pk=matter.pk)


def due(matter: Matter, clock: str) -> str:
    return str(Deadline.objects.running().get(matter=matter, clock=clock).due_on)


def heard(sent: Sent) -> str:
    return lines_of(sent.voice)[-1].text


def let_mend(bad: Matter, desks: Desks, at: datetime) -> None:
    operations.find_valid(matter=now(bad), by=desks.review_officer, at=at, reason="演示数据：属实。")


def test_is_verified_by_the_organ_above_and_shown_to_the_body_rated(
    bad: Matter, city_housing: PublicBody, city_government: PublicBody, rated_liaison: Mandate
) -> None:
    assert (bad.body, bad.organ) == (city_housing, city_government)
    assert due(bad, "rating.verify") == "2026-12-04"
    assert bad in visible_matters(rated_liaison)


def test_the_body_complained_of_and_the_officer_rated_do_not_see_it(
    bad: Matter, finished: Sent, desks: Desks
) -> None:
    for mandate in (finished.desks.verifier.liaison, desks.verifier.officer, desks.verifier.head):
        assert bad not in visible_matters(mandate)


def test_one_matter_is_rated_once(bad: Matter, finished: Sent, monday: datetime) -> None:
    with pytest.raises(operations.AlreadyRated):
        rate(voice=finished.voice, choice=Satisfaction.SATISFIED, text="", at=monday + 11 * A_DAY)
    assert Rating.objects.get().grade == Satisfaction.UNSATISFIED
    assert "rate" not in {act.code for act in acts(finished.voice)}


def test_a_good_rating_opens_nothing(finished: Sent, monday: datetime) -> None:
    rate(voice=finished.voice, choice=Satisfaction.FAIR, text="", at=monday + 10 * A_DAY)

    assert Rating.objects.get().counts
    assert not BadRating.objects.exists()


def test_is_put_right_in_five_working_days_and_rated_again(
    bad: Matter, finished: Sent, desks: Desks, rated_liaison: Mandate, monday: datetime
) -> None:
    let_mend(bad, desks, monday + 11 * A_DAY)
    assert due(bad, "rating.rectify") == "2026-12-11"

    with pytest.raises(operations.SaysNothing):
        operations.reply(
            matter=now(bad),
            by=rated_liaison,
            at=monday + 12 * A_DAY,
            text="您好，您的意见已收悉。",
            attachments=[],
        )
    operations.reply(matter=now(bad), by=rated_liaison, at=monday + 12 * A_DAY, text=MENDED, attachments=[])
    assert MENDED in heard(finished)
    finished.voice.refresh_from_db()
    (again,) = acts_of_raters(finished.voice)
    again.operation(voice=finished.voice, text="", choice=Satisfaction.SATISFIED, at=monday + 13 * A_DAY)

    rating = Rating.objects.get()
    assert now(bad).state == "closed"
    assert (rating.grade, rating.again) == (Satisfaction.UNSATISFIED, Satisfaction.SATISFIED)
    assert acts_of_raters(finished.voice) == ()


def test_what_stays_bad_goes_to_the_head_and_back_to_the_body(
    bad: Matter, finished: Sent, desks: Desks, rated_liaison: Mandate, monday: datetime
) -> None:
    let_mend(bad, desks, monday + 11 * A_DAY)
    operations.reply(matter=now(bad), by=rated_liaison, at=monday + 12 * A_DAY, text=MENDED, attachments=[])
    operations.call_back(
        matter=now(bad),
        by=desks.review_officer,
        at=monday + 13 * A_DAY,
        outcome="discontent",
        text="仍无人回电。",
    )
    assert now(bad).state == "escalated"
    assert due(bad, "rating.escalated")

    operations.send_back(matter=now(bad), by=desks.review_head, at=monday + 14 * A_DAY, reason="演示数据")
    assert now(bad).state == "valid"
    assert due(bad, "rating.rectify")


def test_days_that_ran_out_count_as_late_and_go_to_the_head(
    bad: Matter, desks: Desks, rated_liaison: Mandate, monday: datetime
) -> None:
    let_mend(bad, desks, monday + 11 * A_DAY)

    fire_rungs(at=monday + 20 * A_DAY)

    assert now(bad).state == "escalated"
    assert BadRating.objects.get().is_late
    with pytest.raises(UnableToMove):
        operations.reply(
            matter=now(bad), by=rated_liaison, at=monday + 20 * A_DAY, text=MENDED, attachments=[]
        )


class TestAppeal:
    def test_is_decided_by_the_head_of_the_organ_above_and_strikes_the_rating(
        self, bad: Matter, finished: Sent, desks: Desks, rated_liaison: Mandate, monday: datetime
    ) -> None:
        operations.appeal(
            matter=now(bad), by=rated_liaison, at=monday + 11 * A_DAY, text="有通话记录。", attachments=[]
        )
        assert due(bad, "rating.appeal_decide") == "2026-12-11"
        operations.uphold_appeal(matter=now(bad), by=desks.review_head, at=monday + 12 * A_DAY, reason=WHY)

        assert now(bad).state == "invalid"
        assert not Rating.objects.get().counts
        assert WHY in heard(finished)
        assert not Deadline.objects.running().filter(matter=bad).exists()

    def test_that_does_not_hold_lets_the_days_run_and_is_made_once(
        self, bad: Matter, desks: Desks, rated_liaison: Mandate, monday: datetime
    ) -> None:
        let_mend(bad, desks, monday + 10 * A_DAY)
        operations.appeal(
            matter=now(bad), by=rated_liaison, at=monday + 11 * A_DAY, text="有通话记录。", attachments=[]
        )
        operations.reject_appeal(matter=now(bad), by=desks.review_head, at=monday + 12 * A_DAY, reason=WHY)

        assert now(bad).state == "valid"
        assert due(bad, "rating.rectify") == "2026-12-11"
        with pytest.raises(operations.NoAppeal):
            operations.appeal(
                matter=now(bad), by=rated_liaison, at=monday + 12 * A_DAY, text="再说。", attachments=[]
            )

    def test_comes_too_late_after_its_days(
        self, bad: Matter, rated_liaison: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(operations.NoAppeal, match="届满"):
            operations.appeal(
                matter=now(bad), by=rated_liaison, at=monday + 30 * A_DAY, text="有记录。", attachments=[]
            )

    def test_is_never_decided_by_the_body_rated(
        self, bad: Matter, desks: Desks, rated_liaison: Mandate, monday: datetime
    ) -> None:
        operations.appeal(
            matter=now(bad), by=rated_liaison, at=monday + 11 * A_DAY, text="有通话记录。", attachments=[]
        )

        with pytest.raises(NotCompetent):
            operations.uphold_appeal(
                matter=now(bad), by=desks.verifier.head, at=monday + 12 * A_DAY, reason=WHY
            )


def test_becomes_no_record(bad: Matter, desks: Desks, monday: datetime) -> None:
    before = Record.objects.count()
    let_mend(bad, desks, monday + 11 * A_DAY)
    fire_rungs(at=monday + 20 * A_DAY)
    operations.conclude(matter=now(bad), by=desks.review_head, at=monday + 21 * A_DAY, reason=MENDED)

    assert now(bad).state == "closed"
    assert Record.objects.count() == before
