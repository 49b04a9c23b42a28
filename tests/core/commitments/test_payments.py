"""When a supplier must be paid and what a late payment costs: the cases of the regulation, and what always holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.commitments import (
    DailyRate,
    Limits,
    Paid,
    Start,
    Terms,
    TermTooLong,
    interest,
    payment_day,
)
from chengxin_core.commitments.payments import NothingStarted

LAW = Limits(days=30, most=60)
DUE = date(2026, 3, 31)
FIVE = DailyRate.of_permyriad(5)
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
FEN = st.integers(0, 10**12)
PAYMENTS = st.lists(st.builds(Paid, on=DAYS, fen=FEN), max_size=5)


class TestTheDay:
    def test_is_the_thirtieth_after_delivery_where_nothing_was_agreed(self) -> None:
        assert payment_day(Terms(delivered_on=date(2026, 3, 1)), LAW).due_on == DUE

    def test_is_as_agreed_up_to_the_longest_term(self) -> None:
        told = payment_day(Terms(delivered_on=date(2026, 3, 1), agreed_days=60), LAW)

        assert told.due_on == date(2026, 4, 30)

    def test_of_a_longer_term_is_refused(self) -> None:
        with pytest.raises(TermTooLong, match="61 日超过了 60 日"):
            payment_day(Terms(delivered_on=date(2026, 3, 1), agreed_days=61), LAW)

    def test_counts_from_acceptance_where_that_was_agreed(self) -> None:
        agreed = Terms(date(2026, 3, 1), acceptance_due_on=date(2026, 3, 20), accepted_on=date(2026, 3, 10))

        assert payment_day(agreed, LAW).start is Start.ACCEPTANCE

    @pytest.mark.parametrize("accepted_on", [None, date(2026, 6, 1)])
    def test_counts_from_the_agreed_end_of_acceptance_where_that_is_dragged_out(
        self, accepted_on: date | None
    ) -> None:
        dragged = Terms(date(2026, 3, 1), acceptance_due_on=date(2026, 3, 20), accepted_on=accepted_on)

        told = payment_day(dragged, LAW)

        assert (told.start, told.due_on) == (Start.ACCEPTANCE_DEADLINE, date(2026, 4, 19))

    def test_cannot_be_told_before_anything_was_delivered(self) -> None:
        with pytest.raises(NothingStarted):
            payment_day(Terms(), LAW)


class TestInterest:
    def test_is_five_ten_thousandths_a_day(self) -> None:
        told = interest(
            owed=1_000_000, disputed=0, due_on=DUE, paid=[], rate=FIVE, on=DUE + timedelta(days=20)
        )

        assert (told.interest, told.days_late) == (10_000, 20)

    def test_runs_on_the_undisputed_part_alone(self) -> None:
        told = interest(
            owed=1_000_000, disputed=400_000, due_on=DUE, paid=[], rate=FIVE, on=DUE + timedelta(days=10)
        )

        assert (told.unpaid, told.interest) == (600_000, 3_000)

    def test_is_nothing_where_it_was_paid_on_the_last_day(self) -> None:
        told = interest(
            owed=100, disputed=0, due_on=DUE, paid=[Paid(DUE, 100)], rate=FIVE, on=date(2027, 1, 1)
        )

        assert (told.unpaid, told.interest, told.days_late) == (0, 0, 0)

    @given(owed=FEN, due_on=DAYS, paid=PAYMENTS, on=DAYS, days=st.integers(0, 400))
    @settings(max_examples=60)
    def test_never_falls_as_days_pass(
        self, owed: int, due_on: date, paid: list[Paid], on: date, days: int
    ) -> None:
        def until(day: date) -> int:
            return interest(owed=owed, disputed=0, due_on=due_on, paid=paid, rate=FIVE, on=day).interest

        assert until(on) <= until(on + timedelta(days=days))

    @given(owed=FEN, due_on=DAYS, paid=PAYMENTS, on=DAYS)
    @settings(max_examples=60)
    def test_is_what_counting_day_by_day_gives(
        self, owed: int, due_on: date, paid: list[Paid], on: date
    ) -> None:
        exact, day = 0, due_on
        while day < on:
            exact += max(0, owed - sum(each.fen for each in paid if each.on <= day)) * 5
            day += timedelta(days=1)

        told = interest(owed=owed, disputed=0, due_on=due_on, paid=paid, rate=FIVE, on=on)

        assert told.interest == (exact * 2 + 10_000) // 20_000

    @given(yearly=st.integers(0, 5000), floor=st.integers(0, 5000))
    @settings(max_examples=30)
    def test_never_costs_less_than_the_floor(self, yearly: int, floor: int) -> None:
        assert DailyRate.agreed(yearly, floor).rate == DailyRate.agreed(max(yearly, floor), 0).rate
