"""A default is changed by two persons; a running matter is moved by one, with a reason, and never by itself."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction
from tests.cast import make_mandate
from tests.core.rulebook.cities import file_of, promise
from tests.rooms.amendments.cases import CHECK, MONDAY
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.amendments import commands as amendments_commands
from chengxin.foundation.amendments.impact import changed_matters, current_target, edited_target
from chengxin.foundation.amendments.models import Amendment
from chengxin.foundation.amendments.operations import (
    AlreadyDecided,
    AmendmentRefused,
    NotAnAdministrator,
    SamePerson,
    adopt_rulebook,
    approve_amendment,
    propose_edit,
    refuse_amendment,
    withdraw_amendment,
)
from chengxin.foundation.amendments.queries import adjustable_default, history_of, waiting_amendments
from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.operations import start_set_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.queries import timeline
from chengxin.foundation.rules.commands import rulebook as rulebook_commands
from chengxin.foundation.rules.models import DefaultEdit, RulebookSnapshot
from chengxin.foundation.rules.operations import CityFiles, load_shipped_rules
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import Law, NotAdjustable

everywhere = pytest.mark.django_db(databases="__all__")
THURSDAY = MONDAY + timedelta(3)
WHY = "演示数据：受理量增加，经研究确需调整"


def propose(by: Mandate, at: datetime, value: int = 2, key: str = CHECK, since: date = MONDAY) -> Amendment:
    default = adjustable_default(key, on=MONDAY)
    return propose_edit(default=default, value=value, in_force_from=since, reason=WHY, by=by, at=at)


def approve(by: Mandate, second: Mandate, at: datetime, **asked: object) -> Amendment:
    return approve_amendment(amendment=propose(by, at, **asked), by=second, at=at)  # type: ignore[arg-type]


def held_in(book: str, day: date = MONDAY) -> int:
    return rulebook_of(book).clock(CHECK).on(day).budget


@everywhere
@pytest.mark.usefixtures("rules")
class TestAsking:
    def test_changes_nothing_until_somebody_approves(self, admin_wu: Mandate, monday: datetime) -> None:
        before = current_rulebook().hash

        asked = propose(admin_wu, monday)

        assert current_rulebook().hash == before
        assert waiting_amendments() == [asked]
        assert (asked.old_value, asked.value, asked.unit) == (3, 2, "wd")

    @pytest.mark.parametrize("value", [0, 31, -1])
    def test_is_refused_out_of_bounds(self, value: int, admin_wu: Mandate, monday: datetime) -> None:
        with pytest.raises(AmendmentRefused, match="应当在 1 至 30 之间"):
            propose(admin_wu, monday, value)

    def test_is_refused_without_a_reason_or_a_difference(self, admin_wu: Mandate, monday: datetime) -> None:
        default = adjustable_default(CHECK, on=MONDAY)

        with pytest.raises(AmendmentRefused, match="理由"):
            propose_edit(default=default, value=2, in_force_from=MONDAY, reason="  ", by=admin_wu, at=monday)
        with pytest.raises(AmendmentRefused, match="本来就是 3"):
            propose(admin_wu, monday, 3)

    def test_is_refused_for_a_day_before_there_was_such_a_default(
        self, admin_wu: Mandate, monday: datetime
    ) -> None:
        with pytest.raises(AmendmentRefused, match="不得早于 2018-02-02"):
            propose(admin_wu, monday, since=date(2018, 2, 1))

    def test_cannot_be_about_a_law(self) -> None:
        with pytest.raises(NotAdjustable):
            adjustable_default("objection.own", on=MONDAY)

        assert isinstance(current_rulebook().clock("objection.own").on(MONDAY).authority, Law)

    def test_is_for_administrators_of_the_whole_province(
        self, admin_of_city: Mandate, head_zhou: Mandate, monday: datetime
    ) -> None:
        for by in (admin_of_city, head_zhou):
            with pytest.raises(NotAnAdministrator):
                propose(by, monday)

    def test_waits_once_for_each_default(
        self, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        propose(admin_wu, monday)

        with pytest.raises(AmendmentRefused, match="等待复核"):
            propose(admin_xu, monday, 4)


@everywhere
class TestDeciding:
    def test_approved_by_another_person_it_is_a_new_version(
        self, rules: str, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        done = approve(admin_wu, admin_xu, monday, since=MONDAY + timedelta(1))

        assert (held_in(current_rulebook().hash), held_in(rules)) == (3, 3)
        assert held_in(current_rulebook().hash, MONDAY + timedelta(1)) == 2
        assert (done.decided_by, done.decided_at) == (admin_xu, monday)
        assert RulebookSnapshot.objects.count() == 2
        assert history_of(CHECK) == [done]

    def test_whoever_asked_cannot_approve_in_any_post(
        self, rules: str, admin_wu: Mandate, credit_office: PublicBody, monday: datetime
    ) -> None:
        asked = propose(admin_wu, monday)
        other_post = make_mandate("wu", Actor.ADMINISTRATOR, credit_office, admin_wu.scope, "另一岗位")

        for by in (admin_wu, other_post):
            with pytest.raises(SamePerson):
                approve_amendment(amendment=asked, by=by, at=monday)

        assert not DefaultEdit.objects.exists()

    @pytest.mark.own_sql
    def test_the_database_too_wants_another_person(
        self, rules: str, admin_wu: Mandate, monday: datetime
    ) -> None:
        asked = propose(admin_wu, monday)
        edit = DefaultEdit.objects.create(key=CHECK, value=2, in_force_from=MONDAY, approved_at=monday)

        with pytest.raises(IntegrityError), transaction.atomic():
            Amendment.objects.filter(pk=asked.pk).update(
                state="approved", decided_by=admin_wu, decided_at=monday, edit=edit
            )

    def test_can_be_taken_back_by_who_asked_and_by_nobody_else(
        self, rules: str, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        asked = propose(admin_wu, monday)

        with pytest.raises(AmendmentRefused, match="只有提出人"):
            withdraw_amendment(amendment=asked, by=admin_xu, at=monday)
        withdraw_amendment(amendment=asked, by=admin_wu, at=monday)

        with pytest.raises(AlreadyDecided, match="已撤回"):
            approve_amendment(amendment=asked, by=admin_xu, at=monday)
        assert propose(admin_wu, monday)

    def test_is_turned_down_with_a_reason_only(
        self, rules: str, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        asked = propose(admin_wu, monday)

        with pytest.raises(AmendmentRefused, match="理由"):
            refuse_amendment(amendment=asked, by=admin_xu, at=monday, remark=" ")
        refuse_amendment(amendment=asked, by=admin_xu, at=monday, remark="演示数据：依据不足")

        assert Amendment.objects.get().state == "refused"
        assert current_rulebook().hash == rules

    def test_a_later_change_leaves_the_earlier_entry(
        self, rules: str, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        approve(admin_wu, admin_xu, monday)
        approve(admin_wu, admin_xu, monday, value=4, since=MONDAY + timedelta(7))

        book = current_rulebook()
        assert [edit.value for edit in book.edits] == [2, 4]
        assert (held_in(book.hash), held_in(book.hash, MONDAY + timedelta(7))) == (2, 4)


@pytest.mark.own_sql
@pytest.mark.django_db(databases="__all__", transaction=True)
class TestAtOnce:
    """Two decide in the same moment."""

    def approve_together(self, second: Mandate, at: datetime, *asked: Amendment) -> list[AmendmentRefused]:
        together, refused = Barrier(len(asked)), list[AmendmentRefused]()

        def decide(amendment: Amendment) -> None:
            together.wait()
            try:
                approve_amendment(amendment=amendment, by=second, at=at)
            except AmendmentRefused as refusal:
                refused.append(refusal)
            finally:
                connection.close()

        threads = [Thread(target=decide, args=[amendment]) for amendment in asked]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return refused

    def test_one_change_becomes_one_version(
        self, rules: str, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        asked = propose(admin_wu, monday)

        (refused,) = self.approve_together(admin_xu, monday, asked, asked)

        assert isinstance(refused, AlreadyDecided)
        assert DefaultEdit.objects.count() == 1

    def test_two_changes_are_both_in_the_version_that_is_current(
        self, rules: str, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        keys = (CHECK, "record.decide", "record.supply", "measure.propose")
        asked = [propose(admin_wu, monday, key=key) for key in keys]

        assert self.approve_together(admin_xu, monday, *asked) == []

        assert {edit.key for edit in current_rulebook().edits} == set(keys)


@everywhere
class TestImpact:
    def test_a_change_lists_the_running_matters_that_it_would_change(
        self, running: Deadline, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        approve(admin_wu, admin_xu, monday)

        (changed,) = changed_matters(Matter.objects.all(), current_target())

        assert changed.matter == running.matter
        assert [str(day) for day in changed.days] == ["核对 2026-11-26 → 2026-11-25"]
        running.refresh_from_db()
        assert running.due_on == THURSDAY

    def test_a_preview_says_the_same_before_anything_was_approved(
        self, running: Deadline, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        from chengxin_core.calendar import Unit
        from chengxin_core.rulebook import Edit

        seen = changed_matters(
            Matter.objects.all(), edited_target(Edit(99, CHECK, 2, Unit.WORKING_DAYS, MONDAY))
        )
        approve(admin_wu, admin_xu, monday)

        then = changed_matters(Matter.objects.all(), current_target())
        assert [each.days for each in seen] == [each.days for each in then]

    def test_leaves_out_what_ended_and_clocks_that_begin_later(
        self, running: Deadline, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        approve(admin_wu, admin_xu, monday, since=MONDAY + timedelta(1))

        assert changed_matters(Matter.objects.all(), current_target()) == []

    def test_leaves_out_days_that_an_organ_set(
        self,
        rules: str,
        housing_bureau: PublicBody,
        credit_office: PublicBody,
        admin_wu: Mandate,
        admin_xu: Mandate,
        monday: datetime,
    ) -> None:
        matter = make_matter(body=housing_bureau, organ=credit_office, at=monday, rulebook=rules)
        start_set_deadline(
            matter=matter,
            clock="rectification",
            title="整改",
            owes=Owes.BODY,
            start=MONDAY,
            days=45,
            started_by="送达",
        )
        approve(admin_wu, admin_xu, monday, key="rectification", value=60)

        assert changed_matters(Matter.objects.all(), current_target()) == []

    def test_a_city_that_promises_changes_its_own_matters_only(
        self, running: Deadline, monday: datetime
    ) -> None:
        for code, scope in (("990100", "p/c/"), ("990200", "p/q/")):
            load_shipped_rules(
                at=monday, demo=True, cities=[CityFiles(code, scope, file_of(promise(CHECK, 1)))]
            )
            changed = changed_matters(Matter.objects.all(), current_target())
            assert bool(changed) is (scope == "p/c/")

    def test_the_command_says_what_would_change(
        self, running: Deadline, rules: str, admin_wu: Mandate, admin_xu: Mandate, monday: datetime
    ) -> None:
        assert amendments_commands.commands == ()
        approve(admin_wu, admin_xu, monday)
        new = current_rulebook().hash

        told = CliRunner().invoke(rulebook_commands, ["impact"]).output
        back = CliRunner().invoke(rulebook_commands, ["impact", "--to", rules[:10]]).output
        unknown = CliRunner().invoke(rulebook_commands, ["impact", "--to", "xyz"])

        line = f"{running.matter.number}  {rules[:12]} → {new[:12]}  核对 2026-11-26 → 2026-11-25"
        assert line in told
        assert "1 件在办事项会有变化" in told
        assert back.startswith("0 件")
        assert unknown.exit_code == 2


@everywhere
class TestMoving:
    @pytest.fixture
    def new(self, running: Deadline, admin_wu: Mandate, admin_xu: Mandate, monday: datetime) -> str:
        approve(admin_wu, admin_xu, monday)
        return current_rulebook().hash

    @pytest.mark.own_sql
    def test_recounts_the_days_and_says_so_in_the_timeline(
        self, running: Deadline, rules: str, new: str, head_zhou: Mandate, monday: datetime
    ) -> None:
        matter = running.matter

        changed = adopt_rulebook(matter=matter, snapshot=new, by=head_zhou, at=monday, reason=WHY)

        running.refresh_from_db()
        step = timeline(Matter.objects.get(pk=matter.pk))[-1]
        assert (running.due_on, running.budget) == (MONDAY + timedelta(2), 2)
        assert [day.then for day in changed] == [running.due_on]
        assert (step.code, step.by, step.from_state, step.to_state) == (
            "adopt_rulebook",
            head_zhou,
            matter.state,
            matter.state,
        )
        for told in (WHY, rules[:12], new[:12], "核对 2026-11-26 → 2026-11-25"):
            assert told in step.note
        assert changed_matters(Matter.objects.all(), current_target()) == []

    def test_moves_the_one_and_no_other(
        self,
        running: Deadline,
        new: str,
        rules: str,
        water_bureau: PublicBody,
        head_zhou: Mandate,
        monday: datetime,
    ) -> None:
        other = make_matter(body=water_bureau, organ=running.matter.organ, at=monday, rulebook=rules)

        adopt_rulebook(matter=running.matter, snapshot=new, by=head_zhou, at=monday, reason=WHY)

        other.refresh_from_db()
        assert other.rulebook == rules

    def test_can_be_undone_by_moving_back(
        self, running: Deadline, rules: str, new: str, admin_wu: Mandate, monday: datetime
    ) -> None:
        for version in (new, rules):
            adopt_rulebook(matter=running.matter, snapshot=version, by=admin_wu, at=monday, reason=WHY)

        running.refresh_from_db()
        assert (running.due_on, running.matter.rulebook) == (THURSDAY, rules)

    def test_is_for_administrators_of_its_region_and_the_head_of_its_organ(
        self,
        running: Deadline,
        new: str,
        officer_lin: Mandate,
        liaison_tang: Mandate,
        finance_bureau: PublicBody,
        monday: datetime,
    ) -> None:
        head_of_other = make_mandate("gu", Actor.CREDIT_HEAD, finance_bureau, officer_lin.scope)
        elsewhere = make_mandate("he2", Actor.ADMINISTRATOR, finance_bureau, "q/")

        for by in (officer_lin, liaison_tang, head_of_other, elsewhere):
            with pytest.raises(NotCompetent):
                adopt_rulebook(matter=running.matter, snapshot=new, by=by, at=monday, reason=WHY)

    @pytest.mark.parametrize("state", ["dismissed", "withdrawn", "archived"])
    def test_leaves_what_is_over_as_it_was(
        self, state: str, running: Deadline, new: str, admin_wu: Mandate, monday: datetime
    ) -> None:
        Matter.objects.update(state=state)
        running.matter.refresh_from_db()

        with pytest.raises(UnableToMove, match="已经办结"):
            adopt_rulebook(matter=running.matter, snapshot=new, by=admin_wu, at=monday, reason=WHY)

    def test_wants_a_reason_and_a_version_for_its_region(
        self, running: Deadline, rules: str, new: str, admin_wu: Mandate, monday: datetime
    ) -> None:
        far = CityFiles("990200", "p/q/", file_of(promise(CHECK, 1)))
        load_shipped_rules(at=monday, demo=True, cities=[far])
        of_another_city = current_rulebook("p/q/").hash
        matter = running.matter

        with pytest.raises(UnableToMove, match="理由"):
            adopt_rulebook(matter=matter, snapshot=new, by=admin_wu, at=monday, reason=" ")
        for version in (rules, "0" * 64, of_another_city):
            with pytest.raises(UnableToMove, match="不是该事项可以改依的版本"):
                adopt_rulebook(matter=matter, snapshot=version, by=admin_wu, at=monday, reason=WHY)
