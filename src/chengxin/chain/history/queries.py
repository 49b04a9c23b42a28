"""Reads of batches: what one's own organ handed in, and the records of a batch as far as they are seen."""

from typing import BinaryIO

from django.db.models import QuerySet

from chengxin.chain.history.models import HistoricBatch, HistoricEntry
from chengxin.chain.history.rows import columns
from chengxin.chain.records.historic import unused
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import visible_matters
from chengxin.ground.put_aside import taken_out
from chengxin.ground.sheets import RefusedRow, RefusedWriter
from chengxin_core.lifecycle.table import Actor

ROW_SEAL = "history.row"
ENTERING = frozenset({Actor.CREDIT_OFFICER})
WITHDRAWING = frozenset({Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD})
PAGE = 50


def batches_of(mandate: Mandate) -> QuerySet[HistoricBatch]:
    """Return the batches of one's own organ, the newest first."""
    return HistoricBatch.objects.filter(organ=mandate.body_id).select_related("by", "withdrawn_by")


def entries_of(batch: HistoricBatch, mandate: Mandate, *, after: int = 0) -> list[tuple[int, Matter]]:
    """Return the row and the record of each entry that a mandate may see, from the row after `after`."""
    entries = HistoricEntry.objects.filter(batch=batch, row__gt=after, matter__in=visible_matters(mandate))
    found = entries.select_related("matter__body", "matter__record")[: PAGE + 1]
    return [(entry.row, entry.matter) for entry in found]


def entry_of(matter: Matter) -> HistoricEntry | None:
    """Return by which batch and row a record was entered."""
    return HistoricEntry.objects.filter(matter=matter).select_related("batch__by").first()


def used_of(batch: HistoricBatch) -> int:
    """Return how many records of a batch were moved or cited since: with one, the batch stays."""
    entered = Matter.objects.filter(historic_entry__batch=batch)
    return entered.count() - unused(entered).count()


def refused_of(batch: HistoricBatch) -> list[RefusedRow]:
    """Unseal the refused rows for whoever handed them in."""
    return [taken_out(row.row, row.sealed, purpose=ROW_SEAL) for row in batch.rows.filter(is_waiting=False)]


def write_refused(batch: HistoricBatch, target: BinaryIO) -> int:
    """Write the refused rows as a workbook to mend and hand in again; return how many."""
    with RefusedWriter(target, columns()) as writer:
        for opened in refused_of(batch):
            writer.write(opened)
        return writer.count
