from dataclasses import replace

import pytest
from lxml import etree
from tests.publishing import end, later, make_body, make_matter, make_publication

from chengxin.doors.disclosure import search
from chengxin.doors.disclosure.items import Item, ItemRefused
from chengxin.doors.disclosure.models import Document, Gone, Page, Posting
from chengxin.doors.disclosure.operations import apply, index_what_is_not
from chengxin.foundation.transparency import contents
from chengxin.foundation.transparency.operations import mark
from chengxin.foundation.transparency.sequencer import number_queued_entries

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]


def told() -> list[Item]:
    """Number what is queued and return what a sink would be told of everything."""
    number_queued_entries()
    return [
        Item(change.index, change.entry, change.content, change.salt) for change in contents.changes(0, 100)
    ]


def rows() -> list[tuple[str, bytes]]:
    return [(page.path, bytes(page.body)) for page in Page.objects.order_by("path")]


def test_applied_twice_is_applied_once() -> None:
    make_publication()
    items = told()
    apply(items)
    once = rows()

    apply(items)

    assert rows() == once
    assert Document.objects.count() == 1


def test_what_is_older_than_what_is_known_changes_nothing() -> None:
    publication = make_publication()
    (old,) = told()
    mark(publication=publication, at=later())
    apply(told())

    apply([old])

    assert Document.objects.get().marked


def test_what_ended_does_not_come_back() -> None:
    publication = make_publication()
    (old,) = told()
    end(publication)
    apply(told())

    apply([old])

    assert not Document.objects.exists()
    assert Gone.objects.count() == 1


def test_an_end_without_a_beginning_is_still_told() -> None:
    publication = make_publication()
    end(publication)

    apply(told())

    assert Page.objects.get(path=f"/records/{publication.key}/").status == 410


def test_refuses_content_that_the_log_does_not_commit_to() -> None:
    make_publication()
    (item,) = told()

    with pytest.raises(ItemRefused, match="承诺值"):
        apply([replace(item, content=(item.content or b"").replace("示范市".encode(), "别的市".encode()))])

    assert not Page.objects.exists()


def test_refuses_an_entry_in_force_without_content() -> None:
    make_publication()
    (item,) = told()

    with pytest.raises(ItemRefused, match="没有附上内容"):
        apply([replace(item, content=None, salt=None)])


def test_the_feed_is_well_formed() -> None:
    make_publication(title="标题里有 <尖括号> & 符号")
    end(make_publication(make_matter(make_body("示范市水务局", 2))))

    apply(told())

    assert etree.fromstring(bytes(Page.objects.get(path="/feed.atom").body)) is not None


class TestIndexing:
    @pytest.fixture(autouse=True)
    def in_force(self) -> None:
        """Two records in force."""
        make_publication()
        make_publication(make_matter(make_body("示范市水务局", 2)), title="未支付水费")
        apply(told())

    def found(self) -> int:
        return len(search.find(search.Query.of("示范")).numbers)

    def test_what_is_indexed_is_not_indexed_again(self) -> None:
        assert index_what_is_not() == 0

    def test_goes_on_where_it_was_interrupted(self) -> None:
        newer = Document.objects.latest("id")
        search.change(remembered={}, forgotten=[newer.pk])
        assert self.found() == 1

        assert index_what_is_not() == 1

        assert self.found() == 2

    def test_anew_makes_the_same_rows(self) -> None:
        before = list(Posting.objects.order_by("term", "block").values_list("term", "block", "documents"))

        assert index_what_is_not(anew=True) == 2

        rows = Posting.objects.order_by("term", "block").values_list("term", "block", "documents")
        assert [(t, b, bytes(d)) for t, b, d in rows] == [(t, b, bytes(d)) for t, b, d in before]
