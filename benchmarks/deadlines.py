"""How fast due days are counted, and how fast every running deadline is counted again when a notice comes.

One due day is counted by ours (`due_on`, by number in a table) and, beside it in the same run, day by day with
`chinesecalendar` (`is_workday`), as is usual. Both must give the same days. Then so many running deadlines are stored
in a database of their own (SQLite; CHENGXIN_DATABASE chooses PostgreSQL) as they stood before the newest notice, and
`reproject_all` moves them to the calendar as it is known, with a note in the timeline for each that moved. Times are
given by the clock and by the processor: where other programs use the machine, only the second says what it costs.

Run with `python -m benchmarks.deadlines` (`--running 1000000`, `--single 200000`).
"""

import argparse
import os
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta

import chinese_calendar

from chengxin_core.calendar import Calendar, Unit, due_on, projected
from chengxin_reference.calendar import shipped_notices

AIM_SINGLE = 100_000  # due days a second
AIM_AGAIN = 60.0  # seconds for a million running deadlines
MOST_MEMORY = 500.0  # MB at the peak of counting again
MILLION = 1_000_000
BATCH = 10_000
MATTERS = 2_000
ONE_DAY = timedelta(days=1)
Question = tuple[date, int]


def main() -> int:
    """Measure both and print ours beside the peer and the limit."""
    options = _options()
    print(f"机器负载 {os.getloadavg()[0]:.1f}，处理器 {os.cpu_count()} 个")
    single = _single(options.single)
    again = _again(options.running) if options.running else True
    return 0 if single and again else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--running", type=int, default=MILLION, help="running deadlines to count again")
    parser.add_argument("--single", type=int, default=200_000, help="single due days to count")
    return parser.parse_args()


def _single(count: int) -> bool:
    chance = random.Random(2018)
    first, days = date(2015, 1, 1), (date(2026, 6, 30) - date(2015, 1, 1)).days
    asked = [(first + chance.randrange(days) * ONE_DAY, chance.randint(1, 60)) for _ in range(count)]
    calendar = Calendar.of(shipped_notices())
    few = asked[: max(count // 20, 1)]

    def ours(question: Question) -> date:
        return due_on(*question, Unit.WORKING_DAYS, calendar)

    assert [ours(each) for each in few] == [_day_by_day(each) for each in few]
    rate, peer = _rate(ours, asked), _rate(_day_by_day, few)
    print(
        f"单个到期日：每秒 {rate:,.0f} 个（目标 {AIM_SINGLE:,}）；chinesecalendar 逐日计算 每秒 {peer:,.0f} 个，"
        f"是它的 {rate / peer:.0f} 倍；{len(few):,} 个结果逐一相同"
    )
    return rate >= AIM_SINGLE


def _day_by_day(question: Question) -> date:
    day, left = question
    while left:
        day += ONE_DAY
        left -= chinese_calendar.is_workday(day)
    return day


def _rate(count: Callable[[Question], date], asked: list[Question]) -> float:
    begun = time.process_time()
    for each in asked:
        count(each)
    return len(asked) / (time.process_time() - begun)


def _again(count: int) -> bool:
    with tempfile.TemporaryDirectory(prefix="chengxin-deadlines-") as home:
        os.environ |= {"CHENGXIN_HOME": home, "DJANGO_SETTINGS_MODULE": "chengxin.site.settings"}
        import django

        django.setup()
        from chengxin.site.installation import prepare

        for _ in prepare():
            pass
        _run(count)
        return _measure(count)


def _run(count: int) -> None:
    """Store running deadlines as they stood before the newest notice: mixed starts, budgets and units."""
    from chengxin.foundation.deadlines.models import Deadline, Owes
    from chengxin.foundation.rules.queries import calendar

    matters = _matters()
    known = calendar()
    newest = known.notices[-1].issued_on
    before = known.known_on(newest - ONE_DAY)
    chance = random.Random(76)
    periods = [(n, Unit.WORKING_DAYS) for n in (1, 3, 5, 7, 10, 15, 20)]
    periods += [(30, Unit.DAYS), (60, Unit.DAYS), (3, Unit.MONTHS), (1, Unit.YEARS)]
    for done in range(0, count, BATCH):
        rows = []
        for n in range(done, min(done + BATCH, count)):
            budget, unit = chance.choice(periods)
            start = newest + chance.randrange(-100, 250) * ONE_DAY
            found = projected(start, budget, unit, before)
            rows.append(
                Deadline(
                    matter_id=matters[n % len(matters)],
                    clock=f"demo.{n}",
                    rule_id="Q-19",
                    title="演示期限",
                    owes=Owes.BODY,
                    started_on=start,
                    started_by="演示数据",
                    budget=budget,
                    unit=unit,
                    due_on=found.due_on,
                    amber_on=found.amber_on,
                    provisional=found.provisional,
                    calendar_version=before.version,
                )
            )
        Deadline.objects.bulk_create(rows)


def _matters() -> list[int]:
    from chengxin.foundation.matters.models import Matter
    from chengxin.foundation.matters.operations import NewMatter
    from chengxin.foundation.rules.queries import current_rulebook
    from chengxin.foundation.subjects.models import PublicBody
    from chengxin.ground import clock
    from chengxin_core.lifecycle.records import RECORD

    body, organ = PublicBody.objects.order_by("pk")[:2]
    new = NewMatter(RECORD, "演示数据", body, organ)
    rows = [new.row(current_rulebook().hash, clock.now()) for _ in range(MATTERS)]
    stored = Matter.objects.bulk_create(rows)
    return [matter.pk for matter in stored]


def _measure(count: int) -> bool:
    from django.db import connection

    from chengxin.foundation.deadlines.operations import reproject_all
    from chengxin.foundation.matters.models import Note
    from chengxin.ground import clock

    clocked, worked = time.perf_counter(), time.process_time()
    moved = reproject_all(at=clock.now())
    clocked, worked = time.perf_counter() - clocked, time.process_time() - worked
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    idle = time.perf_counter()
    assert reproject_all(at=clock.now()) == 0
    idle = time.perf_counter() - idle
    limit = AIM_AGAIN * count / MILLION
    print(
        f"重新推算 {count:,} 项在办期限（{connection.vendor}）：{clocked:.1f} 秒（按时钟），"
        f"{worked:.1f} 秒（按处理器），目标 {limit:.0f} 秒；变动 {moved:,} 项，写入说明 {Note.objects.count():,} 条"
    )
    print(f"没有变动时再推算一遍 {idle:.1f} 秒；内存峰值 {peak:,.0f} MB（目标 {MOST_MEMORY:,.0f} MB）")
    return min(clocked, worked) <= limit and peak <= MOST_MEMORY


if __name__ == "__main__":
    raise SystemExit(main())
