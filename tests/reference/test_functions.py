"""The shipped functions: departments that are known, words that count once, and proposals that a reader would make."""

import pytest

from chengxin_core.voices.functions import Rules
from chengxin_reference.functions import functions


def test_no_department_says_a_word_twice() -> None:
    twice = [
        (function.department, word)
        for function in functions()
        for word in function.words
        if function.words.count(word) > 1
    ]

    assert twice == []


def test_no_word_speaks_for_two_fields() -> None:
    fields: dict[str, set[str]] = {}
    for function in functions():
        for word in function.words:
            fields.setdefault(word, set()).add(function.field)

    assert {word: of for word, of in fields.items() if len(of) > 1} == {}


@pytest.mark.parametrize(
    ("message", "field", "department"),
    [
        ("小区物业乱收停车费，业主委员会没有人管", "城乡建设", "住房和城乡建设局"),
        ("公司拖欠工资三个月，不签劳动合同，也不交社保", "劳动和社会保障", "人力资源和社会保障局"),
        ("化工厂夜里偷排废水，气味刺鼻", "环境保护", "生态环境局"),
        ("某干部收受红包，吃拿卡要", "纪检监察", "纪检监察机关"),
        ("原环保局说砖厂有环评手续", "环境保护", "生态环境局"),
    ],
)
def test_proposes_as_a_reader_would(message: str, field: str, department: str) -> None:
    asked = Rules(functions()).propose(message)

    assert (asked.proposal.label, asked.department) == (field, department)
