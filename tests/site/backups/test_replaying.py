"""Where the log is looked for, whose signature counts, and what a home without one is told."""

import shutil
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from tests.publishing import FEB_2, end, later, make_matter, make_publication
from tests.rooms.transparency.conftest import Notebook, home, nobody_to_hide, notebook

from chengxin.foundation.transparency import fsck
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import (
    Log,
    LogEntry,
    Publication,
    PublicationState,
    PublicationVersion,
)
from chengxin.foundation.transparency.published_log import PublishedLogRefused
from chengxin.foundation.transparency.rotating import rotate_key
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import signer
from chengxin.ground.home import Home, ReplayDue
from chengxin.site import installation
from chengxin.site.backups import replaying
from chengxin.site.backups.archive import About
from chengxin.site.backups.replaying import NothingToReplayFrom, replay, require_level_with_log
from chengxin_core.ledger.bundle import CHECKPOINT
from chengxin_core.ledger.checkpoint import open_checkpoint

__all__ = ["home", "nobody_to_hide", "notebook"]

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture(autouse=True)
def small_site(monkeypatch: pytest.MonkeyPatch, notebook: Notebook) -> None:
    """Nothing of the public side is of interest here, and the tables are those of the tests, without their guard."""
    monkeypatch.setattr(installation, "bring_tables_up", lambda: iter(()))
    monkeypatch.setattr(replaying, "carry_reference", lambda: "地区")
    monkeypatch.setattr(replaying, "carry_rules", lambda: "规则")


@pytest.fixture
def older(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database and a log as a backup has them, restored after something has ended; answers the later log's folder."""
    files = LogFiles.of(home)
    publication = make_publication(make_matter())
    run_sequencer(at=FEB_2)
    backup = {file: file.read_bytes() for file in files.root.rglob("*") if file.is_file()}
    version = PublicationVersion.objects.get()
    end(publication)
    run_sequencer(at=later())
    published = tmp_path_factory.mktemp("published") / "log"
    shutil.copytree(files.root, published)

    LogEntry.objects.filter(index=1).delete()
    Log.objects.update(size=1)
    Publication.objects.update(state=PublicationState.IN_FORCE, ended_at=None)
    version.save()
    shutil.rmtree(files.root)
    for file, data in backup.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    about = About(FEB_2, "0.1.0", "sqlite", (), 1)
    home.replay_due.write_bytes(msgspec.json.encode(about))
    return published


def say(*places: Path | str, without_log: bool = False) -> Sequence[str]:
    return list(replay([str(place) for place in places], without_log=without_log, at=later(2)))


def test_what_ended_after_the_backup_is_ended_here(older: Path, home: Home) -> None:
    told = say(older)

    assert "日志无误" in told
    assert Publication.objects.get().state == PublicationState.ENDED
    assert PublicationVersion.objects.get().content is None
    require_level_with_log(home)
    assert say(older) == ["没有要补办的"]


@pytest.mark.parametrize("inside", ["log", "public/log"])
def test_a_bundle_and_a_home_are_looked_into(older: Path, tmp_path: Path, inside: str) -> None:
    shutil.copytree(older, tmp_path / "place" / inside)

    assert "日志无误" in say(tmp_path / "place")


def test_the_longest_of_several_logs_counts(older: Path, home: Home) -> None:
    assert "日志无误" in say(LogFiles.of(home).root, older)


def test_the_bundle_that_the_settings_name_is_known(older: Path, settings: pytest.FixtureRequest) -> None:
    settings.BUNDLE = str(older.parent)  # type: ignore[attr-defined]

    assert "日志无误" in say()


def test_without_a_later_log_it_says_what_is_lost_and_waits(older: Path, home: Home) -> None:
    with pytest.raises(NothingToReplayFrom, match="备份作于 2026-02-02 01:30 UTC，日志 1 条"):
        say()

    with pytest.raises(ReplayDue):
        require_level_with_log(home)


def test_an_explicit_word_lets_it_serve_without(older: Path, home: Home) -> None:
    told = say(without_log=True)

    assert any("会重新公示" in line for line in told)
    assert Publication.objects.get().state == PublicationState.IN_FORCE
    require_level_with_log(home)


def test_an_older_log_than_the_backups_own_is_refused(older: Path, home: Home) -> None:
    home.replay_due.write_bytes(msgspec.json.encode(About(FEB_2, "0.1.0", "sqlite", (), 3)))

    with pytest.raises(PublishedLogRefused, match="只有 2 条，备份里已有 3 条"):
        say(older)


def test_a_home_without_the_logs_key_is_refused(older: Path, home: Home) -> None:
    (home.keys / signer.LOG_KEY).unlink()

    with pytest.raises(PublishedLogRefused, match="不要另建"):
        say(older)


def test_a_database_that_somebody_put_back_by_hand_is_noticed(older: Path, home: Home) -> None:
    """No mark was left, but the log on the disk is longer than the database."""
    home.replay_due.unlink()
    shutil.rmtree(LogFiles.of(home).root)
    shutil.copytree(older, LogFiles.of(home).root)

    with pytest.raises(ReplayDue, match="数据库比日志旧"):
        require_level_with_log(home)

    assert "日志无误" in say()
    require_level_with_log(home)


def test_a_fresh_home_has_nothing_to_replay(home: Home) -> None:
    require_level_with_log(home)
    assert say() == ["没有要补办的"]


def test_keys_younger_than_the_backup_sign_the_log_that_came_out_of_it(older: Path, home: Home) -> None:
    """The key was replaced after the backup; the keys in the home are today's, the log is the backup's."""
    backup = (LogFiles.of(home).root / CHECKPOINT).read_bytes()
    rotate_key(at=later(), overlap=timedelta(0))
    (LogFiles.of(home).root / CHECKPOINT).write_bytes(backup)

    assert "日志无误" in say(older)

    newest = signer.log_key(home).verifier_key
    note = (LogFiles.of(home).root / CHECKPOINT).read_bytes()
    assert newest in open_checkpoint(note, [newest]).signed_by
    assert fsck.first_fault() is None


def test_a_key_that_signs_the_log_and_is_not_here_is_told(older: Path, home: Home, tmp_path: Path) -> None:
    before = tmp_path / "before"
    shutil.copytree(home.root, before)
    rotate_key(at=later(), overlap=timedelta(days=90))
    younger = signer.log_key(home).verifier_key
    keys_file = (LogFiles.of(home).root / "keys.json").read_bytes()
    shutil.rmtree(home.keys)
    shutil.copytree(before / "keys", home.keys)
    home.keys.chmod(0o700)
    (older / "keys.json").write_bytes(keys_file)

    told = say(older)

    assert any(str(younger) in line and "不在本机" in line for line in told)
