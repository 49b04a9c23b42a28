"""Plugs of the evidence: what is sealed in it."""

from chengxin.chain.evidence.models import ImportRow, Instrument, Outcome
from chengxin.chain.evidence.queries import ROW_SEAL, SEAL
from chengxin.foundation.retention.plugs import plug_record_class
from chengxin.foundation.retention.rows import class_of_refused_rows
from chengxin.ground.resealing import Sealed, plug_sealed

plug_sealed(Sealed("evidence.instrument", "裁判文书", Instrument, "sealed", SEAL))
plug_sealed(Sealed("evidence.row", "未接受的行", ImportRow, "sealed", ROW_SEAL))
plug_record_class(
    class_of_refused_rows(
        "evidence.refused",
        "导入时未接受的行",
        rows=lambda: ImportRow.objects.filter(outcome=Outcome.REFUSED, run__finished_at__isnull=False),
        moment="run__finished_at",
    )
)
