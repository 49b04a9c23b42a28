"""What a jurist looks up first about the seven key areas, the binding gates and the remedies of firms and officials."""

from datetime import date

import pytest
from tests.law import the_real_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import Clock, Confidence, Law, Parameter, Quantity
from chengxin_core.rulebook.entries import Gate
from chengxin_core.rulebook.remedies import remedies

NOW = date(2026, 11, 23)
BEFORE_2025 = date(2025, 5, 31)
WD, D, M, Y = Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS, Unit.YEARS
PERCENT = Quantity.PERCENT


def stated(key: str, day: date = NOW) -> tuple[object, object, str]:
    """Return the value, its unit or quantity, and the article that says so."""
    entry: Parameter = the_real_rulebook().parameter(key).on(day)
    article = entry.authority.article if isinstance(entry.authority, Law) else ""
    return entry.value, entry.unit or entry.quantity, article


@pytest.mark.parametrize(
    ("key", "value", "unit", "article"),
    [
        ("procurement.contract", 30, D, "第四十六条第一款"),
        ("procurement.file_copy", 7, WD, "第四十七条"),
        ("procurement.publish_contract", 2, WD, "第五十条"),
        ("procurement.result_publish", 2, WD, "第四十三条第二款"),
        ("procurement.keep_years", 15, Y, "第四十二条第一款"),
        ("procurement.supplement_max_pct", 10, PERCENT, "第四十九条"),
        ("bond.bid_pct", 2, PERCENT, "第三十三条第一款"),
        ("bond.performance_pct", 10, PERCENT, "第四十八条"),
        ("sme.pay", 30, D, "第九条第一款"),
        ("sme.pay_max", 60, D, "第九条第一款"),
        ("sme.confirm_receivable", 30, D, "第十六条第二款"),
        ("sme.interest_daily", 5, Quantity.PERMYRIAD, "第十七条"),
        ("sme.publish_overdue", "03-31", None, "第十八条第一款"),
        ("bidding.preparation_min", 20, D, "第二十四条"),
        ("bidding.candidate_publish_min", 3, D, "第五十四条第一款"),
        ("bidding.contract", 30, D, "第四十六条第一款"),
        ("bidding.report", 15, D, "第四十七条"),
        ("bidding.bond_return", 5, D, "第五十七条第二款"),
        ("bidding.agent_ban_max", 2, Y, "第五十条第一款"),
        ("debt.publish", 20, D, "第十四条第一款"),
        ("concession.private_share_min_pct", 35, PERCENT, ""),
        ("remedy.reconsideration", 60, D, "第二十条第一款"),
        ("remedy.lawsuit", 6, M, "第四十六条第一款"),
        ("civil.appeal_after_review", 15, D, "第九十五条第一款"),
        ("sanction.review_decide", 2, M, "第五十六条"),
    ],
)
def test_a_number_stands_with_its_unit_and_article(
    key: str, value: object, unit: object, article: str
) -> None:
    assert stated(key) == (value, unit, article)


@pytest.mark.parametrize(
    ("key", "value", "unit"),
    [
        ("complaint.forward", 10, WD),
        ("complaint.verify", 30, D),
        ("complaint.max", 90, D),
        ("complaint.respondent_reply", 10, WD),
        ("rectification", 30, D),
        ("defence", 5, WD),
        ("evaluation.preview", 5, WD),
        ("lift_ack", 3, WD),
        ("commitment.due_soon", 30, D),
        ("debt.plan", 30, D),
        ("debt.report_ahead", 2, M),
        ("interest.reorganisation_pct", 10, PERCENT),
        ("concession.term_max_years", 40, Y),
    ],
)
def test_a_number_without_a_text_read_is_never_shown_as_law(key: str, value: int, unit: object) -> None:
    assert stated(key) == (value, unit, "")
    assert not the_real_rulebook().parameter(key).on(NOW).authority.confidence.is_verified


def test_arrears_of_before_june_2025_cite_the_order_of_2020() -> None:
    assert stated("sme.pay", BEFORE_2025) == (30, D, "第八条第一款")
    assert stated("sme.interest_daily", BEFORE_2025)[2] == "第十五条"


def test_the_bond_comes_back_in_working_days_when_purchasing_and_in_days_when_tendering() -> None:
    assert stated("procurement.winner_bond_return")[:2] == (5, WD)
    assert stated("bidding.bond_return")[:2] == (5, D)


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("payment_excuses", 3),
        ("organ_restrictions", 3),
        ("organ_liabilities", 9),
        ("tenderer_wrongs", 5),
        ("exclusion_forms", 7),
        ("prohibited_promises", 22),
        ("promise_conditions", 8),
        ("breach_excuses", 4),
        ("debt_emergency_levels", 4),
        ("grassroots_fields", 26),
        ("township_disclosure", 8),
        ("service_sheet", 6),
        ("received_opinions", 8),
        ("official_opinions", 4),
        ("incentives", 6),
        ("further_areas", 5),
    ],
)
def test_a_closed_list_has_all_its_items(key: str, count: int) -> None:
    assert len(the_real_rulebook().items(key, on=NOW)) == count


@pytest.mark.parametrize("key", ["debt.event_levels", "score.bands"])
def test_what_was_not_read_is_an_empty_list_that_asks_to_be_loaded(key: str) -> None:
    book = the_real_rulebook()

    assert book.items(key, on=NOW) == ()
    assert "管理员录入" in next(entry.gist for entry in book.entries if entry.key == key)


def test_from_yellow_on_a_debt_colour_brings_warning_plan_and_tracking() -> None:
    colours = {colour.code: colour for colour in the_real_rulebook().items("debt.colour", on=NOW)}

    assert {code: colour.number("from_percent") for code, colour in colours.items()} == {
        "green": 0,
        "yellow": 120,
        "orange": 200,
        "red": 300,
    }
    assert colours["green"].texts("steps") == ()
    assert all(
        colours[code].texts("steps") == ("warned", "plan_filed", "tracked")
        for code in ("yellow", "orange", "red")
    )


@pytest.mark.parametrize(
    ("key", "rule_id", "article"),
    [
        ("record.listed_item", "Q-22", "第十条、第十三条"),
        ("service.proof", "Q-23", ""),
        ("organ.superior", "Q-24", ""),
        ("fact.counted_twice", "Q-25", ""),
        ("release.disclosure_review", "Q-27", "第十七条"),
        ("release.secrecy_review", "Q-27", "第三十五条"),
        ("erasure.zones", "Q-28", "第三十八条第二款"),
        ("archive.destruction", "Q-28", "第二十一条第二款"),
        ("exposure.again", "Q-29", "第三十八条第二款"),
        ("history.expired", "Q-31", "第三十八条"),
        ("inspection.designated", "Q-37", "第七条第二款"),
    ],
)
def test_a_binding_gate_says_what_it_holds_back(key: str, rule_id: str, article: str) -> None:
    (gate,) = (e for e in the_real_rulebook().entries if isinstance(e, Gate) and e.key == key)

    assert gate.rule_id == rule_id
    assert gate.refuses
    assert (gate.authority.article if isinstance(gate.authority, Law) else "") == article


def test_every_clock_has_an_amber_and_a_red_rung_and_the_others_name_a_clock() -> None:
    book = the_real_rulebook()
    rungs = {rung.code: rung for rung in book.items("deadline_rungs", on=NOW)}

    assert [(rungs[code].text("clock"), rungs[code].number("after")) for code in ("amber", "red")] == [
        ("*", -1),
        ("*", 1),
    ]
    for rung in rungs.values():
        assert Unit(rung.text("unit"))
        assert rung.text("effect")
        assert rung.authority.confidence is Confidence.DESIGN
        if rung.text("clock") != "*":
            assert isinstance(book.clock(rung.text("clock")).on(NOW), Clock)


def printed(act: str, addressee: str, day: date = NOW) -> list[str]:
    return [
        remedy.printed() for remedy in remedies(the_real_rulebook(), act=act, addressee=addressee, on=day)
    ]


@pytest.mark.parametrize("addressee", ["firm", "citizen"])
@pytest.mark.parametrize("act", ["agreement", "permit", "disclosure"])
def test_firms_and_citizens_may_choose_reconsideration_or_a_lawsuit(act: str, addressee: str) -> None:
    reconsideration, lawsuit, *_ = printed(act, addressee)

    assert reconsideration.startswith("行政复议申请：自知道行政行为之日起60日内")
    assert lawsuit.startswith("行政诉讼：自知道行政行为之日起6")


def test_against_a_refused_disclosure_reconsideration_comes_first() -> None:
    assert [line.partition("：")[0] for line in printed("disclosure_refused", "citizen")] == [
        "行政复议申请（须先申请行政复议）"
    ]


def test_an_official_may_ask_for_review_or_appeal_at_once() -> None:
    review, appeal = printed("personnel", "official")

    assert "30日内，向原处理机关提出" in review
    assert "30日内" in appeal


def test_a_sanction_is_reexamined_first_with_a_period_only_under_the_law_of_2025() -> None:
    assert [line.partition("：")[0] for line in printed("sanction", "official", BEFORE_2025)] == [
        "复审、复核"
    ]
    assert "自收到处理决定之日起1" in printed("sanction", "official")[0]
