"""An application for repair, and its three effects."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.make import A_DAY, Office, issue_and_serve, make_record
from tests.rooms.consequences.cases import make_rectification
from tests.rooms.consequences.cases import refreshed as fresh_measure
from tests.rooms.objections.cases import documents, fresh, release, shown
from tests.rooms.repairs.cases import (
    COMMITMENT,
    PROOF,
    apply_for,
    grant,
    let_minimum_term_pass,
    make_burdened_record,
)
from tests.rooms.repairs.conftest import Board
from tests.rooms.sharing.cases import make_consumer, said

from chengxin.chain.consequences import rectifying
from chengxin.chain.consequences.models import Measure
from chengxin.chain.consequences.operations import acknowledge
from chengxin.chain.records import ends
from chengxin.chain.records.models import Record
from chengxin.chain.repairs import effects, operations, papers
from chengxin.chain.repairs.queries import effects_of, eligibility_of, repair_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.sharing.models import Consumer
from chengxin.foundation.sharing.operations import take_answer
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def record(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    """A determined record whose minimum term has run out."""
    matter = make_record(body=housing_bureau, office=office, at=monday)
    let_minimum_term_pass(matter)
    return fresh(matter)


@pytest.fixture
def burdened(
    rules: str, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime
) -> tuple[Matter, Measure]:
    """A public record and its measure in force."""
    return make_burdened_record(body=housing_bureau, office=office, owner=owner_cao, at=monday)


def say_lifted(measure: Measure, owner: Mandate, at: datetime) -> None:
    acknowledge(
        matter=fresh_measure(measure).matter,
        by=owner,
        at=at,
        lifted_on=legal_day(at),
        what="演示数据：已恢复拨付",
    )


def say_sharing_stopped(repair: Matter, office: Office, at: datetime) -> None:
    effects.acknowledge_sharing(
        matter=fresh(repair), by=office.officer, at=at, receipt="演平台〔2026〕1号", attachments=[]
    )


class TestEligibility:
    @pytest.mark.parametrize(
        ("severity", "since"),
        [("minor", date(2026, 10, 24)), ("general", date(2027, 1, 25)), ("serious", date(2027, 10, 25))],
    )
    def test_begins_after_the_minimum_term_of_the_severity(
        self, record: Matter, severity: str, since: date
    ) -> None:
        Record.objects.filter(pk=record.pk).update(severity=severity, instrument_on=date(2026, 10, 24))

        eligibility = eligibility_of(record, on=date(2026, 11, 23))

        assert eligibility.since == since
        assert "2026-10-24" in eligibility.lines[0]

    def test_refuses_the_day_before_with_clause_and_arithmetic(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        Record.objects.filter(pk=record.pk).update(severity="general", instrument_on=date(2026, 8, 23))

        with pytest.raises(operations.TooEarly, match=r"2026-11-24.*C-34.*2026-08-23"):
            apply_for(record, office, monday)

        assert apply_for(record, office, monday + A_DAY).state == "applied"

    def test_begins_when_the_organ_verified_the_rectification(
        self, rules: str, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        rectification = make_rectification(body=housing_bureau, office=office, at=monday, state="reported")
        rectifying.verify(matter=rectification, by=office.second_officer, at=monday, opinion="演示数据：属实")
        record = fresh(rectification).parent
        assert record is not None

        eligibility = eligibility_of(record, on=legal_day(monday))

        assert (eligibility.since, eligibility.clause) == (legal_day(monday), "N-32")


class TestApplying:
    def test_needs_both_papers(self, record: Matter, office: Office, monday: datetime) -> None:
        for proof, commitment in (([PROOF], []), ([], [COMMITMENT])):
            with pytest.raises(operations.ProofMissing, match="两份都要有"):
                operations.apply_for_repair(
                    matter=record,
                    by=office.liaison,
                    at=monday,
                    statement="演示",
                    proof=proof,
                    commitment=commitment,
                )

    def test_is_for_the_bodys_own_liaison(
        self, record: Matter, monday: datetime, neighbour_bai: Mandate, office: Office
    ) -> None:
        for by in (neighbour_bai, office.officer):
            with pytest.raises(NotCompetent):
                operations.apply_for_repair(
                    matter=record, by=by, at=monday, statement="演示", proof=[PROOF], commitment=[COMMITMENT]
                )

    def test_is_made_once_at_a_time(self, record: Matter, office: Office, monday: datetime) -> None:
        apply_for(record, office, monday)

        with pytest.raises(operations.AlreadyApplied):
            apply_for(record, office, monday)

    def test_starts_three_working_days_to_accept_and_then_ten_to_decide(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        repair = apply_for(record, office, monday, "accepted")

        clocks = {each.clock: (each.budget, each.ended_on) for each in Deadline.objects.filter(matter=repair)}
        assert clocks == {"repair.accept": (3, legal_day(monday)), "repair.decide": (10, None)}

    def test_asks_for_more_once_and_stands_still_meanwhile(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        repair = apply_for(record, office, monday, "supplement")
        assert not Deadline.objects.running().filter(matter=repair).exists()

        operations.supplement(
            matter=repair,
            by=office.liaison,
            at=monday + 9 * A_DAY,
            statement="演示",
            proof=[PROOF],
            commitment=[],
        )

        running = Deadline.objects.running().get(matter=repair)
        assert running.started_on == legal_day(monday + 9 * A_DAY)
        with pytest.raises(UnableToMove, match="补正"):
            operations.ask_for_more(matter=repair, by=office.officer, at=monday + 9 * A_DAY, wanted="再补")

    def test_says_why_it_is_not_taken_up(self, record: Matter, office: Office, monday: datetime) -> None:
        repair = apply_for(record, office, monday)

        operations.decline(matter=repair, by=office.officer, at=monday, reason="演示数据：与本记录无关")

        assert (repair.state, repair.decided_by) == ("not_accepted", office.officer)
        assert apply_for(record, office, monday).state == "applied"

    def test_tells_in_a_document_why_it_is_not_taken_up_and_what_can_be_done(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        repair = apply_for(record, office, monday)

        operations.decline(matter=repair, by=office.officer, at=monday, reason="演示数据：与本记录无关")

        official = preview(documents(repair)["repair_not_accepted"])
        assert "不予受理" in official.title
        assert "与本记录无关" in str(official.body)
        remedies = "".join(official.remedies)
        assert "信用修复申请（具备条件后再次提出）（《信用修复管理办法》第二条）" in remedies
        assert "自收到本文书之日起30日内" in remedies

    @pytest.mark.parametrize("kind", ["repair_not_accepted", "repair_decision"])
    def test_counts_the_time_to_ask_for_a_review_from_the_service(
        self, record: Matter, office: Office, monday: datetime, kind: str
    ) -> None:
        if kind == "repair_decision":
            repair = apply_for(record, office, monday, "accepted")
            operations.refuse(matter=repair, by=office.head, at=monday, reason="演示")
        else:
            repair = apply_for(record, office, monday)
            operations.decline(matter=repair, by=office.officer, at=monday, reason="演示")
        before = papers.terms_of(repair)

        issue_and_serve(document=documents(repair)[kind], office=office, at=monday + 2 * A_DAY)

        assert [(term.zh, term.until) for term in before] == [("复核", None)]
        assert [term.until for term in papers.terms_of(repair)] == [date(2026, 12, 25)]

    def test_refuses_with_reasons_and_remedies(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        repair = apply_for(record, office, monday, "accepted")

        operations.refuse(matter=repair, by=office.head, at=monday, reason="演示数据：尚欠尾款")

        official = preview(documents(repair)["repair_decision"])
        assert "尚欠尾款" in str(official.body)
        assert "不予信用修复" in str(official.body)
        assert "复核" in "".join(official.remedies)
        assert fresh(record).state == "active"

    @pytest.mark.parametrize("state", ["applied", "supplement", "supplemented", "accepted"])
    def test_lapses_when_the_record_ends_in_another_way(
        self, record: Matter, office: Office, monday: datetime, state: str
    ) -> None:
        repair = apply_for(record, office, monday, state)

        ends.withdraw_record(
            matter=record, by=office.head, at=monday, ground=Ground.REVERSED, reason="演示数据：再审改判"
        )

        assert fresh(repair).state == "lapsed"
        assert not Deadline.objects.running().filter(matter=repair).exists()


class TestGranting:
    def test_needs_every_condition_of_the_law(self, record: Matter, office: Office, monday: datetime) -> None:
        repair = apply_for(record, office, monday, "accepted")

        for missing in ("is_corrected", "is_performed", "nothing_forbids"):
            verified = dict.fromkeys(("is_corrected", "is_performed", "nothing_forbids"), True)
            with pytest.raises(operations.ConditionsNotMet):
                operations.grant(
                    matter=repair, by=office.head, at=monday, reason="演示", **{**verified, missing: False}
                )

    def test_is_the_heads_to_do(self, record: Matter, office: Office, monday: datetime) -> None:
        repair = apply_for(record, office, monday, "accepted")
        as_head = Office(*[office.officer] * 6)

        with pytest.raises(UnableToMove, match="不由"):
            grant(repair, as_head, monday)

    def test_ends_record_publication_and_measures_in_one_act(
        self, burdened: tuple[Matter, Measure], office: Office, monday: datetime, board: Board
    ) -> None:
        record, measure = burdened

        repair = apply_for(record, office, monday, "granted")

        assert fresh(record).state == "repaired"
        assert shown(record) is None
        assert fresh_measure(measure).matter.state == "lifting"
        assert repair.state == "granted"

    def test_asks_everybody_whom_it_touches(
        self,
        burdened: tuple[Matter, Measure],
        office: Office,
        monday: datetime,
        board: Board,
        finance_bureau: PublicBody,
    ) -> None:
        repair = apply_for(burdened[0], office, monday, "granted")

        waiting = [
            (each.effect, each.answerer, each.acknowledged_at) for each in effects_of(repair_of(repair))
        ]

        assert waiting == [
            ("publication_ended", "各公示处", None),
            ("sharing_stopped", "公共信用信息平台", None),
            ("measures_lifted", finance_bureau.name, None),
        ]

    @pytest.mark.parametrize("last", ["publication", "sharing", "measure"])
    def test_is_complete_only_when_the_last_has_answered(
        self,
        burdened: tuple[Matter, Measure],
        office: Office,
        owner_cao: Mandate,
        monday: datetime,
        board: Board,
        last: str,
    ) -> None:
        record, measure = burdened
        run_sequencer(at=monday)
        assert board.shown
        repair = apply_for(record, office, monday, "granted")
        answers: dict[str, Callable[[], object]] = {
            "publication": lambda: run_sequencer(at=monday),
            "sharing": lambda: say_sharing_stopped(repair, office, monday),
            "measure": lambda: say_lifted(measure, owner_cao, monday),
        }

        for name in sorted(answers, key=lambda name: name == last):
            assert fresh(repair).state == "granted"
            answers[name]()
            effects.settle_all(at=monday)

        assert fresh(repair).state == "completed"
        assert board.shown == {}
        assert not Deadline.objects.running().filter(matter=repair).exists()

    def test_completes_with_the_owners_answer_without_waiting_for_the_night(
        self,
        burdened: tuple[Matter, Measure],
        office: Office,
        owner_cao: Mandate,
        monday: datetime,
        board: Board,
    ) -> None:
        record, measure = burdened
        repair = apply_for(record, office, monday, "granted")
        run_sequencer(at=monday)
        say_sharing_stopped(repair, office, monday)

        say_lifted(measure, owner_cao, monday)

        assert fresh(repair).state == "completed"

    def test_is_overdue_the_day_after_when_somebody_is_silent(
        self, record: Matter, office: Office, monday: datetime, board: Board
    ) -> None:
        release(record, office, monday)
        repair = apply_for(record, office, monday, "granted")

        late = Deadline.objects.overdue_on(legal_day(monday + 2 * A_DAY)).filter(matter=repair)

        assert [deadline.clock for deadline in late] == ["repair.complete"]

    def test_takes_the_platforms_receipt_once(
        self, record: Matter, office: Office, monday: datetime, board: Board
    ) -> None:
        release(record, office, monday)
        repair = apply_for(record, office, monday, "granted")
        say_sharing_stopped(repair, office, monday)

        with pytest.raises(effects.AlreadyAnswered):
            say_sharing_stopped(repair, office, monday)

    def test_says_the_three_effects_and_their_day_in_a_document_that_is_served(
        self, record: Matter, office: Office, monday: datetime, board: Board
    ) -> None:
        repair = apply_for(record, office, monday, "granted")
        document = documents(repair)["repair_decision"]

        issue_and_serve(document=document, office=office, at=monday)

        said = str(preview(document).body)
        assert all(words in said for words in ("终止公示", "停止共享", "解除依据", "2026年11月23日"))

    def test_does_not_say_that_it_is_repaired_before_all_have_answered(
        self, record: Matter, office: Office, monday: datetime, board: Board
    ) -> None:
        repair = apply_for(record, office, monday, "granted")

        assert "待各方回执" in kind_of("repair").state_zh(repair.state)
        assert kind_of("record").state_zh(fresh(record).state) == "已准予修复"


class TestButtons:
    @pytest.mark.parametrize(
        ("state", "who", "offered"),
        [
            ("applied", "officer", {"accept", "ask_for_more", "decline"}),
            ("applied", "head", set()),
            ("supplement", "liaison", {"supplement"}),
            ("supplement", "officer", set()),
            ("supplemented", "officer", {"accept", "decline"}),
            ("accepted", "officer", set()),
            ("accepted", "head", {"grant", "refuse"}),
            ("granted", "officer", {"acknowledge_sharing", "doubt_repair"}),
            ("granted", "head", set()),
            ("granted", "liaison", set()),
        ],
    )
    def test_offers_exactly_what_the_role_may_press(
        self,
        record: Matter,
        office: Office,
        monday: datetime,
        board: Board,
        state: str,
        who: str,
        offered: set[str],
    ) -> None:
        repair = apply_for(record, office, monday, state)

        buttons = kind_of("repair").buttons_for(repair, getattr(office, who))

        assert {button.code for button in buttons} == offered


class TestConsumers:
    """Whoever had taken the record answers for itself; nobody ticks it off."""

    @pytest.fixture
    def granted(
        self, record: Matter, office: Office, monday: datetime, board: Board
    ) -> tuple[Matter, dict[str, Consumer]]:
        """A granted repair of a record that two consumers had taken and a third had not."""
        release(record, office, monday)
        run_sequencer(at=monday)
        taken = {code: make_consumer(code, pulled_at=monday) for code in ("first", "second")}
        make_consumer("third")
        repair = apply_for(record, office, monday, "granted")
        run_sequencer(at=monday)
        return repair, taken

    def test_each_of_those_who_took_it_must_answer(self, granted: tuple[Matter, dict[str, Consumer]]) -> None:
        repair, taken = granted

        sharing = [each for each in effects_of(repair_of(repair)) if each.effect == "sharing_stopped"]

        assert [each.answerer for each in sharing] == [
            "公共信用信息平台",
            *(consumer.name for consumer in taken.values()),
        ]

    def test_it_is_complete_only_with_the_last_answer(
        self, granted: tuple[Matter, dict[str, Consumer]], office: Office, monday: datetime
    ) -> None:
        repair, taken = granted
        say_sharing_stopped(repair, office, monday)
        effects.settle_all(at=monday)
        states = [fresh(repair).state]

        for consumer in taken.values():
            take_answer(consumer=consumer, data=said(consumer), at=monday)
            effects.settle_all(at=monday)
            states.append(fresh(repair).state)

        assert states == ["granted", "granted", "completed"]

    def test_the_platforms_receipt_answers_for_no_consumer(
        self, granted: tuple[Matter, dict[str, Consumer]], office: Office, monday: datetime
    ) -> None:
        repair, _taken = granted

        say_sharing_stopped(repair, office, monday)

        open_ = [each.answerer for each in effects_of(repair_of(repair)) if each.acknowledged_at is None]
        assert len(open_) == 2
        assert "acknowledge_sharing" not in {
            button.code for button in kind_of("repair").buttons_for(fresh(repair), office.officer)
        }

    def test_escalated_silence_holds_up_the_body_no_longer_and_is_said_as_such(
        self, granted: tuple[Matter, dict[str, Consumer]], office: Office, monday: datetime
    ) -> None:
        repair, taken = granted
        say_sharing_stopped(repair, office, monday)
        take_answer(consumer=taken["first"], data=said(taken["first"]), at=monday)

        fire_rungs(at=monday + 2 * A_DAY)

        receipts = {each.answerer: each.receipt for each in effects_of(repair_of(repair))}
        assert fresh(repair).state == "completed"
        assert "回执" in receipts[taken["first"].name]
        assert "逾期未回执" in receipts[taken["second"].name]
        assert Matter.objects.get(kind="sharing_stop").state == "escalated"
