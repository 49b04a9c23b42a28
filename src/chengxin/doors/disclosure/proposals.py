"""建议提案公开: a page for each suggestion or proposal with its answers and what was said of them, and boards of them.

Who proposed stands in none of it: the number and the session alone (policy S-14, Q-30). Boards are made on demand from
what is in force, as those of promises are.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.doors.disclosure import queries, tags
from chengxin.doors.disclosure.items import PROPOSAL
from chengxin.doors.disclosure.models import Body, Document, Region
from chengxin.doors.disclosure.promises import Narrowed, Place
from chengxin.doors.disclosure.rendering import (
    ATOM,
    Rendered,
    documents_json,
    feed_of,
    page_and_twin,
    twin_of,
)
from chengxin_core.ledger.canonical import Json
from chengxin_core.ledger.entry import Entry
from chengxin_core.lifecycle.proposals import ProposalStanding

START = "/proposals/"
FEED = f"{START}feed.atom"
KNOWN = frozenset(ProposalStanding)
SOURCES = {"deputy": "人大代表建议", "cppcc": "政协提案"}


def place_of(region: Region | None = None, body: Body | None = None) -> Place:
    """Return a place whose board shows suggestions and proposals."""
    return Place(region, body, START, PROPOSAL)


def proposal_pages(document: Document, entry: Entry, content: dict[str, Any]) -> Iterator[Rendered]:
    """Give the pages of a suggestion or proposal in force, from its row and what was read of it."""
    body = content["body"]
    values = {
        "document": document,
        "content": content,
        "entry": entry,
        "index": document.index,
        "standing": ProposalStanding(content["standing"]).zh,
        "source": SOURCES[content["source"]],
        "answers": list(reversed(content["answers"])),
        "trail": [
            (_("建议提案公开"), START),
            *((region["name"], f"{START}regions/{region['id']}/") for region in body["region"]),
            (body["name"], f"{START}bodies/{body['id']}/"),
        ],
        "says": tags.of_proposal(content, document.changed_at),
    }
    yield from page_and_twin(document.address, "proposal", values, twin_of(document), document.changed_at)


def board_pages(place: Place, narrowed: Narrowed | None = None) -> Iterator[Rendered]:
    """Give the board of a place: how many stand how, the newest of them, and where it goes on."""
    chosen, proposals = narrowed or Narrowed(), place.documents()
    counted = queries.by_standing(proposals)
    shown, next_address = chosen.page_of(proposals)
    values = {
        "place": place,
        "counted": counted,
        "standings": {each.value: gettext(each.zh) for each in ProposalStanding},
        "chosen": chosen.standing,
        "is_unknown": chosen.is_unknown,
        "documents": shown,
        "next_address": next_address,
        "first_address": chosen.asked if chosen.before else "",
        "places": place.below(),
        "trail": [(_("建议提案公开"), START)] if place.address != START else [],
        "says": tags.Says(),
    }
    twin: dict[str, Json] = {
        "of": place.name,
        "proposals": sum(counted.values()),
        "by_standing": dict(counted),
        "listed": documents_json(shown),
    }
    yield from page_and_twin(place.address, "proposals", values, twin, None)


def feed() -> Rendered:
    """Give the feed of suggestions and proposals: what was published or changed last, and what ended."""
    documents, ended = list(queries.in_force(PROPOSAL)[:50]), queries.ended(PROPOSAL)
    return Rendered(FEED, feed_of(FEED, "诚信：建议提案公开", documents, ended), ATOM)
