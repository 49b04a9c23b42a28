"""字段对照: what a content becomes for the platform, and which maps are refused with the place that is wrong."""

from typing import Any

import pytest

from chengxin.foundation.reporting.mapping import MappingRefused, read_map

NAME = {"name": "ZTMC", "zh": "主体名称", "from": "body.name", "required": True, "longest": 5}


def one(field: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": {"record": {"catalogue": "ZWSX", "field": [field]}}, **more}


def row(field: dict[str, Any], content: dict[str, Any], **more: Any) -> tuple[dict[str, str], list[str]]:
    values, faults = read_map(one(field, **more)).kinds["record"].row(content)
    return values, [str(fault) for fault in faults]


def test_a_value_is_taken_from_its_member() -> None:
    assert row(NAME, {"body": {"name": "演示局"}}) == ({"ZTMC": "演示局"}, [])


def test_a_member_of_a_list_is_taken_by_its_place() -> None:
    field = {"name": "QH", "from": "region.-1.id"}

    assert row(field, {"region": [{"id": "p"}, {"id": "x"}]}) == ({"QH": "x"}, [])
    assert row(field, {"region": []}) == ({"QH": ""}, [])


def test_a_fixed_value_and_a_code_are_written() -> None:
    assert row({"name": "LY", "value": 1}, {}) == ({"LY": "1"}, [])
    field = {"name": "BZ", "from": "marked", "codes": "yes_no"}
    assert row(field, {"marked": True}, codes={"yes_no": {"true": "1"}}) == ({"BZ": "1"}, [])


@pytest.mark.parametrize(
    ("field", "content", "fault"),
    [
        (NAME, {}, "主体名称（ZTMC）：填的是“空”，应当是必填项"),
        (
            NAME,
            {"body": {"name": "一二三四五六"}},
            "主体名称（ZTMC）：填的是“一二三四五六…（6 字）”，应当是不超过 5 字",
        ),
        (
            {"name": "RQ", "from": "on", "form": "date"},
            {"on": "2026-2-30"},
            "RQ（RQ）：填的是“2026-2-30”，应当是日期，例如 2026-11-23",
        ),
        (
            {"name": "DM", "from": "c", "pattern": "[0-9]+"},
            {"c": "x"},
            "DM（DM）：填的是“x”，应当是符合格式 [0-9]+",
        ),
    ],
)
def test_what_is_wrong_is_told_with_found_and_expected(
    field: dict[str, Any], content: dict[str, Any], fault: str
) -> None:
    values, faults = row(field, content)

    assert faults == [fault]
    assert values == {}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ({"kind": {"record": {}}}, "没有写平台目录代码 catalogue"),
        ({"kind": {"record": {"catalogue": "A"}}}, "没有列出任何字段"),
        (one({"zh": "无名"}), "第 1 个字段没有写字段名 name"),
        (one({"name": "A"}), "应当写 from 或者 value 中的一项"),
        (one({"name": "A", "from": "x", "form": "date", "long": 3}), "写了“long”"),
        (one({"name": "A", "from": "x", "codes": "none"}), "文末没有 [codes.none]"),
        (one({"name": "A", "from": "x", "pattern": "("}), "不是有效的正则表达式"),
        (one({"name": "A", "from": "x", "longest": 0}), "longest 是“0”，应当是正整数"),
        ({"file_format": "xml"}, "应当是 json 或者 csv"),
        ({"rows_in_a_batch": "many"}, "rows_in_a_batch 是“many”，应当是正整数"),
        ({"kind": {"record": {"catalogue": "A", "field": [NAME, NAME]}}}, "字段 ZTMC 写了两次"),
    ],
)
def test_a_map_that_cannot_be_worked_with_is_refused(data: dict[str, Any], why: str) -> None:
    with pytest.raises(MappingRefused) as refused:
        read_map(data)

    assert why in str(refused.value)
