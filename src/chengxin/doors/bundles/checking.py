"""数据包核验: a node believes a bundle only whole: the log, every content, and every file that the seal stands for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chengxin.doors.bundles.catalogs import is_catalogued, place_of
from chengxin.doors.bundles.folder import Folder
from chengxin_core.ledger.bundle import (
    CHECKPOINT,
    KEYS,
    FileMalformed,
    PublishedContent,
    content_path,
    read_keys,
)
from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.check import check_bundle
from chengxin_core.ledger.checkpoint import open_checkpoint
from chengxin_core.ledger.entry import Entry, Event
from chengxin_core.ledger.history import History
from chengxin_core.ledger.report import Outcome
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_core.ledger.tiles import TilePath, read_bundle, tiles_of
from chengxin_core.opendata.catalog import Catalog, CatalogMalformed, Named
from chengxin_core.opendata.layout import CATALOG, LOG, SEAL
from chengxin_core.opendata.seal import Seal, SealBroken, require_seal


class BundleRefused(ValueError):
    """A bundle with a fault: where it is, what was found, what was expected."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the log of a bundle says last about one key, and the content it carries unless the key ended."""

    index: int
    entry: bytes
    content: bytes | None
    salt: bytes | None


@dataclass(frozen=True, slots=True)
class Checked:
    """A bundle without a fault."""

    size: int
    files: tuple[str, ...]  # every catalogued file and catalogue
    keys: tuple[VerifierKey, ...]


def check(bundle: Folder, *, keys: Sequence[VerifierKey], earlier: Sequence[bytes]) -> Checked:
    """Check a whole bundle; raise `BundleRefused` at the first fault.

    Without `keys` those of the bundle are used, which proves agreement but no origin. `earlier` are checkpoints that
    were believed before: the log must continue each.
    """

    def read(path: str) -> bytes | None:
        return bundle.read(LOG + path)

    def list_files(prefix: str) -> Iterator[str]:
        return (path.removeprefix(LOG) for path in bundle.list_files(LOG + prefix))

    report = check_bundle(read, list_files, verifier_keys=keys, earlier=earlier)
    for step in report.steps:
        if step.outcome is not Outcome.PASSED:
            raise BundleRefused(f"{step.name}: {step.detail}")
    try:
        trusted = tuple(keys) or read_keys(read(KEYS) or b"")
        checkpoint = open_checkpoint(read(CHECKPOINT) or b"", trusted).checkpoint
        top = bundle.read(CATALOG) or b""
        require_seal(bundle.read(SEAL), Seal.of(checkpoint.origin, checkpoint.size, top), trusted)
        files = (CATALOG, SEAL, *_files_below(bundle, ""))
    except (FileMalformed, SealBroken, CatalogMalformed) as fault:
        raise BundleRefused(str(fault)) from None
    return Checked(checkpoint.size, files, trusted)


def told(bundle: Folder, size: int) -> Iterator[Told]:
    """Give where each key stands in a bundle that was checked: first what ended, then what is in force."""
    history = History()
    for index, data in enumerate(_entries(bundle, size)):
        history.add(index, Entry.from_bytes(data))
    last = sorted(history.last.values(), key=lambda each: (not each[1].event.is_end, each[0]))
    for index, entry in last:
        if entry.event is Event.ANCHORED:
            continue  # nothing is to be shown of it
        if entry.event.is_end:
            yield Told(index, entry.to_bytes(), None, None)
            continue
        data = bundle.read(f"{LOG}{content_path(entry.key, entry.version)}") or b""
        published = PublishedContent.from_bytes(data)
        yield Told(index, entry.to_bytes(), canonical_bytes(published.content), published.salt)


def _entries(bundle: Folder, size: int) -> Iterator[bytes]:
    for path in tiles_of(size):
        if path.level is None:
            whole = TilePath(None, path.index)  # it may have grown beyond what the checkpoint says
            data, width = bundle.read(f"{LOG}{path}"), path.width
            if data is None:
                data, width = bundle.read(f"{LOG}{whole}") or b"", whole.width
            yield from read_bundle(data, width)[: path.width]


def _files_below(bundle: Folder, folder: str) -> Iterator[str]:
    """Give every file that the catalogue of a folder stands for; refuse what differs, is missing or not named."""
    catalog = Catalog.from_bytes(folder, bundle.read(place_of(folder)) or b"")
    for name, named in sorted(catalog.folders.items()):
        place = place_of(f"{folder}/{name}".lstrip("/"))
        _require(bundle, place, named)
        yield place
        yield from _files_below(bundle, place.rpartition("/")[0])
    for name, named in sorted(catalog.files.items()):
        path = f"{folder}/{name}".lstrip("/")
        _require(bundle, path, named)
        yield path
    _refuse_strangers(bundle, catalog)


def _require(bundle: Folder, path: str, expected: Named) -> None:
    data = bundle.read(path)
    if data is None:
        raise BundleRefused(f"{path} 缺失")
    found = Named.of(data)
    if found != expected:
        raise BundleRefused(
            f"{path} 与目录不符: 有 {found.size} 字节，SHA-256 是 {found.digest}，"
            f"目录写的是 {expected.size} 字节，{expected.digest}"
        )


def _refuse_strangers(bundle: Folder, catalog: Catalog) -> None:
    place = bundle.root / catalog.folder
    known = {*catalog.files, *catalog.folders, CATALOG}
    for found in sorted(place.iterdir()):
        path = f"{catalog.folder}/{found.name}".lstrip("/")
        if found.name not in known and (catalog.folder or is_catalogued(f"{path}/")):
            raise BundleRefused(f"{path} 不在目录中")
