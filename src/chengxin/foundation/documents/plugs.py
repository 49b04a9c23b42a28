"""Where rooms plug in the documents that they issue."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.ground.plugboard import Board


class ServiceEffect(Protocol):
    """What the service of a document brings about, in the same transaction."""

    def __call__(self, *, document: Document, at: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document: how its stored value becomes the official document, and what its service brings about.

    `build` reads `document.value`, `number`, `issued_on`; it raises in words for people where something is missing.
    `still_wanted` says why the document must not go out any more, '' while it may; without one, a document whose
    service does something goes out only while its parent can still move, one that only tells always.

    `sections` are the headings under which `build` may put what it says, in order: the kind's own fields of a template.
    `typed` are the fields of the value that a drafter typed and may change, each with its name.
    `drawn_in` names the work in which it is drafted, where two rooms issue papers of one name.
    `acts` are the acts against which the rulebook's table names remedies to a `told`: what a template must not lose.
    """

    code: str
    zh: str
    build: Callable[[Document], OfficialDocument]
    on_served: ServiceEffect | None = None
    still_wanted: Callable[[Document], str] | None = None
    sections: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    told: str = "body"  # of the addressees of the table of remedies
    drawn_in: str = ""
    typed: tuple[tuple[str, str], ...] = ()


_kinds: Board[str, DocumentKind] = Board()


def plug_document(kind: DocumentKind) -> None:
    """Make a kind of document known."""
    _kinds.claim(kind.code, kind)


def document_kind(code: str) -> DocumentKind:
    """Return the kind of document called `code`."""
    return _kinds[code]


def document_kinds() -> list[DocumentKind]:
    """Return every kind of document plugged in."""
    return list(_kinds.values())


@dataclass(frozen=True, slots=True)
class Precondition:
    """What must be so before a document is issued: `why_not(document)` answers in words, '' where it may."""

    code: str
    why_not: Callable[[Document], str]


_preconditions: Board[str, Precondition] = Board()


def plug_precondition(precondition: Precondition) -> None:
    """Let a room say why a document must not be issued yet."""
    _preconditions.claim(precondition.code, precondition)


def preconditions() -> list[Precondition]:
    """Return what every room asks of a document before it is issued."""
    return list(_preconditions.values())
