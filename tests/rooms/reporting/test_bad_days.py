"""The platform is late, down, hangs up in the middle, answers twice, returns, or speaks nonsense."""

import pytest
from tests.publishing import matter_of
from tests.rooms.reporting.cases import HOUR, MINUTE, Simulation, Town, exchange, send_only, states

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.reporting import connection, sending
from chengxin.foundation.reporting.models import Batch, Channel, PlatformReceipt, Submission
from chengxin.foundation.reporting.operations import NothingReturned, answer_return
from chengxin.foundation.reporting.queries import IS_RETURNED
from chengxin.ground import keys
from chengxin.ground.home import Home

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


def reports_seen(simulated: Simulation) -> list[str]:
    return [key for key, _, action in simulated.control()["seen"] if action == "report"]


def test_a_platform_that_is_down_is_tried_again_later_and_later(simulated: Simulation, town: Town) -> None:
    town.publish()
    simulated.control(down=True)

    waits = []
    at = town.at
    for _ in range(8):
        assert "503" in exchange(at).said
        waits.append((Batch.objects.get().next_at - at) // MINUTE)
        at = Batch.objects.get().next_at
    asked = simulated.control()["asked"]
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    send_only(at - MINUTE)
    assert simulated.control(down=False)["asked"] == asked

    assert exchange(at).rows == 1
    assert states() == {"accepted": 1}


def test_a_platform_that_hangs_up_in_the_middle_takes_nothing_twice(
    simulated: Simulation, town: Town
) -> None:
    for _ in range(5):
        town.publish()
    simulated.control(dies_after=3)

    assert "没有答复" in exchange(town.at).said
    assert exchange(town.at + HOUR).rows == 2, "three were answered for before it hung up"

    assert states() == {"accepted": 5}
    assert len(simulated.held) == 5


def test_a_package_that_arrived_without_an_answer_is_not_handed_over_again(
    simulated: Simulation, town: Town
) -> None:
    town.publish()
    send_only(town.at)
    Batch.objects.update(sent_at=None)  # as if the process had died before it could note the answer
    Submission.objects.update(state="sending")

    exchange(town.at + MINUTE)

    assert len(reports_seen(simulated)) == 1
    assert states() == {"accepted": 1}


def test_a_platform_that_was_killed_goes_on_where_it_was(simulated: Simulation, town: Town) -> None:
    town.publish()
    simulated.kill()
    assert "没有答复" in exchange(town.at).said

    simulated.start()
    exchange(town.at + HOUR)

    assert states() == {"accepted": 1}


def test_an_answer_given_twice_counts_once(simulated: Simulation, town: Town) -> None:
    simulated.control(twice=True)
    town.publish()

    exchange(town.at)
    Channel.objects.update(cursor="")  # and all of it is fetched again
    exchange(town.at + MINUTE)

    assert states() == {"accepted": 1}
    assert PlatformReceipt.objects.count() == 2


def test_a_late_return_of_an_older_package_changes_nothing(simulated: Simulation, town: Town) -> None:
    publication = town.publish()
    simulated.control(reject_rows=[0], late=True)
    exchange(town.at)
    town.correct(publication, at=town.at + MINUTE, title="更正后的标题")
    send_only(town.at + MINUTE)
    simulated.control(late=False)

    exchange(town.at + HOUR)

    assert states() == {"replaced": 1, "accepted": 1}
    assert PlatformReceipt.objects.filter(is_accepted=False).count() == 1


def test_a_returned_row_waits_for_the_officer_who_explains_it(simulated: Simulation, town: Town) -> None:
    publication = town.publish()
    simulated.control(reject_rows=[0])
    exchange(town.at)
    matter, officer = matter_of(publication), town.office.officer
    assert list(Matter.objects.filter(IS_RETURNED)) == [matter]

    with pytest.raises(NotCompetent):
        answer_return(matter=matter, by=town.office.head, at=town.at, explanation="演示")
    answer_return(matter=matter, by=officer, at=town.at, explanation="演示数据：文号无误")
    with pytest.raises(NothingReturned):
        answer_return(matter=matter, by=officer, at=town.at, explanation="演示")
    exchange(town.at + HOUR)

    assert states() == {"accepted": 1}
    assert simulated.held[publication.key]["explanation"] == "演示数据：文号无误"
    assert not Matter.objects.filter(IS_RETURNED).exists()


def test_a_row_that_would_not_be_taken_is_kept_back_and_told_field_by_field(
    simulated: Simulation, town: Town
) -> None:
    good = town.publish()
    town.publish(
        title="长" * 300, basis={"kind": "judgment", "number": "1", "organ": "院" * 201, "date": "2026-09-01"}
    )

    done = exchange(town.at)

    assert (done.rows, done.kept_back) == (1, 1)
    wrong = Submission.objects.get(state="returned")
    assert wrong.is_ours
    assert wrong.reason == (
        "失信事项（SXBT）：填的是“长长长长长长长长长长长长长长长长长长长长…（300 字）”，应当是不超过 200 字；"
        "作出认定依据的机关（YJJG）：填的是“院院院院院院院院院院院院院院院院院院院院…（201 字）”，应当是不超过 200 字"
    )
    assert list(simulated.held) == [good.key]


def test_a_wrong_token_is_told_and_never_repeated(simulated: Simulation, town: Town, home: Home) -> None:
    keys.replace_key(home, connection.TOKEN, b"wrong-secret")
    town.publish()

    said = exchange(town.at).said

    assert said == "平台拒绝（HTTP 401）：凭据不对"
    assert not Batch.objects.filter(said__contains="wrong-secret").exists()


def test_two_processes_do_not_speak_at_once(simulated: Simulation, town: Town) -> None:
    with connection.alone(), pytest.raises(connection.AlreadySending):
        sending.exchange(at=town.at)
