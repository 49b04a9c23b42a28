"""Rows read here or by another process: the same, in the same order, and damage midway costs nothing before it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from benchmarks.generated_judgments import judgments

from chengxin.chain.evidence import reading
from chengxin.chain.evidence.reading import Judged, Result, read_batches, read_rows
from chengxin.ground.sheets import FileRefused, SkippedRow, SourceRow

TODAY = date(2026, 11, 23)


class Damaged:
    """A stream that ends in the middle."""

    progress = 0.5

    def __init__(self, rows: list[Any]) -> None:
        self.rows = rows

    def __iter__(self) -> Iterator[Any]:
        yield from self.rows
        raise FileRefused("文件在中间损坏")


@pytest.fixture
def rows() -> list[Any]:
    rows = [SourceRow(number, row) for number, row in enumerate(judgments(60, today=TODAY), start=1)]
    return [
        *rows[:30],
        SkippedRow(31, "表头重复"),
        *(SourceRow(row.number + 1, row.cells) for row in rows[30:]),
    ]


def all_of(rows: list[Any], *, after: int = 0) -> tuple[list[Result], list[int], FileRefused | None]:
    batches = list(read_batches(Damaged(rows), after=after, today=TODAY))  # type: ignore[arg-type]
    results = [result for batch in batches for result in batch.results]
    return results, [batch.last_row for batch in batches], batches[-1].refusal


@pytest.mark.parametrize("cores", [1, 2, 3])
def test_gives_the_same_rows_however_many_cores_help(
    monkeypatch: pytest.MonkeyPatch, rows: list[Any], cores: int
) -> None:
    monkeypatch.setattr(reading, "BATCH", 25)
    monkeypatch.setattr("os.sched_getaffinity", lambda process: set(range(cores)))

    results, last_rows, refusal = all_of(rows)

    assert results == read_rows(rows, TODAY)
    assert last_rows[:2] == [25, 50]
    assert str(refusal) == "文件没有接收：文件在中间损坏。"
    assert {type(result) for result in results} >= {Judged}


def test_goes_on_behind_a_row(rows: list[Any]) -> None:
    results, _, _ = all_of(rows, after=40)

    assert results == read_rows(rows[40:], TODAY)
