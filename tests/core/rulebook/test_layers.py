"""What stands over a shipped rule changes its number and nothing else, and never past the law."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.rulebook.cities import city_of, promise
from tests.law import the_rulebook

from chengxin_core.calendar import Unit
from chengxin_core.rulebook import (
    Adjustable,
    Clock,
    Edit,
    Layer,
    NotAdjustable,
    OutOfBounds,
    Rulebook,
    SystemDefault,
    adjustable,
    adjustables,
    answer,
)
from chengxin_core.rulebook.overlays import PROMISABLE
from chengxin_rulebooks import rulebook_sources

DAY = date(2026, 11, 23)
WD = Unit.WORKING_DAYS
KEYS = tuple(item.code for item in the_rulebook().items(PROMISABLE, on=DAY))
days = st.dates(date(2026, 4, 1), date(2028, 12, 31))


OTHER_SIDE = """
confidence = "D"
in_force_from = 2020-01-01

[[document]]
code = "demo-law"
title = "演示条例"
in_force_from = 2020-01-01

[[clock]]
id = "Q-01"
key = "demo.law"
budget = 3
unit = "wd"
starts_on = "送达"
cites = "demo-law"
article = "第九条"
confidence = "V:law"

[[clock]]
id = "Q-01"
key = "demo.answer"
budget = 5
unit = "wd"
starts_on = "送达"
"""


def with_entries(toml: str) -> Rulebook:
    """Return the shipped rulebook with one more file."""
    return Rulebook.load({**rulebook_sources(), "demo.toml": toml.encode()})


def edit(key: str, value: int, since: date = DAY, number: int = 1, unit: Unit | None = WD) -> Edit:
    return Edit(number, key, value, unit, since)


class TestEdits:
    def test_an_edit_holds_from_its_day_and_not_before(self) -> None:
        book = the_rulebook().edited([edit("record.check", 2)])

        assert book.clock("record.check").on(DAY - timedelta(1)).budget == 3
        assert book.clock("record.check").on(DAY).budget == 2

    def test_a_later_edit_leaves_the_earlier_one_its_days(self) -> None:
        book = the_rulebook().edited(
            [edit("record.check", 2), edit("record.check", 4, DAY + timedelta(10), number=2)]
        )

        assert book.clock("record.check").on(DAY).budget == 2
        assert book.clock("record.check").on(DAY + timedelta(10)).budget == 4

    def test_an_edit_changes_the_number_and_nothing_else(self) -> None:
        shipped = the_rulebook().clock("complaint.verify").on(DAY)

        edited = the_rulebook().edited([edit("complaint.verify", 20, unit=Unit.DAYS)])

        held = edited.clock("complaint.verify").on(DAY)
        assert held == replace(
            shipped, value=20, authority=held.authority, in_force_from=DAY, source="规则调整第 1 号"
        )
        assert isinstance(held.authority, SystemDefault)

    def test_an_edit_yields_once_the_rule_is_law(self) -> None:
        book = the_rulebook().edited([edit("objection.own", 1)])

        assert book.clock("objection.own").on(DAY).budget == 3
        shipped, yielding = book.explain("objection.own", on=DAY)
        assert (shipped.stands, yielding.stands) == (True, False)
        assert "已有法律依据" in yielding.why

    def test_an_edit_in_another_unit_yields(self) -> None:
        book = the_rulebook().edited([edit("record.check", 2, unit=Unit.DAYS)])

        assert book.clock("record.check").on(DAY).period == (3, WD)

    def test_a_rulebook_with_edits_is_another_version_and_reads_back_the_same(self) -> None:
        book = the_rulebook().edited([edit("record.check", 2)])

        again = Rulebook.from_snapshot(book.snapshot)

        assert book.hash != the_rulebook().hash
        assert (again.hash, again.edits) == (book.hash, book.edits)
        assert the_rulebook().edited([]).hash == the_rulebook().hash

    def test_what_carries_a_rule_id_is_told_as_it_stands(self) -> None:
        book = the_rulebook().edited([edit("record.check", 2)])

        (check,) = (each for each in book.rule("C-02", on=DAY) if isinstance(each, Clock))
        assert check.budget == 2


class TestEntries:
    """What others list, print and compare is what holds, not what was shipped."""

    def versions_of(self, book: Rulebook, key: str) -> list[tuple[int, date, date | None]]:
        return [
            (entry.number, entry.in_force_from, entry.in_force_until)
            for entry in book.entries
            if isinstance(entry, Clock) and entry.key == key
        ]

    def test_an_edit_divides_its_rule_in_time(self) -> None:
        since = the_rulebook().clock("record.check").on(DAY).in_force_from

        book = the_rulebook().edited([edit("record.check", 2)])

        assert self.versions_of(book, "record.check") == [(3, since, DAY), (2, DAY, None)]
        assert len(book.entries) == len(the_rulebook().entries) + 1

    def test_what_yields_divides_nothing(self) -> None:
        book = the_rulebook().edited([edit("objection.own", 1)])

        assert book.entries == the_rulebook().entries

    @given(
        key=st.sampled_from(KEYS), edits=st.lists(st.tuples(st.integers(1, 60), days), max_size=4), day=days
    )
    def test_say_on_each_day_what_the_timeline_says(
        self, key: str, edits: list[tuple[int, date]], day: date
    ) -> None:
        unit = the_rulebook().clock(key).on(day).unit
        book = city_of(promise("record.check", 2)).edited(
            edit(key, value, since, number, unit) for number, (value, since) in enumerate(edits, 1)
        )

        (held,) = (
            each
            for each in book.entries
            if isinstance(each, Clock) and each.key == key and each.is_in_force(day)
        )

        assert (held.value, held.shown) == (book.clock(key).on(day).value, book.clock(key).on(day).shown)


class TestPrecedence:
    def test_the_city_stands_over_the_edit_and_the_edit_over_what_was_shipped(self) -> None:
        book = city_of(promise("record.check", 1)).edited([edit("record.check", 2)])

        shipped, edited, city = book.explain("record.check", on=DAY)

        assert (shipped.value, edited.value, city.value) == (3, 2, 1)
        assert (shipped.stands, edited.stands, city.stands) == (False, False, True)
        assert [each.layer for each in (shipped, edited, city)] == list(Layer)
        assert "市级承诺时限" in edited.why
        assert city.source == "演示市发展和改革委员会"
        assert city.shown == "《演示市政务服务承诺》（演政发〔2026〕1号）第二条"

    def test_the_city_yields_where_the_default_became_shorter_than_its_promise(self) -> None:
        book = city_of(promise("record.check", 2)).edited([edit("record.check", 1)])

        *_, edited, city = book.explain("record.check", on=DAY)

        assert book.clock("record.check").on(DAY).budget == 1
        assert (edited.stands, city.stands) == (True, False)
        assert "不得长于" in city.why

    @given(
        key=st.sampled_from(KEYS),
        promised=st.integers(1, 40),
        edits=st.lists(st.tuples(st.integers(1, 60), days), max_size=4),
        day=days,
    )
    def test_a_city_never_lengthens_whatever_was_edited_below_it(
        self, key: str, promised: int, edits: list[tuple[int, date]], day: date
    ) -> None:
        shipped = the_rulebook().clock(key).on(day)
        promised = min(promised, shipped.budget - 1) or 1
        if promised >= shipped.budget:
            return
        unit = shipped.counted_in
        below = the_rulebook().edited(
            edit(key, value, since, number, unit) for number, (value, since) in enumerate(edits, 1)
        )

        city = city_of(promise(key, promised, unit), over=below)

        assert city.clock(key).on(day).budget <= below.clock(key).on(day).budget
        assert sum(each.stands for each in city.explain(key, on=day)) == 1


class TestAdjustable:
    def test_is_of_a_type_that_no_law_fits_into(self) -> None:
        """The type checker refuses a law wherever this type is asked for: the form and the operation ask for it."""
        assert get_type_hints(Adjustable)["default"] is SystemDefault

    def test_every_default_that_is_a_number_and_no_law_is(self) -> None:
        found = {each.key for each in adjustables(the_rulebook(), on=DAY)}

        assert {"record.check", "rectification", "repair.decide", "relief.levels_for_any"} <= found
        assert not {"objection.own", "repair.general_min_months", "record.max_disclosure_years"} & found

    @pytest.mark.parametrize("key", ["objection.own", "repair.serious_min_months"])
    def test_law_is_not(self, key: str) -> None:
        with pytest.raises(NotAdjustable, match="有法律依据"):
            adjustable(the_rulebook(), key, on=DAY)

    def test_an_organs_limit_is_capped_by_the_law_of_its_rule(self) -> None:
        found = adjustable(the_rulebook(), "objection.accept", on=DAY)

        assert (found.least, found.most) == (1, 3)
        assert "山东省社会信用条例" in found.bound_by
        with pytest.raises(OutOfBounds, match="1 至 3"):
            found.require(4)

    def test_another_sides_time_may_not_fall_below_the_law_of_its_rule(self) -> None:
        found = adjustable(with_entries(OTHER_SIDE), "demo.answer", on=DAY)

        assert (found.least, found.most) == (3, 50)

    def test_a_law_that_the_shipped_number_does_not_keep_to_is_about_something_else(self) -> None:
        longer = OTHER_SIDE.replace("budget = 5", "budget = 2")

        found = adjustable(with_entries(longer), "demo.answer", on=DAY)

        assert (found.least, found.bound_by) == (1, "")

    def test_a_share_ends_at_the_whole(self) -> None:
        share = 'confidence = "D"\nin_force_from = 2020-01-01\n[[parameter]]\nid = "Q-01"\n'
        share += 'key = "demo.share"\nvalue = 80\nquantity = "percent"\n'

        found = adjustable(with_entries(share), "demo.share", on=DAY)

        assert (found.least, found.most) == (0, 100)

    @given(value=st.integers(-5, 400))
    def test_every_default_may_stay_as_it_was_shipped_and_no_bound_is_passed(self, value: int) -> None:
        for default in adjustables(the_rulebook(), on=DAY):
            default.require(default.value)
            if not default.least <= value <= default.most:
                with pytest.raises(OutOfBounds):
                    default.require(value)

    def test_without_a_law_only_slips_of_the_hand_are_refused(self) -> None:
        found = adjustable(the_rulebook(), "record.defence", on=DAY)

        found.require(50)
        with pytest.raises(OutOfBounds):
            found.require(51)
        with pytest.raises(OutOfBounds):
            found.require(0)

    def test_what_a_city_promised_is_not_the_default(self) -> None:
        found = adjustable(city_of(promise("record.check", 1)), "record.check", on=DAY)

        assert (found.value, found.layer) == (3, Layer.SHIPPED)


class TestAnswers:
    def test_the_same_question_on_another_day_has_another_answer_and_says_so(self) -> None:
        last_of_58 = answer(the_rulebook(), "repair.general_max_months", on=date(2026, 3, 31))
        first_of_36 = answer(the_rulebook(), "repair.general_max_months", on=date(2026, 4, 1))

        assert (last_of_58.value, first_of_36.value) == (36, 12)
        assert last_of_58.document is not None
        assert last_of_58.document.code == "order-58"
        assert last_of_58.after is not None
        assert last_of_58.after.on == date(2026, 4, 1)
        assert last_of_58.after.document is not None
        assert last_of_58.after.document.code == "order-36"
        assert first_of_36.before is not None
        assert first_of_36.before.on == date(2026, 3, 31)
        assert (last_of_58.before, first_of_36.after) == (None, None)

    def test_the_same_number_in_another_document_is_another_answer(self) -> None:
        found = answer(the_rulebook(), "repair.serious_max_months", on=DAY)

        assert found.before is not None
        assert (found.before.value, found.before.shown) != (found.value, found.shown)

    def test_an_edit_to_come_is_the_answer_after(self) -> None:
        book = the_rulebook().edited([edit("record.check", 2, DAY + timedelta(7))])

        found = answer(book, "record.check", on=DAY)

        assert found.value == 3
        assert found.after is not None
        assert (found.after.value, found.after.on) == (2, DAY + timedelta(7))

    @given(key=st.sampled_from(KEYS), since=days, value=st.integers(1, 9), day=days)
    def test_between_its_neighbours_nothing_changes(
        self, key: str, since: date, value: int, day: date
    ) -> None:
        unit = the_rulebook().clock(key).on(day).unit
        book = the_rulebook().edited([edit(key, value, since, unit=unit)])
        found = answer(book, key, on=day)

        first = found.before.on + timedelta(1) if found.before else date(2026, 4, 1)
        last = found.after.on - timedelta(1) if found.after else date(2028, 12, 31)

        assert book.clock(key).on(first).value == book.clock(key).on(last).value == found.value
        assert first <= day <= last
