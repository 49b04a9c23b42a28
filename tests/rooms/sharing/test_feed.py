"""The pages of withdrawals hold every end of the log once, however the log grew. 演示数据。"""

import pytest
from tests.publishing import FEB_2, end, make_body, make_matter, make_publication

from chengxin.foundation.sharing import feed
from chengxin.foundation.transparency import plugs, sequencer
from chengxin.foundation.transparency.models import LogEntry
from chengxin.foundation.transparency.queries import ENDS, log_size
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin_core.ledger import withdrawals
from chengxin_core.ledger.withdrawals import WithdrawalPage, open_page

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]
WIDTH = 4


@pytest.fixture(autouse=True)
def narrow(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of four numbers, told three entries at a time, about matters without persons."""
    monkeypatch.setattr(withdrawals, "WIDTH", WIDTH)
    monkeypatch.setattr(feed, "WIDTH", WIDTH)
    monkeypatch.setattr(sequencer, "MOST_ENTRIES_AT_ONCE", 3)
    monkeypatch.setattr(plugs, "_names", {})


def pages(home: Home) -> list[WithdrawalPage]:
    key = signer.log_key(home).verifier_key
    firsts = range(0, log_size(), WIDTH)
    return [open_page(feed.read_page(first) or b"", [key]) for first in firsts]


@pytest.mark.parametrize("rounds", [(11,), (1, 1, 3, 6), (4, 4, 3), (5, 6)])
def test_every_end_is_on_exactly_one_page(home: Home, rounds: tuple[int, ...]) -> None:
    body = make_body()
    for count in rounds:
        for _ in range(count):
            publication = make_publication(make_matter(body), at=FEB_2)
            if publication.pk % 2:
                end(publication)
        run_sequencer(at=FEB_2)

    told = [(each.index, each.key) for page in pages(home) for each in page.entries]

    ended = LogEntry.objects.filter(event__in=ENDS).order_by("index")
    assert told == list(ended.values_list("index", "publication__key"))
    assert [page.is_full for page in pages(home)][:-1] == [True] * (len(pages(home)) - 1)
    assert pages(home)[-1].end == log_size()


def test_a_page_that_is_told_again_is_the_same(home: Home) -> None:
    end(make_publication(make_matter(make_body()), at=FEB_2))
    run_sequencer(at=FEB_2)
    before = feed.read_page(0)

    feed.write_pages(0, log_size())

    assert feed.read_page(0) == before


def test_there_is_no_page_where_the_log_has_not_come_to(home: Home) -> None:
    assert feed.read_page(0) is None
