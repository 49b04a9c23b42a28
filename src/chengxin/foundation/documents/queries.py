"""Reads of documents that other rooms may make."""

from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document, DocumentVersion, GivenNumber, NumberBook
from chengxin.foundation.documents.plugs import document_kind
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import visible_matters


def documents_of(matter: Matter, by: Mandate) -> list[Document]:
    """Return the documents drafted in a matter that `by` may see, oldest first."""
    visible = visible_matters(by).filter(parent=matter, kind="document")
    return list(Document.objects.filter(matter__in=visible).select_related("matter").order_by("pk"))


def has_document(matter: Matter, kind: str, *states: str) -> bool:
    """Say whether the matter has a document of that kind in one of those states (in any but cancelled for none)."""
    found = Document.objects.filter(matter__parent=matter, kind=kind).exclude(matter__state="cancelled")
    return found.filter(matter__state__in=states).exists() if states else found.exists()


def kind_zh(document: Document) -> str:
    """Return the official name of the document's kind."""
    return document_kind(document.kind).zh


def versions_of(document: Document) -> list[DocumentVersion]:
    """Return what the document said from draft to issue, the oldest first."""
    return list(document.versions.select_related("by"))


def books_of(mandate: Mandate) -> list[NumberBook]:
    """Return the number books of the holder's own organ, the newest first."""
    return list(NumberBook.objects.filter(organ=mandate.body_id).order_by("-year"))


def book_of(mandate: Mandate, year: str) -> NumberBook | None:
    """Return the own organ's book of a year, or its newest; None where it has none."""
    books = books_of(mandate)
    return next((each for each in books if str(each.year) == year), books[0] if books else None)


def given_in(book: NumberBook) -> QuerySet[GivenNumber]:
    """Return the numbers of a book, the last given first."""
    return book.given.select_related("book", "matter").order_by("-serial")


def numbers_in(book: NumberBook, *, before: int | None = None, size: int = 50) -> list[GivenNumber]:
    """Return the numbers of a book, the last given first, below `before`."""
    given = given_in(book)
    return list((given if before is None else given.filter(serial__lt=before))[: size + 1])


def titles_seen(mandate: Mandate, matters: list[int]) -> dict[int, str]:
    """Return the titles of those of these matters that the holder may see."""
    seen = visible_matters(mandate).filter(pk__in=matters, archived_at=None)
    return dict(seen.values_list("pk", "title"))


def missing_in(book: NumberBook) -> list[int]:
    """Return the numbers that a book should have and has not: none, as long as nobody wrote to the tables by hand."""
    return sorted(set(range(1, book.last + 1)) - set(book.given.values_list("serial", flat=True)))
