"""A change rewrites the files that it touches, however large the bundle is, and nothing twice."""

import json
from pathlib import Path

import pytest
from tests.publishing import make_matter, make_publication
from tests.rooms.bundles.conftest import Export
from tests.rooms.bundles.invented import InventedHouse

from chengxin.doors.bundles import operations, parquet
from chengxin.doors.bundles.folder import Folder
from chengxin.doors.bundles.operations import Brought, BundleOfAnotherLog, bring_up
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.opendata import layout

SMALL, LARGE = 2_000, 8_000
WIDTH = 16  # numbers of the log in a partition, so that a few thousand records are hundreds of partitions


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return tmp_path / "bundle"


@pytest.fixture
def house(tmp_path: Path) -> InventedHouse:
    return InventedHouse(tmp_path / "log")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "PARTITION_WIDTH", WIDTH)
    monkeypatch.setattr(operations, "PARTITION_WIDTH", WIDTH)
    monkeypatch.setattr(parquet, "is_installed", lambda: False)


def written(house: InventedHouse, bundle: Path) -> Brought:
    house.sign()
    return bring_up(Folder(bundle), house.house)


def test_a_withdrawal_writes_as_little_in_a_large_bundle_as_in_a_small_one(
    house: InventedHouse, bundle: Path, narrow: None
) -> None:
    house.publish(SMALL)
    first = written(house, bundle)
    house.end(3)
    small = written(house, bundle)

    house.publish(LARGE - SMALL)
    second = written(house, bundle)
    house.end(5)
    large = written(house, bundle)

    print(f"\n{SMALL}: {small}\n{LARGE}: {large}\nall: {first} + {second}")
    # A partition, the deltas of two days, the tiles at the edge, feed and map, and the catalogues above each of them.
    assert small.written.files < 40
    assert large.written.files <= small.written.files + 4
    assert large.written.size < small.written.size * 1.5
    assert first.written.size + second.written.size > large.written.size * 15


def test_writing_a_bundle_again_writes_nothing(house: InventedHouse, bundle: Path) -> None:
    house.publish(30)
    first = written(house, bundle)

    again = bring_up(Folder(bundle), house.house, refresh=True)

    assert first.written.files > 10
    assert (again.written.files, again.written.removed) == (0, 0)


def test_a_run_that_died_is_finished_by_the_next(
    house: InventedHouse, bundle: Path, narrow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publish(40)
    written(house, bundle)
    ended = house.entries[2].key
    house.end(2)
    with monkeypatch.context() as patched:
        patched.setattr(operations, "_finish", _dies)
        with pytest.raises(OSError, match="died"):
            written(house, bundle)

    bring_up(Folder(bundle), house.house)

    assert {row["key"] for row in rows_of(bundle)} == {entry.key for entry in house.entries} - {ended}
    assert bring_up(Folder(bundle), house.house, refresh=True).written.files == 0


def test_what_was_written_step_by_step_is_what_is_written_at_once(
    house: InventedHouse, bundle: Path, tmp_path: Path, narrow: None
) -> None:
    for step in range(6):
        house.publish(20)
        house.end(step * 7)
        written(house, bundle)

    bring_up(Folder(tmp_path / "at-once"), house.house)

    assert contents_of(bundle) == contents_of(tmp_path / "at-once")


def test_every_file_is_named_with_its_size_and_media_type(house: InventedHouse, bundle: Path) -> None:
    house.publish(20)
    written(house, bundle)

    folder = bundle / "bulk/note/00/00"
    catalog = json.loads((folder / "catalog.jsonld").read_bytes())

    named = {
        each["dcat:downloadURL"]["@id"]: (each["dcat:byteSize"], each["dcat:mediaType"])
        for dataset in catalog["dcat:dataset"]
        for each in dataset["dcat:distribution"]
    }
    assert named["00.csv"] == ((folder / "00.csv").stat().st_size, "text/csv")
    assert set(named) == {file.name for file in folder.iterdir()} - {"catalog.jsonld"}


def test_a_folder_of_another_log_is_refused(house: InventedHouse, bundle: Path, tmp_path: Path) -> None:
    house.publish(3)
    written(house, bundle)
    other = InventedHouse(tmp_path / "other")
    other.publish(2)

    with pytest.raises(BundleOfAnotherLog, match="3 条"):
        written(other, bundle)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_no_spreadsheet_takes_a_text_for_a_formula(town: PublicBody, export: Export, bundle: Path) -> None:
    make_publication(make_matter(town), title="=HYPERLINK(1)")
    export()

    assert ",'=HYPERLINK(1)," in (bundle / "bulk/record/00/00/00.csv").read_text("utf-8-sig")
    [row] = rows_of(bundle)
    assert '"=HYPERLINK(1)"' in json.dumps(row)


def rows_of(bundle: Path) -> list[dict[str, object]]:
    files = (bundle / "bulk").rglob("*.jsonl")
    return [json.loads(line) for file in files for line in file.read_bytes().splitlines()]


def contents_of(root: Path) -> dict[str, bytes]:
    return {str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()}


def _dies(*_: object) -> None:
    raise OSError("died")
