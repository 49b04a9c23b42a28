"""A target beside the next report: met, missed, conflicting, or a gap that stays a gap."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.promises.reports import AIMS, RESULTS

from chengxin_core.promises import (
    Kind,
    Statement,
    Verdict,
    judge,
    read_targets,
    target_line,
    targets_of,
    verdict_line,
)
from chengxin_core.promises.lines import LineRefused

TARGETS = read_targets(AIMS, 2030)
FINDINGS = judge(TARGETS, RESULTS, 2031)


def verdict_of(metric: str, kind: Kind = Kind.LEVEL, year: int = 2030) -> tuple[Verdict, Decimal | None]:
    (found,) = [
        finding
        for finding in FINDINGS
        if (finding.target.metric, finding.target.kind, finding.target.year) == (metric, kind, year)
    ]
    return found.verdict, found.actual


def told(aim: str, result: str) -> Verdict:
    """Return the verdict on the one target of a sentence, after a review that says `result`."""
    (target,) = read_targets(f"二、2030年工作安排\n{aim}", 2030)
    (finding,) = judge([target], f"一、2030年工作回顾\n{result}\n二、2031年工作安排\n", 2031)
    return finding.verdict


def test_what_was_reached_is_met_and_what_was_not_is_missed() -> None:
    assert verdict_of("城镇登记失业率") == (Verdict.MET, Decimal("3.6"))
    assert verdict_of("城镇居民人均可支配收入", Kind.GROWTH_PCT) == (Verdict.MET, Decimal("7.2"))
    assert verdict_of("农村居民人均可支配收入", Kind.GROWTH_PCT) == (Verdict.MISSED, Decimal("6.9"))
    assert verdict_of("单位生产总值能耗", Kind.DECLINE_PCT) == (Verdict.MET, Decimal("3.4"))
    assert verdict_of("新建农村公路") == (Verdict.MET, Decimal("31.5"))


def test_level_and_growth_that_disagree_are_conflicting() -> None:
    assert verdict_of("地区生产总值") == (Verdict.CONFLICTING, Decimal(99))
    assert verdict_of("地区生产总值", Kind.GROWTH_PCT) == (Verdict.CONFLICTING, Decimal("8.1"))
    assert verdict_of("一般公共预算收入") == (Verdict.CONFLICTING, Decimal("1.23"))


def test_what_is_not_told_or_not_due_is_a_gap() -> None:
    assert verdict_of("粮食产量") == (Verdict.UNDISCLOSED, None)
    assert verdict_of("改造老旧小区") == (Verdict.UNDISCLOSED, None)
    assert verdict_of("地区生产总值", Kind.GROWTH_PCT, 2034) == (Verdict.UNDISCLOSED, None)


@pytest.mark.parametrize(
    ("aim", "result", "verdict"),
    [
        ("地区生产总值增长5%左右。", "地区生产总值增长4.8%。", Verdict.MET),
        ("地区生产总值增长5%左右。", "地区生产总值增长4.2%。", Verdict.MISSED),
        ("地区生产总值增长5%。", "地区生产总值下降2%。", Verdict.MISSED),
        ("地区生产总值达到100亿元。", "地区生产总值突破100亿元。", Verdict.MET),
        ("地区生产总值达到100亿元。", "地区生产总值突破90亿元。", Verdict.UNDISCLOSED),
        ("地区生产总值达到100亿元。", "地区生产总值接近100亿元。", Verdict.MISSED),
        ("地区生产总值达到100亿元。", "地区生产总值完成1000000万元。", Verdict.MET),
        (
            "地区生产总值达到100亿元。",
            "地区生产总值90亿元。经核算，地区生产总值101亿元。",
            Verdict.CONFLICTING,
        ),
        ("财政总收入达到10亿元。", "地方财政总收入完成12亿元。", Verdict.UNDISCLOSED),
        ("固定资产投资达到10亿元。", "工业固定资产投资完成12亿元。", Verdict.UNDISCLOSED),
        ("固定资产投资达到10亿元。", "一季度固定资产投资完成12亿元。", Verdict.UNDISCLOSED),
        ("新建蔬菜大棚2000亩。", "蔬菜大棚达到6000亩。", Verdict.UNDISCLOSED),
        ("开工演示公路30公里。", "建成演示公路30公里。", Verdict.UNDISCLOSED),
        ("全年计划投资3亿元。", "完成投资9亿元。", Verdict.UNDISCLOSED),
        ("居民消费价格涨幅控制在3%以内。", "居民消费价格上涨3.2%。", Verdict.MISSED),
        ("农民人均纯收入增长9%。", "农村居民人均可支配收入增长9.5%。", Verdict.MET),
        ("全省生产总值增长6%。", "演示省地区生产总值增长6.1%。", Verdict.MET),
        ("地区生产总值增长6%-7%。", "地区生产总值增长6.5%。", Verdict.MET),
    ],
)
def test_the_two_sentences_decide(aim: str, result: str, verdict: Verdict) -> None:
    assert told(aim, result) is verdict


def test_both_sentences_stand_side_by_side() -> None:
    for finding in FINDINGS:
        assert finding.target.sentence in AIMS
        assert all(sentence in RESULTS for sentence in finding.evidence)
        assert finding.evidence or finding.why


def test_another_name_of_the_measure_is_told() -> None:
    (target,) = read_targets("二、2030年工作安排\n农民人均纯收入增长9%。", 2030)

    (finding,) = judge([target], "一、2030年工作回顾\n农村居民人均可支配收入增长9.5%。", 2031)

    assert "农民人均纯收入" in finding.why
    assert "农村居民人均可支配收入" in finding.why


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_targets_changes_nothing(dice: random.Random) -> None:
    shuffled = dice.sample(TARGETS, len(TARGETS))

    assert {finding.target: finding for finding in judge(shuffled, RESULTS, 2031)} == {
        finding.target: finding for finding in FINDINGS
    }


@given(place=st.integers(2, 7), sentence=st.sampled_from(["各项事业都有了新进步。", "市容市貌焕然一新！"]))
def test_an_unrelated_sentence_changes_no_verdict(place: int, sentence: str) -> None:
    lines = RESULTS.split("\n")
    lines.insert(place, sentence)

    assert judge(TARGETS, "\n".join(lines), 2031) == FINDINGS


def test_a_target_comes_back_from_its_line() -> None:
    assert list(targets_of("\n".join(map(target_line, TARGETS)))) == TARGETS


def test_a_line_needs_only_what_every_target_has() -> None:
    line = '{"metric":"地区生产总值","kind":"level","value":100,"unit":"亿元","target_year":2030,"sentence":"演示。"}'

    (target,) = targets_of(line)

    assert target == Statement("地区生产总值", Kind.LEVEL, Decimal(100), "亿元", 2030, "演示。")
    assert '"verdict": "missed"' in verdict_line(judge([target], RESULTS, 2031)[0])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("[]", "JSON 对象"),
        ("{", "不是 JSON"),
        ('{"metric": "甲"}', "缺少 kind"),
        (target_line(TARGETS[0]).replace('"growth_pct"', '"sideways"'), "kind"),
        (target_line(TARGETS[0]).replace('"value": 8', '"value": "八"'), "value"),
        (target_line(TARGETS[0]).replace('"value": 8', '"value": NaN'), "value"),
        (target_line(TARGETS[0]).replace('"unit": "%"', '"unit": 5'), "unit"),
        (target_line(TARGETS[0]).replace("2030,", "2030.5,"), "target_year"),
    ],
)
def test_refuses_a_line_that_is_no_target(change: str, named: str) -> None:
    with pytest.raises(LineRefused, match=f"第 2 行.*{named}"):
        list(targets_of(f"{target_line(TARGETS[0])}\n{change}"))


def test_a_level_alone_is_judged_alone() -> None:
    level = next(
        target for target in TARGETS if target.metric == "地区生产总值" and target.kind is Kind.LEVEL
    )

    (finding,) = judge([replace(level, sentence="演示。")], RESULTS, 2031)

    assert finding.verdict is Verdict.MISSED


def test_consumer_prices_are_not_consumption_and_less_is_better() -> None:
    assert told("居民消费价格涨幅2%左右。", "居民消费价格上涨1.2%。") is Verdict.MET
    (target,) = read_targets("二、2030年工作安排\n居民消费价格涨幅控制在2%左右。", 2030)
    assert target.metric == "居民消费价格"
