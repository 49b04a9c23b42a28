from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.law import the_rulebook

from chengxin_core.determination.windows import RecordFacts, may_publish, publication_window
from chengxin_core.rulebook import Rulebook
from chengxin_core.vocabulary import Severity

NOW = date(2026, 11, 23)
DAYS = st.dates(date(2015, 1, 1), date(2030, 12, 31))


@st.composite
def records(draw: st.DrawFn) -> RecordFacts:
    instrument_on = draw(DAYS)
    return RecordFacts(
        severity=draw(st.sampled_from(Severity)),
        instrument_on=instrument_on,
        conduct_ended_on=draw(st.none() | st.dates(date(2010, 1, 1), instrument_on)),
        fulfilment_confirmed_on=draw(st.none() | st.dates(instrument_on, date(2032, 1, 1))),
        publication_required=draw(st.booleans()),
    )


@given(records(), DAYS)
def test_no_candidate_ends_earlier_than_the_window(facts: RecordFacts, on: date) -> None:
    window = publication_window(facts, the_rulebook(), on=on)

    ends = [candidate.last_day for candidate in window.candidates if candidate.last_day]
    assert window.last_day == min(ends, default=None)


@given(records(), DAYS)
def test_what_may_be_published_has_not_ended(facts: RecordFacts, on: date) -> None:
    window = publication_window(facts, the_rulebook(), on=on)

    if window.permission.allowed:
        assert window.last_day is not None
        assert facts.instrument_on <= on <= window.last_day


@given(records(), DAYS, st.integers(0, 2000))
def test_what_ended_under_a_law_stays_ended(facts: RecordFacts, on: date, later: int) -> None:
    window = publication_window(facts, the_rulebook(), on=on)

    if window.last_day and on > window.last_day:
        assert not may_publish(facts, the_rulebook(), on=on + timedelta(days=later)).allowed


@given(records(), DAYS)
def test_confirmed_fulfilment_never_lengthens(facts: RecordFacts, on: date) -> None:
    unconfirmed = RecordFacts(
        facts.severity, facts.instrument_on, facts.conduct_ended_on, None, facts.publication_required
    )

    confirmed = publication_window(facts, the_rulebook(), on=on).last_day
    otherwise = publication_window(unconfirmed, the_rulebook(), on=on).last_day

    assert confirmed is None or otherwise is None or confirmed <= otherwise


@given(records(), DAYS)
def test_each_candidate_shows_its_arithmetic(facts: RecordFacts, on: date) -> None:
    permission = may_publish(facts, the_rulebook(), on=on)

    assert len(permission.arithmetic) >= 2
    assert permission.rule_ids
    assert all("None" not in line for line in permission.arithmetic)


def test_an_unknown_end_of_conduct_is_said() -> None:
    window = publication_window(RecordFacts(Severity.SERIOUS, date(2026, 5, 6)), the_rulebook(), on=NOW)

    assert "行为终止之日不明" in window.candidates[0].note


def test_a_confirmation_still_to_come_is_not_counted() -> None:
    facts = RecordFacts(Severity.SERIOUS, date(2026, 5, 6), fulfilment_confirmed_on=date(2026, 12, 1))

    assert publication_window(facts, the_rulebook(), on=NOW).last_day == date(2029, 5, 6)
    assert publication_window(facts, the_rulebook(), on=date(2026, 12, 2)).last_day == date(2026, 12, 1)


def test_a_new_text_may_move_the_end_and_says_so() -> None:
    facts = RecordFacts(Severity.GENERAL, date(2025, 6, 10), date(2025, 5, 1))

    before = publication_window(facts, the_rulebook(), on=date(2026, 3, 31))
    after = publication_window(facts, the_rulebook(), on=date(2026, 4, 1))

    assert (before.last_day, after.last_day) == (date(2028, 6, 10), date(2026, 6, 10))
    assert any("2026-04-01 起施行, 晚于认定" in line for line in after.explain())


def test_the_page_goes_on_the_day_after_the_last_one() -> None:
    window = publication_window(RecordFacts(Severity.GENERAL, date(2026, 5, 6)), the_rulebook(), on=NOW)

    assert window.withdrawn_on == date(2027, 5, 7)


def test_a_snapshot_gives_the_same_window() -> None:
    facts = RecordFacts(Severity.GENERAL, date(2026, 5, 6))
    stored = Rulebook.from_snapshot(the_rulebook().snapshot)

    window = publication_window(facts, stored, on=NOW)

    assert window == publication_window(facts, the_rulebook(), on=NOW)
