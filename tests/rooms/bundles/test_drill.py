"""The drill over the bundle: a string is in each kind of file while it is published, and in no byte afterwards."""

from pathlib import Path

import duckdb
import pytest
from tests.publishing import FEB_2, end, later, make_review, matter_of, record_body
from tests.rooms.bundles.conftest import PLANTED, Export, files_that_hold, make_publications, plant

from chengxin.doors.bundles import parquet
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.operations import correct
from chengxin.foundation.transparency.queries import everywhere
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.site.sinks import write_bundle
from chengxin_core.ledger.check import check_bundle
from chengxin_core.ledger.report import Outcome

pytestmark = [pytest.mark.engine, pytest.mark.django_db(transaction=True, databases="__all__")]

TEXT = [PLANTED.encode()]


def titles_in_parquet(root: Path) -> set[str]:
    files = [str(file) for file in root.rglob("*.parquet")]
    rows = duckdb.sql("SELECT title FROM read_parquet(?)", params=[files]).fetchall() if files else []
    return {title for (title,) in rows}


def outcome_of(root: Path) -> Outcome:
    log = root / "log"
    names = [file.relative_to(log).as_posix() for file in log.rglob("*") if file.is_file()]

    def read(path: str) -> bytes | None:
        return (log / path).read_bytes() if path in names else None

    return check_bundle(read, lambda prefix: [name for name in names if name.startswith(prefix)]).outcome


@pytest.fixture
def planted(town: PublicBody, kept: Path) -> Publication:
    """A record in force that holds the string, beside another one, followed by the bundle and its pages."""
    publication = plant(town)
    make_publications(town, 1)
    run_sequencer(at=FEB_2)
    write_bundle(kept, with_pages=True, refresh=True)
    return publication


def test_what_is_published_is_in_each_kind_of_file(planted: Publication, kept: Path) -> None:
    kinds = files_that_hold(TEXT, kept)

    assert {".csv", ".jsonl", ".json", ".atom", ".html"} <= kinds
    assert PLANTED in titles_in_parquet(kept)
    assert any(PLANTED.encode() in file.read_bytes() for file in (kept / "deltas").rglob("*.jsonl"))
    assert everywhere(planted)


def test_what_is_withdrawn_is_in_no_byte(planted: Publication, kept: Path) -> None:
    end(planted)
    run_sequencer(at=FEB_2)

    assert files_that_hold(TEXT, kept) == set()
    assert titles_in_parquet(kept) == {"记录第0号"}
    assert everywhere(planted)
    assert outcome_of(kept) is Outcome.PASSED


def test_the_end_is_told_by_the_opaque_key_alone(planted: Publication, kept: Path) -> None:
    end(planted)
    run_sequencer(at=FEB_2)

    lines = [
        line
        for file in (kept / "deltas").rglob("*.jsonl")
        for line in file.read_text("utf-8").splitlines()
        if planted.key in line
    ]
    assert len(lines) == 1
    assert '"content":null' in lines[0]
    assert '"ground":"reversed"' in lines[0]
    assert "示范市" not in lines[0]


def test_what_is_corrected_is_in_no_byte(planted: Publication, kept: Path) -> None:
    matter = matter_of(planted)
    correct(
        publication=planted,
        body=record_body(matter, title="更正后的标题"),
        why="标题有误",
        review=make_review(matter, at=later()),
        at=later(),
    )
    run_sequencer(at=FEB_2)

    assert files_that_hold(TEXT, kept) == set()
    assert titles_in_parquet(kept) == {"记录第0号", "更正后的标题"}
    assert outcome_of(kept) is Outcome.PASSED


def test_an_old_parquet_file_goes_too_where_parquet_can_no_longer_be_written(
    planted: Publication, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "is_installed", lambda: False)

    end(planted)
    run_sequencer(at=FEB_2)

    assert titles_in_parquet(kept) == set()


def test_a_bundle_without_rows_has_no_row_files(town: PublicBody, kept: Path, export: Export) -> None:
    publication = plant(town)
    export()

    end(publication)
    export()

    assert list((kept / "bulk").rglob("*")) == []
    assert outcome_of(kept) is Outcome.PASSED


def test_a_bundle_that_is_named_later_follows_from_the_beginning(
    town: PublicBody, bundle: Path, settings: pytest.FixtureRequest
) -> None:
    publication = plant(town)
    run_sequencer(at=FEB_2)
    assert everywhere(publication)

    settings.BUNDLE = str(bundle)  # type: ignore[attr-defined]
    make_publications(town, 1)
    run_sequencer(at=FEB_2)

    assert titles_in_parquet(bundle) == {PLANTED, "记录第0号"}
