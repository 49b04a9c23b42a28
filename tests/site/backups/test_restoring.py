"""What is refused before anything is touched, and what a restored home is like."""

import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner
from tests.publishing import FEB_2, make_body

from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground.home import Home, ReplayDue
from chengxin.site import serving
from chengxin.site.backups import restoring
from chengxin.site.backups.archive import About, ArchiveTorn, writing
from chengxin.site.backups.commands import replay, restore
from chengxin.site.backups.restoring import RestoreRefused, restored_from
from chengxin.site.backups.taking import take
from chengxin.site.commands import serve

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@dataclass(frozen=True)
class Backup:
    place: Path
    about: About


@pytest.fixture
def backup(house: Home) -> Backup:
    """A backup of a home with one body in it."""
    make_body()
    taken = take(house.backups, with_keys=True, at=FEB_2)
    return Backup(taken.place, taken.manifest.about)


@pytest.fixture
def without_keys(house: Home) -> Path:
    """A backup whose keys are kept elsewhere."""
    return take(house.backups, with_keys=False, at=FEB_2).place


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home to restore into."""
    here = Home(tmp_path / "new")
    monkeypatch.setenv("CHENGXIN_HOME", str(here.root))
    return here


def of_another_kind(folder: Path, about: About) -> Path:
    place = folder / "other.tar"
    with writing(place) as writer:
        writer.finish(about)
    return place


def test_a_home_comes_back_with_its_data_and_its_permissions(backup: Backup, empty: Home) -> None:
    list(restoring.restore(backup.place, empty))

    database = sqlite3.connect(empty.database("internal"))
    assert database.execute("SELECT name FROM subjects_publicbody").fetchall() == [("示范市住房局",)]
    database.close()
    assert (empty.root / "files/ab/abc").read_bytes() == b"%PDF"
    assert empty.keys.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in empty.keys.iterdir()} == {0o600}
    assert not empty.database("public").exists()
    assert restored_from(empty) == backup.about


def test_it_serves_nothing_until_the_log_was_replayed(
    backup: Backup, empty: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "serve", lambda **_: pytest.fail("it served"))
    list(restoring.restore(backup.place, empty))

    with pytest.raises(ReplayDue, match="chengxin replay --log"):
        CliRunner().invoke(serve, catch_exceptions=False)
    with pytest.raises(ReplayDue):
        run_sequencer(at=FEB_2)


@pytest.mark.parametrize("there", ["internal.db", "notes.txt", "keys/log"])
def test_a_home_that_is_not_empty_is_refused_and_stays_as_it_is(
    backup: Backup, empty: Home, there: str
) -> None:
    (empty.root / there).parent.mkdir(parents=True)
    (empty.root / there).write_bytes(b"ours")

    with pytest.raises(RestoreRefused, match="不是空的"):
        list(restoring.restore(backup.place, empty))

    assert [file.read_bytes() for file in empty.root.rglob("*") if file.is_file()] == [b"ours"]


def test_a_torn_archive_leaves_the_home_empty(backup: Backup, empty: Home, tmp_path: Path) -> None:
    torn = tmp_path / "torn.tar"
    torn.write_bytes(backup.place.read_bytes().replace(b"# promises", b"# premises"))

    with pytest.raises(ArchiveTorn, match=r"rulebooks/990100/promises\.toml"):
        list(restoring.restore(torn, empty))

    assert list(empty.root.iterdir()) == []
    assert "没有恢复" in CliRunner().invoke(restore, [str(torn)]).output


def test_a_backup_of_a_newer_program_is_refused(backup: Backup, empty: Home, tmp_path: Path) -> None:
    newer = msgspec.structs.replace(
        backup.about, migrations=(*backup.about.migrations, "records.9999_of_the_future")
    )

    with pytest.raises(RestoreRefused, match=r"records\.9999_of_the_future"):
        list(restoring.restore(of_another_kind(tmp_path, newer), empty))

    assert not empty.root.exists()


def test_a_backup_of_another_engine_is_refused(backup: Backup, empty: Home, tmp_path: Path) -> None:
    other = msgspec.structs.replace(backup.about, engine="postgresql")

    with pytest.raises(RestoreRefused, match="CHENGXIN_DATABASE"):
        list(restoring.restore(of_another_kind(tmp_path, other), empty))


def test_a_restore_that_was_interrupted_says_so(
    backup: Backup, empty: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as dying:
        dying.setattr(Path, "replace", lambda *_: pytest.fail("killed"))
        with pytest.raises(pytest.fail.Exception):
            list(restoring.restore(backup.place, empty))

    with pytest.raises(RestoreRefused, match="上次恢复没有完成"):
        list(restoring.restore(backup.place, empty))
    assert "恢复没有完成" in CliRunner().invoke(replay, ["--without-log"]).output


def test_without_keys_it_says_where_they_belong(without_keys: Path, empty: Home) -> None:
    told = list(restoring.restore(without_keys, empty))

    assert any("不含密钥" in line and str(empty.keys) in line for line in told)


def test_log_and_without_log_exclude_each_other() -> None:
    run = CliRunner().invoke(replay, ["--log", "somewhere", "--without-log"])

    assert run.exit_code == 2


def test_no_web_server_can_load_the_site_of_a_restored_home(backup: Backup, empty: Home) -> None:
    list(restoring.restore(backup.place, empty))

    run = subprocess.run(
        [sys.executable, "-c", "import chengxin.site.wsgi"],
        env={**os.environ, "PYTHONPATH": "src", "DJANGO_SETTINGS_MODULE": "chengxin.site.settings"},
        capture_output=True,
        text=True,
    )

    assert run.returncode == 1
    assert "ReplayDue" in run.stderr
