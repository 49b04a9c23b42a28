"""Parquet: the flat rows as a file of columns, where DuckDB is installed (`requirements/parquet.in`)."""

import json
import os
from collections.abc import Sequence
from importlib.util import find_spec

from chengxin_core.opendata.columns import CellType, Column
from chengxin_core.opendata.rows import Row

SQL_TYPES = {CellType.NUMBER: "BIGINT", CellType.TRUTH: "BOOLEAN", CellType.DAY: "DATE"}


def is_installed() -> bool:
    """Tell whether Parquet can be written here."""
    return find_spec("duckdb") is not None


def write_parquet(columns: Sequence[Column], rows: Sequence[Row]) -> bytes:
    """Return the rows as a Parquet file, compressed with zstd.

    DuckDB writes files only; it is given one that lives in memory, so no disk holds what must be erased later.
    """
    import duckdb

    form = {column.name: SQL_TYPES.get(column.type, "VARCHAR") for column in columns}
    cells = [{column.name: column.value(row) for column in columns} for row in rows]
    memory = os.memfd_create("parquet")
    with os.fdopen(memory, "rb") as file, duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(
            "CREATE TEMP TABLE cells AS SELECT unnest(from_json(?, ?), recursive := true)",
            [json.dumps(cells, ensure_ascii=False), json.dumps([form])],
        )
        connection.execute(
            f"COPY cells TO '/proc/self/fd/{memory}' (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
        )
        return file.read()
