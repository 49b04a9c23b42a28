"""受理关口: what the core's gate says of a record as it stands, every question answered at once."""

from datetime import date

from chengxin.chain.records.competence import Competence
from chengxin.chain.records.models import Record
from chengxin.chain.records.queries import presumed_severity
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of
from chengxin_core.determination.gate import GateFacts, Instrument, SubjectKind, record_gate
from chengxin_core.determination.opinions import Opinion
from chengxin_core.vocabulary import InstrumentKind


class GateClosed(UnableToMove):
    """A record may not be taken in; the text names every question that failed (policy R-12, C-52, Q-22, Q-24, Q-31)."""


def gate_of(record: Record, competence: Competence, *, on: date) -> Opinion:
    """Return the answers that the law gives on a day to every question of the gate."""
    facts = GateFacts(
        subject=SubjectKind.BODY,
        instruments=tuple(_instruments(record)),
        record_type=record.record_type,
        standing=competence.standing,
        instrument_on=record.instrument_on,
        severity=presumed_severity(record),
        conduct_ended_on=record.conduct_ended_on,
    )
    return record_gate(facts, rulebook_of(record.matter.rulebook), on=on, window_law=current_rulebook())


def require_open_gate(record: Record, competence: Competence, *, on: date) -> None:
    """Raise `GateClosed` with every reason, so that who supplied can mend all of them at once."""
    refused = [point for point in gate_of(record, competence, on=on).points if not point.holds]
    if refused:
        raise GateClosed("不能受理：" + "；".join(f"{point.reason}（{point.rule_id}）" for point in refused))


def _instruments(record: Record) -> list[Instrument]:
    counted = record.instruments.select_related("instrument").order_by("pk")
    return [
        Instrument(
            InstrumentKind(each.instrument.kind),
            (each.instrument.effective_on or each.instrument.decided_on)
            if each.instrument.is_final
            else None,
        )
        for each in counted
    ]
