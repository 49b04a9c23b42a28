"""恢复: an organ that had looked signs that it has read of an effect that is over."""

from datetime import datetime

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.mechanisms.dossiers.models import Restoration


def read_restoration(*, restoration: Restoration, by: Mandate, at: datetime) -> None:
    """Note who read it, once. Raises `NotCompetent` for another organ."""
    if restoration.body_id != by.body_id:
        raise NotCompetent("恢复说明由收到的机关签收")
    Restoration.objects.filter(pk=restoration.pk, read_at=None).update(read_by=by, read_at=at)
