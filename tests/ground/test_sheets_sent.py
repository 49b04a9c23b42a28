"""Rows in a request: each object is judged for itself, and no text of it is repeated."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin.ground.sheets import Column, RefusedRow, SourceRow, sent_rows

COLUMNS = (Column("name", "姓名", required=True), Column("months", "期间"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("cell", "found", "expected"),
    [
        (1.5, "（float）", "文字、整数或者 null"),
        (True, "（bool）", "文字、整数或者 null"),
        (["甲"], "（list）", "文字、整数或者 null"),
        ("甲" * 21, "21 个字", "不超过 20 个字"),
        ("甲\x00", "不能保存的字符", "不含空字符（NUL）的文字"),
        (10**20, "过大的数", "绝对值不超过 9007199254740992 的整数"),
    ],
)
def test_a_cell_that_is_none_is_told_by_row_and_column(cell: object, found: str, expected: str) -> None:
    good, bad = sent_rows([{"name": "乙"}, {"name": cell}], COLUMNS, longest=20)

    assert good == SourceRow(1, {"name": "乙"})
    assert isinstance(bad, RefusedRow)
    (problem,) = bad.problems
    assert (problem.row, problem.column, problem.found, problem.expected) == (2, "姓名", found, expected)


@pytest.mark.parametrize("row", ["测试甲", 7, None, [], 1.5])
def test_what_is_no_object_costs_no_other_row_and_is_not_repeated(row: object) -> None:
    bad, good = sent_rows([row, {"name": "乙", "months": 6}], COLUMNS, longest=20)

    assert isinstance(bad, RefusedRow)
    assert "一个 JSON 对象" in str(bad.problems[0])
    assert "测试甲" not in str(bad.problems[0])
    assert good.cells == {"name": "乙", "months": 6}


@given(st.lists(JSON, max_size=4))
def test_every_value_comes_out_as_one_row_of_its_number(sent: list[Any]) -> None:
    assert [row.number for row in sent_rows(sent, COLUMNS, longest=20)] == list(range(1, len(sent) + 1))
