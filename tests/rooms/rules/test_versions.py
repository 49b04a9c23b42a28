"""Which version is known when and where; none is ever lost."""

from datetime import date, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction
from tests.core.rulebook.cities import file_of, promise
from tests.law import the_real_rulebook, the_rulebook

from chengxin.foundation.rules.commands import rulebook as rulebook_commands
from chengxin.foundation.rules.models import DefaultEdit, KeptForEver, RulebookLoading, RulebookSnapshot
from chengxin.foundation.rules.operations import CityFiles, edit_default, load_shipped_rules
from chengxin.foundation.rules.queries import (
    NoRulebook,
    answer_on,
    current_rulebook,
    explain,
    rulebook_known_on,
    rulebook_of,
    snapshot_named,
    versions,
)
from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Layer, RulebookRefused

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
WD = Unit.WORKING_DAYS
AN_HOUR = timedelta(hours=1)
CHECK = "record.check"
CITY = CityFiles("990100", "p/c/", file_of(promise(CHECK, 2)))


def check_days(path: str = "") -> int:
    return current_rulebook(path).clock(CHECK).on(DAY).budget


class TestKnown:
    def test_the_version_of_a_moment_is_the_one_loaded_last_before_it(self, monday: datetime) -> None:
        load_shipped_rules(at=monday)
        load_shipped_rules(at=monday + AN_HOUR, demo=True)

        assert rulebook_known_on(monday).hash == the_real_rulebook().hash
        assert rulebook_known_on(monday + AN_HOUR).hash == current_rulebook().hash == the_rulebook().hash
        with pytest.raises(NoRulebook):
            rulebook_known_on(monday - AN_HOUR)

    def test_an_earlier_version_loaded_again_is_current_again(self, monday: datetime) -> None:
        for hours, demo in enumerate((False, True, False)):
            load_shipped_rules(at=monday + hours * AN_HOUR, demo=demo)

        assert current_rulebook().hash == the_real_rulebook().hash
        assert rulebook_known_on(monday + AN_HOUR).hash == the_rulebook().hash
        assert RulebookSnapshot.objects.count() == 2

    def test_the_same_again_changes_nothing(self, monday: datetime) -> None:
        for hours in range(3):
            load_shipped_rules(at=monday + hours * AN_HOUR, cities=[CITY])

        assert RulebookLoading.objects.count() == 2

    def test_a_version_is_found_by_how_it_begins(self, monday: datetime) -> None:
        loaded = load_shipped_rules(at=monday)

        assert snapshot_named(loaded.hash[:8]) == loaded.hash
        with pytest.raises(NoRulebook, match="没有找到"):
            snapshot_named("x")


class TestKept:
    @pytest.fixture
    def used(self, monday: datetime) -> RulebookSnapshot:
        loaded = load_shipped_rules(at=monday)
        return RulebookSnapshot.objects.get(pk=loaded.hash)

    def test_no_version_and_no_loading_can_be_dropped_or_changed(self, used: RulebookSnapshot) -> None:
        loading = used.loadings.get()

        for attempt in (
            used.delete,
            used.save,
            loading.delete,
            RulebookSnapshot.objects.all().delete,
            RulebookLoading.objects.all().delete,
            lambda: RulebookSnapshot.objects.update(canonical=b"{}"),
            lambda: used.loadings.update(at=used.loaded_at),
        ):
            with pytest.raises(KeptForEver):
                attempt()
        assert bytes(RulebookSnapshot.objects.get().canonical) == the_real_rulebook().snapshot

    @pytest.mark.own_sql
    def test_the_database_too_holds_on_to_a_version_that_was_loaded(self, used: RulebookSnapshot) -> None:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM rules_rulebooksnapshot WHERE hash = %s", [used.pk])
            connection.check_constraints()

        assert rulebook_of(used.pk).hash == used.pk


class TestEdits:
    def test_an_edit_is_a_new_version_and_the_old_one_stays(self, monday: datetime) -> None:
        old = load_shipped_rules(at=monday).hash

        edit_default(key=CHECK, value=2, unit=WD, in_force_from=DAY, at=monday + AN_HOUR)

        assert check_days() == 2
        assert rulebook_of(old).clock(CHECK).on(DAY).budget == 3
        assert rulebook_known_on(monday).hash == old

    def test_an_update_of_what_is_shipped_keeps_the_edits_on_top(self, monday: datetime) -> None:
        load_shipped_rules(at=monday)
        edit_default(key=CHECK, value=2, unit=WD, in_force_from=DAY, at=monday)

        load_shipped_rules(at=monday + AN_HOUR, demo=True)

        assert current_rulebook().is_demo
        assert check_days() == 2

    def test_an_edit_reaches_every_citys_version_too(self, monday: datetime) -> None:
        load_shipped_rules(at=monday, cities=[CITY])

        edit_default(key="record.decide", value=4, unit=WD, in_force_from=DAY, at=monday + AN_HOUR)

        for path in ("", "p/c/"):
            assert current_rulebook(path).clock("record.decide").on(DAY).budget == 4
        assert (check_days(), check_days("p/c/")) == (3, 2)

    def test_an_edit_is_never_overwritten(self, monday: datetime) -> None:
        load_shipped_rules(at=monday)
        for value in (2, 4):
            edit_default(key=CHECK, value=value, unit=WD, in_force_from=DAY, at=monday)

        assert check_days() == 4
        assert DefaultEdit.objects.count() == 2


class TestCities:
    def test_what_lies_in_the_city_asks_the_citys_version(self, monday: datetime) -> None:
        load_shipped_rules(at=monday, cities=[CITY])

        assert check_days("p/c/") == check_days("p/c/x/bzj/") == 2
        assert check_days() == check_days("p/") == check_days("p/d/bfg/") == check_days("p/cc/") == 3

    def test_the_organ_comes_before_the_body(self, monday: datetime) -> None:
        load_shipped_rules(at=monday, cities=[CITY])
        current = versions()

        assert current.of("p/c/bfg/", "p/d/x/") == current.by_scope["p/c/"]
        assert current.of("p/fgw/", "p/c/x/") == current.by_scope["p/c/"]
        assert current.of("p/fgw/", "p/d/x/") == current.by_scope[""]

    def test_a_city_that_took_its_rules_back_has_none(self, monday: datetime) -> None:
        load_shipped_rules(at=monday, cities=[CITY])

        load_shipped_rules(at=monday + AN_HOUR)

        assert check_days("p/c/") == 3
        assert rulebook_known_on(monday, "p/c/").clock(CHECK).on(DAY).budget == 2

    def test_a_city_that_lengthens_stops_the_loading_and_nothing_is_stored(self, monday: datetime) -> None:
        long = CityFiles("990100", "p/c/", file_of(promise(CHECK, 9)))

        with pytest.raises(RulebookRefused, match=r"promises\.toml:13"):
            load_shipped_rules(at=monday, cities=[long])

        assert not RulebookSnapshot.objects.exists()

    def test_says_which_layer_stands_and_why(self, monday: datetime) -> None:
        load_shipped_rules(at=monday, cities=[CITY])
        edit_default(key=CHECK, value=1, unit=WD, in_force_from=DAY, at=monday)

        told = explain(CHECK, on=DAY, path="p/c/bfg/")

        assert [(each.layer, each.stands) for each in told] == [
            (Layer.SHIPPED, False),
            (Layer.EDITED, True),
            (Layer.CITY, False),
        ]


class TestAnswers:
    def test_in_force_and_known_are_two_times(self, monday: datetime) -> None:
        load_shipped_rules(at=monday)
        edit_default(key=CHECK, value=2, unit=WD, in_force_from=date(2026, 1, 1), at=monday + AN_HOUR)

        before = answer_on(CHECK, on=DAY, known_at=monday)
        after = answer_on(CHECK, on=DAY)

        assert (before.value, after.value) == (3, 2)
        assert before.rulebook != after.rulebook
        assert after.before is not None
        assert (after.before.value, after.before.on) == (3, date(2025, 12, 31))

    def test_order_58_until_march_order_36_since_april(self, monday: datetime) -> None:
        load_shipped_rules(at=monday)

        answer = answer_on("repair.general_max_months", on=date(2026, 3, 31))

        assert (answer.value, answer.unit) == (36, Unit.MONTHS)
        assert answer.shown.startswith("《失信行为纠正后的信用信息修复管理办法（试行）》")
        assert answer.after is not None
        assert answer.after.shown.startswith("《信用修复管理办法》")


def test_the_command_lists_versions_and_marks_the_current_ones(monday: datetime) -> None:
    old = load_shipped_rules(at=monday, cities=[CITY]).hash
    edit_default(key=CHECK, value=1, unit=WD, in_force_from=DAY, at=monday + AN_HOUR)

    told = CliRunner().invoke(rulebook_commands, ["versions"]).output.splitlines()

    assert [line[0] for line in told] == ["*", "*", " ", " "]
    assert old[:12] in told[3]
    assert "2026-11-23 10:00" in told[0]
    assert "990100，承诺时限 1 项" in told[0] + told[1]
    assert "规则调整 1 项" in told[0]
