"""随平台终止: the platform of record ended a record first; once the head has confirmed it, ours ends alike (Q-32)."""

from datetime import datetime

from django.db import transaction

from chengxin.chain.records.ends import repair_record, withdraw_record
from chengxin.chain.records.queries import standing_record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin_core.ledger.entry import Event
from chengxin_core.vocabulary import Ground


@transaction.atomic
def follow_platform(*, matter: Matter, event: Event, by: Mandate, at: datetime, reason: str) -> None:
    """End a record because the platform repaired or withdrew it: its measures are lifted, its body is cleared.

    `by` is the head of the determining organ, in whose name it ends. A withdrawal means that the record was wrong.
    """
    record = standing_record(matter)
    if event is Event.REPAIRED:
        repair_record(matter=record, decided_by=by, at=at, note=reason)
    else:
        withdraw_record(matter=record, by=by, at=at, ground=Ground.ERROR, reason=reason)
