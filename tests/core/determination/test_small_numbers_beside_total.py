"""What is hidden beside a total: neither the count nor the difference tells it."""

from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.determination.small_numbers import hidden_beside_total

COUNTS = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 40), max_size=8)


@given(counts=COUNTS, smallest=st.integers(2, 12))
def test_no_small_count_is_shown_and_none_follows_from_the_total(
    counts: dict[str, int], smallest: int
) -> None:
    shown, total = hidden_beside_total(counts, smallest)
    hidden = [name for name, count in shown.items() if count is None]

    assert all(count is None or count == 0 or count >= smallest for count in shown.values())
    assert all(count is None or count == counts[name] for name, count in shown.items())
    if total is not None and hidden:
        rest = total - sum(count for count in shown.values() if count is not None)
        assert len(hidden) >= 2
        assert rest >= smallest


@given(counts=COUNTS, smallest=st.integers(2, 12))
def test_zero_is_nobody_and_a_total_that_is_told_is_true(counts: dict[str, int], smallest: int) -> None:
    shown, total = hidden_beside_total(counts, smallest)

    assert all(shown[name] == 0 for name, count in counts.items() if count == 0)
    assert total in (None, sum(counts.values()))
