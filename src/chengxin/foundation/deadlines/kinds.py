"""Plugs of the deadlines: the rungs at every minute, the night's work once a day, what handlers may change."""

from chengxin.foundation.deadlines import forms
from chengxin.foundation.deadlines.changing import (
    APPROVERS,
    HANDLERS,
    extend_deadline,
    resume_deadline,
    suspend_deadline,
)
from chengxin.foundation.deadlines.digests import write_digests
from chengxin.foundation.deadlines.firing import fire_rungs
from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly, run_nightly
from chengxin.foundation.deadlines.queries import extendable, resumable, suspendable
from chengxin.foundation.deadlines.reprojecting import reproject_all
from chengxin.foundation.matters.plugs import EVERY_KIND, Button, plug_button
from chengxin.ground.jobs import Tick, plug_tick

plug_tick(Tick("deadlines.nightly", 60.0, run_nightly))
plug_nightly(Nightly("deadlines.reproject", "重新推算期限", 10, reproject_all))
plug_nightly(Nightly("deadlines.rungs", "期限提醒与逾期", 20, fire_rungs))
plug_nightly(Nightly("deadlines.digests", "期限提要", 25, write_digests))
for code, zh, actors, operation, form, rule_id, choices in (
    ("suspend_deadline", "中止期限", HANDLERS, suspend_deadline, forms.Suspend, "G-10", suspendable),
    ("resume_deadline", "恢复计算期限", HANDLERS, resume_deadline, forms.Resume, "G-10", resumable),
    ("extend_deadline", "延长期限", APPROVERS, extend_deadline, forms.Extend, "G-11", extendable),
):
    plug_button(
        EVERY_KIND,
        Button(
            code,
            zh,
            sources=None,
            actors=actors,
            operation=operation,
            form=form,
            basis=(rule_id,),
            offered=lambda matter, choices=choices: bool(choices(matter)),  # type: ignore[misc]
            waits=None,
        ),
    )
