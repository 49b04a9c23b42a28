"""How much memory and time a ledger of a hundred thousand matters takes, made behind the page.

So many matters, each with a running deadline, are stored in a home of their own (SQLite; CHENGXIN_DATABASE chooses
PostgreSQL). Then a process of its own makes the workbook of 全部可见 for an officer of the province, as the worker
does, and tells its peak. Beside it, in the same run, the same cells are written the default way, which holds
the whole book.

Run with `python -m benchmarks.ledger_export` (`--rows 100000`).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

MOST_MEMORY = 300.0  # MB at the peak of the process
BATCH = 5_000


def main() -> int:
    """Measure ours and the peer, and print both beside the limit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000, help="matters in the ledger")
    parser.add_argument("--make", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--peer", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        return _make(asked.make)
    if asked.peer:
        return _whole_book(asked.peer, asked.rows)
    print(f"机器负载 {os.getloadavg()[0]:.1f}，处理器 {os.cpu_count()} 个")
    return _compare(asked.rows)


def _compare(rows: int) -> int:
    with tempfile.TemporaryDirectory(prefix="chengxin-ledger-") as home:
        _set_up(home)
        from chengxin.site.installation import prepare

        for _ in prepare():
            pass
        file = _fill(rows)
        ours = _told_by("--make", str(file))
        peer = _told_by("--peer", str(Path(home) / "peer.xlsx"), "--rows", str(rows))
    print(
        f"台账 {rows:,} 行：内存峰值 {ours['peak']:,.0f} MB（目标 {MOST_MEMORY:,.0f} MB），{ours['seconds']:.0f} 秒，"
        f"工作簿 {ours['size'] / 1e6:.1f} MB，{ours['rows']:,.0f} 行"
    )
    print(f"不分批、整本在内存中写同样的单元格：内存峰值 {peer['peak']:,.0f} MB，{peer['seconds']:.0f} 秒")
    return 0 if ours["peak"] <= MOST_MEMORY and ours["rows"] == rows else 1


def _set_up(home: str) -> None:
    os.environ |= {"CHENGXIN_HOME": home, "DJANGO_SETTINGS_MODULE": "chengxin.site.settings"}
    import django

    django.setup()


def _told_by(*words: str) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.ledger_export", *words], check=True, capture_output=True, text=True
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def _fill(rows: int) -> int:
    """Store the matters with their deadlines, and ask for their ledger; return the key of the file."""
    from chengxin.foundation.accounts.models import Mandate, User
    from chengxin.foundation.deadlines.models import Deadline, Owes
    from chengxin.foundation.ledgers.operations import ask_for_file
    from chengxin.foundation.matters.models import Matter
    from chengxin.foundation.matters.operations import NewMatter
    from chengxin.foundation.rules.queries import current_rulebook
    from chengxin.foundation.subjects.models import PublicBody
    from chengxin.ground import clock
    from chengxin_core.calendar import Unit
    from chengxin_core.lifecycle.records import RECORD
    from chengxin_core.lifecycle.table import Actor

    now, book = clock.now(), current_rulebook().hash
    organ = PublicBody.objects.filter(region__parent=None).order_by("pk")[0]
    bodies = list(PublicBody.objects.exclude(pk=organ.pk).order_by("pk")[:200])
    for begin in range(0, rows, BATCH):
        made = Matter.objects.bulk_create(
            NewMatter(
                RECORD, f"演示数据：第 {number} 件未按约定期限支付工程款", bodies[number % len(bodies)], organ
            ).row(book, now)
            for number in range(begin, min(begin + BATCH, rows))
        )
        Deadline.objects.bulk_create(
            Deadline(
                matter=each,
                clock="record.check",
                rule_id="C-02",
                title="核对期限",
                owes=Owes.ORGAN,
                started_on=now.date(),
                started_by="演示数据",
                budget=3,
                unit=Unit.WORKING_DAYS,
                provisional=False,
                calendar_version="0" * 64,
                due_on=now.date() + timedelta(each.pk % 40 - 10),
                amber_on=now.date() + timedelta(each.pk % 40 - 12),
            )
            for each in made
        )
    by = Mandate.objects.create(
        user=User.objects.create_user("bench", None),
        role=Actor.CREDIT_OFFICER,
        body=organ,
        scope=organ.region.path,
        post="演示岗位",
        valid_from=now.date(),
    )
    file = ask_for_file(code="matters-visible", asked={}, paper="A3", language="zh-hans", by=by, at=now)
    return int(file.pk)


def _make(pk: int) -> int:
    """Make the workbook as the worker does, and tell the peak of this process."""
    _set_up(os.environ["CHENGXIN_HOME"])
    from chengxin.foundation.ledgers.models import LedgerFile
    from chengxin.foundation.ledgers.operations import make_file
    from chengxin.foundation.ledgers.queries import place_of
    from chengxin.ground import clock, home

    begun = time.perf_counter()
    file = LedgerFile.objects.select_related("by__user", "by__body__region").get(pk=pk)
    make_file(file=file, home=home.current(), at=clock.now())
    size = place_of(home.current(), file).stat().st_size
    return _tell(begun, rows=file.rows, size=size)


def _whole_book(place: Path, rows: int) -> int:
    """Write as many cells into a book that is held whole."""
    import xlsxwriter

    begun = time.perf_counter()
    with xlsxwriter.Workbook(str(place)) as book:
        sheet = book.add_worksheet()
        for row in range(rows):
            title = f"演示数据：第 {row} 件未按约定期限支付工程款"
            cells = (
                title,
                f"2026-{row:06d}",
                "失信记录",
                "演示县住房和城乡建设局",
                "待受理",
                "2026-11-23",
                "还有 3 天",
            )
            for column, cell in enumerate(cells):
                sheet.write_string(row, column, cell)
    return _tell(begun, rows=rows, size=place.stat().st_size)


def _tell(begun: float, **more: float) -> int:
    # Not `getrusage`: a process begins there with the peak of the one that started it.
    status = Path("/proc/self/status").read_text()
    peak = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(json.dumps({"peak": peak, "seconds": time.perf_counter() - begun} | more))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
