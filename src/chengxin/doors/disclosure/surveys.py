"""评议结果和投诉统计: a page for each review and each month that is public, and the lists of them with their feeds.

Lists are made on demand from what is in force, so nothing of what ended can linger in them. A number that is not told
is not here: it was left out before it was published.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chengxin.doors.disclosure import queries, tags
from chengxin.doors.disclosure.items import CAMPAIGN, COUNTS
from chengxin.doors.disclosure.models import Document
from chengxin.doors.disclosure.rendering import (
    ATOM,
    Rendered,
    documents_json,
    feed_of,
    page_and_twin,
    twin_of,
)
from chengxin_core.commitments import Share
from chengxin_core.ledger.canonical import Json
from chengxin_core.ledger.entry import Entry

PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of figures: where its list is, what it is called, and the template of one of them."""

    kind: str
    start: str
    title: Promise | str
    feed_title: str
    template: str

    @property
    def feed(self) -> str:
        """Where its feed is."""
        return f"{self.start}feed.atom"


REVIEWS = Series(
    CAMPAIGN,
    "/reviews/",
    _("评议结果"),
    "诚信：群众评议结果",
    "review",
)
MONTHS = Series(
    COUNTS,
    "/complaint-counts/",
    _("投诉统计"),
    "诚信：投诉办理月度统计",
    "complaint_counts",
)
SERIES = {each.kind: each for each in (REVIEWS, MONTHS)}


def figures_pages(document: Document, entry: Entry, content: dict[str, Any]) -> Iterator[Rendered]:
    """Give the pages of a review or a month in force, from its row and what was read of it."""
    series = SERIES[document.kind]
    values = {
        "document": document,
        "content": content,
        "entry": entry,
        "index": document.index,
        "trail": [(series.title, series.start)],
        "says": tags.Says(),
        **(_of_review(content) if document.kind == CAMPAIGN else _of_month(content)),
    }
    yield from page_and_twin(
        document.address, series.template, values, twin_of(document), document.changed_at
    )


def list_pages(series: Series, before: str = "") -> Iterator[Rendered]:
    """Give the list of a series, the newest first."""
    found = queries.figures_published(series.kind)
    if before.isascii() and before.isdecimal() and len(before) < 18:
        found = found.filter(id__lt=int(before))
    shown = list(found[: PAGE_SIZE + 1])
    rest, shown = len(shown) > PAGE_SIZE, shown[:PAGE_SIZE]
    values = {
        "kind": series.kind,
        "feed_at": series.feed,
        "documents": shown,
        "next_address": f"?before={shown[-1].pk}" if rest else "",
        "first_address": "?" if before else "",
        "says": tags.Says(),
    }
    twin: dict[str, Json] = {"listed": documents_json(shown)}
    yield from page_and_twin(series.start, "figures", values, twin, None)


def feed(series: Series) -> Rendered:
    """Give the feed of a series: what was published or changed last, and what ended."""
    documents = list(queries.figures_published(series.kind)[:50])
    ended = queries.ended(series.kind)
    return Rendered(series.feed, feed_of(series.feed, series.feed_title, documents, ended), ATOM)


def _of_review(content: dict[str, Any]) -> dict[str, Any]:
    results = [
        {
            "id": told["body"]["id"],
            "name": told["body"]["name"],
            "ballots": told["ballots"],
            "answers": [(each["question"], _share(each)) for each in told["answers"]],
        }
        for told in content["results"]
    ]
    return {"results": results}


def _of_month(content: dict[str, Any]) -> dict[str, Any]:
    fair = content["satisfaction"]
    return {"rows": content["rows"], "satisfaction": _share(fair) if fair else ""}


def _share(told: dict[str, Any]) -> str:
    return Share(told["content"], told["of"], told["point"], told["low"], told["high"]).shown
