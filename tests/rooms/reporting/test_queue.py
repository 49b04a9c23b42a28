"""What is to be reported is queued with its move, in the right order, or not at all."""

from datetime import datetime

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings
from tests.publishing import matter_of
from tests.rooms.reporting.cases import HOUR, Simulation, Town, exchange, states

from chengxin.foundation.deadlines.firing import fire_rungs
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.reporting import connection, sending
from chengxin.foundation.reporting.models import Batch, Submission
from chengxin.foundation.transparency.operations import mark
from chengxin.foundation.transparency.queries import everywhere, waiting_for
from chengxin.foundation.transparency.sequencer import run_sequencer

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.own_sql]


def test_a_row_is_queued_with_its_move_or_not_at_all(simulated: Simulation, town: Town) -> None:
    with transaction.atomic():
        town.publish()
        assert states() == {"queued": 1}
        transaction.set_rollback(True)

    assert states() == {}


def test_where_no_platform_is_named_nothing_is_queued_and_nothing_is_waited_for(town: Town) -> None:
    publication = town.publish()
    run_sequencer(at=town.at)

    assert states() == {}
    assert everywhere(publication)


def test_what_was_published_before_the_platform_was_named_is_queued_by_the_log(
    town: Town, settings: Settings, simulated: Simulation
) -> None:
    address, settings.PLATFORM = settings.PLATFORM, ""
    town.publish()
    settings.PLATFORM = address

    run_sequencer(at=town.at)
    run_sequencer(at=town.at)

    assert states() == {"queued": 1}


def test_the_clock_of_the_report_ends_with_its_receipt(simulated: Simulation, town: Town) -> None:
    town.publish()
    clock = Deadline.objects.running().get(clock="platform.report")
    assert (clock.due_on.isoformat(), clock.unit) == ("2026-12-02", "wd")

    exchange(town.at)

    assert not Deadline.objects.running().exists()
    clock.refresh_from_db()
    assert clock.ended_by == "平台回执 HZ000001"


def test_a_newer_version_takes_the_place_of_one_that_waits(simulated: Simulation, town: Town) -> None:
    publication = town.publish()
    mark(publication=publication, at=town.at)

    exchange(town.at)

    assert states() == {"replaced": 1, "accepted": 1}
    assert simulated.held[publication.key]["version"] == 2
    assert simulated.held[publication.key]["fields"]["YYBZ"] == "1"


def test_what_ends_before_it_left_never_leaves(simulated: Simulation, town: Town) -> None:
    publication = town.publish()
    town.withdraw(publication, at=town.at)

    exchange(town.at)

    assert states() == {"replaced": 1, "never_sent": 1}
    assert simulated.control()["seen"] == []
    assert everywhere(publication)
    assert not Deadline.objects.running().exists()


def test_withdrawals_leave_first_and_apart(simulated: Simulation, town: Town) -> None:
    old = town.publish()
    exchange(town.at)
    new = town.publish()
    town.withdraw(old, at=town.at)

    exchange(town.at + HOUR)

    seen = simulated.control()["seen"]
    assert [(key, action) for key, _, action in seen[1:]] == [(old.key, "withdraw"), (new.key, "report")]
    assert Batch.objects.count() == 3


def test_an_end_is_everywhere_only_when_the_platform_acknowledged_it(
    simulated: Simulation, town: Town
) -> None:
    publication = town.publish()
    exchange(town.at)
    assert everywhere(publication)
    simulated.control(late=True)

    town.withdraw(publication, at=town.at)
    exchange(town.at + HOUR)
    assert waiting_for(publication) == ["公共信用信息平台"]
    simulated.control(late=False)
    exchange(town.at + 2 * HOUR)

    assert everywhere(publication)
    assert simulated.held == {}


def test_silence_about_an_end_is_escalated_and_the_row_is_sent_on(
    simulated: Simulation, town: Town, monday: datetime
) -> None:
    publication = town.publish()
    exchange(monday)
    simulated.control(down=True)
    town.withdraw(publication, at=monday)
    exchange(monday)

    fire_rungs(at=monday + 48 * HOUR)

    withdrawal = Submission.objects.get(action="withdraw")
    assert withdrawal.escalated_at is not None
    assert everywhere(publication)
    assert matter_of(publication).notes.filter(part="platform", text__contains="逾期没有答复").count() == 1
    simulated.control(down=False)
    exchange(monday + 49 * HOUR)
    assert simulated.held == {}
    withdrawal.refresh_from_db()
    assert withdrawal.state == "accepted"


def test_a_row_without_a_number_of_the_log_stays(simulated: Simulation, town: Town) -> None:
    town.publish()

    with connection.alone():
        sent = sending.send_due(connection.platform(), at=town.at)

    assert (sent.rows, states()) == (0, {"queued": 1})
