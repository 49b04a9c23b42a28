"""Both sides are compared: what is missing is reported again, what is strange withdrawn, the rest is listed."""

from datetime import timedelta

import pytest
from tests.rooms.reporting.cases import HOUR, Simulation, Town, exchange, states

from chengxin.foundation.reporting.models import Mismatched, Reconciliation, Submission
from chengxin.foundation.reporting.reconciling import reconcile

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.own_sql]
STRANGE = "f" * 32


def found(result: Reconciliation) -> list[tuple[str, str, str, str]]:
    rows = Mismatched.objects.filter(reconciliation=result)
    return [(each.mismatch, each.ours, each.theirs, each.done) for each in rows]


def test_nothing_on_either_side_is_no_difference(simulated: Simulation, town: Town) -> None:
    assert reconcile(at=town.at).differences == 0


def test_groups_that_agree_are_not_asked_for_their_keys(simulated: Simulation, town: Town) -> None:
    for _ in range(3):
        town.publish()
    exchange(town.at)
    asked = simulated.control()["asked"]

    result = reconcile(at=town.at + HOUR)

    assert (result.ours, result.theirs, result.differences) == (3, 3, 0)
    assert simulated.control()["asked"] == asked + 3  # receipts, notices, counts
    assert result.tallies == [["ZWSX", "x", "", 3, 3]]


def test_what_is_on_its_way_is_no_difference_until_it_should_have_arrived(
    simulated: Simulation, town: Town
) -> None:
    simulated.control(lose_rows=[0], late=True)
    town.publish()
    town.publish()
    exchange(town.at)
    result = reconcile(at=town.at)
    assert (result.in_transit, result.differences) == (1, 0)

    Submission.objects.update(state="sent")
    for batch in {each.batch for each in Submission.objects.select_related("batch")}:
        assert batch is not None
        batch.sent_at = batch.made_at - timedelta(days=400)
        batch.save()
    late = reconcile(at=town.at + HOUR)

    assert found(late) == [("missing", "第 1 版", "没有", "已重新报送")]
    assert states() == {"queued": 1, "accepted": 1}, "the other one is held there: its receipt went lost"


def test_what_ended_here_and_is_held_there_is_withdrawn_again(simulated: Simulation, town: Town) -> None:
    publication = town.publish()
    exchange(town.at)
    row = simulated.held[publication.key]
    town.withdraw(publication, at=town.at)
    exchange(town.at)
    simulated.control(plant=row)

    result = reconcile(at=town.at + HOUR)
    exchange(town.at + 2 * HOUR)

    assert found(result) == [("unknown", "已终止公示", "第 1 版", "已请平台撤销")]
    assert simulated.held == {}
    assert reconcile(at=town.at + 3 * HOUR).differences == 0


def test_a_key_that_was_never_ours_is_to_be_withdrawn(simulated: Simulation, town: Town) -> None:
    planted = {"key": STRANGE, "version": 4, "kind": "ZWSX", "region": "x", "day": "2026-11-01"}
    simulated.control(plant=planted)

    result = reconcile(at=town.at)
    exchange(town.at + HOUR)

    assert found(result) == [("unknown", "没有", "第 4 版", "已请平台撤销")]
    assert simulated.held == {}


def test_an_older_version_there_is_reported_again_and_a_newer_one_is_listed(
    simulated: Simulation, town: Town
) -> None:
    old, new = town.publish(), town.publish()
    town.correct(old, at=town.at, title="更正后的标题")
    exchange(town.at)
    simulated.control(plant={**simulated.held[old.key], "version": 1})
    simulated.control(plant={**simulated.held[new.key], "version": 9})

    result = reconcile(at=town.at + HOUR)

    assert sorted(found(result)) == [
        ("differs", "第 1 版", "第 9 版", "请人工核对"),
        ("differs", "第 2 版", "第 1 版", "已重新报送"),
    ]


def test_what_the_platform_ended_first_is_never_reported_again(simulated: Simulation, town: Town) -> None:
    publication = town.publish()
    exchange(town.at)
    simulated.control(withdraw=publication.key)

    result = reconcile(at=town.at + HOUR)

    assert found(result) == [("differs", "公示中", "已先行终止", "待办理平台来函")]
    assert states() == {"accepted": 1}


def test_a_platform_that_does_not_answer_leaves_a_result_that_says_so(
    simulated: Simulation, town: Town
) -> None:
    simulated.control(down=True)

    result = reconcile(at=town.at)

    assert (result.is_done, result.said) == (False, "平台答复 HTTP 503")


def test_a_withdrawal_that_was_never_acknowledged_is_sent_again(simulated: Simulation, town: Town) -> None:
    publication = town.publish()
    exchange(town.at)
    simulated.control(late=True)
    town.withdraw(publication, at=town.at)
    exchange(town.at)
    withdrawal = Submission.objects.select_related("batch").get(action="withdraw")
    assert withdrawal.batch is not None
    withdrawal.batch.sent_at = withdrawal.batch.made_at - timedelta(days=400)
    withdrawal.batch.save()

    reconcile(at=town.at + HOUR)

    withdrawal.refresh_from_db()
    assert withdrawal.state == "queued"
