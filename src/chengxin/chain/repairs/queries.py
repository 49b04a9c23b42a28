"""Reads of repairs and redress that other rooms may make."""

from dataclasses import dataclass, replace
from datetime import date

from chengxin.chain.records.queries import numbers_of_instruments, record_of, window_of
from chengxin.chain.repairs.models import Redress, Repair, RepairEffect, RepairRight, Revocation
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import children_of
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.transparency.queries import everywhere, publications_of
from chengxin_core.calendar import legal_day
from chengxin_core.determination.windows import Candidate, publication_window
from chengxin_core.lifecycle.consequences import MeasureState, RectificationState
from chengxin_core.lifecycle.ends import REPAIR, REVOCATION, RepairState

OPEN = frozenset(REPAIR.states) - REPAIR.ends - {RepairState.COMPLETED}
GRANTED = (RepairState.GRANTED, RepairState.COMPLETED)
MEASURE_IS_OVER = frozenset({MeasureState.LIFTED, MeasureState.REFUSED, MeasureState.DROPPED})


@dataclass(frozen=True, slots=True)
class Eligibility:
    """可否申请修复: since when, on what clause, and the arithmetic."""

    since: date | None
    clause: str
    lines: tuple[str, ...]

    def holds_on(self, day: date) -> bool:
        """Say whether repair may be asked for on that day."""
        return self.since is not None and self.since <= day


def eligibility_of(record: Matter, *, on: date) -> Eligibility:
    """Return from when on a record may be repaired: after its minimum term, or once its organ confirmed correction.

    A rectification that the organ verified is such a confirmation (policy N-32).
    """
    facts = window_of(record_of(record), on=on).facts
    confirmed = facts.fulfilment_confirmed_on or _verified_on(record)
    window = publication_window(replace(facts, fulfilment_confirmed_on=confirmed), current_rulebook(), on=on)
    if window.repair is None:
        return Eligibility(None, "C-33", (f"{on} 没有施行中的修复期限规定",))
    return Eligibility(window.repairable_from, window.repair.rule_id, (_told(window.repair),))


def eligibility_as_known(record: Matter) -> Eligibility:
    """Return from when on a record may be repaired by what has happened until now, without asking which day it is."""
    last = max(legal_day(record.moved_at), _verified_on(record) or date.min)
    return eligibility_of(record, on=last)


def right_of(record: Matter) -> RepairRight | None:
    """Return that the body of a record was told that it may ask for repair, if it was."""
    return RepairRight.objects.filter(record=record).first()


def repair_of(matter: Matter) -> Repair:
    """Return the repair that `matter` is."""
    return Repair.objects.select_related("matter__parent", "matter__body", "matter__organ").get(pk=matter.pk)


def repairs_of(record: Matter) -> list[Repair]:
    """Return every application to repair a record, newest first."""
    return list(Repair.objects.filter(matter__parent=record).select_related("matter").order_by("-pk"))


def open_repairs(record: Matter, *states: str) -> list[Matter]:
    """Return the applications about a record that are not over; in those states only if any are named."""
    return list(Matter.objects.filter(parent=record, kind="repair", state__in=states or OPEN).order_by("pk"))


def effects_of(repair: Repair) -> list[RepairEffect]:
    """Return the effects of a repair, each with its answer."""
    return list(repair.effects.select_related("measure", "acknowledged_by"))


def unlifted_measures(record: Matter) -> list[Matter]:
    """Return the measures under a record whose owner has not said that they are over."""
    return [each for each in children_of(record, "measure") if each.state not in MEASURE_IS_OVER]


def is_gone_everywhere(record: Matter) -> bool:
    """Say whether every place of publication has answered that nothing of the record is in it."""
    return all(everywhere(publication) for publication in publications_of(record))


def revocation_of(matter: Matter) -> Revocation:
    """Return the revocation that `matter` is."""
    found = Revocation.objects.select_related("matter__body", "matter__organ", "repair__matter__parent")
    return found.get(pk=matter.pk)


def revocations_of(repair: Matter) -> list[Revocation]:
    """Return what was opened to revoke a repair, oldest first."""
    return list(Revocation.objects.filter(repair_id=repair.pk).select_related("matter").order_by("pk"))


def is_in_doubt(repair: Matter) -> bool:
    """Say whether the revoking of a repair is being handled."""
    return any(each.matter.state not in REVOCATION.ends for each in revocations_of(repair))


def retells_a_repaired_record(record: Matter) -> str:
    """Return, in words, that a record on false proof tells of the record that was repaired; "" where it does not.

    After the repair nothing public says that this body had a record (policy Q-29), this one included.
    """
    rests_on = numbers_of_instruments(record)
    retelling = Revocation.objects.filter(instrument__in=rests_on).select_related("repair__matter__parent")
    facts = record_of(record).facts if retelling else ""
    for revocation in retelling:
        repaired = revocation.repair.matter.parent
        assert repaired is not None  # a repair is always of a record
        of_old = numbers_of_instruments(repaired)
        found = [words for words in ("修复", *of_old) if words in facts]
        if found:
            return (
                f"失信事实写有“{'、'.join(found)}”，等于再次公开已经终止的记录（Q-29）："
                "只写提供了什么虚假材料，不写曾有失信记录或者申请修复，请退回后重新报送"
            )
    return ""


def redress_of(matter: Matter) -> Redress:
    """Return the redress that `matter` is."""
    return Redress.objects.select_related("matter__parent", "matter__body").get(pk=matter.pk)


def redresses_of(record: Matter) -> list[Redress]:
    """Return what is or was owed to the body of a wrong record."""
    return list(Redress.objects.filter(matter__parent=record).select_related("matter").order_by("pk"))


def _told(term: Candidate) -> str:
    source = f"（{term.source}）" if term.source else ""
    return (
        f"{term.rule_id} {term.rule}{source}：自 {term.start} 起{term.period}，{term.last_day} 起可以申请修复"
    )


def _verified_on(record: Matter) -> date | None:
    """Return the day on which the organ verified the rectification of a record."""
    for each in children_of(record, "rectification"):
        verified = each.moves.filter(code="verify", to_state=RectificationState.RECTIFIED).first()
        if verified is not None:
            return legal_day(verified.at)
    return None
