"""开放数据页面: what can be had in bulk and how to check it, file by file and in sum; made of the catalogues on demand.

Sums are kept by the hash of a catalogue, so only catalogues that changed since the last time are read.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from chengxin.doors.disclosure import queries, tags
from chengxin.doors.disclosure.rendering import Rendered, page_and_twin
from chengxin.ground import home
from chengxin_core.ledger.canonical import Json
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.opendata.catalog import TITLES, Catalog, CatalogMalformed, Named
from chengxin_core.opendata.layout import CATALOG, LOG, SEAL

ADDRESS = "/data/"
PARTS = ("bulk", "deltas", "reference", "schemas", "sitemaps")
NEWEST = 30  # files that are listed of a part
MOST_SUMS_KEPT = 20_000

Read = Callable[[str], bytes | None]


@dataclass(slots=True)
class Sum:
    """How many files there are below a folder, and how many bytes, by the ending of their names."""

    files: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Sum") -> None:
        self.files += other.files
        self.bytes += other.bytes


@dataclass(frozen=True, slots=True)
class Part:
    """One folder of the bundle: its catalogue, the sum of what lies below, and the newest files."""

    code: str
    catalog: Named
    sum: Sum
    files: tuple[tuple[str, Named], ...]

    @property
    def address(self) -> str:
        """Where its catalogue is."""
        return f"/{self.code}/{CATALOG}"

    @property
    def title(self) -> str:
        """What it is, in Chinese."""
        return TITLES[self.code][0]

    @property
    def begins(self) -> str:
        """How the SHA-256 of its catalogue begins; the whole is in the page's twin."""
        return f"{self.catalog.digest[:16]}…"

    def to_json(self) -> dict[str, Json]:
        """Return what the page's twin tells."""
        formats = {
            end: {"files": number, "bytes": self.sum.bytes[end]} for end, number in self.sum.files.items()
        }
        return {"catalog": self.address, "sha256": self.catalog.digest, "formats": formats}


_sums: dict[str, Sum] = {}


@dataclass(frozen=True)
class Bundle:
    """The bundle as its catalogues tell of it; raises `CatalogMalformed` where one cannot be read."""

    read: Read

    @cached_property
    def top(self) -> Catalog | None:
        """The catalogue at the top, or None where no bundle is kept."""
        data = self.read(CATALOG)
        return None if data is None else Catalog.from_bytes("", data)

    @property
    def size(self) -> int | None:
        """How many entries of the log the bundle stands for, by its seal."""
        try:
            return int(Note.from_bytes(self.read(SEAL) or b"").text.split("\n")[2])
        except (NoteMalformed, IndexError, ValueError):
            return None

    def parts(self) -> Iterator[Part]:
        """Give the folders that there are, in the order of the page."""
        known = self.top.folders if self.top else {}
        for code in PARTS:
            if code in known:
                newest = tuple(islice(self._newest(code), NEWEST))
                yield Part(code, known[code], self._sum(code, known[code]), newest)

    def _sum(self, folder: str, named: Named) -> Sum:
        if named.digest not in _sums:
            catalog, total = self._catalog(folder), Sum()
            for name, file in catalog.files.items():
                ending = name.partition(".")[2]
                total.add(Sum(Counter({ending: 1}), Counter({ending: file.size})))
            for name, below in catalog.folders.items():
                total.add(self._sum(f"{folder}/{name}", below))
            if len(_sums) > MOST_SUMS_KEPT:
                _sums.clear()
            _sums[named.digest] = total
        return _sums[named.digest]

    def _newest(self, folder: str) -> Iterator[tuple[str, Named]]:
        catalog = self._catalog(folder)
        for name in sorted(catalog.folders, reverse=True):
            yield from self._newest(f"{folder}/{name}")
        for name, named in sorted(catalog.files.items(), reverse=True):
            yield f"/{folder}/{name}", named

    def _catalog(self, folder: str) -> Catalog:
        return Catalog.from_bytes(folder, self.read(f"{folder}/{CATALOG}") or b"")


def read_here(path: str) -> bytes | None:
    """Return a file of the bundle that is kept here: where the settings say, or in a node's home."""
    folder = Path(settings.BUNDLE) if settings.BUNDLE else home.current().root / "public"
    try:
        return (folder / path).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None


def pages(read: Read = read_here) -> Iterator[Rendered]:
    """Give the page of open data in both languages, and its JSON."""
    bundle = Bundle(read)
    try:
        parts, singles = list(bundle.parts()), dict(bundle.top.files) if bundle.top else {}
    except CatalogMalformed:
        parts, singles = [], {}
    records = queries.figures().records
    values: dict[str, Any] = {
        "parts": parts,
        "singles": sorted(singles.items()),
        "size": bundle.size,
        "records": records,
        "licence": settings.DATA_LICENCE,
        "log": f"{settings.PUBLIC_ORIGIN}/{LOG}".rstrip("/"),
        "says": tags.Says(thing=_dataset(parts)),
    }
    twin: dict[str, Json] = {
        "log": {"address": f"/{LOG}checkpoint", "size": bundle.size},
        "records": records,
        "licence": settings.DATA_LICENCE or None,
        "files": {
            name: {"bytes": named.size, "sha256": named.digest} for name, named in sorted(singles.items())
        },
        "parts": {part.code: part.to_json() for part in parts},
    }
    yield from page_and_twin(ADDRESS, "data", values, twin, None)


def _dataset(parts: list[Part]) -> tags.Thing:
    origin = settings.PUBLIC_ORIGIN
    licence: tags.Thing = {"license": settings.DATA_LICENCE} if settings.DATA_LICENCE else {}
    return {
        "@type": "Dataset",
        "name": TITLES[""][0],
        "description": str(tags.COLUMNS["data"].description),
        "isAccessibleForFree": True,
        **licence,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": part.title,
                "contentUrl": f"{origin}{part.address}",
                "encodingFormat": "application/ld+json",
                "sha256": part.catalog.digest,
            }
            for part in parts
        ],
    }
