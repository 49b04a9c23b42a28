"""Plugs of sign-ins: the log as a class of records with a term; what the night forgets; which secrets are sealed."""

from datetime import date

from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.foundation.retention.plugs import Extent, RecordClass, plug_record_class
from chengxin.foundation.signins import second_factor_seals
from chengxin.foundation.signins.operations import destroy_events_before, forget_idle
from chengxin.foundation.signins.queries import events_before, kept_from
from chengxin.ground.resealing import plug_sealed
from chengxin_core.lifecycle.table import Actor


def _extent(day: date) -> Extent:
    count, first, last = events_before(day)
    return Extent(count, first, f"编号 {last}" if last else "")


plug_record_class(
    RecordClass(
        code="signins",
        zh="登录日志",
        terms=("log.network",),
        deciders=frozenset({Actor.SECURITY_ADMIN, Actor.AUDIT_ADMIN}),
        kept_from=kept_from,
        extent=_extent,
        destroy=destroy_events_before,
    )
)
plug_nightly(Nightly("signins.forget", "清除不用的登录计数和设备", 90, forget_idle))
for _column in second_factor_seals.columns():
    plug_sealed(_column)
