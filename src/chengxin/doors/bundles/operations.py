"""Every write of a bundle: it is brought to where the log stands, and its reference data to what they are.

Each can be done again: files are written where they differ, the checkpoint last; so a process may die anywhere, and the
next one does what is left.
"""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources

from chengxin.doors.bundles import catalogs, static_site
from chengxin.doors.bundles.folder import Folder, Written
from chengxin.doors.bundles.house import Change, House, Pages
from chengxin.doors.bundles.partitions import LogOfFolder, Partitions, write_sitemap
from chengxin_core.ledger.bundle import CHECKPOINT, CONTENTS, KEYS, PublishedContent, content_path, write_keys
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.ledger.checkpoint import Checkpoint, open_checkpoint
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.tiles import TilePath, changed_tiles
from chengxin_core.opendata.catalog import Standing
from chengxin_core.opendata.columns import columns_of
from chengxin_core.opendata.layout import (
    CATALOG,
    FEED,
    LOG,
    PARTITION_WIDTH,
    REFERENCE,
    SCHEMAS,
    SEAL,
    SITEMAPS,
)
from chengxin_core.opendata.seal import Seal


class BundleOfAnotherLog(ValueError):
    """The folder holds a bundle that this log does not continue."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one run did: how many entries of the log it followed, and what it wrote."""

    entries: int
    size: int
    written: Written

    def __str__(self) -> str:
        written = self.written
        return (
            f"数据包: 新办 {self.entries} 条，共 {self.size} 条；"
            f"写入文件 {written.files} 个（{written.size} 字节），删除 {written.removed} 个"
        )


def bring_up(folder: Folder, house: House, pages: Pages | None = None, *, refresh: bool = False) -> Brought:
    """Bring a bundle to where the log stands; with `refresh`, its reference data and schemas too.

    When it returns, no byte of what ended or was replaced is left, and a web server that stands on the folder with our
    settings shows it no more. Raises `BundleOfAnotherLog`.
    """
    with folder.only_writer():
        before, now, note = _standing(folder, house)
        if not note or (before == now and not refresh and folder.read(f"{LOG}{CHECKPOINT}") == note):
            return Brought(0, now.size, folder.written)
        if pages:
            static_site.begin(folder)
        _copy_tiles(folder, house, before.size, now.size)
        log, destroys = LogOfFolder(folder, now.size), False
        for first in range(before.size, now.size, PARTITION_WIDTH):
            changes = list(house.changes(first, min(first + PARTITION_WIDTH, now.size)))
            destroys |= _apply(folder, house, pages, log, changes)
        if refresh or before.size == 0:
            _refresh(folder, house)
        if pages:
            static_site.follow(folder, pages)
        _finish(folder, house, pages, now, note)
        if pages and destroys:
            time.sleep(static_site.PATIENCE)
        return Brought(now.size - before.size, now.size, folder.written)


def _standing(folder: Folder, house: House) -> tuple[Checkpoint, Checkpoint, bytes]:
    """Return the checkpoint of the bundle, that of the log, and the latter as it is signed."""
    try:
        note = (house.log / CHECKPOINT).read_bytes()
    except FileNotFoundError:
        nothing = Checkpoint(house.keys[0].key.name, 0, bytes(32))
        return nothing, nothing, b""
    now = open_checkpoint(note, [dated.key for dated in house.keys]).checkpoint
    stored = folder.read(f"{LOG}{CHECKPOINT}")
    before = Checkpoint(now.origin, 0, bytes(32)) if stored is None else _trusted(stored, house)
    if before.origin != now.origin or before.size > now.size:
        raise BundleOfAnotherLog(
            f"文件夹里是“{before.origin}”的 {before.size} 条，现在的日志是“{now.origin}”的 {now.size} 条"
        )
    return before, now, note


def _trusted(note: bytes, house: House) -> Checkpoint:
    return open_checkpoint(note, [dated.key for dated in house.keys]).checkpoint


def _copy_tiles(folder: Folder, house: House, before: int, size: int) -> None:
    for path in changed_tiles(before, size):
        folder.write(f"{LOG}{path}", (house.log / str(path)).read_bytes())
        beginnings = f"{LOG}{TilePath(path.level, path.index)}.p/"
        for older in list(folder.list_files(beginnings)):
            if older != f"{LOG}{path}":
                folder.remove(older)


def _apply(
    folder: Folder, house: House, pages: Pages | None, log: LogOfFolder, changes: Sequence[Change]
) -> bool:
    """Let rows, pages and contents follow; contents last, for they tell which pages there were.

    Returns whether anything had to go.
    """
    read = [(change, Entry.from_bytes(change.entry)) for change in changes]
    partitions = Partitions(log)
    for change, entry in read:
        partitions.take(change, entry)
    columns = {kind: columns_of(schema) for kind, schema in house.schemas.items()}
    partitions.write(folder, columns, house.origin)
    if pages:
        keys = ((entry.key, [*_contents(folder, entry.key), *_content(change)]) for change, entry in read)
        static_site.write(folder, pages, {path for key, told in keys for path in pages.about(key, told)})
    for change, entry in read:
        _keep_content(folder, change, entry)
    return any(entry.version > 1 or entry.event.is_end for _, entry in read)


def _keep_content(folder: Folder, change: Change, entry: Entry) -> None:
    standing = content_path(entry.key, entry.version)
    for path in list(folder.list_files(f"{LOG}{CONTENTS}{entry.key}")):
        if change.content is None or path != f"{LOG}{standing}":
            folder.remove(path)
    if change.content is not None and change.salt is not None:
        published = PublishedContent(parse_canonical(change.content), change.salt)
        folder.write(f"{LOG}{standing}", published.to_bytes())


def _contents(folder: Folder, key: str) -> Iterable[dict[str, object]]:
    """Give the contents under a key that the bundle holds still."""
    for path in folder.list_files(f"{LOG}{CONTENTS}{key}"):
        yield json.loads(folder.read(path) or b"{}")["content"]


def _content(change: Change) -> list[dict[str, object]]:
    return [] if change.content is None else [json.loads(change.content)]


def _refresh(folder: Folder, house: House) -> None:
    files = {f"{REFERENCE}{name}": data for name, data in house.reference().items()}
    entry = resources.files("chengxin_core.ledger").joinpath("entry.schema.json")
    files[f"{SCHEMAS}entry.schema.json"] = entry.read_bytes()
    for kind, schema in house.schemas.items():
        form = json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True)
        files[f"{SCHEMAS}{kind}.schema.json"] = form.encode()
    files |= {f"{SITEMAPS}{name}.xml": data for name, data in house.sitemaps().items()}
    for prefix in (REFERENCE, SCHEMAS, SITEMAPS):
        for path in list(folder.list_files(prefix)):
            if path not in files and not path.endswith(CATALOG):
                folder.remove(path)
    for path, data in files.items():
        folder.write(path, data)


def _finish(folder: Folder, house: House, pages: Pages | None, now: Checkpoint, note: bytes) -> None:
    """Name everything in the catalogues, seal them, and publish the checkpoint: from here on it has grown."""
    folder.write(FEED, house.feed())
    write_sitemap(folder, house.origin)
    newest = LogOfFolder(folder, now.size).entry(now.size - 1) if now.size else None
    top = catalogs.update(folder, folder.named, Standing(now.origin, now.size, newest))
    folder.write(SEAL, Seal.of(now.origin, now.size, top).sign(house.sign))
    folder.write(f"{LOG}{KEYS}", write_keys(house.keys))
    if pages:
        static_site.tell_of_data(folder, pages)
    folder.settle()
    folder.write(f"{LOG}{CHECKPOINT}", note)
    folder.settle()
