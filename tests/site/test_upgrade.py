"""Bringing a home up to the program: never back, and with the cities' rules that lie in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from tests.cast import make_region
from tests.core.rulebook.cities import HEAD

from chengxin.foundation.subjects.models import Level, Region
from chengxin.foundation.transparency import fsck
from chengxin.ground.home import Home
from chengxin.site import commands as site_commands
from chengxin.site import installation
from chengxin.site.backups.snapshots import DatabaseUnreadable
from chengxin.site.commands import upgrade
from chengxin.site.home_rules import NotACity, city_files
from chengxin_core.rulebook import Problem, RulebookRefused

pytestmark = pytest.mark.django_db(databases="__all__")


def lay(home: Path, folder: str) -> Home:
    place = home / "rulebooks" / folder
    place.mkdir(parents=True)
    (place / "promises.toml").write_text(HEAD, encoding="utf-8")
    return Home(home)


def test_a_home_of_a_newer_program_is_refused_before_anything_is_touched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    touched: list[object] = []
    monkeypatch.setattr(installation, "bring_tables_up", lambda: touched)
    MigrationRecorder(connection).record_applied("rules", "9999_from_the_future")

    with pytest.raises(installation.NewerThanProgram, match="rules\\.9999_from_the_future"):
        list(installation.upgrade())

    assert touched == []


def test_migrates_loads_and_counts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "load_reference_data", lambda: iter(["载入"]))
    monkeypatch.setattr(fsck, "first_fault", lambda: None)

    told = list(installation.upgrade())

    assert told == ["数据库结构已就绪", "载入", "重新推算期限: 0 个到期日有变化", "日志无误"]


def test_a_log_at_fault_is_told_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "load_reference_data", lambda: iter(()))
    monkeypatch.setattr(fsck, "first_fault", lambda: "根哈希: 不符")

    with pytest.raises(installation.LogAtFault, match="根哈希: 不符"):
        list(installation.upgrade())


def test_a_citys_rules_are_found_by_its_code(tmp_path: Path, province: Region) -> None:
    make_region("990100", "演示市", Level.CITY, province)

    (city,) = city_files(lay(tmp_path, "990100"))

    assert (city.code, city.scope) == ("990100", "p/990100/")
    assert list(city.sources) == ["rulebooks/990100/promises.toml"]


@pytest.mark.parametrize("folder", ["演示市", "990199", "990101"])
def test_a_folder_that_is_no_citys_code_is_told(tmp_path: Path, province: Region, folder: str) -> None:
    city = make_region("990100", "演示市", Level.CITY, province)
    make_region("990101", "演示区", Level.COUNTY, city)

    with pytest.raises(NotACity, match=folder):
        list(city_files(lay(tmp_path, folder)))


def test_a_home_without_rules_of_cities_has_none(tmp_path: Path) -> None:
    assert list(city_files(Home(tmp_path))) == []


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (RulebookRefused([Problem("rulebooks/990100/a.toml", 13, "budget 应短于 3")]), "a.toml:13: budget"),
        (NotACity("rulebooks/演示市: 文件夹应以六位区划代码命名"), "六位区划代码"),
        (installation.NewerThanProgram("数据库由更新的程序写成"), "更新的程序"),
        (installation.LogAtFault("存证日志自检有误"), "自检有误"),
    ],
)
def test_the_command_tells_what_stopped_it(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, told: str
) -> None:
    def stopped() -> Iterator[str]:
        yield "数据库结构已就绪"
        raise fault

    monkeypatch.setattr(installation, "upgrade", stopped)

    run = CliRunner().invoke(upgrade, ["--without-backup"])

    assert run.exit_code == 1
    assert run.output.startswith("数据库结构已就绪")
    assert told in run.output


def test_a_backup_comes_first_and_without_one_nothing_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(at: object) -> None:
        raise DatabaseUnreadable("磁盘已满")

    monkeypatch.setattr(site_commands, "take_by_settings", full)
    monkeypatch.setattr(installation, "upgrade", lambda: pytest.fail("it went on"))

    run = CliRunner().invoke(upgrade)

    assert run.exit_code == 1
    assert "磁盘已满" in run.output
