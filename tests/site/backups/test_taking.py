"""What is in a backup, how long it is kept, and what an interrupted one leaves: nothing that looks like one."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection
from django_tasks_db.models import DBTaskResult
from tests.publishing import FEB_2, make_body
from tests.site.backups.conftest import FILES

from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import jobs
from chengxin.ground.home import Home
from chengxin.site.backups import snapshots
from chengxin.site.backups.archive import ArchiveTorn, read_manifest, unpack
from chengxin.site.backups.commands import backup
from chengxin.site.backups.taking import ask_for_nightly, take

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(transaction=True, databases="__all__")]
ROOT = Path(__file__).parents[3]


def database_in_backup() -> str:
    return "internal.db" if connection.vendor == "sqlite" else snapshots.DUMP


def test_everything_is_in_it_but_what_can_be_made_again(house: Home) -> None:
    taken = take(house.backups, with_keys=True, at=FEB_2)

    expected = {*FILES, "keys/django", "keys/log", "keys/master", "key-register.json", database_in_backup()}
    assert set(read_manifest(taken.place).files) == expected
    assert taken.manifest.about.engine == connection.vendor
    assert "transparency.0001_initial" in taken.manifest.about.migrations


def test_the_bundle_is_not_in_it_wherever_it_lies(house: Home, settings: pytest.FixtureRequest) -> None:
    settings.BUNDLE = str(house.root / "bundle")  # type: ignore[attr-defined]
    (house.root / "bundle").mkdir()
    (house.root / "bundle" / "content.json").write_bytes(b"{}")

    taken = take(house.backups, with_keys=True, at=FEB_2)

    assert not any("bundle" in path for path in taken.manifest.files)


def test_keys_are_left_out_where_they_are_kept_elsewhere_and_it_says_so(house: Home) -> None:
    said = CliRunner().invoke(backup, [str(house.backups), "--without-keys"]).output

    (place,) = house.backups.glob("chengxin-*.tar")
    assert not read_manifest(place).has_keys
    assert "不含密钥: 请另行保管" in said


def test_with_keys_it_says_what_that_means(house: Home) -> None:
    assert "须与密钥同等保管" in CliRunner().invoke(backup).output


def test_it_is_consistent_although_somebody_writes(house: Home, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("pg_dump reads in one transaction of the server")
    make_body()
    stop = threading.Event()

    def write() -> None:
        body = PublicBody.objects.get(pk="demo-1")
        number = 0
        while not stop.is_set():
            number += 1
            body.pk, body.path = f"demo-1{number}", f"sd/sd-99/demo-1{number}/"
            body.save(force_insert=True)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        time.sleep(0.2)
        taken = take(house.backups, with_keys=True, at=FEB_2)
    finally:
        stop.set()
        writer.join()

    unpack(taken.place, taken.manifest, tmp_path / "out")
    copy = sqlite3.connect(tmp_path / "out" / "internal.db")
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    (count,) = copy.execute("SELECT count(*) FROM subjects_publicbody").fetchone()
    assert 1 < count <= PublicBody.objects.count()
    copy.close()


def test_backups_are_kept_for_so_many_days_and_no_longer(
    house: Home, settings: pytest.FixtureRequest
) -> None:
    settings.BACKUP_DAYS = 3  # type: ignore[attr-defined]
    for days in range(5):
        take(house.backups, with_keys=False, at=FEB_2 + timedelta(days=days))

    assert [file.name for file in sorted(house.backups.glob("chengxin-*.tar"))] == [
        f"chengxin-2026020{day}T013000Z.tar" for day in (3, 4, 5, 6)
    ]
    assert (house.backups / "old.tar").exists()  # not one of ours


def test_the_night_asks_for_one_and_the_worker_makes_it(house: Home) -> None:
    assert ask_for_nightly(at=FEB_2) == 1

    jobs.work_off()

    (place,) = house.backups.glob("chengxin-*.tar")
    assert read_manifest(place).has_keys


def test_one_setting_turns_the_nights_backup_off(house: Home, settings: pytest.FixtureRequest) -> None:
    settings.BACKUP_NIGHTLY = False  # type: ignore[attr-defined]

    assert ask_for_nightly(at=FEB_2) == 0
    assert not DBTaskResult.objects.exists()


def test_what_a_killed_backup_leaves_is_no_backup_and_is_cleared_away(house: Home) -> None:
    """The child is killed while it writes its largest file."""
    with closing(sqlite3.connect(house.database("internal"))) as database:
        database.execute("CREATE TABLE rows (number)")
    with (house.files / "large").open("wb") as large:
        large.truncate(3 * 2**30)  # a hole: it takes no place, and is long to read
    child = subprocess.Popen(
        [sys.executable, "-m", "chengxin", "backup", str(house.backups), "--without-keys"],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": "src",
            "DJANGO_SETTINGS_MODULE": "chengxin.site.settings",
            "CHENGXIN_DATABASE": "",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while child.poll() is None and not any(
        file.stat().st_size > 2**20 for file in house.backups.glob(".chengxin-*.tar")
    ):
        time.sleep(0.01)
    assert child.poll() is None, "it ended before it could be killed"
    child.send_signal(signal.SIGKILL)
    child.wait()
    (left,) = house.backups.glob(".chengxin-*.tar")
    assert list(house.backups.glob("chengxin-*.tar")) == []
    with pytest.raises(ArchiveTorn, match="断在"):
        read_manifest(left)

    (house.files / "large").unlink()
    take(house.backups, with_keys=False, at=FEB_2)

    assert [file.name for file in house.backups.glob("*chengxin-*")] == ["chengxin-20260202T013000Z.tar"]
