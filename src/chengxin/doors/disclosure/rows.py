"""列表行: rows of a list of records, filled in as pages are (`blanks`).

A body may have hundreds of records, and all its rows are drawn again whenever one comes or goes. A row looks one way
for each grade, with or without what is marked; each way is drawn once.
"""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from chengxin.doors.disclosure.blanks import Blank, mark
from chengxin.doors.disclosure.models import Document
from chengxin.doors.disclosure.queries import Listed
from chengxin.doors.disclosure.spoken import rendered
from chengxin_core.vocabulary import Severity

_WAYS_KEPT = 64  # grades, marks and languages


def record_rows(
    language: str, documents: Sequence[Document | Listed], prefix: str, with_body: bool
) -> Markup:
    """Return the rows of a table of records in one language (as Django names it), ready to stand in a page."""
    rows: list[bytes] = []
    for each in documents:
        blank = _blank_row(language, each.severity, each.marked, each.is_demo, with_body)
        days = (str(each.published_on), str(each.ends_on_latest or ""))
        rows += blank.filled((prefix + each.address, each.title, each.body_name, *days))
    return Markup(b"".join(rows).decode())  # noqa: S704 - texts were escaped as they were filled in


@lru_cache(maxsize=_WAYS_KEPT)
def _blank_row(language: str, severity: str, marked: bool, is_demo: bool, with_body: bool) -> Blank:
    address, title, body_name, published_on, ends_on_latest = map(mark, range(5))
    words = {
        "address": address,
        "title": title,
        "body_name": body_name if with_body else "",
        "published_on": published_on,
        "ends_on_latest": ends_on_latest,
        "severity": severity,
        "grade": Severity(severity).zh,
        "marked": marked,
        "is_demo": is_demo,
    }
    return Blank.of({language: rendered(language, "record_row.html", words).encode()})
