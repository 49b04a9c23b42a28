"""分区改写: bulk rows and deltas follow the log, and only the files that a change touches are written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

from chengxin.doors.bundles import parquet
from chengxin.doors.bundles.folder import Folder
from chengxin.doors.bundles.house import Change
from chengxin.ground.sheets.delimited import csv_line
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.ledger.entry import Entry
from chengxin_core.ledger.tiles import TILE_WIDTH, TilePath, read_bundle
from chengxin_core.opendata.columns import Column
from chengxin_core.opendata.layout import (
    ADDRESSES,
    BULK,
    LOG,
    PARQUET,
    ROWS,
    SITEMAP,
    SITEMAPS,
    TABLE,
    bulk_path,
    delta_path,
    page_folder,
)
from chengxin_core.opendata.rows import Rewriting, Row, read_rows, row_of, write_rows

LANGUAGES = ("", "/en")  # what an address begins with in each
BYTE_ORDER_MARK = "\ufeff"  # by it spreadsheets know UTF-8


class LogOfFolder:
    """The entries of the log as they lie in the bundle."""

    def __init__(self, folder: Folder, size: int) -> None:
        self._folder, self._size = folder, size
        self._bundle = lru_cache(maxsize=64)(self._read)

    def entry(self, index: int) -> Entry:
        """Return an entry by its number."""
        return Entry.from_bytes(self._bundle(index // TILE_WIDTH)[index % TILE_WIDTH])

    def story(self, index: int, entry: Entry) -> list[tuple[int, Entry]]:
        """Return an entry and all that it supersedes, the newest first."""
        told = [(index, entry)]
        while entry.supersedes is not None:
            index, entry = entry.supersedes, self.entry(entry.supersedes)
            told.append((index, entry))
        return told

    def _read(self, number: int) -> list[bytes]:
        width = min(TILE_WIDTH, self._size - number * TILE_WIDTH)
        data = self._folder.read(f"{LOG}{TilePath(None, number, width)}")
        if data is None:
            raise FileNotFoundError(f"{LOG}{TilePath(None, number, width)}")
        return read_bundle(data, width)


@dataclass(slots=True)
class Partitions:
    """What is to become of every file of rows that some changes touch."""

    log: LogOfFolder
    bulk: dict[str, Rewriting] = field(default_factory=lambda: defaultdict(Rewriting))
    deltas: dict[str, Rewriting] = field(default_factory=lambda: defaultdict(Rewriting))

    def take(self, change: Change, entry: Entry) -> None:
        """Note what a change does: its row comes, and every older one about the key goes."""
        content = None if change.content is None else parse_canonical(change.content)
        assert content is None or isinstance(content, Mapping)
        row = row_of(change.index, entry, content)
        story = self.log.story(change.index, entry)
        for index, earlier in story[1:]:
            self.deltas[_delta(index, earlier)].drop(entry.key)
        self.deltas[_delta(change.index, entry)].put(row)
        partition = self.bulk[bulk_path(entry.kind, story[-1][0])]
        partition.drop(entry.key) if content is None else partition.put(row)

    def write(self, folder: Folder, columns: Mapping[str, Sequence[Column]], origin: str) -> None:
        """Rewrite the files."""
        for path, rewriting in sorted(self.bulk.items()):
            rows = rewriting.of(read_rows(folder.read(path + ROWS) or b""))
            _write_partition(folder, path, rows, columns[path.split("/")[1]], origin)
        for path, rewriting in sorted(self.deltas.items()):
            _write(folder, path, write_rows(rewriting.of(read_rows(folder.read(path) or b""))))


def write_sitemap(folder: Folder, origin: str) -> None:
    """Name the site maps of all partitions."""
    maps = sorted(
        path
        for prefix, ending in ((BULK, ADDRESSES), (SITEMAPS, ".xml"))
        for path in folder.list_files(prefix)
        if path.endswith(ending)
    )
    lines = "".join(f"<sitemap><loc>{escape(origin)}/{path}</loc></sitemap>\n" for path in maps)
    _write(folder, SITEMAP, _xml("sitemapindex", lines))


def _delta(index: int, entry: Entry) -> str:
    return delta_path(legal_day(entry.at), index)


def _write_partition(
    folder: Folder, path: str, rows: Sequence[Row], columns: Sequence[Column], origin: str
) -> None:
    ordered = sorted(rows, key=lambda row: int(row["index"]))
    _write(folder, path + TABLE, _table(columns, ordered) if rows else b"")
    _write(
        folder,
        path + PARQUET,
        parquet.write_parquet(columns, ordered) if rows and parquet.is_installed() else b"",
    )
    _write(folder, path + ADDRESSES, _addresses(ordered, origin) if rows else b"")
    _write(folder, path + ROWS, write_rows(rows))


def _write(folder: Folder, path: str, data: bytes) -> None:
    """Write a file of rows; one without rows is no file."""
    if data:
        folder.write(path, data)
    else:
        folder.remove(path)


def _table(columns: Sequence[Column], rows: Iterable[Row]) -> bytes:
    lines = [csv_line(column.name for column in columns)]
    lines += [csv_line(_cell(column.value(row)) for column in columns) for row in rows]
    return (BYTE_ORDER_MARK + "".join(lines)).encode()


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _addresses(rows: Iterable[Row], origin: str) -> bytes:
    lines = "".join(
        f"<url><loc>{escape(origin)}{language}/{page_folder(row['kind'])}/{row['key']}/</loc><lastmod>{row['changed_at']}</lastmod></url>\n"
        for row in rows
        for language in LANGUAGES
    )
    return _xml("urlset", lines)


def _xml(element: str, lines: str) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{element} xmlns="{space}">\n'
    return f"{head}{lines}</{element}>\n".encode()
