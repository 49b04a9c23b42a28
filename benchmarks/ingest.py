"""How fast files of judgments come in: a full import beside Django's `bulk_create` and the bare `executemany`.

A full import validates, names bodies, reads each judgment, seals, refuses, leaves out duplicates and opens records; the
other two store the very same rows with the same indexes, and do nothing else. Each runs in a process and a database of
its own. Rates are given by the clock and by the processor: where other programs use the machine, only the second says
what the work costs. A full import uses two processes, so its rate is that of the busier one.

Run with `python -m benchmarks.ingest` (`--rows 20000`; `--memory` adds the peak of 10,000 and 100,000 rows;
`--profile` tells where the time goes, function by function). CHENGXIN_DATABASE chooses PostgreSQL.
"""

import argparse
import cProfile
import json
import os
import pstats
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks.generated_judgments import CITY, COUNTIES, OFFICES, write_judgments

AIM = 2000  # judgments a second
MOST_GROWTH = 1.2  # peak memory of ten times as many rows
WAYS = ("executemany", "bulk_create", "import")
BATCH = 1000


def main() -> int:
    """Measure every way in a process of its own and print them together."""
    options = _options()
    if options.way:
        print(json.dumps(_measure(options)))
        return 0
    with tempfile.TemporaryDirectory(prefix="chengxin-ingest-") as folder:
        home = Path(folder) / "home"
        rows = _prepared(home, options.rows)
        size = rows.stat().st_size / options.rows
        print(f"{options.rows} 行，每行约 {size:,.0f} 字节；机器负载 {os.getloadavg()[0]:.1f}")
        told = {
            way: _in_a_process(way, home, rows, options) for way in ("import", "bulk_create", "executemany")
        }
        for way in WAYS:
            _print(way, told[way], told["executemany"])
        _print_parts(told["import"])
        grown = _print_memory(Path(folder), home, told["import"], options) if options.memory else 1.0
    return 0 if told["import"]["by_processor"] >= AIM and grown <= MOST_GROWTH else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--memory", action="store_true")
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    parser.add_argument("--file", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _in_a_process(way: str, home: Path, rows: Path, options: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.ingest", "--way", way, "--file", str(rows)]
    command += ["--profile"] if options.profile and way == "import" else []
    environment = os.environ | {
        "CHENGXIN_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "chengxin.site.settings",
    }
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    *profile, last = done.stdout.splitlines()
    print("\n".join(profile), end="\n" if profile else "")
    result: dict[str, Any] = json.loads(last)
    return result


def _print(way: str, told: dict[str, Any], limit: dict[str, Any]) -> None:
    share = told["by_processor"] / limit["by_processor"]
    print(
        f"{way:<12} 每秒 {told['by_clock']:>8,.0f} 行（按时钟） {told['by_processor']:>8,.0f} 行（按处理器），"
        f"是 executemany 的 {share:.1%}"
    )


def _print_parts(told: dict[str, Any]) -> None:
    whole = sum(told["parts"].values())
    print(f"导入的去向（微秒/行，处理器时间；目标 每秒 {AIM:,} 行）：")
    for part, seconds in told["parts"].items():
        print(f"  {part:<24} {seconds / told['rows'] * 1e6:>7,.0f}  {seconds / whole:>5.0%}")


def _print_memory(folder: Path, home: Path, first: dict[str, Any], options: argparse.Namespace) -> float:
    peaks = []
    for count in (10_000, 100_000):
        rows = folder / f"{count}.jsonl"
        write_judgments(rows, count, today=_today(), seed=count)
        peaks.append(_in_a_process("import", home, rows, argparse.Namespace(profile=False))["peak"])
        rows.unlink()
    grown = float(peaks[1] / peaks[0])
    print(f"内存峰值（两个进程合计）：1 万行 {peaks[0]:,.0f} MB，10 万行 {peaks[1]:,.0f} MB，")
    print(f"  {grown:.2f} 倍（至多 {MOST_GROWTH}）")
    return grown


def _prepared(home: Path, count: int) -> Path:
    """Make a home with the whole register of the province, the invented city beside it, and a file of judgments."""
    os.environ |= {"CHENGXIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "chengxin.site.settings"}
    import django

    django.setup()
    from chengxin.site.installation import prepare

    for _ in prepare():
        pass
    _add_invented_city()
    rows = home.parent / "judgments.jsonl"
    write_judgments(rows, count, today=_today())
    return rows


def _add_invented_city() -> None:
    from chengxin.foundation.subjects.models import BodyKind, Level, Region
    from chengxin.foundation.subjects.operations import add_body

    def region(code: str, name: str, level: Level, above: Region) -> Region:
        path = f"{above.path}{code}/"
        return Region.objects.create(id=code, path=path, level=level, name=name, code=code, parent=above)

    def body(code: str, name: str, place: Region) -> None:
        kind = BodyKind.DEPARTMENT
        add_body(id=code, name=name, kind=kind, region=place, source="演示数据", is_fictional=True)

    city = region("demo", CITY, Level.CITY, Region.objects.get(level=Level.PROVINCE))
    body("demo-lead", f"{CITY}发展和改革委员会", city)
    for n, county in enumerate(COUNTIES):
        place = region(f"demo{n}", county, Level.COUNTY, city)
        for m, office in enumerate(OFFICES):
            body(f"demo{n}-{m}", f"{county}{office}", place)


def _today() -> Any:
    from chengxin.ground import clock

    return clock.today() - timedelta(days=1)


def _measure(options: argparse.Namespace) -> dict[str, Any]:
    import django

    django.setup()
    way = {"import": _full_import, "bulk_create": _bulk_create, "executemany": _executemany}[options.way]
    return way(options.file, options.profile)


def _full_import(file: Path, profiled: bool) -> dict[str, Any]:
    from chengxin.doors.exchange.operations import receive, run_import
    from chengxin.foundation.subjects.queries import name_index
    from chengxin.ground import clock

    name_index()  # a second at the beginning of any import, however long
    at = clock.now()
    run = receive(path=file, file_name=file.name, by=None, at=at)
    with _parts() as parts, _profile(profiled):
        clocked, worked = time.perf_counter(), time.process_time()
        run_import(run=run, path=file, at=at)
        clocked, worked = time.perf_counter() - clocked, time.process_time() - worked
    run.refresh_from_db()
    rows = run.kept + run.duplicates + run.refused
    helped = resource.getrusage(resource.RUSAGE_CHILDREN)
    helping = helped.ru_utime + helped.ru_stime
    parts["入库进程的其余部分"] = worked - sum(parts.values())
    parts["阅读进程"] = helping
    print(
        f"保存 {run.kept}，重复 {run.duplicates}，未接受 {run.refused}，提出失信记录 {run.opened}；"
        f"入库进程 {worked:.1f} 秒，阅读进程 {helping:.1f} 秒"
    )
    return {
        "rows": rows,
        "by_clock": rows / clocked,
        "by_processor": rows / max(worked, helping),
        "parts": parts,
        "peak": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + helped.ru_maxrss) / 1024,
    }


@contextmanager
def _parts() -> Iterator[dict[str, float]]:
    """Count the processor's time of the storing process by its parts."""
    from django.db.models.query import QuerySet

    from chengxin.chain.evidence import importing, naming, reading

    told: dict[str, float] = {}
    doing: list[str] = []

    def count(owner: Any, name: str, part: str) -> None:
        original = getattr(owner, name)

        def counted(*args: Any, **kwargs: Any) -> Any:
            begun = time.process_time()
            doing.append(part)
            try:
                return original(*args, **kwargs)
            finally:
                doing.pop()
                spent = time.process_time() - begun
                told[part] = told.get(part, 0.0) + spent
                if doing:  # what is inside another part counts there no more
                    told[doing[-1]] = told.get(doing[-1], 0.0) - spent

        setattr(owner, name, counted)

    count(reading, "_received", "取回读好的文书")
    count(naming.Namer, "mentions_of", "对应机构")
    count(importing._Keeper, "_said", "写成 JSON")
    count(importing, "seal", "密封")
    count(importing, "follow", "提出失信记录")
    count(importing._Keeper, "_sorted", "查重")
    count(QuerySet, "bulk_create", "bulk_create")
    yield told


@contextmanager
def _profile(wanted: bool) -> Iterator[None]:
    if not wanted:
        yield
        return
    with cProfile.Profile() as profile:
        yield
    pstats.Stats(profile).sort_stats("cumulative").print_stats(40)


def _stored() -> tuple[list[Any], list[Any]]:
    """Return what the full import stored, to be stored again by others."""
    from chengxin.chain.evidence.models import Instrument, InstrumentBody

    return list(Instrument.objects.order_by("pk")), list(InstrumentBody.objects.order_by("pk"))


def _bulk_create(file: Path, profiled: bool) -> dict[str, Any]:
    from django.db import transaction

    instruments, bodies = _stored()
    type(bodies[0]).objects.all()._raw_delete("default")
    _forget_what_points_at(instruments)
    clocked, worked = time.perf_counter(), time.process_time()
    model, other = type(instruments[0]), type(bodies[0])
    of_instrument: dict[int, list[Any]] = {}
    for body in bodies:
        of_instrument.setdefault(body.instrument_id, []).append(body)
    for start in range(0, len(instruments), BATCH):
        some = instruments[start : start + BATCH]
        with transaction.atomic():
            model._default_manager.bulk_create(some)
            other._default_manager.bulk_create(
                [body for each in some for body in of_instrument.get(each.pk, ())]
            )
    return _rates(len(instruments), clocked, worked)


def _forget_what_points_at(instruments: list[Any]) -> None:
    from chengxin.chain.records.models import RecordInstrument

    RecordInstrument.objects.all()._raw_delete("default")
    type(instruments[0]).objects.all()._raw_delete("default")


def _executemany(file: Path, profiled: bool) -> dict[str, Any]:
    """Store the same rows in a new SQLite file with the same tables and indexes, by the bare driver."""
    from django.conf import settings

    source = sqlite3.connect(settings.HOME.database("internal"))
    tables = ("evidence_instrument", "evidence_instrumentbody")
    rows = [source.execute(f"SELECT * FROM {table} ORDER BY id").fetchall() for table in tables]
    schema = source.execute(
        f"SELECT sql FROM sqlite_master WHERE tbl_name IN {tables} AND sql IS NOT NULL ORDER BY rootpage"
    ).fetchall()
    source.close()
    target = settings.HOME.root / "bare.db"
    with closing(sqlite3.connect(target, isolation_level=None)) as bare:
        bare.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;")
        for (sql,) in schema:
            bare.execute(sql)
        marks = [
            f"INSERT INTO {t} VALUES ({','.join('?' * len(r[0]))})" for t, r in zip(tables, rows, strict=True)
        ]
        share = len(rows[1]) / len(rows[0])
        clocked, worked = time.perf_counter(), time.process_time()
        for start in range(0, len(rows[0]), BATCH):
            bare.execute("BEGIN IMMEDIATE")
            bare.executemany(marks[0], rows[0][start : start + BATCH])
            bare.executemany(marks[1], rows[1][int(start * share) : int((start + BATCH) * share)])
            bare.execute("COMMIT")
        return _rates(len(rows[0]), clocked, worked)


def _rates(rows: int, clocked: float, worked: float) -> dict[str, Any]:
    return {
        "rows": rows,
        "by_clock": rows / (time.perf_counter() - clocked),
        "by_processor": rows / (time.process_time() - worked),
    }


if __name__ == "__main__":
    sys.exit(main())
