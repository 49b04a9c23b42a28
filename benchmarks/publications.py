"""From the act of publishing to a stranger who has page and proof in hand: publications a second, end to end.

`python -m benchmarks.publications` is called by `benchmarks.ledger` in a home that is thrown away. What is invented
beforehand: bodies, matters, records with their instruments, passed reviews. What is measured, from the first
publication to the last answer:

- one process publishes: looks for names of parties in sealed instruments and in the content, queues the entry, commits;
- one process runs the sequencer as the clock's tick does (a second after it was level, not five):
  numbers, tiles, signed checkpoint, every sink (pages in two
  languages and JSON, lists, search, withdrawal feed);
- the web server that `chengxin serve` starts answers;
- one process fetches, for every publication, its page and its receipt, over HTTP. Every receipt is verified afterwards.
"""

import argparse
import json
import multiprocessing
import os
import resource
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from multiprocessing.connection import Connection
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from typing import Any

from benchmarks.public_pages import content_of

AT = datetime(2026, 2, 2, 1, 30, tzinfo=UTC)
BODIES = 50
INTERVAL = 1.0  # seconds between the end of a run of the sequencer and the next
PATIENCE = 300.0  # seconds until a publication that nobody can see is a fault


@dataclass(frozen=True, slots=True)
class Measured:
    """How long it took, by the clock and by the processor of each process, and the largest memory (MB)."""

    publications: int
    handful: int
    seconds: float
    processor: dict[str, float]
    memory: dict[str, float]

    @property
    def rate(self) -> float:
        """Publications a second, by the clock."""
        return self.publications / self.seconds

    @property
    def rate_by_processor(self) -> float:
        """What two cores that do nothing else would give: half of all the work, or the busiest process."""
        return self.publications / max(sum(self.processor.values()) / 2, *self.processor.values())


def main() -> None:
    """Measure in the home of the environment and print what was measured as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--publications", type=int, default=3000)
    parser.add_argument("--handful", type=int, default=50, help="published in one transaction")
    options = parser.parse_args()
    print(json.dumps(asdict(measure(options.publications, options.handful))))


def measure(count: int, handful: int) -> Measured:
    """Invent, then publish, log, serve and fetch `count` records."""
    from chengxin.ground.collector import settle

    _prepare()
    releasing = _invented(count)
    settle()
    # No pipe, which is full at 1,300 keys: who publishes would wait for who reads.
    keys = multiprocessing.get_context("spawn").Queue()
    with _serving() as (port, server), _sequencing() as sequencer:
        _Visitor(port).page("/")
        started, _ = _of_children(server)
        database = _of_database()
        reader = _Beside(_fetch, (keys, port, count))
        begun, worked = time.perf_counter(), time.process_time()
        for start in range(0, count, handful):
            for key in _publish(releasing[start : start + handful]):
                keys.put(key)
        publishing = time.process_time() - worked
        reader_used, reader_memory, receipts = reader.result()
        seconds = time.perf_counter() - begun
        server_used, server_memory = _of_children(server)
        database_used = _of_database() - database
    sequencer_used, sequencer_memory = sequencer.result()
    _verify(receipts, count)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Measured(
        count,
        handful,
        seconds,
        {
            "publishing": publishing,
            "sequencer": sequencer_used,
            "server": server_used - started,
            "reader": reader_used,
            "database": database_used,
        },
        {
            "publishing": memory,
            "sequencer": sequencer_memory,
            "server": server_memory,
            "reader": reader_memory,
        },
    )


def _prepare() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "chengxin.site.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from chengxin.foundation.rules.operations import load_shipped_rules
    from chengxin.ground import ciphers, home, keys, signer

    here = home.current()
    here.prepare()
    keys.make_key(here, ciphers.SEALING_KEY)
    signer.make_log_key(here, origin="chengxin.example/log")
    for database in connections:
        call_command("migrate", database=database, verbosity=0)
    load_shipped_rules(at=AT, demo=False)


def _invented(count: int) -> list[Any]:
    """Invent records that were reviewed and may be published, each with a sealed instrument that names a party."""
    from django.db import transaction
    from tests.publishing import make_body, make_matter, make_review

    from chengxin.chain.evidence.models import Instrument
    from chengxin.chain.evidence.queries import SEAL
    from chengxin.chain.records.models import Record, RecordInstrument
    from chengxin.foundation.matters.models import Matter
    from chengxin.foundation.transparency.models import ReleaseReview
    from chengxin.foundation.transparency.operations import Releasing
    from chengxin.ground.ciphers import seal
    from chengxin.site.sinks import carry_reference

    with transaction.atomic():
        bodies = [make_body(f"示范市第{number}局", number) for number in range(BODIES)]
        first = make_matter(bodies[0])
        passed = make_review(first)
        matters = Matter.objects.bulk_create(_like(first, body=bodies[n % BODIES]) for n in range(count))
        reviews = ReleaseReview.objects.bulk_create(_like(passed, matter=matter) for matter in matters)
        records = Record.objects.bulk_create(
            Record(matter=matter, instrument_on=date(2025, 12, 1)) for matter in matters
        )
        plain = {"parties": [{"name": "演示当事人"}], "title": "", "reasoning": "", "ruling": "", "steps": []}
        sealed = seal(json.dumps(plain, ensure_ascii=False), purpose=SEAL)
        instruments = Instrument.objects.bulk_create(
            Instrument(kind="judgment", digest=f"{n:064x}", issuer="示范市中级人民法院", number=f"{n}",
                       sealed=sealed, registered_at=AT)
            for n in range(count)
        )  # fmt: skip
        RecordInstrument.objects.bulk_create(
            RecordInstrument(record=record, instrument=instrument, body_id=record.matter.body_id, added_at=AT)
            for record, instrument in zip(records, instruments, strict=True)
        )
    carry_reference()
    return [
        Releasing(matter, _content(n, matter), review)
        for n, (matter, review) in enumerate(zip(matters, reviews, strict=True))
    ]


def _like(row: Any, **changes: Any) -> Any:
    """Return a row not yet stored that is like another one."""
    same = {each.attname: getattr(row, each.attname) for each in row._meta.fields if not each.primary_key}
    named = {name: value for name, value in same.items() if name.removesuffix("_id") not in changes}
    return type(row)(**named, **changes)


def _content(number: int, matter: Any) -> dict[str, Any]:
    content = content_of(number)
    content["body"] |= {"id": matter.body_id, "name": matter.body.name}
    return {
        name: value
        for name, value in content.items()
        if name not in {"format", "objection_marker", "correction"}
    }


def _publish(handful: Sequence[Any]) -> list[str]:
    """Publish in one transaction; return the keys."""
    from chengxin.foundation.transparency.operations import publish_all

    return [each.key for each in publish_all(kind="record", releasing=handful, at=AT)]


class _Beside:
    """Work done in a process of its own."""

    def __init__(self, work: Callable[..., Any], words: tuple[Any, ...]) -> None:
        context = multiprocessing.get_context("spawn")
        self._answer, answering = context.Pipe(duplex=False)
        self._process = context.Process(target=_do, args=(work, words, answering), daemon=True)
        self._process.start()

    def result(self) -> Any:
        """Wait for what the work returns."""
        result = self._answer.recv()
        self._process.join()
        return result


def _do(work: Callable[..., Any], words: tuple[Any, ...], answering: Connection) -> None:
    answering.send(work(*words))


def _used() -> tuple[float, float]:
    """Return this process's seconds of the processor and its largest memory in MB."""
    return time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def _sequencing() -> Iterator[_Beside]:
    """Let the sequencer run again and again, as the clock does, until the work is over."""
    context = multiprocessing.get_context("spawn")
    ready, over = context.Event(), context.Event()
    beside = _Beside(_sequence, (ready, over))
    ready.wait(60)
    yield beside
    over.set()


def _sequence(ready: Event, over: Event) -> tuple[float, float]:
    import django

    django.setup()
    from chengxin.foundation.transparency.sequencer import keep_up
    from chengxin.ground.collector import settle

    keep_up(at=AT)
    settle()
    ready.set()
    before = time.process_time()
    while not over.wait(INTERVAL):
        keep_up(at=AT)
    return time.process_time() - before, _used()[1]


@contextmanager
def _serving() -> Iterator[tuple[int, int]]:
    """Run the web server as `chengxin serve` does; give its port and process id."""
    from chengxin.site.serving import web_process

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        web_process("127.0.0.1", port, 1), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(300):
            with socket.socket() as knock:
                if knock.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _of_children(pid: int) -> tuple[float, float]:
    """Return the seconds of the processor and the memory of a server and its processes."""
    import psutil

    parent = psutil.Process(pid)
    family = [parent, *parent.children(recursive=True)]
    times = [each.cpu_times() for each in family]
    memory = max(each.memory_info().rss for each in family) / 2**20
    return sum(each.user + each.system for each in times), memory


def _of_database() -> float:
    """Return the seconds of the processor that a database server has used, all its processes; 0 where none runs."""
    import psutil
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        postmaster = psutil.Process(cursor.fetchone()[0]).parent()
    assert postmaster is not None
    of_ended = postmaster.cpu_times()
    living = [each.cpu_times() for each in (postmaster, *postmaster.children(recursive=True))]
    return sum(each.user + each.system for each in living) + of_ended.children_user + of_ended.children_system


def _fetch(keys: "Queue[str]", port: int, count: int) -> tuple[float, float, list[bytes]]:
    """Fetch page and receipt of every key that is told, asking again until they are there."""
    visitor, receipts = _Visitor(port), []
    for _ in range(count):
        key = keys.get()
        visitor.page(f"/records/{key}/")
        receipts.append(visitor.page(f"/records/{key}/receipt.json"))
    return *_used(), receipts


class _Visitor:
    """One connection that asks for one address after the other, and costs little itself."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._answers = self._socket.makefile("rb", buffering=1 << 16)

    def page(self, address: str) -> bytes:
        """Return what an address answers once it answers 200."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            status, body = self._ask(address)
            if status == 200:
                return body
            time.sleep(0.25)
        raise TimeoutError(address)

    def _ask(self, address: str) -> tuple[int, bytes]:
        self._socket.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        status = int(self._answers.readline().split()[1])
        length = 0
        while (line := self._answers.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return status, self._answers.read(length)


def _verify(receipts: Sequence[bytes], count: int) -> None:
    """Check every receipt as a stranger does, with the log's key."""
    from chengxin.ground import home, signer
    from chengxin_core.ledger.receipt import Receipt, check_receipt
    from chengxin_core.ledger.report import Outcome

    keys = [signer.log_key(home.current()).verifier_key]
    assert len({Receipt.from_bytes(each).logged.index for each in receipts}) == count
    assert all(check_receipt(each, keys).outcome is Outcome.PASSED for each in receipts)


if __name__ == "__main__":
    main()
