"""修复权利提示: the night on which a record may be repaired, its body is told so on its desk, once (policy 13.5).

It is no document that is served. Nothing is decided by it, no time begins with it and none runs out; the 认定书 that
was served said from which day on repair may be asked for. A reminder on paper, made by four persons, would only let the
right wait. What the body finds instead: the record among what waits for it, and the day with its clause on the page.
"""

from datetime import datetime

from django.db import transaction

from chengxin.chain.records.queries import is_in_force, standing_record
from chengxin.chain.repairs.models import RepairRight
from chengxin.chain.repairs.queries import eligibility_of, open_repairs
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import add_note
from chengxin.foundation.matters.parts import Part
from chengxin.ground.each import each
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.records import RecordState


def tell_of_rights(*, at: datetime) -> int:
    """Tell each body whose record may be repaired by now, and that was not told yet; return how many were."""
    untold = Matter.objects.filter(kind="record", state=RecordState.ACTIVE, repair_right=None)
    return each(untold.order_by("pk").iterator(chunk_size=500), lambda record: _tell(record, at))


@transaction.atomic
def _tell(record: Matter, at: datetime) -> bool:
    """Tell one body; the row of its right is inserted with the words and so once. Who has applied knows already."""
    eligibility = eligibility_of(record, on=legal_day(at))
    if eligibility.since is None or not eligibility.holds_on(legal_day(at)):
        return False
    if not is_in_force(standing_record(record)) or open_repairs(record):
        return False
    _, is_new = RepairRight.objects.get_or_create(
        record=record,
        defaults={"since": eligibility.since, "clause": eligibility.clause, "told_at": at},
    )
    if is_new:
        text = f"自 {eligibility.since} 起可以申请信用修复。{'；'.join(eligibility.lines)}。{_HOW}"
        add_note(matter=record, part=Part.RIGHT, text=text, by=None, at=at)
    return is_new


_HOW = "义务履行完毕的，请在本页按“申请信用修复”，提交履行完毕的证明和信用承诺书（C-41）。"
