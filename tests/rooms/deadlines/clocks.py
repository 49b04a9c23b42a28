"""A rulebook with clocks of every sort, and matters in which they run. 演示数据。"""

from datetime import date, datetime

from chengxin.foundation.deadlines.models import Deadline, Owes
from chengxin.foundation.deadlines.operations import start_deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.models import RulebookSnapshot
from chengxin_core.rulebook import Rulebook
from chengxin_rulebooks import rulebook_sources

CLOCKS = """
title = "演示期限"
confidence = "D"
in_force_from = 2018-02-02

[[clock]]
id = "Q-19"
key = "demo.reply"
budget = 20
unit = "wd"
starts_on = "收到申请"
gist = "演示答复"
suspended_by = ["听证", "鉴定"]
extension = 20
extension_approver = "工作机构负责人"

[[clock]]
id = "Q-19"
key = "demo.opinion"
budget = 15
unit = "wd"
starts_on = "收到征求意见书"
gist = "演示意见"
silence = "视为同意公开"
on_silence = "consent"
"""
RUNGS = """
[[item]]
id = "Q-19"
list = "deadline_rungs"
code = "early"
zh = "提前提醒"
clock = "*"
after = -3
unit = "wd"
effect = "remind"

[[item]]
id = "Q-19"
list = "deadline_rungs"
code = "supervised"
zh = "督办"
clock = "demo.reply"
after = 5
unit = "wd"
effect = "supervise"
"""
REPLY, OPINION = "demo.reply", "demo.opinion"


def load_clocks(*, at: datetime, rungs: bool = False) -> str:
    """Store the shipped rulebook with the demonstration clocks; return its hash."""
    told = CLOCKS + (RUNGS if rungs else "")
    rulebook = Rulebook.load({**rulebook_sources(), "demo_clocks.toml": told.encode()}, demo=True)
    RulebookSnapshot.objects.get_or_create(
        hash=rulebook.hash, defaults={"canonical": rulebook.snapshot, "loaded_at": at}
    )
    return rulebook.hash


def run_clock(matter: Matter, on: date, clock: str = REPLY, owes: Owes = Owes.ORGAN) -> Deadline:
    """Start a clock in a matter."""
    started = start_deadline(
        matter=matter, clock=clock, title="答复申请", owes=owes, start=on, started_by="演示数据"
    )
    assert started is not None
    return started
