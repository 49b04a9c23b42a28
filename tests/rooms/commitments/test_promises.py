"""From proposal to verdict: lawful before it is entered, and judged by who did not promise."""

from datetime import date, datetime, timedelta

import pytest
from tests.make import Office
from tests.rooms.commitments.conftest import DUE, PAPER, Entered, a_promise, pass_reviews

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, Recused, UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import notes_of, visible_matters
from chengxin.foundation.matters.two_persons import SamePerson
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.personal import NamesAPerson
from chengxin.mechanisms.commitments import operations
from chengxin.mechanisms.commitments.models import Beneficiary, Commitment, Outcome
from chengxin.mechanisms.commitments.operations import (
    ConditionsNotMet,
    NotEntered,
    NotYetHeard,
    Reviewed,
)
from chengxin.mechanisms.commitments.queries import beneficiary_of, commitment_of
from chengxin.mechanisms.commitments.watching import watch

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]
A_DAY = timedelta(days=1)


class TestProposing:
    def test_keeps_the_same_promise_once(
        self, office: Office, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        first, is_new = operations.propose(promise=a_promise(housing_bureau), by=office.liaison, at=monday)
        again, is_new_again = operations.propose(
            promise=a_promise(housing_bureau), by=office.officer, at=monday
        )

        assert (first.pk, is_new, is_new_again) == (again.pk, True, False)

    def test_is_for_the_body_or_the_organ_above_it_alone(
        self, neighbour_bai: Mandate, housing_bureau: PublicBody, office: Office, monday: datetime
    ) -> None:
        with pytest.raises(NotCompetent, match="演示市发展和改革委员会"):
            operations.propose(promise=a_promise(housing_bureau), by=neighbour_bai, at=monday)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"due_on": date(2026, 11, 1)}, "早于作出日期"),
            ({"made_on": date(2026, 11, 24)}, "晚于今天"),
            ({"kind": "rumour"}, "没有“rumour”这个种类"),
            ({"beneficiary_kind": Beneficiary.FIRM}, "须写明名称"),
        ],
    )
    def test_refuses_what_cannot_be(
        self,
        changes: dict[str, object],
        said: str,
        office: Office,
        housing_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        with pytest.raises(NotEntered, match=said):
            operations.propose(promise=a_promise(housing_bureau, **changes), by=office.liaison, at=monday)

    def test_seals_to_whom_it_was_promised(
        self, office: Office, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        promise = a_promise(housing_bureau, beneficiary_kind=Beneficiary.FIRM, beneficiary="演示建材有限公司")

        kept, _ = operations.propose(promise=promise, by=office.liaison, at=monday)

        assert "演示建材".encode() not in bytes(kept.beneficiary)
        assert beneficiary_of(kept) == "演示建材有限公司"

    def test_refuses_words_that_name_the_beneficiary(
        self, office: Office, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        promise = a_promise(
            housing_bureau,
            text="演示数据：向演示建材有限公司付款",
            beneficiary_kind=Beneficiary.FIRM,
            beneficiary="演示建材有限公司",
        )

        with pytest.raises(NamesAPerson):
            operations.propose(promise=promise, by=office.liaison, at=monday)


class TestTheGate:
    @pytest.fixture
    def proposed(self, office: Office, housing_bureau: PublicBody, monday: datetime) -> Matter:
        return operations.propose(promise=a_promise(housing_bureau), by=office.liaison, at=monday)[0].matter

    def test_names_every_condition_that_was_not_reviewed(
        self, proposed: Matter, office: Office, monday: datetime
    ) -> None:
        with pytest.raises(
            ConditionsNotMet, match="经过合法性审查：没有审查意见；经过公平竞争审查：没有审查意见"
        ):
            operations.approve(matter=proposed, by=office.lawyer, at=monday, reason="")

    def test_stays_shut_where_one_failed(self, proposed: Matter, office: Office, monday: datetime) -> None:
        failed = Reviewed("competition_reviewed", Outcome.FAILED, "演示县市场监督管理局 演市监〔2026〕1号")
        operations.review(matter=proposed, by=office.liaison, at=monday, reviews=[failed])

        with pytest.raises(ConditionsNotMet, match="公平竞争审查：不通过（演示县市场监督管理局"):
            operations.approve(matter=proposed, by=office.lawyer, at=monday, reason="")

    @pytest.mark.parametrize("condition", ["lawful", "within_power", "legality_reviewed", "responsible_unit"])
    def test_has_conditions_that_always_apply(
        self, condition: str, proposed: Matter, office: Office, monday: datetime
    ) -> None:
        none = Reviewed(condition, Outcome.NOT_APPLICABLE, "不涉及")

        with pytest.raises(ConditionsNotMet, match="对任何承诺都适用"):
            operations.review(matter=proposed, by=office.liaison, at=monday, reviews=[none])

    def test_opens_once_all_passed(self, proposed: Matter, office: Office, monday: datetime) -> None:
        pass_reviews(proposed, office, monday)

        assert proposed.state == "approved"


class TestReportingAndVerdict:
    def test_in_time_is_kept(self, entered: Entered, office: Office, monday: datetime) -> None:
        matter = entered()
        done = date(2026, 11, 23)
        operations.report(
            matter=matter, by=office.liaison, at=monday, fulfilled_on=done, text="已通车", attachments=[PAPER]
        )

        told = operations.verify(
            matter=matter, by=office.officer, at=monday, fulfilled_on=done, reason="现场核实"
        )

        assert (matter.state, told[:6]) == ("fulfilled", "核实为已履行")

    def test_needs_evidence(self, entered: Entered, office: Office, monday: datetime) -> None:
        with pytest.raises(UnableToMove, match="证明材料"):
            operations.report(
                matter=entered(),
                by=office.liaison,
                at=monday,
                fulfilled_on=date(2026, 11, 23),
                text="",
                attachments=[],
            )

    def test_after_its_day_is_late_whatever_anybody_wishes(
        self, entered: Entered, office: Office, monday: datetime
    ) -> None:
        matter, after = entered(), monday + (DUE - monday.date()) + 10 * A_DAY
        watch(at=after)
        matter.refresh_from_db()
        late = DUE + 5 * A_DAY
        operations.report(
            matter=matter, by=office.liaison, at=after, fulfilled_on=late, text="已通车", attachments=[PAPER]
        )

        operations.verify(matter=matter, by=office.officer, at=after, fulfilled_on=late, reason="现场核实")

        assert matter.state == "fulfilled_late"

    def test_is_given_by_nobody_who_holds_a_post_in_the_body(
        self, entered: Entered, office: Office, head_ning: Mandate, monday: datetime
    ) -> None:
        matter = entered()
        operations.report(
            matter=matter,
            by=office.liaison,
            at=monday,
            fulfilled_on=date(2026, 11, 23),
            text="已通车",
            attachments=[PAPER],
        )
        Mandate.objects.filter(pk=head_ning.pk).update(user=office.officer.user)

        with pytest.raises((Recused, NotCompetent)):
            operations.verify(
                matter=matter,
                by=office.officer,
                at=monday,
                fulfilled_on=date(2026, 11, 23),
                reason="现场核实",
            )

    def test_that_the_beneficiary_disputes_is_given_anew_by_another(
        self, entered: Entered, office: Office, monday: datetime
    ) -> None:
        matter, day = entered(), date(2026, 11, 23)
        operations.report(
            matter=matter, by=office.liaison, at=monday, fulfilled_on=day, text="已通车", attachments=[PAPER]
        )
        operations.verify(matter=matter, by=office.officer, at=monday, fulfilled_on=day, reason="现场核实")
        operations.hear_beneficiary(
            matter=matter, by=office.officer, at=monday, word="disputed", said_on=day, basis="仍有两百米未修"
        )
        assert matter.state == "disputed"

        with pytest.raises(SamePerson):
            operations.verify(
                matter=matter, by=office.officer, at=monday, fulfilled_on=day, reason="再次核实"
            )
        assert "verify" in [
            button.code for button, _why in kind_of("commitment").barred_for(matter, office.officer)
        ]
        operations.verify(
            matter=matter, by=office.second_officer, at=monday, fulfilled_on=day, reason="再次核实"
        )

        assert matter.state == "fulfilled"


class TestBreaking:
    @pytest.fixture
    def overdue(self, entered: Entered, monday: datetime) -> tuple[Matter, datetime]:
        matter, after = entered(), monday + (DUE - monday.date()) + A_DAY
        watch(at=after)
        matter.refresh_from_db()
        return matter, after

    def test_waits_until_the_body_could_explain(
        self, overdue: tuple[Matter, datetime], office: Office
    ) -> None:
        matter, after = overdue

        with pytest.raises(NotYetHeard):
            operations.find_broken(matter=matter, by=office.head, at=after, reason="无正当理由")
        operations.find_broken(matter=matter, by=office.head, at=after + 15 * A_DAY, reason="无正当理由")

        assert (matter.state, matter.harms, matter.decided_by) == ("broken", True, office.head)

    @pytest.mark.parametrize(
        "excuse", ["government_change", "staff_change", "institution_change", "division_change"]
    )
    def test_is_not_hindered_by_an_excuse_that_the_law_names(
        self, excuse: str, overdue: tuple[Matter, datetime], office: Office
    ) -> None:
        matter, after = overdue

        told = operations.explain(matter=matter, by=office.liaison, at=after, excuse=excuse, text="情况说明")
        operations.find_broken(matter=matter, by=office.head, at=after, reason="理由不成立")

        assert told.startswith("理由不成立")
        assert "第四十一条" in told
        assert any("情况说明" in note.text for note in notes_of(matter, "explanation"))
        assert matter.state == "broken"

    def test_tells_the_lead(self, overdue: tuple[Matter, datetime], office: Office) -> None:
        matter, after = overdue
        operations.find_broken(matter=matter, by=office.head, at=after + 15 * A_DAY, reason="无正当理由")

        lead = commitment_of(matter).lead

        assert lead is not None
        assert any("认定违约" in note.text for note in notes_of(lead.matter))


def test_a_neighbour_sees_nothing_of_it(entered: Entered, neighbour_bai: Mandate, office: Office) -> None:
    matter = entered()

    assert not visible_matters(neighbour_bai).filter(pk=matter.pk).exists()
    assert visible_matters(office.liaison).filter(pk=matter.pk).exists()
    assert Commitment.objects.get(pk=matter.pk).owner == office.liaison
