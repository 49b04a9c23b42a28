"""An office behind an air gap: packages are carried out, receipts are carried in, and torn files lose nothing."""

import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings
from tests.rooms.reporting.cases import HOUR, Town, exchange, states

from chengxin.foundation.reporting.mapping import SHIPPED
from chengxin.foundation.reporting.models import Submission
from chengxin.foundation.reporting.reconciling import reconcile
from chengxin.foundation.transparency.queries import everywhere
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground.home import Home

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]
PLANTED = "蓝田玉暖日生烟"


@pytest.fixture
def folder(tmp_path: Path, home: Home, settings: Settings) -> Path:
    """The folder that the settings name."""
    settings.PLATFORM = str(tmp_path / "exchange")
    return tmp_path / "exchange"


def packages(folder: Path) -> Iterator[Path]:
    return (file for file in (folder / "outbox").iterdir() if file.suffix in (".json", ".csv"))


def receipt(row: dict[str, object], number: str, outcome: str = "accepted", **more: str) -> dict[str, object]:
    told = {name: row[name] for name in ("key", "version", "action")}
    issued = {"receipt": number, "outcome": outcome, "issued_at": "2026-11-23T10:00:00+08:00"}
    return {**told, **issued, "batch": "", **more}


def hand_in(folder: Path, name: str, rows: list[dict[str, object]]) -> None:
    (folder / "inbox" / name).write_text(json.dumps({"rows": rows}), encoding="utf-8")


def test_a_package_is_carried_out_and_its_receipts_are_carried_in(town: Town, folder: Path) -> None:
    town.publish()
    exchange(town.at)
    (package,) = packages(folder)
    body = json.loads(package.read_text("utf-8"))
    assert body["rows"][0]["fields"]["ZTMC"] == town.body.name
    package.unlink()  # it was carried away

    hand_in(folder, "receipts-1.json", [receipt(body["rows"][0], "R1")])
    exchange(town.at + HOUR)

    assert states() == {"accepted": 1}
    assert (folder / "inbox/done/receipts-1.json").exists()


def test_the_same_receipts_twice_change_nothing(town: Town, folder: Path) -> None:
    town.publish()
    exchange(town.at)
    (package,) = packages(folder)
    row = json.loads(package.read_text("utf-8"))["rows"][0]
    for _ in range(2):
        hand_in(folder, "receipts-1.json", [receipt(row, "R1")])
        exchange(town.at + HOUR)

    assert states() == {"accepted": 1}


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("receipts-1.json", '{"rows": [{"key"', "文件不是完整的 JSON"),
        ("receipts-1.json", "[]", "文件没有 rows 这一列"),
        (
            "receipts-1.json",
            '{"rows": [{"outcome": "ok"}]}',
            "第 1 行“outcome”填的是“ok”，应当是accepted、returned",
        ),
        (
            "receipts-1.csv",
            "receipt,outcome,key\nR1,accepted,短\n",
            "第 2 行“key”填的是“短”，应当是32 位小写十六进制的公示编号",
        ),
        ("notices-1.json", '{"rows": [{"notice": ""}]}', "第 1 行“notice”没有填，应当是来函编号"),
    ],
)
def test_a_torn_file_is_put_aside_with_the_reason(
    town: Town, folder: Path, name: str, text: str, why: str
) -> None:
    exchange(town.at)
    (folder / "inbox" / name).write_text(text, encoding="utf-8")

    exchange(town.at + HOUR)

    assert (folder / "inbox/refused" / name).read_text("utf-8") == text
    assert why in (folder / "inbox/refused" / f"{name}.why.txt").read_text("utf-8")


def test_bytes_that_are_no_text_are_put_aside(town: Town, folder: Path) -> None:
    exchange(town.at)
    (folder / "inbox/receipts-1.csv").write_bytes(b"\xff\xfe\x00")

    exchange(town.at + HOUR)

    assert "UTF-8" in (folder / "inbox/refused/receipts-1.csv.why.txt").read_text("utf-8")


@pytest.mark.parametrize("file_format", ["json", "csv"])
def test_what_ended_is_in_no_byte_of_a_package_that_still_waits(
    town: Town, folder: Path, home: Home, file_format: str
) -> None:
    choose(home, file_format)
    town.publish(title=PLANTED)
    other = town.publish()
    exchange(town.at)
    (package,) = packages(folder)
    assert PLANTED in package.read_text("utf-8")
    publication = Submission.objects.order_by("pk")[0].publication
    assert publication is not None

    town.withdraw(publication, at=town.at)
    run_sequencer(at=town.at)

    assert not any(PLANTED.encode() in file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert other.key in package.read_text("utf-8")
    assert not everywhere(publication)
    exchange(town.at + HOUR)
    withdrawal = [file for file in packages(folder) if publication.key in file.read_text("utf-8")]
    assert len(withdrawal) == 1


def test_a_csv_package_has_a_column_for_each_field_and_runs_no_formula(
    town: Town, folder: Path, home: Home
) -> None:
    choose(home, "csv")
    town.publish(title="=1+1")

    exchange(town.at)

    (package,) = packages(folder)
    with package.open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["SXBT"] == "'=1+1"
    assert row["SXCD"] == "2"


def test_an_inventory_is_carried_in_and_compared(town: Town, folder: Path) -> None:
    publication = town.publish()
    exchange(town.at)
    assert not reconcile(at=town.at).is_done, "there is no inventory yet"
    row = {"key": publication.key, "version": 1, "kind": "ZWSX", "region": "x", "day": "2026-11-23"}
    hand_in(folder, "inventory-20261125.json", [row])

    result = reconcile(at=town.at + 48 * HOUR)

    assert (result.ours, result.theirs, result.differences) == (1, 1, 0)


def test_a_package_that_was_being_written_when_its_content_ended_is_written_anew(
    town: Town, folder: Path
) -> None:
    publication = town.publish(title=PLANTED)
    exchange(town.at)
    (package,) = packages(folder)
    shutil.copy(package, folder / "outbox" / "20261123-0.json.part")

    town.withdraw(publication, at=town.at)
    run_sequencer(at=town.at)

    assert list((folder / "outbox").iterdir()) == []


def choose(home: Home, file_format: str) -> None:
    """Let the office's own map say in which form packages are written."""
    own = home.root / "platform" / "mapping.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text(
        SHIPPED.read_text("utf-8").replace('file_format = "json"', f'file_format = "{file_format}"'), "utf-8"
    )
