"""What the pages of records, measures and rectifications show of this room."""

from collections.abc import Mapping
from typing import Any

from chengxin.chain.consequences.models import RungClimbed
from chengxin.chain.consequences.queries import (
    awaiting_hearing,
    clocked,
    measures_of,
    offers_for,
    periods_of,
    rectification_of,
    unnoticed,
)
from chengxin.chain.records.queries import record_of
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import notes_of, visible_matters
from chengxin.foundation.rules.queries import rulebook_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.consequences import MEASURE, RECTIFICATION
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Severity


def consequences_of_record(matter: Matter, by: Mandate) -> Mapping[str, Any] | None:
    """Return the measures and the rectification of a record that `by` may see, and what may still be proposed."""
    visible = set(visible_matters(by).filter(parent=matter).values_list("pk", flat=True))
    measures = [each for each in measures_of(matter) if each.pk in visible]
    found = rectification_of(matter)
    rectification = found if found is not None and found.pk in visible else None
    own_side = by.role in {Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD} and handles(by, matter)
    graded = own_side and bool(record_of(matter).severity)
    if not (measures or rectification or graded):
        return None
    day = legal_day(matter.moved_at)
    return {
        "measures": [(each, MEASURE.states(each.matter.state).zh) for each in measures],
        "rectification": rectification,
        "rectification_state": RECTIFICATION.states(rectification.matter.state).zh if rectification else "",
        "graded": graded,
        "offers": offers_for(matter, on=day) if graded else [],
        "ordered_itself": clocked(matter, on=day) if graded else [],
        "unnoticed": unnoticed(matter)
        if own_side and matter.state not in {"draft", "submitted", "accepted"}
        else [],
        "unheard": awaiting_hearing(matter),
    }


def measure_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return a measure's clause, reasons, notice and days, and what its owner must know to decide."""
    assert matter.parent is not None  # a measure is always under a record
    return {
        "measure": matter.measure,
        "record": matter.parent,
        "facts": record_of(matter.parent).facts,
        "severity": Severity(record_of(matter.parent).severity).zh,
        "answers": notes_of(matter.parent, "defence"),
        "may_open_record": matter.parent in visible_matters(by).filter(pk=matter.parent.pk),
    }


def rectification_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return an order's requirements, milestones, relief and the rungs that lateness climbed."""
    rectification = matter.rectification
    grounds = rulebook_of(matter.rulebook).items("relief_grounds", on=legal_day(matter.opened_at))
    return {
        "rectification": rectification,
        "record": matter.parent,
        "milestones": list(rectification.milestones.all()),
        "periods": periods_of(matter),
        "rungs": list(RungClimbed.objects.filter(rectification=rectification)),
        "relief": [item.zh for item in grounds if item.code in rectification.relief],
    }
