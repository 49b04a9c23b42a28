"""What a jurist looks up first of approvals, petitions, suggestions, evaluation, privacy and training."""

from datetime import date

import pytest
from tests.law import the_real_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Clock, Confidence, Law, Parameter, Silence, SystemDefault

NOW = date(2026, 11, 23)
WD, D, M, Y = Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS, Unit.YEARS
LICENSING = "《中华人民共和国行政许可法》"
PETITIONS = "《信访工作条例》"
SUGGESTIONS = "《山东省人民代表大会代表建议、批评和意见办理工作条例》"


@pytest.mark.parametrize(
    ("key", "value", "unit", "cited"),
    [
        ("approval.one_time_notice", 5, WD, f"{LICENSING}第三十二条第一款"),
        ("approval.decision", 20, WD, f"{LICENSING}第四十二条第一款"),
        ("approval.joint", 45, WD, f"{LICENSING}第四十二条第二款"),
        ("approval.first_review", 20, WD, f"{LICENSING}第四十三条"),
        ("approval.delivery", 10, WD, f"{LICENSING}第四十四条"),
        ("approval.hearing_request", 5, WD, f"{LICENSING}第四十七条第一款"),
        ("approval.hearing_hold", 20, WD, f"{LICENSING}第四十七条第一款"),
        ("approval.hearing_notice", 7, WD, f"{LICENSING}第四十八条第一款"),
        ("approval.renewal_apply", 30, D, f"{LICENSING}第五十条第一款"),
        ("approval.fraud_bar", 3, Y, f"{LICENSING}第七十九条"),
        ("petition.route", 15, D, f"{PETITIONS}第二十二条第一款"),
        ("petition.objection", 5, WD, f"{PETITIONS}第二十三条第三款"),
        ("petition.decide", 60, D, f"{PETITIONS}第三十四条"),
        ("petition.review_request", 30, D, f"{PETITIONS}第三十五条"),
        ("petition.recheck", 30, D, f"{PETITIONS}第三十六条第一款、第二款"),
        ("suggestion.assign", 5, D, f"{SUGGESTIONS}第十条第一款"),
        ("suggestion.co_handler", 1, M, f"{SUGGESTIONS}第二十一条"),
        ("suggestion.rework", 1, M, f"{SUGGESTIONS}第二十四条"),
        ("hotline.jinan.handle", 5, WD, "《济南市12345市民服务热线条例》第二十四条第一款"),
        ("sme.forward", 10, WD, "《保障中小企业款项支付条例》第二十五条第一款"),
        ("reconsideration.apply", 60, D, "《中华人民共和国行政复议法》第二十条第一款"),
        ("procurement.query_reply", 3, WD, "《中华人民共和国政府采购法实施条例》第五十二条第一款"),
        ("procurement.complain", 15, WD, "《中华人民共和国政府采购法》第五十五条"),
        ("bidding.complain", 10, D, "《中华人民共和国招标投标法实施条例》第六十条"),
        ("bidding.complaint_decide", 30, WD, "《中华人民共和国招标投标法实施条例》第六十一条第二款"),
        ("log.network", 6, M, "《中华人民共和国网络安全法》第二十三条"),
        ("provision_record.keep", 3, Y, "《网络数据安全管理条例》第十二条第一款"),
        ("pia.keep", 3, Y, "《中华人民共和国个人信息保护法》第五十六条第二款"),
        ("archives.transfer_city", 20, Y, "《中华人民共和国档案法实施条例》第二十条第二款"),
        ("archives.transfer_county", 10, Y, "《中华人民共和国档案法实施条例》第二十条第二款"),
        ("training.appointment", 1, Y, "《中华人民共和国公务员法》第六十七条第一款"),
    ],
)
def test_a_period_is_as_its_article_says(key: str, value: int, unit: Unit, cited: str) -> None:
    period = the_real_rulebook().parameter(key).on(NOW)

    assert (period.period, period.shown) == ((value, unit), cited)


@pytest.mark.parametrize(
    ("key", "extension", "approver"),
    [
        ("approval.decision", 10, "本行政机关负责人"),
        ("approval.joint", 15, "本级人民政府负责人"),
        ("petition.decide", 30, "本机关、单位负责人"),
        ("suggestion.handle", 3, "交办机关"),
        ("hotline.handle", 10, "热线工作机构"),
        ("sme.decide", 60, "处理投诉部门负责人"),
        ("reconsideration.decide", 30, "行政复议机构负责人"),
    ],
)
def test_an_extension_is_limited_and_names_who_approves_it(key: str, extension: int, approver: str) -> None:
    clock = the_real_rulebook().clock(key).on(NOW)

    assert (clock.extension, clock.extension_approver) == (extension, approver)


@pytest.mark.parametrize(
    ("key", "silence"),
    [
        ("approval.one_time_notice", Silence.ACCEPTED),
        ("approval.renewal", Silence.RENEWED),
        ("reconsideration.accept", Silence.ACCEPTED),
        ("approval.decision", Silence.NONE),
        ("approval.joint", Silence.NONE),
    ],
)
def test_silence_has_an_effect_only_where_the_law_gives_it_one(key: str, silence: Silence) -> None:
    clock = the_real_rulebook().clock(key).on(NOW)

    assert clock.on_silence is silence
    assert bool(clock.silence) is (silence is not Silence.NONE)


def test_the_eight_grounds_suspend_the_clocks_of_a_licence() -> None:
    book = the_real_rulebook()
    grounds = tuple(item.zh for item in book.items("suspension_grounds", on=NOW))

    assert len(grounds) == 8
    assert {
        clock.key for clock in book.entries if isinstance(clock, Clock) and clock.suspended_by == grounds
    } == {"approval.decision", "approval.joint", "approval.first_review"}


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("intake_outcomes", "not_required not_competent corrected_on_spot one_time_notice accepted"),
        ("rating_grades", "very_satisfied satisfied basically_satisfied unsatisfied very_unsatisfied"),
        ("suggestion_answer_kinds", "solved planned deferred unlawful"),
        ("suggestion_answer_classes", "class_a class_b class_c class_d"),
        ("provincial_grades", "a_plus a b c c_minus d d_minus"),
        ("training_kinds", "initial appointment special in_service"),
    ],
)
def test_a_closed_list_has_its_items_in_their_order(name: str, codes: str) -> None:
    assert [item.code for item in the_real_rulebook().items(name, on=NOW)] == codes.split()


def test_the_last_two_grades_of_a_rating_are_bad() -> None:
    grades = the_real_rulebook().items("rating_grades", on=NOW)

    assert [grade.flag("bad") for grade in grades] == [False, False, False, True, True]


def test_only_a_planned_suggestion_is_answered_again() -> None:
    kinds = the_real_rulebook().items("suggestion_answer_kinds", on=NOW)

    assert [kind.code for kind in kinds if kind.flag("follow_up")] == ["planned"]


def test_the_article_on_network_logs_moved_with_the_revision() -> None:
    log = the_real_rulebook().parameter("log.network")

    before, after = log.on(date(2025, 12, 31)), log.on(date(2026, 1, 1))

    assert (before.shown[-5:], after.shown[-5:]) == ("第二十一条", "第二十三条")
    assert before.period == after.period


def test_what_was_not_read_in_a_text_is_not_shown_as_law() -> None:
    book = the_real_rulebook()

    for key in ("proposal.answer", "proposal.return", "complaint_line.handle", "evaluation.wendeng.rectify"):
        assert isinstance(book.clock(key).on(NOW).authority, SystemDefault)


def test_training_hours_count_hours_within_a_cycle_of_years() -> None:
    book = the_real_rulebook()

    hours = {key: book.parameter(f"training.{key}_hours").on(NOW).number for key in ("year", "five_year")}
    cycles = {key: book.parameter(f"training.{key}_cycle").on(NOW).period for key in ("year", "five_year")}

    assert hours == {"year": 90, "five_year": 550}
    assert cycles == {"year": (1, Y), "five_year": (5, Y)}


def test_every_indicator_says_how_it_is_computed_and_names_its_rules() -> None:
    indicators = the_real_rulebook().items("indicators", on=NOW)

    for indicator in indicators:
        assert indicator.text("numerator")
        assert indicator.text("denominator")
        assert indicator.text("direction") in ("higher", "lower")
        assert indicator.texts("anchors")
        assert indicator.number("window_months") > 0
        assert isinstance(indicator.authority, SystemDefault)
    assert len({indicator.text("number") for indicator in indicators}) == len(indicators) == 20


def test_every_rule_of_these_sections_has_an_entry() -> None:
    numbers = {
        "X": range(1, 36),
        "S": [*range(1, 18), *range(21, 30), *range(31, 38), *range(41, 49)],
        "E": range(1, 13),
        "T": [*range(1, 7), *range(11, 22), *range(31, 34), *range(41, 64), *range(71, 77)],
    }
    expected = {f"{letter}-{number:02}" for letter, those in numbers.items() for number in those}

    assert expected <= {entry.rule_id for entry in the_real_rulebook().entries}


def test_a_period_read_in_a_statute_names_its_article() -> None:
    without = [
        entry.key
        for entry in the_real_rulebook().entries
        if entry.rule_id[0] in "XST"
        and isinstance(entry, Parameter)
        and isinstance(entry.authority, Law)
        and entry.authority.confidence is Confidence.LAW
        and not entry.authority.article
    ]

    assert without == []
