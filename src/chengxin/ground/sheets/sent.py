"""Rows in a request: what a program sends as a list of JSON objects, each judged for itself."""

from collections.abc import Iterable, Iterator, Sequence

from chengxin.ground.sheets.columns import Column
from chengxin.ground.sheets.json_lines import AS_WRITTEN, brief, why_unfit
from chengxin.ground.sheets.problems import Problem
from chengxin.ground.sheets.rows import RefusedRow, SourceRow

ONE_OBJECT = "一个 JSON 对象，各项是模板的各列"
LARGEST = 2**53  # beyond it a number is not the same in every program


def sent_rows(
    sent: Iterable[object], columns: Sequence[Column], *, longest: int
) -> Iterator[SourceRow | RefusedRow]:
    """Return each object as a row, counted from 1; one that is none, or holds what is no cell, is refused alone.

    Of what is wrong its kind or its length is told and never its text: it may be about a person.
    """
    for number, value in enumerate(sent, start=1):
        if not isinstance(value, dict):
            problem = Problem(
                number, "", brief(value) if not isinstance(value, str) else "（str）", ONE_OBJECT
            )
            yield RefusedRow(number, {AS_WRITTEN: ""}, (problem,))
            continue
        problems = tuple(
            Problem(number, column.title_zh, *wrong)
            for column in columns
            if (wrong := _wrong_with(value.get(column.name), longest)) is not None
        )
        yield RefusedRow(number, value, problems) if problems else SourceRow(number, value)


def _wrong_with(cell: object, longest: int) -> tuple[str, str] | None:
    """Return what was found in a cell and what was expected, or None where it can be read."""
    if cell is None:
        return None
    if isinstance(cell, str):
        if len(cell) > longest:
            return f"{len(cell)} 个字", f"不超过 {longest} 个字"
        unfit = why_unfit(cell, longest)
        return ("不能保存的字符", unfit) if unfit else None
    if isinstance(cell, int) and not isinstance(cell, bool):
        return None if abs(cell) <= LARGEST else ("过大的数", f"绝对值不超过 {LARGEST} 的整数")
    return brief(cell), "文字、整数或者 null"
