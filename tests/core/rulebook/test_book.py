from datetime import date

import pytest
from tests.law import the_real_rulebook, the_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.ledger.canonical import NotCanonical
from chengxin_core.rulebook import (
    NothingInForce,
    NotListed,
    NotStated,
    Rulebook,
    RulebookRefused,
    UnknownRule,
)
from chengxin_rulebooks import rulebook_sources

NOW = date(2026, 11, 23)


class TestParameters:
    def test_the_same_question_on_another_day_gets_another_answer(self) -> None:
        longest = the_rulebook().parameter("repair.general_max_months")

        assert longest.on(date(2026, 3, 31)).period == (36, Unit.MONTHS)
        assert longest.on(date(2026, 4, 1)).period == (12, Unit.MONTHS)

    def test_before_the_first_text_nothing_was_in_force(self) -> None:
        with pytest.raises(
            NothingInForce, match=r"repair\.general_max_months 在 2023-04-30 没有施行中的规定"
        ):
            the_rulebook().parameter("repair.general_max_months").on(date(2023, 4, 30))

    def test_a_clock_is_a_parameter_too(self) -> None:
        assert the_rulebook().parameter("objection.own").on(NOW).number == 3

    def test_a_yes_or_no_is_no_number(self) -> None:
        with pytest.raises(NotStated, match="应为整数"):
            _ = the_rulebook().parameter("publication.minor_published").on(NOW).number

    def test_refuses_a_name_it_does_not_know(self) -> None:
        with pytest.raises(UnknownRule, match=r"objection\.never"):
            the_rulebook().parameter("objection.never")


class TestClocks:
    def test_a_clock_of_the_law_names_its_article(self) -> None:
        clock = the_rulebook().clock("objection.joint").on(NOW)

        assert (clock.budget, clock.counted_in) == (7, Unit.WORKING_DAYS)
        assert clock.rule_id == "C-17"
        assert clock.shown == "《山东省社会信用条例》第三十九条"

    def test_a_clock_of_ours_says_that_it_can_be_changed(self) -> None:
        clock = the_rulebook().clock("record.defence").on(NOW)

        assert clock.budget == 5
        assert clock.silence == "视为放弃陈述申辩"
        assert clock.shown == "系统默认，可调整"

    def test_a_number_known_at_second_hand_is_not_law(self) -> None:
        assert the_rulebook().clock("repair.decide").on(NOW).shown == "系统默认，可调整"


class TestLists:
    def test_the_real_list_of_record_types_is_empty(self) -> None:
        assert the_real_rulebook().items("record_types", on=NOW) == ()

    def test_the_demonstration_list_says_so_of_each_item(self) -> None:
        items = the_rulebook().items("record_types", on=NOW)

        assert items
        assert all(item.is_demo for item in items)
        assert the_rulebook().is_demo
        assert not the_real_rulebook().is_demo

    def test_gives_one_item_with_what_the_list_says_of_it(self) -> None:
        criticism = the_rulebook().item("measures", "public_criticism", on=NOW)

        assert criticism.zh == "公开通报批评"
        assert criticism.flag("needs_government_approval")
        assert criticism.text("owner") == "government"
        assert criticism.texts("replaces") == ()

    def test_refuses_an_item_that_is_not_listed(self) -> None:
        with pytest.raises(NotListed, match="惩戒措施清单"):
            the_rulebook().item("measures", "blacklist", on=NOW)

    def test_refuses_a_list_that_no_file_declares(self) -> None:
        with pytest.raises(UnknownRule, match="清单 blacklist"):
            the_rulebook().items("blacklist", on=NOW)

    def test_an_attribute_of_another_form_is_not_stated(self) -> None:
        with pytest.raises(NotStated, match=r"shandong/measures\.toml:\d+ “提示约谈”的 owner 应为整数"):
            the_rulebook().item("measures", "reminder_interview", on=NOW).number("owner")


class TestRules:
    def test_finds_everything_that_carries_a_rule_id(self) -> None:
        found = the_rulebook().rule("C-17", on=NOW)

        assert {"objection.own", "objection.joint"} <= {entry.key for entry in found}

    def test_the_law_is_the_source_of_a_rule_even_where_its_days_are_ours(self) -> None:
        assert the_rulebook().authority_of("N-32", on=NOW).endswith("（发改财金〔2023〕1103号）")

    def test_a_rule_not_yet_in_force_has_no_source(self) -> None:
        assert the_rulebook().authority_of("C-31", on=date(2026, 3, 31)) != "《信用修复管理办法》第三条"

    def test_refuses_a_rule_it_does_not_hold(self) -> None:
        with pytest.raises(UnknownRule, match="Z-99"):
            the_rulebook().rule("Z-99", on=NOW)


class TestSnapshot:
    def test_is_read_back_as_the_same_rulebook(self) -> None:
        again = Rulebook.from_snapshot(the_rulebook().snapshot)

        assert again.hash == the_rulebook().hash
        assert again.clock("rectification").on(NOW).budget == 30
        assert again.is_demo

    def test_the_order_of_files_does_not_matter(self) -> None:
        backwards = dict(reversed(rulebook_sources().items()))

        assert Rulebook.load(backwards, demo=True).hash == the_rulebook().hash

    def test_another_number_is_another_version(self) -> None:
        sources = rulebook_sources()
        sources["defaults.toml"] = sources["defaults.toml"].replace(b"budget = 30", b"budget = 31", 1)

        assert Rulebook.load(sources, demo=True).hash != the_rulebook().hash

    def test_the_demonstration_lists_make_another_version(self) -> None:
        assert the_real_rulebook().hash != the_rulebook().hash

    def test_refuses_bytes_that_are_no_snapshot(self) -> None:
        with pytest.raises(NotCanonical):
            Rulebook.from_snapshot(b"{ }")

    def test_refuses_a_snapshot_of_another_format(self) -> None:
        with pytest.raises(RulebookRefused, match="另一种格式"):
            Rulebook.from_snapshot(b'{"files":{},"format":2}')
