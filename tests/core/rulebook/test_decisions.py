"""Major decisions: the least times, the six gates and their order, the papers."""

from datetime import date

import pytest
from tests.law import the_real_rulebook

from chengxin_core.calendar import Unit

NOW = date(2026, 11, 23)
WD, D = Unit.WORKING_DAYS, Unit.DAYS


@pytest.mark.parametrize(
    ("key", "value", "unit", "shown"),
    [
        ("decision.comment_min", 30, D, "《重大行政决策程序暂行条例》第十五条第一款"),
        ("decision.hearing_materials", 7, D, "《重大行政决策程序暂行条例》第十六条第三款"),
        ("decision.legality_review_min", 7, WD, "《重大行政决策程序暂行条例》第二十六条第二款"),
        ("policy.comment_min", 30, D, "《优化营商环境条例》第六十二条第二款"),
        ("decision.publish", 20, WD, "系统默认，可调整"),
    ],
)
def test_a_least_time_is_what_its_article_says(key: str, value: int, unit: Unit, shown: str) -> None:
    entry = the_real_rulebook().parameter(key).on(NOW)

    assert entry.period == (value, unit)
    assert entry.shown == shown


def test_the_six_gates_come_in_an_order_that_can_be_kept() -> None:
    gates = the_real_rulebook().items("decision_gates", on=NOW)

    passed: set[str] = set()
    for gate in gates:
        assert set(gate.texts("after")) <= passed
        passed.add(gate.code)
    assert [gate.zh for gate in gates] == [
        "公众参与",
        "专家论证",
        "风险评估",
        "合法性审查",
        "合规性审核",
        "集体讨论决定",
    ]


def test_every_least_time_of_a_gate_is_a_period_of_the_rulebook() -> None:
    book = the_real_rulebook()

    least = {
        gate.code: book.parameter(gate.text("minimum")).on(NOW).period
        for gate in book.items("decision_gates", on=NOW)
        if gate.text("minimum", "")
    }

    assert least == {"participation": (30, D), "legality": (7, WD)}


def test_papers_of_a_hearing_have_a_least_time_of_their_own() -> None:
    book = the_real_rulebook()
    participation = book.item("decision_gates", "participation", on=NOW)

    assert book.parameter(participation.text("hearing_minimum")).on(NOW).period == (7, D)


def test_the_review_of_compliance_is_not_shown_as_law() -> None:
    gates = the_real_rulebook().items("decision_gates", on=NOW)

    defaults = [gate.code for gate in gates if gate.shown == "系统默认，可调整"]

    assert defaults == ["compliance"]


def test_papers_of_a_step_are_asked_only_where_the_step_was_taken() -> None:
    papers = the_real_rulebook().items("submission_papers", on=NOW)

    assert [paper.text("when") for paper in papers] == [
        "always",
        "participation",
        "experts",
        "risk",
        "always",
        "if_needed",
    ]


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("decision_kinds", 5),
        ("decision_exclusions", 3),
        ("participation_forms", 7),
        ("comment_notice_contents", 4),
        ("hearing_steps", 3),
        ("legality_checks", 3),
        ("evaluation_triggers", 3),
        ("competition_standards", 4),
    ],
)
def test_a_closed_list_has_as_many_items_as_its_article(key: str, count: int) -> None:
    assert len(the_real_rulebook().items(key, on=NOW)) == count


@pytest.mark.parametrize(
    "key",
    [
        "decision.comment_shortened",
        "decision.expert_interested",
        "decision.risk_uncontrolled",
        "decision.legality_review",
        "decision.papers_incomplete",
        "decision.without_discussion",
        "decision.chief_speaks_early",
        "decision.without_party_report",
        "decision.evaluator_conflicted",
        "policy.fair_competition",
    ],
)
def test_a_hard_gate_of_the_law_cites_it(key: str) -> None:
    gate = the_real_rulebook().gate(key).on(NOW)

    assert gate.refuses
    assert gate.shown.startswith(("《重大行政决策程序暂行条例》第", "《公平竞争审查条例》第"))
