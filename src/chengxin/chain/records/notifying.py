"""告知的内容: what the notice told is kept at its service, and nothing harsher is determined (policy Q-19, R-33)."""

from datetime import date, datetime

from chengxin.chain.records import operations
from chengxin.chain.records.models import Record
from chengxin.chain.records.queries import milder_measures, notified_of, record_of, window_of
from chengxin.chain.records.showing import intended_measures
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.operations import UnableToMove
from chengxin_core.calendar import legal_day
from chengxin_core.determination.notified import Burden, beyond
from chengxin_core.vocabulary import DisclosureMode, Severity


class BeyondTheNotice(UnableToMove):
    """What would be decided was not told, or is graver than what was told: it needs a notice of its own."""


def notice_served(*, document: Document, at: datetime) -> None:
    """Keep what the notice told, then let its service have its effect."""
    matter = document.matter.parent
    assert matter is not None  # a notice is always drafted in a record
    told = intended_burden(record_of(matter), on=document.issued_on or legal_day(at))
    Record.objects.filter(pk=matter.pk).update(
        notified={
            "record_type": told.record_type,
            "severity": told.severity,
            "last_day": told.last_day.isoformat() if told.last_day else "",
            "measures": {each["code"]: each["name"] for each in intended_measures(matter)},
        }
    )
    operations.notice_served(document=document, at=at)


def intended_burden(record: Record, *, on: date) -> Burden:
    """Return what a determination made on that day would hold, measures aside: those are their owners' to decide."""
    window = window_of(record, on=on)
    is_shown = record.disclosure_mode == DisclosureMode.PUBLIC and window.published_in_principle
    return Burden(record.record_type, Severity(record.severity), window.last_day if is_shown else None)


def refuse_harsher_than_told(record: Record, *, on: date) -> None:
    """Raise `BeyondTheNotice` where a determination made on that day would go beyond the record's notice."""
    excess = beyond(intended_burden(record, on=on), notified_of(record.matter), milder=milder_measures(on=on))
    if excess:
        raise BeyondTheNotice(
            f"认定不得重于告知：{'；'.join(excess)}。须重新告知并听取陈述申辩（Q-19、R-33）"
        )
