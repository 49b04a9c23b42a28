"""Plugs of the deadlines: the rungs at every minute, the night's work once a day."""

from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly, run_nightly
from chengxin.foundation.deadlines.operations import fire_rungs, reproject_all
from chengxin.ground.jobs import Tick, plug_tick

plug_tick(Tick("deadlines.nightly", 60.0, run_nightly))
plug_nightly(Nightly("deadlines.reproject", "重新推算期限", 10, lambda at: reproject_all()))
plug_nightly(Nightly("deadlines.rungs", "期限提醒与逾期", 20, fire_rungs))
