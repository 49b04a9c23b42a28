"""Reads of documents that other rooms may make."""

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
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
