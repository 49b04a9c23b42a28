"""各类公示的页面: which pages what is in force has, by its kind."""

from collections.abc import Callable, Iterator
from typing import Any

from chengxin.doors.disclosure import promises, proposals, queries, rendering, surveys
from chengxin.doors.disclosure.items import CAMPAIGN, COUNTS, PROMISE, PROPOSAL
from chengxin.doors.disclosure.models import Document
from chengxin_core.ledger.entry import Entry

_PAGES: dict[str, Callable[[Document, Entry, dict[str, Any]], Iterator[rendering.Rendered]]] = {
    PROMISE: promises.promise_pages,
    CAMPAIGN: surveys.figures_pages,
    COUNTS: surveys.figures_pages,
    PROPOSAL: proposals.proposal_pages,
}


def pages_of(document: Document, entry: Entry, content: dict[str, Any]) -> Iterator[rendering.Rendered]:
    """Give the pages of what is in force, from its row and what was read of it."""
    return _PAGES.get(document.kind, rendering.record_pages)(document, entry, content)


def pages_of_stored(document: Document) -> Iterator[rendering.Rendered]:
    """Give the pages of what is in force, from its row alone."""
    return pages_of(document, Entry.from_bytes(bytes(document.entry)), queries.content_of(document))
