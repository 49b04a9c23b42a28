import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.rulebook import Rulebook, RulebookRefused, check
from chengxin_core.rulebook.reading import read
from chengxin_rulebooks import rulebook_sources

BOOK = """\
title = "演示规则"
confidence = "V:law"

[[document]]
code = "law"
title = "演示条例"
in_force_from = 2020-10-01

[[clock]]
id = "C-17"
key = "objection.own"
cites = "law"
article = "第三十九条"
budget = 3
unit = "wd"
starts_on = "收到异议申请"

[[list]]
id = "C-11"
key = "measures"
zh = "措施清单"
cites = "law"
"""

ITEM = """
[[item]]
id = "C-11"
list = "measures"
code = "reminder"
zh = "提示约谈"
cites = "law"
"""


def problems_of(text: str) -> list[str]:
    return [str(problem) for problem in check({"demo.toml": text.encode()})]


def test_a_sound_file_has_no_problem() -> None:
    assert problems_of(BOOK + ITEM) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (BOOK.replace("budget = 3\n", ""), "demo.toml:9: 缺少 budget"),
        (BOOK.replace("budget = 3", 'budget = "三"'), "demo.toml:9: budget 应为整数, 实为“三”"),
        (BOOK.replace("budget = 3", "budget = true"), "demo.toml:9: budget 应为整数, 实为“True”"),
        (BOOK.replace('"wd"', '"week"'), "demo.toml:9: unit 应为 wd、d、m、y 之一, 实为“week”"),
        (BOOK.replace('"C-17"', '"十七"'), "demo.toml:9: id 应为规则编号 (如 C-17), 实为“十七”"),
        (BOOK.replace("starts_on", "stars_on"), "demo.toml:9: 不认识的字段 stars_on"),
        (
            BOOK.replace('cites = "law"\narticle', 'cites = "lex"\narticle'),
            "demo.toml:9: 引用的文件 lex 不存在",
        ),
        (BOOK.replace('"V:law"', '"sure"'), "demo.toml:9: confidence 应为"),
        (BOOK.replace('cites = "law"\narticle', "article"), "demo.toml:9: 可信程度为 V:law 的条目须引用文件"),
        (BOOK.replace("2020-10-01", '"去年"'), "demo.toml:4: in_force_from 应为日期"),
        (BOOK.replace('title = "演示规则"', "title = 3"), "demo.toml:0: 文件开头的 title 应为文字, 实为“3”"),
        (BOOK.replace("[[clock]]", "[[watch]]"), "demo.toml:9: 不认识的部分 watch"),
        (BOOK.replace("[[clock]]", "[clock"), "demo.toml:9: 不是正确的 TOML"),
        (BOOK + ITEM + ITEM, "demo.toml:31: reminder 与 demo.toml:24 在时间上重叠"),
        (BOOK + ITEM.replace('"measures"', '"penalties"'), "demo.toml:24: 清单 penalties 没有声明"),
        (BOOK + ITEM.replace('"measures"', '"measure"'), "是不是 measures？"),
        (
            BOOK + ITEM + 'clock = "objection.won"\n',
            "clock 所指的期限 objection.won 不存在 ([[clock]])，是不是 objection.own？",
        ),
        (BOOK + ITEM + "in_force_until = 2020-01-01\n", "不晚于施行自"),
        (
            BOOK + ITEM + "in_force_until = 2022-01-01\n" + ITEM + "in_force_from = 2023-01-01\n",
            "在 2022-01-01 至 2023-01-01 之间没有规定",
        ),
        (
            BOOK
            + '[[clock]]\nid = "X-03"\nkey = "a"\nbudget = 5\nunit = "wd"\nstarts_on = "收件"\non_silence = "yes"\n',
            "on_silence 应为 none、accepted",
        ),
        (
            BOOK + '[[parameter]]\nid = "K4-01"\nkey = "a"\nvalue = 5\nunit = "d"\nquantity = "percent"\n',
            "只能写一个",
        ),
        (BOOK + '[[gate]]\nid = "D-23"\nkey = "a"\n', "缺少 refuses"),
        (BOOK.replace("2020-10-01", '2020-10-01\nreplaced_by = "lex"'), "replaced_by 所指的文件 lex 不存在"),
        (BOOK + ITEM + "weight = 0.5\n", "weight 应为文字、整数、true、false 或文字的列表, 实为“0.5”"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str, told: str) -> None:
    assert any(told in problem for problem in problems_of(text)), problems_of(text)


def test_every_fault_is_told_at_once() -> None:
    text = BOOK.replace("budget = 3", "budget = false").replace('"wd"', '"week"')

    assert len(problems_of(text)) == 2


def test_a_file_of_another_encoding_is_a_fault() -> None:
    (problem,) = check({"demo.toml": "规则".encode("gbk")})

    assert "不是 UTF-8" in problem.message


def test_a_faulty_book_is_refused_with_its_problems() -> None:
    with pytest.raises(RulebookRefused, match=r"demo\.toml:9: 缺少 budget") as refused:
        Rulebook.load({"demo.toml": BOOK.replace("budget = 3\n", "").encode()})

    assert refused.value.problems[0].line == 9


JUNK: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.integers()), st.dates()
)


@given(st.data())
def test_no_value_in_any_field_breaks_the_reader(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(sorted(rulebook_sources())))
    tables = tomllib.loads(rulebook_sources()[file].decode())
    part = data.draw(st.sampled_from([name for name, rows in tables.items() if isinstance(rows, list)]))
    row = data.draw(st.sampled_from([tables, *tables[part]]))
    row[data.draw(st.sampled_from(sorted(row)) | st.text(min_size=1))] = data.draw(JUNK)

    reading = read({file: tables}, {})

    assert all(problem.file == file for problem in reading.problems)
