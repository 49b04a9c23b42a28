"""What the page of a record shows of its own."""

from collections.abc import Mapping
from typing import Any

from chengxin.chain.evidence.queries import open_instrument
from chengxin.chain.records.models import Record
from chengxin.chain.records.queries import (
    exposure_zh,
    instruments_of,
    is_in_force,
    perhaps_the_same_fact,
    record_of,
    repeats,
)
from chengxin.chain.records.showing import content_of, publication_of, type_zh
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.transparency.queries import waiting_for
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Area, DisclosureMode, Ground, Severity

_OWN_SIDE = {Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.LEGAL_REVIEWER, Actor.RELEASE_REVIEWER}


def record_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return facts, grading, window, publication and, for the handling organ, the instruments as they were read."""
    record = record_of(matter)
    publication = publication_of(matter)
    seen = set(visible_matters(by).filter(body=matter.body_id, kind="record").values_list("pk", flat=True))
    own_side = by.role in _OWN_SIDE and handles(by, matter)
    return {
        "record": record,
        "type_zh": type_zh(record),
        "area": Area(record.area).zh,
        "severity": Severity(record.severity).zh if record.severity else "",
        "mode": DisclosureMode(record.disclosure_mode).zh if record.disclosure_mode else "",
        "ground": Ground(record.ended_ground).zh if record.ended_ground else "",
        "steps": record.proportionality.get("steps" if own_side else "grading", []),
        "instruments": [
            (each, open_instrument(each) if own_side else None) for each in instruments_of(record)
        ],
        "preview": _preview(record, by),
        "publication": publication,
        "waiting_for": waiting_for(publication) if publication else [],
        "exposure": exposure_zh(record),
        "repeats": [each for each in repeats(record) if each.pk in seen] if own_side else [],
        "same_fact": perhaps_the_same_fact(record)
        if own_side and matter.state in {"draft", "submitted", "accepted"}
        else [],
    }


def _preview(record: Record, by: Mandate) -> Mapping[str, Any] | None:
    """Return what would go out, for who reviews it for release."""
    may_release = by.role == Actor.RELEASE_REVIEWER and handles(by, record.matter)
    if not may_release or not is_in_force(record.matter):
        return None
    return content_of(record, on=legal_day(record.matter.moved_at))
