"""Plugs of historic entry."""

from chengxin.chain.history.models import OldRow
from chengxin.chain.history.queries import ROW_SEAL
from chengxin.chain.history.sections import entry_section
from chengxin.foundation.matters.plugs import Section, plug_section
from chengxin.foundation.retention.plugs import plug_record_class
from chengxin.foundation.retention.rows import class_of_refused_rows
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin_core.lifecycle.records import RECORD

plug_section(Section("history.entry", RECORD.kind, "history/entry.html", entry_section))
plug_sealed(Sealed("history.row", "未接受的历史记录", OldRow, "sealed", ROW_SEAL))
plug_record_class(
    class_of_refused_rows(
        "history.refused",
        "未接受的历史记录",
        rows=lambda: OldRow.objects.filter(is_waiting=False),
        moment="batch__at",
    )
)
