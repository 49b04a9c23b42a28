from dataclasses import replace

import pytest
from lxml import etree
from tests.publishing import end, later, make_body, make_matter, make_publication

from chengxin.doors.disclosure.items import Item, ItemRefused
from chengxin.doors.disclosure.models import Document, Gone, Page
from chengxin.doors.disclosure.operations import apply
from chengxin.foundation.transparency import contents
from chengxin.foundation.transparency.operations import mark
from chengxin.foundation.transparency.sequencer import number_queued_entries

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


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


def test_feed_and_sitemap_are_well_formed() -> None:
    make_publication(title="标题里有 <尖括号> & 符号")
    end(make_publication(make_matter(make_body("示范市水务局", 2))))

    apply(told())

    for path in ("/feed.atom", "/sitemap.xml"):
        assert etree.fromstring(bytes(Page.objects.get(path=path).body)) is not None
