"""报送作为公示处: the platform holds plain content, so it is a sink like any other, and only here is content read.

The sequencer tells it where the log stands: whatever is missing in the queue is queued, and what ended leaves the
packages that still wait to be carried. The platform's own answer is waited for by `waits`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chengxin.foundation.reporting import connection
from chengxin.foundation.reporting.mapping import Fault, FieldMap
from chengxin.foundation.reporting.models import ReportAction, Submission
from chengxin.foundation.reporting.operations import queue_entries
from chengxin.foundation.reporting.queries import region_of
from chengxin.foundation.transparency import contents
from chengxin.foundation.transparency.models import LogEntry
from chengxin.foundation.transparency.queries import ENDS
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.canonical import parse_canonical


@dataclass(frozen=True, slots=True)
class Row:
    """报送行: what goes to the platform for one submission, or what is wrong with it; neither where nothing is left."""

    submission: Submission
    sent: dict[str, Any] | None
    faults: tuple[Fault, ...] = ()


def apply(first: int, end: int) -> None:
    """Bring queue and waiting packages to where the log stands after these entries."""
    if not connection.is_connected():
        return
    entries = LogEntry.objects.filter(
        publication__isnull=False, index__gte=first, index__lt=end
    ).select_related("publication")
    queue_entries(entries=entries.order_by("index"))
    ended = entries.filter(event__in=ENDS).values_list("publication__key", flat=True)
    connection.forget(set(ended))


def rows_of(submissions: Iterable[Submission], fields: FieldMap) -> list[Row]:
    """Return the rows of some submissions; the content is what is in force now, or there is none any more."""
    among = list(submissions)
    changes = contents.changes_in(each.entry_id for each in among if each.entry_id is not None)
    content_of: dict[int | None, bytes | None] = {change.index: change.content for change in changes}
    return [
        Row(each, _withdrawal(each, fields))
        if each.action == ReportAction.WITHDRAW
        else _report(each, content_of.get(each.entry.index) if each.entry else None, fields)
        for each in among
    ]


def _report(submission: Submission, content: bytes | None, fields: FieldMap) -> Row:
    publication = submission.publication
    if content is None or publication is None:
        return Row(submission, None)
    kind = fields.kinds.get(publication.kind)
    if kind is None:
        wanted = Fault("kind", "事项类别", publication.kind, "字段对照表中有的类别")
        return Row(submission, None, (wanted,))
    body = publication.matter.body if publication.matter else None
    subject = {"credit_code": body.credit_code if body else None, "region_code": region_of(publication)}
    values, faults = kind.row({**_members(content), "subject": subject})
    if faults:
        return Row(submission, None, tuple(faults))
    return Row(submission, {**_head(submission, kind.catalogue), "fields": values})


def _withdrawal(submission: Submission, fields: FieldMap) -> dict[str, Any]:
    publication, entry = submission.publication, submission.entry
    kind = fields.kinds.get(publication.kind) if publication else None
    ground = (entry.certificate or {}).get("ground", "") if entry else "unknown_key"
    return {**_head(submission, kind.catalogue if kind else ""), "ground": ground}


def _head(submission: Submission, catalogue: str) -> dict[str, Any]:
    publication = submission.publication
    return {
        "key": submission.key,
        "version": submission.version,
        "action": submission.action,
        "kind": catalogue,
        "region": region_of(publication) if publication else "",
        "day": _day(publication.published_at) if publication else "",
        "explanation": submission.explanation,
    }


def _day(moment: datetime) -> str:
    return legal_day(moment).isoformat()


def _members(content: bytes) -> dict[str, Any]:
    members = parse_canonical(content)
    assert isinstance(members, dict)  # every content is an object
    return members
