"""The programme, the promises, the records and the discipline of officials: what a jurist looks up first."""

from datetime import date

import pytest
from tests.law import the_real_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Confidence, Law
from chengxin_core.vocabulary import Area

NOW = date(2026, 11, 23)
WD, D, M, Y = Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS, Unit.YEARS


@pytest.mark.parametrize(
    ("key", "value", "unit", "article"),
    [
        ("opinion.goal_from", 4, Y, "第一部分第（三）项"),
        ("opinion.goal_until", 5, Y, "第一部分第（三）项"),
        ("complaint.forward_model", 10, WD, "第二十五条第一款"),
        ("discipline.warning_months", 6, M, "第八条第一款"),
        ("discipline.demerit_months", 12, M, "第八条第一款"),
        ("discipline.major_demerit_months", 18, M, "第八条第一款"),
        ("discipline.demotion_months", 24, M, "第八条第一款"),
        ("discipline.removal_months", 24, M, "第八条第一款"),
        ("discipline.combined_max_months", 48, M, "第十五条"),
        ("discipline.formalities_months", 1, M, "第五十四条"),
        ("discipline.formalities_max_months", 6, M, "第五十四条"),
        ("civil.review_request", 30, D, "第九十五条"),
        ("civil.review_decide", 30, D, "第九十六条"),
        ("civil.appeal_after_review", 15, D, "第九十五条第一款"),
        ("civil.appeal_direct", 30, D, "第九十五条第一款"),
        ("civil.appeal_decide", 60, D, "第九十六条第一款"),
    ],
)
def test_a_period_has_its_number_its_unit_and_its_article(
    key: str, value: int, unit: Unit, article: str
) -> None:
    entry = the_real_rulebook().parameter(key).on(NOW)

    assert entry.period == (value, unit)
    assert isinstance(entry.authority, Law)
    assert entry.authority.article == article


@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [
        ("judgment_debtor.listed_years", 2, Y),
        ("judgment_debtor.extension_max_years", 3, Y),
        ("judgment_debtor.remove", 3, WD),
        ("judgment_debtor.correct", 15, D),
        ("party_discipline.serious_warning_months", 18, M),
        ("party_discipline.readmission_years", 5, Y),
        ("accountability.formalities", 1, M),
        ("integrity_inspection.every", 1, Y),
    ],
)
def test_what_was_not_read_in_a_text_is_not_shown_as_law(key: str, value: int, unit: Unit) -> None:
    entry = the_real_rulebook().parameter(key).on(NOW)

    assert entry.period == (value, unit)
    assert not isinstance(entry.authority, Law)
    assert entry.source


@pytest.mark.parametrize(
    ("clock", "extension"), [("civil.appeal_decide", 30), ("discipline.formalities_months", 5)]
)
def test_a_clock_says_by_how_much_it_may_be_extended(clock: str, extension: int) -> None:
    assert the_real_rulebook().clock(clock).on(NOW).extension == extension


@pytest.mark.parametrize(
    ("key", "codes"),
    [
        ("subject_kinds", "government department civil_servant"),
        (
            "integrity_principles",
            "lawful_administration openness diligence promises_kept dishonesty_sanctioned",
        ),
        (
            "decision_steps",
            "public_participation expert_argument risk_assessment legality_review compliance_review"
            " collective_discussion",
        ),
        ("record_source_classes", "judgment penalty sanction accountability"),
        ("dossier_inputs", "personal_matters integrity_record annual_assessment violations"),
        ("areas_2016", "procurement partnership tendering investment debt township"),
        (
            "areas_1103",
            "procurement tendering investment partnership industry_support government_investment",
        ),
        (
            "areas_2025",
            "trading investment talent partnership industry_support financing enterprise_charges",
        ),
        ("discipline_types", "warning demerit major_demerit demotion removal dismissal"),
        ("assessment_grades", "excellent competent basically_competent incompetent"),
    ],
)
def test_a_closed_list_holds_what_the_text_lists_in_its_order(key: str, codes: str) -> None:
    assert [item.code for item in the_real_rulebook().items(key, on=NOW)] == codes.split()


@pytest.mark.parametrize(
    ("key", "size"),
    [
        ("integrity_measures", 16),
        ("township_services", 14),
        ("complaint_channels", 6),
        ("discipline_mitigation_grounds", 7),
        ("discipline_aggravation_grounds", 7),
        ("tolerance_conditions", 5),
        ("limits_2025", 3),
        ("appealable_acts", 8),
    ],
)
def test_a_closed_list_is_whole(key: str, size: int) -> None:
    assert len(the_real_rulebook().items(key, on=NOW)) == size


def test_the_sixteen_measures_are_nine_mechanisms_and_seven_areas() -> None:
    book = the_real_rulebook()

    parts = [item.text("part") for item in book.items("integrity_measures", on=NOW)]

    assert parts.count("mechanism") == book.parameter("opinion.mechanisms").on(NOW).number
    assert parts.count("area") == book.parameter("opinion.areas").on(NOW).number


def test_the_seven_areas_are_those_the_platform_knows() -> None:
    listed = {item.code for item in the_real_rulebook().items("areas_2018", on=NOW)}

    assert listed == set(Area) - {Area.GENERAL}


def test_every_type_of_discipline_but_dismissal_has_a_period() -> None:
    book = the_real_rulebook()

    months = {
        item.code: book.parameter(item.text("period")).on(NOW).number
        for item in book.items("discipline_types", on=NOW)
        if item.text("period", "")
    }

    assert months == {"warning": 6, "demerit": 12, "major_demerit": 18, "demotion": 24, "removal": 24}


@pytest.mark.parametrize(
    ("rule_id", "title", "count"),
    [
        ("N-27", "国家发展改革委关于完善政府诚信履约机制优化民营经济发展环境的通知", 2),
        ("N-45", "中华人民共和国民营经济促进法", 3),
        ("N-46", "中华人民共和国民营经济促进法", 4),
        ("N-47", "优化营商环境条例", 4),
        ("A-35", "山东省人民政府关于加强政务诚信建设的实施意见", 2),
        ("A-43", "山东省优化营商环境条例", 4),
        ("A-46", "山东省民营经济发展促进条例", 4),
    ],
)
def test_every_excuse_is_cited_from_the_text_that_bars_it(rule_id: str, title: str, count: int) -> None:
    excuses = [
        item for item in the_real_rulebook().items("prohibited_excuses", on=NOW) if item.rule_id == rule_id
    ]

    assert len(excuses) == count
    for excuse in excuses:
        assert isinstance(excuse.authority, Law)
        assert excuse.authority.document.title == title
        assert excuse.text("bars") == ("payment" if rule_id == "N-45" else "promise")


def test_before_the_law_on_the_private_economy_its_excuses_are_not_barred_by_it() -> None:
    barred = {item.rule_id for item in the_real_rulebook().items("prohibited_excuses", on=date(2025, 5, 19))}

    assert barred == {"N-27", "N-47", "A-35", "A-43", "A-46"}


def test_the_judgment_debtors_rule_of_2013_is_law_only_until_it_was_amended() -> None:
    book = the_real_rulebook()

    then = book.rule("R-02", on=date(2017, 4, 30))
    since = book.rule("R-02", on=date(2017, 5, 1))

    assert [entry.authority.confidence for entry in then] == [Confidence.LAW]
    assert [entry.authority.confidence for entry in since] == [Confidence.SECONDARY]


@pytest.mark.parametrize(
    "gate",
    [
        "decision.six_steps",
        "complaint.no_self_decision",
        "record.effective_instrument",
        "discipline.no_double",
        "discipline.defence_first",
        "recruitment.listed_dishonest",
        "handler.recusal",
        "promise.change",
        "promise.front_assessment",
    ],
)
def test_a_hard_rule_says_what_it_holds_back(gate: str) -> None:
    assert the_real_rulebook().gate(gate).on(NOW).refuses


def test_of_a_person_the_record_holds_a_reference_and_never_a_number_of_identity() -> None:
    fields = the_real_rulebook().items("record_fields", on=NOW)

    assert {item.code for item in fields if item.flag("personal")} == {
        "subject_person_ref",
        "responsible_principal_ref",
    }
    assert not any("身份证" in item.zh or "证件" in item.zh or "姓名" in item.zh for item in fields)
    assert not any(item.authority.confidence.is_verified for item in fields)


def test_a_field_that_takes_a_code_names_a_list_that_exists() -> None:
    book = the_real_rulebook()

    for field in book.items("record_fields", on=NOW):
        if listed := field.text("of", ""):
            assert book.items(listed, on=NOW)
