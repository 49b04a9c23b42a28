"""Real reports against targets and results paired by hand, where they lie beside the checkout."""

import pytest
from benchmarks import promises


def test_the_paired_reports_are_read_as_required() -> None:
    if not promises.COMMITMENTS.exists():
        pytest.skip("the collected work reports are not beside the checkout")

    whole = sum(promises.scores_by_year().values(), promises.Score())

    assert whole.passes, "\n".join(whole.misses)


def test_the_labelled_figures_of_two_more_reports_are_found() -> None:
    if not promises.COMMITMENTS.exists():
        pytest.skip("the collected work reports are not beside the checkout")

    for year in promises.LABELLED:
        found, of, missed, more = promises.labelled_found(year)
        assert 10 * found >= 9 * of, missed
        assert more == []
