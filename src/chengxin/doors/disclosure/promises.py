"""承诺公示: a page for each promise with its versions, and boards of a body, a region, the province.

Boards are made on demand from what is in force, so nothing of what ended can linger in them. A share is told only of
enough promises that have their verdict, and with the interval in which it may well lie.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.doors.disclosure import queries, tags
from chengxin.doors.disclosure.items import PROMISE
from chengxin.doors.disclosure.models import Body, Document, Region
from chengxin.doors.disclosure.rendering import (
    ATOM,
    Rendered,
    documents_json,
    feed_of,
    page_and_twin,
    twin_of,
)
from chengxin_core.commitments import JUDGED, Share, Standing, share_of
from chengxin_core.ledger.canonical import Json
from chengxin_core.ledger.entry import Entry

START = "/promises/"
FEED = f"{START}feed.atom"
PAGE_SIZE = 20
CHANGED = "changed"
KNOWN = frozenset({*Standing, CHANGED})
"""What a board of promises is narrowed to: how they stand, or that they were changed, however they stand."""


@dataclass(frozen=True, slots=True)
class Place:
    """Whose promises (or what else is shown so) a board shows: of a body, within a region, or everywhere."""

    region: Region | None = None
    body: Body | None = None
    start: str = START  # of the boards of this kind
    kind: str = PROMISE

    @property
    def address(self) -> str:
        """Where the board is, below the language."""
        if self.body is not None:
            return f"{self.start}bodies/{self.body.id}/"
        return f"{self.start}regions/{self.region.id}/" if self.region is not None else self.start

    @property
    def name(self) -> str:
        """Whose promises they are."""
        found = self.body or self.region or queries.province()
        return found.name if found else ""

    def documents(self) -> QuerySet[Document]:
        """Return what is shown here, the newest first."""
        return queries.in_force(self.kind, region=self.region, body_id=self.body.id if self.body else "")

    def below(self) -> list["Place"]:
        """Return the places directly below this one."""
        region = self.region or (queries.province() if self.body is None else None)
        return [replace(self, region=each) for each in queries.regions_in(region)] if region else []


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of a board is listed: those that stand so, below a number; nothing where the standing is none of its."""

    standing: str = ""
    before: int | None = None
    is_unknown: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str], known: Collection[str]) -> "Narrowed":
        """Read an address of a board that knows these standings; what is no number is passed over."""
        standing, before = given.get("standing", ""), given.get("before", "")
        is_number = before.isascii() and before.isdecimal() and len(before) < 18
        if standing and standing not in known:
            return cls(is_unknown=True)
        return cls(standing, int(before) if is_number else None)

    def page_of(self, documents: QuerySet[Document]) -> tuple[list[Document], str]:
        """Return one page of these, and what asks for the next one (empty on the last)."""
        listed = self._listed(documents)
        shown = list((listed.filter(id__lt=self.before) if self.before else listed)[: PAGE_SIZE + 1])
        rest = len(shown) > PAGE_SIZE
        shown = shown[:PAGE_SIZE]
        return shown, f"{self.asked}&before={shown[-1].pk}" if rest else ""

    def _listed(self, documents: QuerySet[Document]) -> QuerySet[Document]:
        if self.is_unknown:
            return documents.none()
        if self.standing == CHANGED:
            return queries.changed(documents)
        return documents.filter(standing=self.standing) if self.standing else documents

    @property
    def asked(self) -> str:
        """What asks for the first page of this again."""
        return f"?standing={self.standing}" if self.standing else "?"


def promise_pages(document: Document, entry: Entry, content: dict[str, Any]) -> Iterator[Rendered]:
    """Give the pages of a promise in force, from its row and what was read of it."""
    body = content["body"]
    values = {
        "document": document,
        "content": content,
        "entry": entry,
        "index": document.index,
        "standing": Standing(content["standing"]).zh,
        "versions": list(reversed(content["versions"])),
        "trail": [
            (_("承诺公示"), START),
            *((region["name"], f"{START}regions/{region['id']}/") for region in body["region"]),
            (body["name"], f"{START}bodies/{body['id']}/"),
        ],
        "says": tags.of_promise(content, document.changed_at),
    }
    yield from page_and_twin(document.address, "promise", values, twin_of(document), document.changed_at)


def board_pages(place: Place, narrowed: Narrowed | None = None) -> Iterator[Rendered]:
    """Give the board of a place: its figures, its promises, and where it goes on."""
    chosen, promises = narrowed or Narrowed(), place.documents()
    board = queries.board_of(promises)
    share = _share(board)
    shown, next_address = chosen.page_of(promises)
    values = {
        "place": place,
        "board": board,
        "share": share,
        "least": _least(),
        "standings": {each.value: gettext(each.zh) for each in Standing},
        "chosen": chosen.standing,
        "is_unknown": chosen.is_unknown,
        "documents": shown,
        "next_address": next_address,
        "first_address": chosen.asked if chosen.before else "",
        "places": place.below(),
        "trail": [(_("承诺公示"), START)] if place.address != START else [],
        "says": tags.Says(),
    }
    twin: dict[str, Json] = {
        "of": place.name,
        "promises": board.promises,
        "by_standing": board.by_standing,
        "changed": board.changed,
        "kept_in_time": None
        if share is None
        else {"kept": share.kept, "of": share.of, "point": share.point, "low": share.low, "high": share.high},
        "listed": documents_json(shown),
    }
    yield from page_and_twin(place.address, "promises", values, twin, None)


def feed() -> Rendered:
    """Give the feed of promises: what was published or changed last, and what ended."""
    documents, ended = list(queries.in_force(PROMISE)[:50]), queries.ended(PROMISE)
    return Rendered(FEED, feed_of(FEED, "诚信：政务承诺公示", documents, ended), ATOM)


def _share(board: queries.Board) -> Share | None:
    least = _least()
    if least is None:
        return None
    judged = sum(board.by_standing.get(each, 0) for each in JUDGED)
    return share_of(board.by_standing.get(Standing.KEPT, 0), judged, at_least=least)


def _least() -> int | None:
    """Return of how few promises no share is told, as the rulebook has it."""
    return queries.number_of_rule("K8-03", "commitment.share_minimum")
