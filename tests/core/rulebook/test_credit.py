"""Objection, repair and publicity of records: what a jurist would look up first, here and elsewhere."""

from datetime import date
from functools import cache

import pytest
from tests.law import the_real_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Rulebook
from chengxin_core.vocabulary import DisclosureMode
from chengxin_rulebooks import rulebook_sources

NOW = date(2026, 11, 23)
WD, D, M, Y = Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS, Unit.YEARS


@cache
def rulebook_of(province: str) -> Rulebook:
    return Rulebook.load(rulebook_sources(province))


@pytest.mark.parametrize(
    ("province", "key", "value", "unit", "shown"),
    [
        ("shandong", "objection.own", 3, WD, "《山东省社会信用条例》第三十九条"),
        ("shandong", "record.correct_report", 3, WD, "《山东省社会信用条例》第四十条"),
        ("shandong", "record.max_disclosure_years", 5, Y, "《山东省社会信用条例》第三十八条"),
        ("shandong", "query_log.keep_years", 5, Y, "系统默认，可调整"),
        ("shanghai", "objection.mark", 1, WD, "《上海市社会信用条例》第三十六条第二款"),
        ("shanghai", "objection.own", 5, WD, "《上海市社会信用条例》第三十六条第二款第一项"),
        ("shanghai", "objection.forward", 2, WD, "《上海市社会信用条例》第三十六条第二款第二项"),
        ("shanghai", "objection.verify", 5, WD, "《上海市社会信用条例》第三十六条第二款第二项"),
        ("shanghai", "objection.joint", 7, WD, "系统默认，可调整"),
        ("shanghai", "record.correct", 3, WD, "《上海市社会信用条例》第三十七条"),
        ("shanghai", "repair.carry_out", 3, WD, "《上海市社会信用条例》第三十八条"),
        ("shenzhen", "objection.platform_check", 1, WD, "《深圳经济特区社会信用条例》第五十一条第一款"),
        ("shenzhen", "objection.own", 2, WD, "《深圳经济特区社会信用条例》第五十一条第三款"),
        ("shenzhen", "query_log.keep_years", 5, Y, "《深圳经济特区社会信用条例》第四十五条第二款"),
        ("henan", "objection.own", 3, WD, "《河南省社会信用条例》第四十一条第二款"),
        ("henan", "objection.joint", 7, WD, "《河南省社会信用条例》第四十一条第二款"),
        ("henan", "objection.verify", 3, WD, "《河南省社会信用条例》第四十一条第二款"),
        ("henan", "record.correct", 1, WD, "《河南省社会信用条例》第四十二条"),
        ("henan", "repair.carry_out", 1, WD, "《河南省社会信用条例》第四十三条"),
        (
            "shandong",
            "market_penalty.publish",
            20,
            WD,
            "《市场监督管理行政处罚信息公示规定》第九条",
        ),
        (
            "shandong",
            "market_penalty.minor_months",
            3,
            M,
            "《市场监督管理行政处罚信息公示规定》第十三条第一款",
        ),
        (
            "shandong",
            "market_penalty.other_years",
            3,
            Y,
            "《市场监督管理行政处罚信息公示规定》第十三条第一款",
        ),
        ("shandong", "market_penalty.withdraw", 3, WD, "《市场监督管理行政处罚信息公示规定》第十一条"),
    ],
)
def test_a_period_is_what_its_article_says(
    province: str, key: str, value: int, unit: Unit, shown: str
) -> None:
    entry = rulebook_of(province).parameter(key).on(NOW)

    assert entry.period == (value, unit)
    assert entry.shown == shown


def test_only_shenzhen_lets_an_objection_wait_longer() -> None:
    own = {place: rulebook_of(place).clock("objection.own").on(NOW) for place in ("shenzhen", "henan")}

    assert (own["shenzhen"].extension, own["shenzhen"].extension_approver) == (
        3,
        "公共信用信息提供单位主要负责人",
    )
    assert own["henan"].extension == 0
    assert "鉴定" in own["henan"].suspended_by


def test_what_may_not_be_collected_is_of_two_kinds() -> None:
    denied = the_real_rulebook().items("denied_inputs", on=NOW)

    kinds = {
        ban: {item.code for item in denied if item.text("ban") == ban}
        for ban in ("outright", "without_legislation")
    }

    assert sum(map(len, kinds.values())) == len(denied) == 17
    assert {"income", "tax_paid", "religion", "illness"} <= kinds["outright"]
    assert {"petitioning", "demolition_disputes"} <= kinds["without_legislation"]


def test_what_is_known_of_petitioning_only_from_a_draft_is_not_shown_as_law() -> None:
    petitioning = the_real_rulebook().item("denied_inputs", "petitioning", on=NOW)

    assert petitioning.shown == "系统默认，可调整"
    assert petitioning.source


def test_the_list_of_disclosure_modes_is_the_one_the_program_knows() -> None:
    listed = the_real_rulebook().items("disclosure_modes", on=NOW)

    assert [(mode.code, mode.zh) for mode in listed] == [(mode.value, mode.zh) for mode in DisclosureMode]


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("data_list_elements", 7),
        ("dishonesty_classes", 5),
        ("query_purposes", 5),
        ("general_sanctions", 5),
        ("serious_sanctions", 7),
        ("staff_liability", 6),
        ("repair_effects", 3),
        ("repair_conditions", 4),
        ("repair_papers", 2),
        ("early_stop_conditions", 4),
        ("record_polarity", 2),
    ],
)
def test_a_closed_list_has_as_many_items_as_its_article(key: str, count: int) -> None:
    assert len(the_real_rulebook().items(key, on=NOW)) == count


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("record.unlisted", "《山东省社会信用条例》第十条第一款"),
        ("publication.natural_person", "《山东省社会信用条例》第二十条第三款"),
        ("measure.unlisted", "《山东省社会信用条例》第二十五条第二款、第二十七条"),
        ("record.after_term", "《山东省社会信用条例》第三十八条第二款"),
        ("catalogue.without_legislation", "系统默认，可调整"),
    ],
)
def test_a_gate_says_what_it_holds_back_and_by_what(key: str, shown: str) -> None:
    gate = the_real_rulebook().gate(key).on(NOW)

    assert gate.refuses
    assert gate.shown == shown
