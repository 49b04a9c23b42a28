"""Fair figures: nothing of too few, and an interval that a formula with floating point agrees with."""

from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chengxin_core.commitments import share_of


@given(st.integers(1, 10**6).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
@settings(max_examples=100)
def test_the_interval_is_wilsons(counts: tuple[int, int]) -> None:
    kept, of = counts
    z, point = 1.959964, kept / of
    middle, wide = point + z * z / 2 / of, z * sqrt(point * (1 - point) / of + z * z / 4 / of / of)

    told = share_of(kept, of, at_least=1)

    assert told is not None
    assert told.low == pytest.approx((middle - wide) / (1 + z * z / of) * 1e6, abs=3)
    assert told.high == pytest.approx((middle + wide) / (1 + z * z / of) * 1e6, abs=3)
    assert 0 <= told.low <= told.point <= told.high <= 1_000_000


@pytest.mark.parametrize("of", range(10))
def test_says_nothing_of_fewer_than_the_minimum(of: int) -> None:
    assert share_of(of, of, at_least=10) is None


def test_refuses_more_kept_than_there_were() -> None:
    with pytest.raises(ValueError, match="11"):
        share_of(11, 10, at_least=1)
