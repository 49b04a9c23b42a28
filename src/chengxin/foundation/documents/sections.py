"""What the pages of matters show of documents."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.documents.plugs import document_kind
from chengxin.foundation.documents.queries import versions_of
from chengxin.foundation.documents.showing import spelt
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove


def document_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return the values of a document's own page: the text as it stands or was issued, its number and its files."""
    document = matter.document
    text, missing = document.said, ""
    if not document.issued_on:
        try:
            text = spelt(preview(document))
        except UnableToMove as refusal:  # a draft that cannot be issued yet says what it lacks
            missing = str(refusal)
    return {
        "document": document,
        "zh": document_kind(document.kind).zh,
        "text": text,
        "missing": missing,
        "versions": versions_of(document) if handles(by, matter) else [],
    }
