"""The platform ended something first: ours follows when a named person has confirmed it, or the platform is told why
not."""

from datetime import datetime

import pytest
from tests.make import Office
from tests.rooms.objections.cases import fresh, make_public_record
from tests.rooms.repairs.cases import apply_for, let_minimum_term_pass
from tests.rooms.reporting.cases import HOUR, Simulation, exchange

from chengxin.chain.records import ends
from chengxin.chain.repairs import effects
from chengxin.foundation.deadlines.firing import fire_rungs
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.reporting import notices
from chengxin.foundation.reporting.models import Channel, PlatformNotice
from chengxin.foundation.reporting.queries import IS_SILENT
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def record(
    simulated: Simulation, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
) -> Matter:
    """A public record that the platform has taken."""
    made = make_public_record(body=housing_bureau, office=office, at=monday)
    exchange(monday)
    return made


def notice_under(record: Matter) -> Matter:
    return fresh(Matter.objects.get(kind="platform_notice", parent=record))


def key_of(record: Matter) -> str:
    return Publication.objects.get(matter=record).key


def test_a_withdrawal_there_is_followed_and_clears_the_body(
    simulated: Simulation, record: Matter, office: Office, monday: datetime
) -> None:
    simulated.control(withdraw=key_of(record))
    exchange(monday)
    notice = notice_under(record)
    assert Deadline.objects.running().filter(matter=notice, clock="platform.withdraw").exists()

    with pytest.raises(UnableToMove):
        notices.confirm(matter=notice, by=office.head, at=monday)
    notices.propose(matter=notice, by=office.officer, at=monday, finding="演示数据：认定依据已被撤销")
    with pytest.raises(UnableToMove):
        notices.confirm(matter=fresh(notice), by=office.officer, at=monday)
    notices.confirm(matter=fresh(notice), by=office.head, at=monday)

    ended = fresh(record)
    assert ended.state == "withdrawn"
    assert "LH000001" in ended.moves.get(code="withdraw").note
    assert Matter.objects.filter(parent=record, kind="redress").exists()
    assert notice_under(record).state == "followed"
    assert not Deadline.objects.running().filter(matter=notice).exists()


def test_what_does_not_hold_is_declined_by_the_head_and_the_platform_is_told(
    simulated: Simulation, record: Matter, office: Office, monday: datetime
) -> None:
    simulated.control(repair=key_of(record))
    exchange(monday)

    notices.decline(matter=notice_under(record), by=office.head, at=monday, reason="演示数据：义务尚未履行")
    exchange(monday + HOUR)

    declined = notice_under(record)
    assert (declined.state, declined.harms) == ("declined", True)
    assert declined.decided_by is not None
    assert declined.decided_by.pk == office.head.pk
    assert fresh(record).state == "active"
    assert simulated.control()["answers"] == [["LH000001", "演示数据：义务尚未履行"]]
    assert PlatformNotice.objects.get().answered_at is not None


def test_a_notice_lapses_when_ours_ends_in_another_way(
    simulated: Simulation, record: Matter, office: Office, monday: datetime
) -> None:
    simulated.control(repair=key_of(record))
    exchange(monday)

    ends.withdraw_record(
        matter=fresh(record), by=office.head, at=monday, ground=Ground.REVERSED, reason="演示"
    )

    assert notice_under(record).state == "lapsed"


def test_the_same_notice_twice_is_one_and_a_strange_key_is_answered(
    simulated: Simulation, record: Matter, monday: datetime
) -> None:
    simulated.control(repair=key_of(record))
    simulated.control(repair="e" * 32)

    assert exchange(monday).notices == 2
    Channel.objects.update(cursor="")
    assert exchange(monday + HOUR).notices == 0

    assert Matter.objects.filter(kind="platform_notice").count() == 1
    assert simulated.control()["answers"] == [["LH000002", "本平台没有正在公示的这一编号"]]


def test_a_case_file_is_not_archived_while_the_platform_owes_an_answer(
    simulated: Simulation, record: Matter, office: Office, monday: datetime
) -> None:
    let_minimum_term_pass(record)
    simulated.control(late=True)
    repair = apply_for(fresh(record), office, monday, "granted")
    exchange(monday)
    fire_rungs(at=monday + 48 * HOUR)
    effects.settle_all(at=monday + 48 * HOUR)
    assert fresh(repair).state == "completed", "silence that was escalated holds up the body no longer"

    ends.archive_ended(at=monday + 48 * HOUR)

    assert fresh(record).archived_at is None
    assert list(Matter.objects.filter(IS_SILENT)) == [record]
    assert "urge_platform" in {
        each.code for each in kind_of("record").buttons_for(fresh(record), office.officer)
    }


def test_a_repair_is_complete_only_when_the_platform_has_answered(
    simulated: Simulation, record: Matter, office: Office, monday: datetime
) -> None:
    let_minimum_term_pass(record)
    simulated.control(late=True)
    repair = apply_for(fresh(record), office, monday, "granted")
    exchange(monday)
    effects.settle_all(at=monday)
    assert fresh(repair).state == "granted"

    simulated.control(late=False)
    exchange(monday + HOUR)
    effects.settle_all(at=monday + HOUR)

    assert fresh(repair).state == "completed"
    receipts = {each.answerer: each.receipt for each in repair.repair.effects.all()}
    assert receipts["公共信用信息平台"] == "2026-11-23 平台回执 HZ000002：已撤销"
