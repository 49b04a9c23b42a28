"""归档要素: what of a record belongs to its case file, and how that ends once the case is destroyed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chengxin.chain.evidence.operations import blank_instrument
from chengxin.chain.records.models import Record, RecordInstrument
from chengxin.chain.records.queries import instruments_of, record_of
from chengxin.foundation.matters.models import Matter

_PLAIN = (
    "record_type",
    "list_version",
    "disclosure_mode",
    "area",
    "facts",
    "severity",
    "window",
    "ended_ground",
)
_DAYS = ("instrument_on", "conduct_ended_on", "ends_on", "ended_on")


def values(matter: Matter) -> Mapping[str, Any]:
    """Return facts, grading, window and end of a record, and by which instruments it was determined."""
    record = record_of(matter)
    told = {name: getattr(record, name) for name in _PLAIN}
    days = {name: str(getattr(record, name) or "") for name in _DAYS}
    rests_on = [f"{each.issuer}{each.number}" for each in instruments_of(record)]
    return {**told, **days, "instruments": rests_on, "receipt": record.proportionality.get("receipt", "")}


def destroy(matter: Matter, at: datetime) -> None:
    """Blank what a record says, and its instruments that no other record rests on; that it was and ended, stays."""
    record = record_of(matter)
    for instrument in instruments_of(record):
        if not RecordInstrument.objects.filter(instrument=instrument).exclude(record=record).exists():
            blank_instrument(instrument=instrument)
    Record.objects.filter(pk=matter.pk).update(
        facts="", proportionality={}, window=[], notified={}, relief=[], loss=None, conduct_ended_on=None
    )
