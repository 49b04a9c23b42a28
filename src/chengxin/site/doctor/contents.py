"""内容: tables, the law, the calendar, the log and its witnesses, the work of the night."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from chengxin.foundation.deadlines.models import NightlyRun
from chengxin.foundation.rules.queries import NoRulebook, calendar, current_rulebook
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.witnesses import WitnessesMalformed, configured_witnesses, witnessed
from chengxin.site.doctor.findings import Deployment, Finding, Weight
from chengxin_core.calendar import legal_day

WITNESSED_WITHIN = timedelta(days=1)
_ANNOUNCED_FROM = (11, 15)  # the State Council announces the next year's holidays in autumn


def migrations_pending(here: Deployment) -> Iterator[Finding]:
    for database in connections:
        executor = MigrationExecutor(connections[database])
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield Finding(
                "database.migrations",
                Weight.FAULT,
                f"数据库 {database} 的结构还没有更新",
                "程序比数据库新，页面会出错",
                "停止服务，备份，运行 chengxin upgrade",
            )


def no_rules(here: Deployment) -> Iterator[Finding]:
    try:
        current_rulebook()
    except NoRulebook:
        yield Finding(
            "rules.missing",
            Weight.FAULT,
            "没有载入制度规则库",
            "期限、清单和依据都来自规则库，没有它什么也认定不了",
            "chengxin init",
        )


def calendar_short(here: Deployment) -> Iterator[Finding]:
    today = legal_day(here.at)
    known = calendar()
    wanted = [today.year, *([today.year + 1] if today >= date(today.year, *_ANNOUNCED_FROM) else [])]
    for year in wanted:
        if known.has_provisional(date(year, 6, 1), date(year, 6, 1)):
            yield Finding(
                "calendar.year",
                Weight.FAULT if year == today.year else Weight.WARNING,
                f"没有载入 {year} 年的节假日安排",
                "按工作日计算的期限跨年时都是暂定的，载入以后可能变动（国务院办公厅每年发布放假通知）",
                f"chengxin calendar load {year}.toml（写法见“载入节假日通知”）",
            )


def witnesses_stale(here: Deployment) -> Iterator[Finding]:
    try:
        asked = configured_witnesses(here.settings.WITNESSES)
    except WitnessesMalformed as fault:
        yield Finding(
            "witnesses.setting",
            Weight.FAULT,
            str(fault),
            "写错的见证人不会被请求联署",
            "按“公钥 网址”改正 CHENGXIN_WITNESSES，多个用逗号隔开",
        )
        return
    if not asked:
        yield Finding(
            "witnesses.none",
            Weight.NOTE if here.settings.DEMO else Weight.WARNING,
            "没有请任何见证人",
            "没有平台以外的联署，外人无法知道大家看到的是不是同一本日志",
            "请其他单位运行 chengxin witness，把公钥和网址写进 CHENGXIN_WITNESSES",
        )
    seen = witnessed(LogFiles.of(here.home)) if asked else {}
    for witness in asked:
        last = seen[witness.key].at if witness.key in seen else None
        if last is None or here.at - last > WITNESSED_WITHIN:
            told = f"最近一次联署是 {last:%Y-%m-%d %H:%M} UTC" if last else "从来没有联署过"
            yield Finding(
                "witnesses.stale",
                Weight.WARNING,
                f"见证人 {witness.key.name} {told}",
                "它停机了，连不上，或者认为日志没有接续它见过的检查点",
                "chengxin ledger witness（立即请求并说明结果）",
            )


def nights_missed(here: Deployment) -> Iterator[Finding]:
    last = NightlyRun.objects.exclude(finished_at=None).order_by("-day").first()
    if last is not None and legal_day(here.at) - last.day > timedelta(days=1):
        yield Finding(
            "nightly.late",
            Weight.FAULT,
            f"夜间任务最近一次办完是 {last.day}",
            "到期的公示没有终止，期限没有升级，这些都是法定的日子",
            "chengxin nightly（补办到今天）；然后查明时钟为什么停了",
        )


CHECKS = (migrations_pending, no_rules, calendar_short, witnesses_stale, nights_missed)
