"""What pymerkle does with the same entries. It runs in an environment of its own (`ledger`), for pymerkle is GPL.

Told on standard output as JSON: entries a second of each way of appending, proofs and verifications a second; of
several rounds the best, for other programs that use the machine only slow it down.
"""

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

BATCH = 65_536
PROOFS = 2000
ONE_BY_ONE = 2000
ROUND = 200


def main(file: str) -> None:
    """Measure with the entries in `file`, each a line of hexadecimal digits."""
    from pymerkle import InmemoryTree, SqliteTree, verify_inclusion  # type: ignore[import-not-found]

    entries = [bytes.fromhex(line) for line in Path(file).read_text().split()]
    with tempfile.TemporaryDirectory(dir=Path(file).parent) as folder:
        single, batches = SqliteTree(f"{folder}/single.db"), SqliteTree(f"{folder}/batches.db")
        memory = InmemoryTree()
        batches_of_entries = list(_rounds(entries, BATCH))
        told: dict[str, Any] = {
            "SQLite, one by one": _best(single.append_entry, _rounds(entries[:ONE_BY_ONE], ROUND)),
            "SQLite, in batches": max(_rate(len(each), _batch, batches, each) for each in batches_of_entries),
            "in memory": _best(memory.append_entry, batches_of_entries),
        }
        numbers = range(1, len(entries), max(1, len(entries) // PROOFS))
        proofs = [memory.prove_inclusion(number) for number in numbers]
        root, leaves = memory.get_root(), [memory.get_leaf(number) for number in numbers]
        proving = _best(batches.prove_inclusion, _rounds(numbers, ROUND))
        verifying = _best(
            lambda each: verify_inclusion(each[0], root, each[1]),
            _rounds(list(zip(leaves, proofs, strict=True)), ROUND),
        )
    print(json.dumps({"append": told, "prove": proving, "verify": verifying}))


def _batch(tree: Any, entries: Sequence[bytes]) -> None:
    """Append as our log does: a batch is on the disk, and its root known, before the next begins."""
    tree.append_entries(entries)
    tree.get_root()


def _rounds(things: Sequence[Any], length: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(things), length):
        yield things[start : start + length]


def _best(work: Callable[[Any], object], rounds: Iterable[Sequence[Any]]) -> float:
    """Do the work for each thing; return how many a second in the best round."""
    return max(_rate(len(some), _each, work, some) for some in rounds)


def _each(work: Callable[[Any], object], some: Sequence[Any]) -> None:
    for thing in some:
        work(thing)


def _rate(count: int, work: Callable[..., object], *words: object) -> float:
    begun = time.perf_counter()
    work(*words)
    return count / (time.perf_counter() - begun)


if __name__ == "__main__":
    main(sys.argv[1])
