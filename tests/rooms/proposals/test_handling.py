"""From the register to the body that answers: assigned, returned, helped with, on the periods of the law."""

from datetime import date, datetime

import pytest
from tests.rooms.proposals.conftest import Registered, a_suggestion

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.queries import deadlines_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.queries import children_of, notes_of, visible_matters
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.personal import NamesAPerson
from chengxin.mechanisms.proposals import operations
from chengxin.mechanisms.proposals.models import Source
from chengxin.mechanisms.proposals.operations import NotRegistered
from chengxin.mechanisms.proposals.queries import proposal_of, proposer_of

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]


def running(matter: Matter) -> dict[str, date]:
    return {each.clock: each.due_on for each in deadlines_of(matter) if each.ended_on is None}


class TestRegistering:
    def test_seals_who_proposed(self, registered: Registered) -> None:
        proposal = proposal_of(registered())

        assert "测试甲".encode() not in bytes(proposal.proposer)
        assert proposer_of(proposal) == "测试甲、测试乙"

    def test_the_same_number_of_the_same_session_is_one(self, registered: Registered) -> None:
        assert registered().pk == registered(title="关于同一件事的建议").pk
        assert registered().pk != registered(number="013").pk
        assert registered().pk != registered(source=Source.CPPCC).pk

    @pytest.mark.parametrize("where", ["title", "text"])
    def test_refuses_words_that_name_who_proposed(self, where: str, registered: Registered) -> None:
        with pytest.raises(NamesAPerson) as refused:
            registered(**{where: "测试 乙建议建设人行桥"})

        assert "测试" not in str(refused.value)

    @pytest.mark.parametrize(
        ("changes", "said"),
        [({"received_on": date(2026, 11, 24)}, "晚于今天"), ({"proposer": "、"}, "请填写提出者")],
    )
    def test_refuses_what_cannot_be(
        self, changes: dict[str, object], said: str, registered: Registered
    ) -> None:
        with pytest.raises(NotRegistered, match=said):
            registered(**changes)

    def test_is_for_the_organ_that_assigns(
        self, liaison_tang: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        with pytest.raises(NotCompetent, match="受理人员"):
            operations.register(received=a_suggestion(housing_bureau), by=liaison_tang, at=monday)

    def test_the_body_sees_it_once_it_is_assigned(
        self, registered: Registered, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        matter = registered()
        assert not visible_matters(liaison_tang).filter(pk=matter.pk).exists()

        operations.assign(matter=matter, by=clerk_mo, at=monday)

        assert visible_matters(liaison_tang).filter(pk=matter.pk).exists()


class TestPeriods:
    def test_of_a_suggestion_are_those_of_the_law(
        self, registered: Registered, clerk_mo: Mandate, monday: datetime
    ) -> None:
        matter = registered()
        assert running(matter) == {"suggestion.assign": date(2026, 11, 25)}

        operations.assign(matter=matter, by=clerk_mo, at=monday)

        due = running(matter)
        assert due["suggestion.handle"] == date(2027, 2, 23)
        assert set(due) == {"suggestion.return", "suggestion.handle"}

    def test_of_a_wide_and_difficult_one_are_twice_as_long_from_the_same_day(
        self, registered: Registered, clerk_mo: Mandate, monday: datetime
    ) -> None:
        matter = registered()
        operations.assign(matter=matter, by=clerk_mo, at=monday)

        operations.declare_hard(matter=matter, by=clerk_mo, at=monday, reason="涉及五个部门")

        due = running(matter)
        assert "suggestion.handle" not in due
        assert due["suggestion.answer_hard"].replace(day=1) == date(2027, 5, 1)

    def test_of_a_proposal_are_never_the_longer_ones(
        self, registered: Registered, clerk_mo: Mandate, monday: datetime
    ) -> None:
        matter = registered(source=Source.CPPCC)
        operations.assign(matter=matter, by=clerk_mo, at=monday)
        assert set(running(matter)) == {"proposal.return", "proposal.answer"}

        with pytest.raises(UnableToMove, match="不适用"):
            operations.declare_hard(matter=matter, by=clerk_mo, at=monday, reason="涉及五个部门")


class TestReturning:
    @pytest.fixture
    def returned(
        self, registered: Registered, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> Matter:
        matter = registered()
        operations.assign(matter=matter, by=clerk_mo, at=monday)
        operations.ask_return(matter=matter, by=liaison_tang, at=monday, reason="属于水利部门职责")
        return matter

    def test_is_not_up_to_the_body(self, returned: Matter, liaison_tang: Mandate, monday: datetime) -> None:
        with pytest.raises(UnableToMove):
            operations.keep(matter=returned, by=liaison_tang, at=monday, reason="")
        assert "suggestion.handle" in running(returned)

    def test_agreed_gives_it_to_another_whose_period_begins_anew(
        self,
        returned: Matter,
        clerk_mo: Mandate,
        liaison_tang: Mandate,
        neighbour_bai: Mandate,
        monday: datetime,
    ) -> None:
        operations.reassign(matter=returned, by=clerk_mo, at=monday, body=neighbour_bai.body, reason="同意")

        assert returned.state == "assigned"
        assert visible_matters(neighbour_bai).filter(pk=returned.pk).exists()
        assert not visible_matters(liaison_tang).filter(pk=returned.pk).exists()
        assert set(running(returned)) == {"suggestion.return", "suggestion.handle"}
        operations.take(matter=returned, by=neighbour_bai, at=monday)

    def test_refused_leaves_it_where_it_is_and_no_second_return(
        self, returned: Matter, clerk_mo: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        operations.keep(matter=returned, by=clerk_mo, at=monday, reason="属于你单位职责")

        assert returned.state == "in_progress"
        with pytest.raises(UnableToMove):
            operations.ask_return(matter=returned, by=liaison_tang, at=monday, reason="再次申请")


class TestCoHandling:
    def test_is_a_matter_of_the_body_that_helps(
        self, registered: Registered, clerk_mo: Mandate, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        matter = registered()
        operations.assign(
            matter=matter, by=clerk_mo, at=monday, co_handlers=[neighbour_bai.body, neighbour_bai.body]
        )

        (child,) = children_of(matter, "co_handling")
        assert running(child) == {"suggestion.co_handler": date(2026, 12, 23)}
        assert not visible_matters(neighbour_bai).filter(pk=matter.pk).exists()

        operations.give_opinion(matter=child, by=neighbour_bai, at=monday, text="河道条件允许")

        assert (child.state, running(child)) == ("given", {})
        assert [note.text for note in notes_of(child)] == ["河道条件允许"]

    def test_is_never_that_of_the_body_that_leads(
        self, registered: Registered, clerk_mo: Mandate, housing_bureau: PublicBody, monday: datetime
    ) -> None:
        with pytest.raises(UnableToMove, match="主办单位"):
            operations.assign(matter=registered(), by=clerk_mo, at=monday, co_handlers=[housing_bureau])


def test_careless_handling_is_a_lead_that_the_body_does_not_see(
    taken: Matter, clerk_mo: Mandate, liaison_tang: Mandate, credit_office: PublicBody, monday: datetime
) -> None:
    operations.open_lead(
        matter=taken,
        by=clerk_mo,
        at=monday,
        misconduct="careless_or_unperformed",
        reason="答复与实际不符",
    )

    lead = Matter.objects.get(kind="lead")
    assert (lead.body, lead.organ) == (taken.body, credit_office)
    assert not visible_matters(liaison_tang).filter(pk=lead.pk).exists()
    assert not Matter.objects.filter(kind="record").exists()
