"""Every write of the audit that is not the keeping itself: destroying entries at the end of their term."""

from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.audit.guarding import unguarded
from chengxin.foundation.audit.models import AuditAct, AuditBeginning, AuditEntry
from chengxin.foundation.audit.queries import READERS, earliest_to_keep
from chengxin.ground import trail
from chengxin_core.calendar import beginning_of, legal_day
from chengxin_core.lifecycle.table import Actor


class TooYoung(ValueError):
    """Entries would be destroyed before the end of the term in which the law keeps them."""


class NotTheAuditor(PermissionError):
    """Entries are destroyed by who audits, and by nobody else."""


@transaction.atomic
def destroy_before(*, day: date, by: Mandate, why: str, at: datetime) -> int:
    """Destroy the entries of the days before `day`; return how many. The chain goes on from the last of them.

    Raises `NotTheAuditor`, and `TooYoung` where the law still keeps one of them (policy T-46, T-48).
    """
    if Actor(by.role) not in READERS:
        raise NotTheAuditor("审计记录只由审计人员按期销毁")
    kept_from = earliest_to_keep(on=legal_day(at))
    if day > kept_from:
        raise TooYoung(f"{day} 以前的审计记录尚未满保存期限，只能销毁 {kept_from} 以前的")
    ended = AuditEntry.objects.filter(at__lt=beginning_of(day))
    last = ended.order_by("-number").first()
    if last is None:
        return 0
    with unguarded():
        AuditAct.objects.filter(entry_id__lte=last.number).delete()
        count, _ = AuditEntry.objects.filter(number__lte=last.number).delete()
    AuditBeginning.objects.create(number=last.number, link=last.link, at=at)
    trail.note(
        "audit.destroyed", str(last.number), mandate=by.pk, before=day.isoformat(), entries=count, why=why
    )
    return count
