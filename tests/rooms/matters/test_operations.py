"""A matter is moved once, by whom it is for, and nobody handles what is about itself."""

from datetime import UTC, datetime
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from tests.cast import make_mandate
from tests.rooms.matters.cases import make_document_row, make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterMove
from chengxin.foundation.matters.operations import (
    MovedMeanwhile,
    NotCompetent,
    Recused,
    UnableToMove,
    move,
    show_to_subject,
)
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

everywhere = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def document(housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Matter:
    """A drafted document about the housing bureau, of the credit office."""
    record = make_matter(body=housing_bureau, organ=credit_office, at=monday)
    return make_document_row(parent=record, at=monday)


@everywhere
class TestMoving:
    """move."""

    def test_changes_the_state_and_keeps_the_step(
        self, document: Matter, officer_lin: Mandate, monday: datetime
    ) -> None:
        move(matter=document, code="review", by=officer_lin, at=monday, note="演示数据")

        kept = MatterMove.objects.filter(matter=document).latest("pk")
        again = Matter.objects.get(pk=document.pk)
        assert (again.state, again.version) == ("reviewed", 2)
        assert (kept.code, kept.from_state, kept.to_state, kept.by) == (
            "review",
            "drafted",
            "reviewed",
            officer_lin,
        )
        assert kept.basis == ["Q-24"]

    def test_refuses_who_saw_an_earlier_version(
        self, document: Matter, officer_lin: Mandate, monday: datetime
    ) -> None:
        seen_by_another = Matter.objects.get(pk=document.pk)
        move(matter=document, code="review", by=officer_lin, at=monday)

        with pytest.raises(MovedMeanwhile, match="已由他人办理"):
            move(matter=seen_by_another, code="review", by=officer_lin, at=monday)
        assert MatterMove.objects.filter(matter=document, code="review").count() == 1

    @pytest.mark.parametrize("code", ["issue", "sign", "no_such_step"])
    def test_refuses_a_step_that_the_table_does_not_show_from_here(
        self, document: Matter, officer_lin: Mandate, monday: datetime, code: str
    ) -> None:
        with pytest.raises(UnableToMove):
            move(matter=document, code=code, by=officer_lin, at=monday)

    @pytest.mark.parametrize(
        "role", [actor for actor in Actor if actor not in {Actor.SYSTEM, Actor.OFFICIAL}]
    )
    def test_refuses_every_role_that_the_table_does_not_name(
        self, document: Matter, credit_office: PublicBody, city: Region, monday: datetime, role: Actor
    ) -> None:
        holder = make_mandate("any", role, credit_office, city.path)

        if role is Actor.CREDIT_OFFICER:
            move(matter=document, code="review", by=holder, at=monday)
            return
        for_persons = {Actor.PERSONNEL_OFFICER, Actor.DISCIPLINE_OFFICER}
        refused = "不由" if role in for_persons else f"不由{role.zh}办理"
        with pytest.raises(UnableToMove, match=refused):
            move(matter=document, code="review", by=holder, at=monday)

    def test_refuses_the_same_role_of_another_organ(
        self, document: Matter, finance_bureau: PublicBody, city: Region, monday: datetime
    ) -> None:
        stranger = make_mandate("any", Actor.CREDIT_OFFICER, finance_bureau, city.path)

        with pytest.raises(NotCompetent, match="由演示市发展和改革委员会办理"):
            move(matter=document, code="review", by=stranger, at=monday)

    def test_refuses_the_liaison_of_another_body(
        self, document: Matter, neighbour_bai: Mandate, monday: datetime
    ) -> None:
        Matter.objects.filter(pk=document.pk).update(state="dispatched")

        with pytest.raises(NotCompetent):
            move(matter=Matter.objects.get(pk=document.pk), code="sign", by=neighbour_bai, at=monday)

    def test_what_harms_has_a_decider_and_a_time_in_the_database_too(self, document: Matter) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            Matter.objects.filter(pk=document.pk).update(harms=True)


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_of_many_who_press_at_once_one_makes_the_step(
    document: Matter, officer_lin: Mandate, monday: datetime
) -> None:
    workers, ends = 6, []
    together = Barrier(workers)

    def press() -> None:
        seen = Matter.objects.get(pk=document.pk)
        together.wait()
        try:
            move(matter=seen, code="review", by=officer_lin, at=monday)
            ends.append("made")
        except MovedMeanwhile:
            ends.append("told")
        finally:
            connection.close()

    threads = [Thread(target=press) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["made"] + ["told"] * (workers - 1)
    assert MatterMove.objects.filter(matter=document, code="review").count() == 1
    assert Matter.objects.get(pk=document.pk).version == 2


@everywhere
class TestOpening:
    """open_matter."""

    def test_refuses_an_organ_that_would_handle_what_is_about_itself(
        self, credit_office: PublicBody, monday: datetime
    ) -> None:
        with pytest.raises(Recused, match="移送有权机关"):
            make_matter(body=credit_office, organ=credit_office, at=monday)

        assert not Matter.objects.exists()

    def test_is_the_first_step_of_the_matter(self, document: Matter) -> None:
        (first,) = MatterMove.objects.filter(matter=document)

        assert (first.code, first.from_state, first.to_state) == ("open", "", "drafted")

    def test_is_numbered_by_the_year_of_its_legal_day(
        self, housing_bureau: PublicBody, credit_office: PublicBody
    ) -> None:
        new_years_eve = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Beijing

        matter = make_matter(body=housing_bureau, organ=credit_office, at=new_years_eve)

        assert matter.number == f"2027-{matter.pk:06d}"


@everywhere
def test_the_subject_was_shown_it_when_it_was_shown_first(document: Matter, monday: datetime) -> None:
    show_to_subject(matter=document, at=monday)
    show_to_subject(matter=document, at=monday.replace(hour=5))

    assert Matter.objects.get(pk=document.pk).shown_at == monday
