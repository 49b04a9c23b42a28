"""What a document says, element by element, as it is kept at issue and shown on its page."""

from typing import Any

from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.elements import elements


def spelt(official: OfficialDocument) -> list[dict[str, Any]]:
    """Return the elements of an official document in order, each as role, lead, text and rows."""
    return [
        {
            "role": str(each.role),
            "lead": each.lead,
            "text": each.text,
            "rows": [list(row) for row in each.rows],
        }
        for each in elements(official)
    ]
