"""Bare matters of the tests: a row and its opening, without a room's own table. 演示数据。"""

from datetime import datetime

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NewMatter, open_matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.lifecycle.records import RECORD
from chengxin_core.lifecycle.table import Lifecycle


def make_matter(
    *,
    body: PublicBody,
    organ: PublicBody,
    at: datetime,
    lifecycle: Lifecycle = RECORD,
    parent: Matter | None = None,
    rulebook: str = "",
) -> Matter:
    """A matter in the first state of its lifecycle."""
    new = NewMatter(lifecycle, f"演示事项（{body.name}）", body, organ, rulebook, parent)
    return open_matter(new=new, by=None, at=at)


def make_document_row(*, parent: Matter, at: datetime) -> Matter:
    """A matter under another, as a document is under a record."""
    return make_matter(body=parent.body, organ=parent.organ, at=at, lifecycle=DOCUMENT, parent=parent)
