"""移交档案馆: what the archives take over in time is noted with the paper that both sides signed (policy T-63)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.models import FiledCase
from chengxin.foundation.archives.queries import ARCHIVISTS, due_for_transfer
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.ground import trail
from chengxin_core.calendar import legal_day


class NothingDue(UnableToMove):
    """None of the cases named is due."""


@transaction.atomic
def note_transfer(*, cases: Iterable[int], receipt: str, by: Mandate, at: datetime) -> int:
    """Note that the archives took these cases, by a receipt; return how many. Raises `NotCompetent`, `NothingDue`."""
    if by.role not in ARCHIVISTS:
        raise NotCompetent("移交由本单位档案管理人员办理")
    due = due_for_transfer(by.body_id, on=legal_day(at)).filter(pk__in=list(cases)).values("pk")
    done = FiledCase.objects.filter(pk__in=due, transferred_on=None).update(
        transferred_on=legal_day(at), transferred_by=by, receipt=receipt
    )
    if not done:
        raise NothingDue("没有选中到期应当移交的案卷")
    trail.note("archives.transferred", f"body/{by.body_id}", mandate=by.pk, cases=done)
    return done
