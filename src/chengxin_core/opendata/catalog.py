"""数据目录: what a folder holds, as DCAT in JSON-LD: every file with media type, size and checksum.

A catalogue names the files of its folder and the catalogues of the folders below, each with its SHA-256: so the one at
the top stands for all of them, and whoever follows reads only what has changed. Addresses are relative: the same bytes
are true on every site that shows them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from chengxin_core.ledger.canonical import Json, canonical_bytes
from chengxin_core.ledger.entry import Entry, format_moment
from chengxin_core.opendata.layout import CATALOG, LOG

CONTEXT: Mapping[str, Json] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
}
MEDIA_TYPES = {
    "jsonl": "application/x-ndjson",
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xml": "application/xml",
    "atom": "application/atom+xml",
}
TITLES = {
    "": ("政务诚信公示数据", "Published data of government integrity"),
    "bulk": ("在公示信息全量数据", "Everything in force"),
    "deltas": ("每日变动数据", "What changed, day by day"),
    "reference": ("参考数据: 区划、机构、制度规则", "Reference: divisions, bodies, rules"),
    "schemas": ("数据格式", "Schemas"),
    "sitemaps": ("网站地图: 记录以外的页面", "Site maps of all pages but records"),
}


class CatalogMalformed(ValueError):
    """A catalogue that cannot be read."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a catalogue says of a file: its size and the SHA-256 of its bytes."""

    size: int
    digest: str

    @classmethod
    def of(cls, data: bytes) -> "Named":
        """Describe these bytes."""
        return cls(len(data), sha256(data).hexdigest())


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the log had come: what only the catalogue at the top says."""

    origin: str
    size: int
    newest: Entry | None


@dataclass(slots=True)
class Catalog:
    """The catalogue of one folder (its path without a slash at the end; empty at the top)."""

    folder: str
    files: dict[str, Named] = field(default_factory=dict)
    folders: dict[str, Named] = field(default_factory=dict)  # by name: their catalogues

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to be named."""
        return not self.files and not self.folders

    def to_bytes(self, standing: Standing | None = None) -> bytes:
        """Return the catalogue as canonical JSON-LD."""
        datasets = [self._dataset(stem, names) for stem, names in sorted(self._by_stem().items())]
        value: dict[str, Json] = {
            "@context": CONTEXT,
            "@id": CATALOG,
            "@type": "dcat:Catalog",
            "dct:title": _titles(self.folder),
            "dct:description": _titles(self.folder),
            "dcat:dataset": datasets,
            "dcat:catalog": [
                {"@id": f"{name}/{CATALOG}", "@type": "dcat:Catalog", **_described(named)}
                for name, named in sorted(self.folders.items())
            ],
        }
        if standing:
            value |= _told(standing)
            value["dcat:dataset"] = [*datasets, _log(standing)]
        return canonical_bytes(value)

    @classmethod
    def from_bytes(cls, folder: str, data: bytes) -> "Catalog":
        """Read a catalogue; raises `CatalogMalformed`."""
        try:
            value = json.loads(data)
            files = {
                str(each["dcat:downloadURL"]["@id"]): _named(each)
                for dataset in value["dcat:dataset"]
                for each in dataset["dcat:distribution"]
                if "spdx:checksum" in each
            }
            folders = {
                str(each["@id"]).removesuffix(f"/{CATALOG}"): _named(each) for each in value["dcat:catalog"]
            }
        except (ValueError, KeyError, TypeError) as fault:
            raise CatalogMalformed(f"{folder or '.'}/{CATALOG} 不是数据目录: {fault!r}") from None
        for name in (*files, *folders):
            if not name or "/" in name or name.startswith("."):
                raise CatalogMalformed(f"{folder or '.'}/{CATALOG} 列有“{name}”，应当是本文件夹内的名称")
        return cls(folder, files, folders)

    def _by_stem(self) -> dict[str, list[str]]:
        grouped: dict[str, list[str]] = {}
        for name in sorted(self.files):
            grouped.setdefault(name.split(".")[0], []).append(name)
        return grouped

    def _dataset(self, stem: str, names: list[str]) -> dict[str, Json]:
        return {
            "@id": f"#{stem}",
            "@type": "dcat:Dataset",
            "dct:identifier": f"{self.folder}/{stem}".lstrip("/"),
            "dct:title": _titles(self.folder, stem),
            "dcat:distribution": [_distribution(name, self.files[name]) for name in names],
        }


def ancestors(path: str) -> Iterator[tuple[str, str]]:
    """Give the folders that hold a file, the nearest first, and the name that each of them knows it by.

    >>> list(ancestors("bulk/record/12.csv"))
    [('bulk/record', '12.csv'), ('bulk', 'record'), ('', 'bulk')]
    """
    while path:
        path, _, name = path.rpartition("/")
        yield path, name


def _distribution(name: str, named: Named) -> dict[str, Json]:
    return {
        "@type": "dcat:Distribution",
        "dcat:downloadURL": {"@id": name},
        "dcat:accessURL": {"@id": name},
        "dcat:mediaType": MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream"),
        **_described(named),
    }


def _described(named: Named) -> dict[str, Json]:
    return {
        "dcat:byteSize": named.size,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": named.digest,
        },
    }


def _named(value: Mapping[str, Any]) -> Named:
    return Named(int(value["dcat:byteSize"]), str(value["spdx:checksum"]["spdx:checksumValue"]))


def _titles(folder: str, stem: str = "") -> list[Json]:
    start, _, rest = folder.partition("/")
    chinese, english = TITLES.get(start, (start, start))
    where = " ".join(part for part in (rest, stem) if part)
    return [
        {"@language": "zh", "@value": f"{chinese} {where}".strip()},
        {"@language": "en", "@value": f"{english} {where}".strip()},
    ]


def _told(standing: Standing) -> dict[str, Json]:
    told: dict[str, Json] = {"dct:publisher": {"@type": "foaf:Agent", "foaf:name": standing.origin}}
    if standing.newest:
        told["dct:modified"] = format_moment(standing.newest.at)
    return told


def _log(standing: Standing) -> dict[str, Json]:
    titles: list[Json] = [
        {"@language": "zh", "@value": f"存证日志 {standing.size} 条"},
        {"@language": "en", "@value": f"The log, {standing.size} entries"},
    ]
    return {
        "@id": "#log",
        "@type": "dcat:Dataset",
        "dct:identifier": standing.origin,
        "dct:title": titles,
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dcat:accessURL": {"@id": f"{LOG}checkpoint"},
                "dct:conformsTo": {"@id": "https://c2sp.org/tlog-tiles"},
            }
        ],
    }
