"""A promise is changed with ground, power, procedure and compensation or not at all; no unlawful one is broken."""

from datetime import date, datetime

import pytest
from tests.make import Office
from tests.rooms.commitments.conftest import DUE, PAPER, Entered

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.mechanisms.commitments import changing, operations
from chengxin.mechanisms.commitments.changing import GroundRefused
from chengxin.mechanisms.commitments.models import Loss
from chengxin.mechanisms.commitments.queries import adopted_versions, commitment_of, standing_version
from chengxin.mechanisms.commitments.watching import watch

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
LATER = date(2028, 6, 30)


def ask(matter: Matter, office: Office, at: datetime, **changes: object) -> None:
    said = {"ground": "public_interest", "reason": "防汛工程占用", "text": "", "target": "", "due_on": LATER}
    changing.propose_change(
        matter=matter,
        by=office.liaison,
        at=at,
        attachments=[PAPER],
        **(said | changes),  # type: ignore[arg-type]
    )


def go_through(matter: Matter, office: Office, at: datetime, **changes: object) -> None:
    ask(matter, office, at, **changes)
    changing.check_procedure(
        matter=matter, by=office.lawyer, at=at, decision="演示县人民政府 演政决〔2026〕1号", reason="有权"
    )
    changing.fix_compensation(matter=matter, by=office.head, at=at, fen=120_000_00, reason="临时通行损失")
    changing.decide(matter=matter, by=office.head, at=at, reason="同意")


@pytest.mark.parametrize(
    ("excuse", "clause"),
    [
        ("government_change", "政府换届"),
        ("staff_change", "人"),
        ("institution_change", "机构"),
        ("division_change", "区划"),
    ],
)
def test_an_excuse_that_the_law_names_is_refused_with_its_clauses(
    excuse: str, clause: str, entered: Entered, office: Office, monday: datetime
) -> None:
    matter = entered()

    with pytest.raises(GroundRefused, match=clause) as refused:
        ask(matter, office, monday, ground=excuse)

    assert "优化营商环境条例" in str(refused.value)
    assert matter.state == "performing"


def test_a_change_adds_a_version_and_keeps_the_first(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter = entered()

    go_through(matter, office, monday)

    first, second = adopted_versions(commitment_of(matter))
    assert (first.due_on, second.due_on, second.ground) == (DUE, LATER, "public_interest")
    assert second.decision == "演示县人民政府 演政决〔2026〕1号"
    assert (commitment_of(matter).due_on, matter.state) == (LATER, "performing")
    (paid,) = commitment_of(matter).compensations.all()
    assert (paid.loss, paid.fen) == (Loss.CHANGE, 120_000_00)


def test_compensation_is_not_paid_on_a_day_to_come(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter = entered()
    go_through(matter, office, monday)

    with pytest.raises(UnableToMove, match="晚于今天"):
        changing.note_compensation(matter=matter, by=office.officer, at=monday, paid_on=LATER)

    changing.note_compensation(matter=matter, by=office.officer, at=monday, paid_on=date(2026, 11, 20))
    assert commitment_of(matter).compensations.get().paid_on == date(2026, 11, 20)


def test_no_step_can_be_left_out(entered: Entered, office: Office, monday: datetime) -> None:
    matter = entered()
    ask(matter, office, monday)

    with pytest.raises(UnableToMove):
        changing.decide(matter=matter, by=office.head, at=monday, reason="同意")

    assert standing_version(commitment_of(matter)).due_on == DUE


def test_a_refused_change_leaves_it_as_it_was_and_another_may_be_asked_for(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter = entered()
    ask(matter, office, monday)
    changing.refuse_change(matter=matter, by=office.lawyer, at=monday, reason="无权决定")
    assert (matter.state, standing_version(commitment_of(matter)).due_on) == ("performing", DUE)

    go_through(matter, office, monday)

    assert [each.number for each in adopted_versions(commitment_of(matter))] == [1, 3]


def test_nothing_filled_in_asks_for_the_end(entered: Entered, office: Office, monday: datetime) -> None:
    matter = entered()

    go_through(matter, office, monday, due_on=None)

    assert matter.state == "ended"
    assert watch(at=monday.replace(year=2029)) == 0


def test_what_changes_nothing_is_no_change(entered: Entered, office: Office, monday: datetime) -> None:
    with pytest.raises(UnableToMove, match="没有变更"):
        ask(entered(), office, monday, due_on=DUE)


def test_a_changed_promise_that_passes_its_new_day_is_a_lead_again(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter = entered(due_on=date(2026, 11, 20))
    go_through(matter, office, monday, due_on=date(2026, 12, 31))

    watch(at=monday.replace(year=2027, month=1, day=4))

    assert Matter.objects.filter(kind="lead").count() == 2


def test_an_unlawful_promise_is_invalid_with_what_was_lost_and_never_broken(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter = entered(due_on=date(2026, 11, 20))
    assert matter.state == "overdue"

    changing.invalidate(
        matter=matter, by=office.head, at=monday, fen=80_000_00, reason="超越权限承诺税收返还"
    )

    assert (matter.state, matter.decided_by) == ("invalid", office.head)
    assert commitment_of(matter).compensations.get().loss == Loss.UNLAWFUL
    with pytest.raises(UnableToMove):
        operations.explain(matter=matter, by=office.liaison, at=monday, excuse="", text="说明")
        operations.find_broken(matter=matter, by=office.head, at=monday, reason="违约")
