"""公开数据包: contents, bulk rows in each format, deltas, catalogues, feed, and the pages as static files."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
from django.conf import settings
from tests.drill.house import Planted, Stored, files_under

from chengxin.ground.home import Home


def stored(home: Home) -> Stored:
    """Give every file of the bundle; what Parquet compresses, row by row as well."""
    root = Path(settings.BUNDLE)
    yield from files_under(root)
    for file in root.rglob("*.parquet"):
        rows = duckdb.sql("SELECT * FROM read_parquet(?)", params=[str(file)]).fetchall()
        yield f"rows of {file.name}", repr(rows).encode()


def answered(planted: Planted) -> Iterator[tuple[str, str]]:
    """Give, for each kind of file that carries what is published, everything in files of that kind."""
    root = Path(settings.BUNDLE)
    for folder, ending in [
        ("bulk", "csv"),
        ("bulk", "jsonl"),
        ("deltas", "jsonl"),
        ("log/contents", "json"),
        ("records", "html"),
        ("bodies", "html"),
        (".", "atom"),
    ]:
        files = (root / folder).rglob(f"*.{ending}")
        yield f"{folder}/*.{ending}", "".join(file.read_text("utf-8") for file in files)
    yield (
        "bulk/*.parquet",
        "".join(data.decode() for name, data in stored(planted.home) if name.startswith("rows of ")),
    )
