"""Plugs of retention: lists are drafted by night and carried out by a tick; the audit is the first class of records."""

from datetime import date, datetime

from chengxin.foundation.audit.operations import destroy_before
from chengxin.foundation.audit.queries import READERS, TERMS, earliest_to_keep, extent_before
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.retention.operations import carry_out, draft_due
from chengxin.foundation.retention.plugs import Extent, RecordClass, plug_record_class
from chengxin.ground.jobs import Tick, plug_tick
from chengxin_core.calendar import legal_day


def _kept_from(at: datetime) -> date:
    return earliest_to_keep(on=legal_day(at))


def _extent(day: date) -> Extent:
    count, first, last = extent_before(day)
    return Extent(count, first, f"第 {last.number} 条，链值 {last.link[:16]}…" if last else "")


plug_record_class(
    RecordClass(
        code="audit",
        zh="审计记录",
        terms=TERMS,
        deciders=READERS,
        kept_from=_kept_from,
        extent=_extent,
        destroy=destroy_before,
    )
)
plug_nightly(Nightly("retention.draft", "拟制销毁清单", 88, draft_due))
plug_tick(Tick("retention.destroy", 60.0, carry_out))
