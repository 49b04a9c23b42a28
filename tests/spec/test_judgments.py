"""The cases of judgments.toml, which jurists can read, are read as they say."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chengxin_core.determination.judgments import JudgmentText, Party, Proposal, read_judgment

CASES: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_name("judgments.toml").read_text("utf-8"))[
    "case"
]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_judgment_is_read_as_its_case_says(case: dict[str, Any]) -> None:
    reading = read_judgment(text_of(case))

    assert reading.proposal.zh == case["proposal"], reading.steps
    assert reading.is_final is case["final"], reading.steps[-1]
    if "bodies" in case:
        assert list(reading.bodies) == case["bodies"]
    if "partial" in case:
        assert reading.partial is case["partial"]


def test_the_cases_are_many_and_their_names_differ() -> None:
    names = [case["name"] for case in CASES]

    assert len(names) >= 80
    assert len(set(names)) == len(names)
    assert {case["proposal"] for case in CASES} == {proposal.zh for proposal in Proposal}


def text_of(case: dict[str, Any]) -> JudgmentText:
    """Return the judgment a case describes; parties are written `role＝name`."""
    return JudgmentText(
        court=case.get("court", "演示市中级人民法院"),
        case_no=case["case_no"],
        procedure=case.get("procedure", ""),
        instrument_kind=case.get("kind", ""),
        decided_on=case.get("decided_on", date(2024, 5, 6)),
        parties=tuple(Party(*party.split("＝")) for party in case["parties"]),
        reasoning=case.get("reasoning", ""),
        ruling=case.get("ruling", ""),
        title=case.get("title", ""),
    )
