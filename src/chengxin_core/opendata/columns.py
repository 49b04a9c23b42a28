"""表列: the flat columns of a kind of publication, read from the JSON Schema of its content.

A member of an object becomes a column of its own (`body.name` is `body_name`); a list stays one cell of JSON, because a
table has no better place for it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.opendata.rows import Row
from chengxin_core.vocabulary import Term

DEFINITION = "#/$defs/"


class CellType(Term):
    """单元格类型: what the cells of a column hold."""

    TEXT = "text", "文本"
    NUMBER = "number", "整数"
    TRUTH = "truth", "是否"
    DAY = "day", "日期"
    JSON = "json", "JSON"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, where its value is in a row, and what it holds."""

    name: str
    path: tuple[str, ...]
    type: CellType

    def value(self, row: Row) -> Any:
        """Return the cell of a row; None where a part of the path is missing."""
        found: Any = row
        for step in self.path:
            if not isinstance(found, Mapping):
                return None
            found = found.get(step)
        if self.type is CellType.JSON and found is not None:
            return canonical_bytes(found).decode()
        return found


HEAD = (
    Column("key", ("key",), CellType.TEXT),
    Column("version", ("version",), CellType.NUMBER),
    Column("log_index", ("index",), CellType.NUMBER),
    Column("changed_at", ("changed_at",), CellType.TEXT),
)


def columns_of(schema: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return the columns of a table of contents of this schema, those of the log first.

    >>> person = {"type": "object", "properties": {"name": {"type": "string"}}}
    >>> [column.name for column in columns_of({"type": "object", "properties": {"body": person}})][4:]
    ['body_name']
    """
    return (*HEAD, *_columns(schema, schema, ("content",)))


def _columns(whole: Mapping[str, Any], form: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[Column]:
    form = _resolved(whole, form)
    if "properties" in form:
        for name, member in form["properties"].items():
            yield from _columns(whole, member, (*path, name))
        return
    yield Column("_".join(path[1:]), path, _cell_type(form))


def _resolved(whole: Mapping[str, Any], form: Mapping[str, Any]) -> Mapping[str, Any]:
    """Follow references, and take out of a choice with null the other one."""
    while True:
        if "$ref" in form:
            form = whole["$defs"][form["$ref"].removeprefix(DEFINITION)]
            continue
        choices = [choice for choice in form.get("anyOf", ()) if choice.get("type") != "null"]
        if len(choices) != 1:
            return form
        form = choices[0]


def _cell_type(form: Mapping[str, Any]) -> CellType:
    if form.get("format") == "date":
        return CellType.DAY
    by_type = {"integer": CellType.NUMBER, "boolean": CellType.TRUTH, "string": CellType.TEXT}
    if "enum" in form and all(isinstance(value, str) for value in form["enum"]):
        return CellType.TEXT
    return by_type.get(str(form.get("type")), CellType.JSON)
