"""What the pages of matters show of documents."""

from collections.abc import Mapping
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.documents.plugs import document_kind
from chengxin.foundation.matters.models import Matter


def document_section(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return the values of a document's own page: the text as it stands or was issued, its number and its files."""
    document = matter.document
    try:
        official, missing = preview(document), ""
    except ValueError as refusal:  # a draft that cannot be issued yet says what it lacks
        official, missing = None, str(refusal)
    return {
        "document": document,
        "zh": document_kind(document.kind).zh,
        "official": official,
        "missing": missing,
    }
