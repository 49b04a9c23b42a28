"""`python -m benchmarks.public_pages`: records, bodies and lists, beside the same server's hello and Datasette.

Invented records are applied to a public database that is thrown away; every server runs alone, one after the
other, with one process, while wrk asks for many records in turn; what else the machine does disturbs all, so the
best of several rounds counts. Aims: at least half of hello's rate, a slowest percent of at most twice hello's, twenty
times Datasette's page and eight times its JSON.
"""

import json
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

PORT = 8790
CONNECTIONS = 64
BODIES = 200
GRACE = 60  # seconds that a server has to end on a busy machine
AT = datetime(2026, 2, 2, tzinfo=UTC)


OURS = ("page", "JSON", "body", "list")


@dataclass(frozen=True, slots=True)
class Measured:
    """What wrk saw: requests a second, and how long half and all but one in a hundred took (milliseconds)."""

    name: str
    rate: float
    half: float
    slowest: float
    failed: int


@click.command()
@click.option("--records", default=2000, show_default=True, help="invented records")
@click.option("--seconds", default=3, show_default=True, help="of each measurement")
@click.option(
    "--rounds", default=3, show_default=True, help="hello and ours in turn; the best of each counts"
)
def main(records: int, seconds: int, rounds: int) -> None:
    """Measure all in one run and print them beside each other."""
    if shutil.which("wrk") is None:
        raise click.ClickException(
            "wrk is needed (apt-get install wrk): a client in Python would be the limit itself"
        )
    with tempfile.TemporaryDirectory() as folder:
        keys = prepare(Path(folder), records)
        pages = [f"/records/{key}/" for key in keys]
        twins = [f"/records/{key}/index.json" for key in keys]
        bodies = [f"/bodies/demo-{number}/" for number in range(min(BODIES, records))]
        datasette = [sys.executable, "-m", "datasette", "serve", f"{folder}/rows.db", "--port", str(PORT)]
        found: list[Measured] = []
        for _ in range(rounds):
            with serving(granian("benchmarks.hello:application")):
                found.append(measure("hello", ["/"], seconds))
            with serving(granian("chengxin.site.wsgi:application")):
                found.append(measure("page", pages, seconds))
                found.append(measure("JSON", twins, seconds))
                found.append(measure("body", bodies, seconds))
                found.append(measure("list", ["/", "/en/", "/withdrawn/"], seconds))
        with serving(datasette):
            found.append(measure("Datasette page", [f"/rows/records/{key}" for key in keys], seconds))
            found.append(measure("Datasette JSON", [f"/rows/records/{key}.json" for key in keys], seconds))
    report(found)


def prepare(folder: Path, records: int) -> list[str]:
    """Fill a public database, and a file with the same rows for Datasette; return the keys."""
    os.environ |= {"CHENGXIN_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "chengxin.site.settings"}
    import django

    django.setup()
    from django.core.management import call_command

    from chengxin.doors.disclosure import operations
    from chengxin.ground import home

    home.current().prepare()
    call_command("migrate", database="public", verbosity=0)
    items, contents = [], {}
    for number in range(records):
        key, content = f"{number:032x}", content_of(number)
        items.append(item_of(number, key, content))
        contents[key] = content
    start = time.perf_counter()
    operations.apply(items)
    print(f"applied {records} records in {time.perf_counter() - start:.1f} s")
    rows_for_datasette(folder / "rows.db", contents)
    return list(contents)


def content_of(number: int) -> dict[str, Any]:
    """Return an invented record."""
    return {
        "format": "chengxin/record/v1",
        "body": {
            "id": f"demo-{number % BODIES}",
            "name": f"示范市第{number % BODIES}局",
            "region": [
                {"id": "sd", "name": "山东省"},
                {"id": f"sd-{number % 16}", "name": f"示范市{number % 16}"},
            ],
        },
        "title": f"未按照生效判决支付工程款（{number}）",
        "facts": f"示范市第{number % BODIES}局未在判决确定的期限内支付工程款{number}万元。" * 8,
        "severity": "general",
        "reasons": [{"question": f"问题{n}", "answer": "是", "citation": f"第{n}条"} for n in range(6)],
        "basis": {
            "kind": "judgment",
            "number": f"（2025）鲁99行终{number}号",
            "organ": "示范市中级人民法院",
            "date": "2025-12-01",
        },
        "organ": "示范市发展和改革委员会",
        "measures": [
            {"code": "M-01", "name": "取消评先评优资格", "organ": "示范市人民政府", "state": "已实施"}
        ],
        "progress": [{"on": "2026-01-20", "what": "已支付一部分"}],
        "remedies": ["认为公示信息有误的，可以提出异议。"],
        "published_on": "2026-02-02",
        "ends_on_latest": "2026-08-02",
        "is_demo": True,
        "objection_marker": False,
        "correction": None,
    }


def item_of(number: int, key: str, content: dict[str, Any]) -> Any:
    """Return the record as the log tells the public side of it."""
    from chengxin.doors.disclosure.items import Item
    from chengxin_core.ledger.canonical import canonical_bytes
    from chengxin_core.ledger.commitment import commit
    from chengxin_core.ledger.entry import Entry, Event

    data, salt = canonical_bytes(content), number.to_bytes(32, "big")
    entry = Entry("record", key, 1, AT, Event.PUBLISHED, commit(data, salt), None, None)
    return Item(number, entry.to_bytes(), data, salt)


def rows_for_datasette(file: Path, contents: dict[str, dict[str, Any]]) -> None:
    """Write the same records as rows of one table."""
    connection = sqlite3.connect(file)
    names = ("title", "facts", "severity", "organ", "published_on", "ends_on_latest")
    nested = ("body", "reasons", "basis", "measures", "progress", "remedies")
    connection.execute(f"CREATE TABLE records (key TEXT PRIMARY KEY, {', '.join((*names, *nested))})")
    places = ", ".join("?" * (1 + len(names) + len(nested)))
    connection.executemany(
        f"INSERT INTO records VALUES ({places})",
        (
            [key, *(content[name] for name in names)]
            + [json.dumps(content[name], ensure_ascii=False) for name in nested]
            for key, content in contents.items()
        ),
    )
    connection.commit()
    connection.close()


def granian(application: str) -> list[str]:
    """Return how `chengxin serve` starts a web process, for any application."""
    from chengxin.site.serving import web_process

    return web_process("127.0.0.1", PORT, 1, application)


@contextmanager
def serving(words: Sequence[str]) -> Iterator[None]:
    """Run a server while it is measured."""
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(server)
        yield
    finally:
        server.terminate()
        try:
            server.wait(GRACE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        time.sleep(0.5)


def _wait_until_it_answers(server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise click.ClickException(f"a server ended with {server.returncode} before it answered")
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", PORT)) == 0:
                return
        time.sleep(0.1)
    raise click.ClickException("a server did not answer within 20 seconds")


def measure(
    name: str, addresses: Sequence[str], seconds: int, *, before: Callable[[], object] = lambda: None
) -> Measured:
    """Ask for the addresses in turn with 64 connections; first shortly to warm up, then call `before`."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        listed = ",".join(f'"{address}"' for address in addresses)
        script.write(
            f"local addresses = {{{listed}}}\nlocal place = 0\n"
            "request = function()\n  place = place % #addresses + 1\n"
            "  return wrk.format('GET', addresses[place])\nend\n"
        )
        script.flush()
        ask = ["wrk", "-t1", f"-c{CONNECTIONS}", "--latency", "-s", script.name, f"http://127.0.0.1:{PORT}"]
        subprocess.run([*ask, "-d1s"], check=True, capture_output=True)
        before()
        said = subprocess.run([*ask, f"-d{seconds}s"], check=True, capture_output=True, text=True).stdout
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return Measured(
        name,
        float(re.findall(r"Requests/sec:\s+([\d.]+)", said)[0]),
        _milliseconds(said, "50%"),
        _milliseconds(said, "99%"),
        int(failed[1]) if failed else 0,
    )


def _milliseconds(said: str, part: str) -> float:
    number, unit = re.findall(rf"{part}\s+([\d.]+)(us|ms|s)", said)[0]
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def report(found: Sequence[Measured]) -> None:
    """Print every figure beside the limit and the peer, and whether the aims are met."""
    by_name = {each.name: each for each in sorted(found, key=lambda each: each.rate)}  # the best comes last
    hello, peer = by_name["hello"], by_name["Datasette page"]
    print(f"{'':16}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'of hello':>10}{'p99/hello':>11}{'failed':>8}")
    for each in sorted(by_name.values(), key=lambda each: each.rate, reverse=True):
        print(
            f"{each.name:16}{each.rate:9.0f}{each.half:9.2f}{each.slowest:9.2f}{each.rate / hello.rate:10.2f}"
            f"{each.slowest / hello.slowest:11.2f}{each.failed:8}"
        )
    page, twin = by_name["page"], by_name["JSON"]
    ours = [by_name[name] for name in OURS]
    aims = {
        "every page and JSON: at least half of hello's rate": all(e.rate >= hello.rate / 2 for e in ours),
        "every page and JSON: p99 at most twice hello's": all(e.slowest <= 2 * hello.slowest for e in ours),
        "page: twenty times Datasette's": page.rate >= 20 * peer.rate,
        "JSON: eight times Datasette's": twin.rate >= 8 * by_name["Datasette JSON"].rate,
        "everybody answered and nothing failed": all(each.rate and not each.failed for each in found),
    }
    for aim, met in aims.items():
        print(f"{'met    ' if met else 'NOT met'} {aim}")
    raise SystemExit(0 if all(aims.values()) else 1)


if __name__ == "__main__":
    main()
