"""Two workers at once: every entry gets one number, and no number is given twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from tests.publishing import FEB_2, later, make_publication
from tests.rooms.transparency.conftest import Notebook

from chengxin.foundation.transparency import fsck, sequencer
from chengxin.foundation.transparency.models import LogEntry
from chengxin.foundation.transparency.operations import mark, unmark
from chengxin.foundation.transparency.sequencer import number_queued_entries, run_sequencer
from chengxin.ground.home import Home

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(transaction=True, databases="__all__")]
WORKERS = 4


def at_once(work: Callable[[], Any]) -> list[Any]:
    """Do the same work in several threads at once, each with its own connection."""

    def alone(_: int) -> Any:
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(alone, range(WORKERS)))


def queue_entries(count: int) -> None:
    publication = make_publication()
    for number in range(count - 1):
        (mark if number % 2 == 0 else unmark)(publication=publication, at=FEB_2)


def test_numbers_are_given_once_without_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequencer, "MOST_ENTRIES_AT_ONCE", 3)
    queue_entries(20)

    def work() -> None:
        while LogEntry.objects.filter(index=None).exists():
            number_queued_entries()

    at_once(work)

    given = LogEntry.objects.order_by("index").values_list("index", flat=True)
    assert list(given) == list(range(20))


def test_whole_runs_side_by_side_leave_one_log(
    home: Home, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sequencer, "MOST_ENTRIES_AT_ONCE", 3)
    queue_entries(20)

    done = at_once(lambda: run_sequencer(at=later()))

    assert sum(each.numbered for each in done) == 20
    assert fsck.first_fault() is None
    assert notebook.calls[-1] == (18, 20)
