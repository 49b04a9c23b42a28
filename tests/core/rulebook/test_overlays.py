"""A city may shorten its own organs' limits, and nothing else (policy Q-22)."""

from datetime import date

import pytest
from tests.core.rulebook.cities import city_of, file_of, promise
from tests.law import the_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Clock, Law, Rulebook, RulebookRefused
from chengxin_core.rulebook.overlays import PROMISABLE


def faults(*tables: str) -> str:
    with pytest.raises(RulebookRefused) as refused:
        city_of(*tables)
    return str(refused.value)


def test_a_shorter_limit_is_read_with_its_organ_and_citation() -> None:
    held = city_of(promise("record.check", 2)).clock("record.check").on(date(2026, 11, 23))

    assert (held.budget, held.source) == (2, "演示市发展和改革委员会")
    assert isinstance(held.authority, Law)
    assert held.authority.rule_id == "C-02"


def test_a_city_is_part_of_the_version_and_reads_back_the_same() -> None:
    book = city_of(promise("record.check", 2))

    again = Rulebook.from_snapshot(book.snapshot)

    assert book.hash != the_rulebook().hash
    assert again.hash == book.hash
    assert again.city is not None
    assert again.city.code == "990100"
    assert again.without_city.hash == the_rulebook().hash
    assert the_rulebook().with_city_of(again).hash == book.hash


def test_a_folder_without_files_is_no_city() -> None:
    assert the_rulebook().with_city("990100", {}).hash == the_rulebook().hash


@pytest.mark.parametrize("budget", [3, 4])
def test_a_limit_that_is_not_shorter_is_refused_with_line_found_and_expected(budget: int) -> None:
    told = faults(promise("record.check", budget))

    assert told == (
        f"promises.toml:13: budget 应短于 3, 实为 {budget}: 上级规定为 3 wd (defaults.toml:{line_below()})"
    )


def line_below() -> int:
    return the_rulebook().clock("record.check").entries[0].line


def test_a_shorter_number_in_another_unit_is_refused() -> None:
    assert "unit 应为 wd, 实为 d" in faults(promise("record.check", 2, Unit.DAYS))


def test_no_time_at_all_is_refused() -> None:
    assert "至少 1" in faults(promise("record.check", 0))


@pytest.mark.parametrize(
    "key", ["record.defence", "rectification", "written_explanation", "finding.review_request"]
)
def test_the_time_of_the_other_side_is_not_the_citys_to_shorten(key: str) -> None:
    assert "不得缩短他人的期限" in faults(promise(key, 1))


def test_a_clock_that_the_province_has_not_is_refused() -> None:
    assert "上级规则库已有的期限" in faults(promise("record.anew", 1))


@pytest.mark.parametrize(
    "table",
    [
        '[[item]]\nid = "Q-22"\nlist = "record_types"\ncode = "x"\nzh = "新增的记录类型"',
        '[[item]]\nid = "Q-22"\nlist = "measures"\ncode = "x"\nzh = "新增的措施"',
        '[[list]]\nid = "Q-22"\nkey = "inputs"\nzh = "新增的指标"',
        '[[parameter]]\nid = "Q-22"\nkey = "relief.levels_for_any"\nvalue = 3',
        '[[gate]]\nid = "Q-22"\nkey = "record.instrument"\nrefuses = "无"',
        '[[provision]]\nid = "Q-22"\ngist = "新增的条款"',
    ],
)
def test_everything_but_a_clock_is_refused_with_its_line(table: str) -> None:
    told = faults("\n", table)

    assert told.startswith("promises.toml:13: 市级规则只能缩短期限")
    assert "应为 document、clock, 实为" in told


@pytest.mark.parametrize(
    "field", ["extension = 30", 'suspended_by = ["鉴定"]', 'starts_on = "受理之后"', 'id = "C-02"']
)
def test_a_clock_of_a_city_says_a_number_and_nothing_else(field: str) -> None:
    assert "不认识的字段" in faults(promise("record.check", 2, more=field))


def test_a_promise_names_the_organ_and_the_document() -> None:
    bare = promise("record.check", 2).replace('promised_by = "演示市发展和改革委员会"\n', "")

    assert "缺少 promised_by" in faults(bare)
    with pytest.raises(RulebookRefused, match="须引用作出承诺的文件"):
        the_rulebook().with_city(
            "990100",
            {
                "a.toml": b'confidence = "D"\nin_force_from = 2026-01-01\n'
                + promise("record.check", 2).encode()
            },
        )


def test_two_promises_for_one_day_are_refused() -> None:
    assert "在时间上重叠" in faults(promise("record.check", 2), promise("record.check", 1))


def test_a_document_of_the_province_cannot_be_replaced() -> None:
    taken = HEADLESS.replace("CODE", "shandong-credit-regulation")

    with pytest.raises(RulebookRefused, match="重复"):
        the_rulebook().with_city("990100", {"a.toml": taken.encode()})


HEADLESS = """
[[document]]
code = "CODE"
title = "演示文件"
in_force_from = 2026-01-01
"""


def test_the_list_of_what_may_be_shortened_names_clocks_that_exist() -> None:
    listed = {item.code for item in the_rulebook().items(PROMISABLE, on=date(2026, 11, 23))}

    assert listed
    assert listed <= {entry.key for entry in the_rulebook().entries if isinstance(entry, Clock)}


def test_a_file_that_cannot_be_read_is_told() -> None:
    with pytest.raises(RulebookRefused, match="不是正确的 TOML"):
        the_rulebook().with_city("990100", {**file_of(), "b.toml": b"["})
