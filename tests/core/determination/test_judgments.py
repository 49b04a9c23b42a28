"""The reading of judgments holds on real labels, on any text, and however the text was typed."""

import json
import re
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from benchmarks import judgments as labelled
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.determination.judgments import JudgmentText, Party, Proposal, Reading, read_judgment

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "spec" / "judgments.toml").read_text("utf-8")
)["case"]
PARTIES = (Party("上诉人（原审原告）", "某甲"), Party("被上诉人（原审被告）", "演示县自然资源局"))
WORDS = st.text(
    alphabet="一二三、。；，\n撤销驳回维持原判决裁定确认违法责令被告上诉人法院重审（2024）行初终号“”《》第项即为",
    max_size=60,
)


def of_case(case: dict[str, Any], ruling: str, reasoning: str) -> Reading:
    return read_judgment(
        JudgmentText(
            court=case.get("court", "演示市中级人民法院"),
            case_no=case["case_no"],
            procedure=case.get("procedure", ""),
            instrument_kind=case.get("kind", ""),
            parties=tuple(Party(*party.split("＝")) for party in case["parties"]),
            reasoning=reasoning,
            ruling=ruling,
            title=case.get("title", ""),
        )
    )


@pytest.mark.skipif(not labelled.COURT.exists(), reason="收集的裁判文书不在仓库旁边")
def test_misses_no_adverse_judgment_and_proposes_at_most_one_wrongly() -> None:
    told = labelled.score()

    assert told.missed == []
    assert len(told.false) <= labelled.MOST_FALSE


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(lambda words: re.sub("[，。；：]", "", words), id="没有标点"),
        pytest.param(lambda words: words.replace("。", "\n").replace("；", "\n"), id="一句一行"),
        pytest.param(
            lambda words: words.replace("，", ",").replace("；", ";").replace("：", ":"), id="半角标点"
        ),
        pytest.param(lambda words: " ".join(words), id="字字有空格"),
    ],
)
def test_how_a_text_was_typed_does_not_change_what_it_says(typed: Any) -> None:
    changed = []

    for case in CASES:
        reading = of_case(case, typed(case.get("ruling", "")), typed(case.get("reasoning", "")))
        if (reading.proposal.zh, reading.is_final) != (case["proposal"], case["final"]):
            changed.append(case["name"])

    assert changed == []


def test_the_order_of_the_parties_does_not_matter() -> None:
    changed = [
        case["name"]
        for case in CASES
        if of_case(
            {**case, "parties": case["parties"][::-1]}, case.get("ruling", ""), case.get("reasoning", "")
        ).proposal.zh
        != case["proposal"]
    ]

    assert changed == []


@given(ruling=WORDS, reasoning=WORDS)
def test_any_text_is_read_the_same_way_twice_with_steps(ruling: str, reasoning: str) -> None:
    text = JudgmentText(case_no="（2024）鲁00行终1号", parties=PARTIES, ruling=ruling, reasoning=reasoning)

    reading = read_judgment(text)

    assert reading == read_judgment(text)
    assert json.dumps([step.as_json() for step in reading.steps])
    assert [step.question for step in reading.steps][-2:] == ["是否败诉", "是否已经生效"]


@pytest.mark.parametrize(
    "word", ["原审判决", "准许", "由法院", "，撤销判决", "一、", "《", "“", "维持原判即", "  "]
)
def test_a_million_characters_are_read_in_bounded_time_and_the_cut_is_told(word: str) -> None:
    million = word * (1_000_000 // len(word))
    begun = time.process_time()

    reading = read_judgment(
        JudgmentText(case_no="（2024）鲁00行终1号", parties=PARTIES, ruling=million, reasoning=million)
    )

    assert time.process_time() - begun < 5
    assert "只读了最后" in reading.steps[0].answer


def test_quotes_the_words_a_proposal_rests_on() -> None:
    reading = read_judgment(
        JudgmentText(
            case_no="（2024）鲁0000行初1号",
            parties=(Party("原告", "某甲"), Party("被告", "演示县自然资源局")),
            ruling="一、驳回原告的赔偿请求；二、确认被告演示县自然资源局的拆除行为违法。",
        )
    )

    step = next(step for step in reading.steps if step.question == "是否败诉")

    assert reading.proposal is Proposal.ADVERSE
    assert reading.partial
    assert step.words == "确认被告演示县自然资源局的拆除行为违法"
    assert "行政诉讼法 第七十四条" in step.rule
