"""Open government and the publicity of permits and penalties: the periods, the silences, the fields."""

from datetime import date

import pytest
from tests.law import the_real_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook.entries import Silence

NOW = date(2026, 11, 23)
WD, D = Unit.WORKING_DAYS, Unit.DAYS


@pytest.mark.parametrize(
    ("key", "budget", "unit", "shown"),
    [
        ("disclosure.proactive", 20, WD, "《中华人民共和国政府信息公开条例》第二十六条"),
        ("disclosure.clarify", 7, WD, "《中华人民共和国政府信息公开条例》第三十条"),
        ("disclosure.third_party", 15, WD, "《中华人民共和国政府信息公开条例》第三十二条"),
        ("disclosure.joint_maker", 15, WD, "《中华人民共和国政府信息公开条例》第三十四条"),
        ("disclosure.reply", 20, WD, "《中华人民共和国政府信息公开条例》第三十三条第二款"),
        ("budget.publish", 20, D, "《中华人民共和国预算法》第十四条第一款"),
        ("budget.publish_department", 20, D, "《中华人民共和国预算法》第十四条第二款"),
        ("penalty.withdraw", 3, WD, "《中华人民共和国行政处罚法》第四十八条第二款、第八十五条"),
        (
            "double_publicity.report",
            7,
            WD,
            "《关于运用大数据加强对市场主体服务和监管的若干意见》（国办发〔2015〕51号）",
        ),
    ],
)
def test_a_period_is_what_its_article_says(key: str, budget: int, unit: Unit, shown: str) -> None:
    clock = the_real_rulebook().clock(key).on(NOW)

    assert clock.period == (budget, unit)
    assert clock.shown == shown
    assert clock.starts_on


def test_a_reply_may_be_put_off_once_more_and_waits_for_those_who_are_asked() -> None:
    reply = the_real_rulebook().clock("disclosure.reply").on(NOW)

    assert (reply.extension, reply.extension_approver) == (20, "政府信息公开工作机构负责人")
    assert reply.suspended_by == ("征求第三方意见", "征求其他机关意见")


def test_a_silent_third_party_leaves_the_decision_a_silent_organ_consents() -> None:
    book = the_real_rulebook()

    third_party = book.clock("disclosure.third_party").on(NOW).on_silence
    joint_maker = book.clock("disclosure.joint_maker").on(NOW).on_silence

    assert (third_party, joint_maker) == (Silence.DECIDED_WITHOUT, Silence.CONSENT)


def test_annual_reports_are_due_on_the_last_of_january_and_march() -> None:
    book = the_real_rulebook()

    days = [book.parameter(f"annual_report.{who}").on(NOW).value for who in ("department", "government")]

    assert days == ["01-31", "03-31"]


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("proactive_heads", 15),
        ("county_heads", 7),
        ("township_heads", 8),
        ("receipt_rules", 4),
        ("disclosure_answers", 7),
        ("annual_report_contents", 5),
        ("permit_fields", 28),
        ("penalty_fields", 30),
        ("penalty_kinds", 14),
        ("page_meta_tags", 15),
        ("grassroots_catalogue_columns", 11),
    ],
)
def test_a_closed_list_has_as_many_items_as_its_source(key: str, count: int) -> None:
    assert len(the_real_rulebook().items(key, on=NOW)) == count


def test_grounds_for_withholding_bind_in_three_degrees() -> None:
    grounds = the_real_rulebook().items("withholding_grounds", on=NOW)

    degrees = [(ground.text("group"), ground.text("force")) for ground in grounds]

    assert sorted(set(degrees)) == [
        ("art14", "absolute"),
        ("art15", "overridable"),
        ("art16_1", "discretionary"),
        ("art16_2", "discretionary"),
    ]


@pytest.mark.parametrize("key", ["permit_fields", "penalty_fields"])
def test_no_identity_number_is_public(key: str) -> None:
    fields = the_real_rulebook().items(key, on=NOW)

    hidden = {field.code for field in fields if not field.flag("public")}

    assert hidden == {"representative_id_type", "representative_id", "person_id_type", "person_id"}


@pytest.mark.parametrize("key", ["permit_fields", "penalty_fields"])
def test_a_field_that_is_required_sometimes_says_when(key: str) -> None:
    for field in the_real_rulebook().items(key, on=NOW):
        assert field.text("required") in {"always", "conditional", "optional"}
        assert bool(field.text("when", "")) is (field.text("required") == "conditional")


@pytest.mark.parametrize(
    ("old", "new"), [("permit_fields_2015", "permit_fields"), ("penalty_fields_2015", "penalty_fields")]
)
def test_an_old_field_leads_to_one_of_today(old: str, new: str) -> None:
    book = the_real_rulebook()
    today = {field.code for field in book.items(new, on=NOW)}

    led_to = {field.text("now", "") for field in book.items(old, on=NOW)} - {""}

    assert led_to <= today
