"""备好的语句: SQL that is made once for a connection and then only run, where one answer takes many small statements.

A query stays written as a QuerySet, in one place; nothing of its result is kept.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

ONE_DAY = timedelta(days=1)
MOST = 20  # texts in one list: a longer one is asked for in the usual way
Given: TypeAlias = str | date | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]  # a place where something given stands, else what the query always asks

    def run(self, given: list[Any]) -> list[tuple[Any, ...]]:
        params = [given[each.number] if isinstance(each, _Place) else each for each in self.params]
        with self.compiler.connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return [tuple(row) for row in self.compiler.results_iter(results=[rows], tuple_expected=True)]


@dataclass(frozen=True, slots=True)
class _Place:
    number: int


class Prepared:
    """A query of columns (`values_list`) that asks for texts, days and lists of texts, each given anew.

    >>> from chengxin.foundation.subjects.models import Region
    >>> named = Prepared(lambda names: Region.objects.filter(name__in=names).values_list("pk"))
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build

    def __call__(self, *given: str | date | Collection[str]) -> list[tuple[Any, ...]]:
        """Return the rows for what is given, in the order in which `build` takes it; an empty list finds nothing."""
        values: list[Given] = [each if isinstance(each, str | date) else tuple(each) for each in given]
        if () in values:
            return []
        if any(isinstance(each, tuple) and len(each) > MOST for each in values):
            return list(self.build(*values))
        adapt = connections[DEFAULT_DB_ALIAS].ops.adapt_datefield_value
        flat = [one for each in values for one in (each if isinstance(each, tuple) else (each,))]
        return self._made(values).run([adapt(each) if isinstance(each, date) else each for each in flat])

    def _made(self, values: list[Given]) -> _Made:
        connection = connections[DEFAULT_DB_ALIAS]
        kept: dict[Any, _Made] = connection.__dict__.setdefault("prepared", {})
        key = (self, *(len(each) if isinstance(each, tuple) else type(each) for each in values))
        if key not in kept:
            kept[key] = self._make(values)
        return kept[key]

    def _make(self, values: list[Given]) -> _Made:
        """Compile the query with a mark for each text and day, and find where the marks came to stand."""
        connection, marks = connections[DEFAULT_DB_ALIAS], _Marks()
        marked = [
            tuple(map(marks.of, each)) if isinstance(each, tuple) else marks.of(each) for each in values
        ]
        queryset = self.build(*marked)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        places: dict[Any, _Place] = {
            connection.ops.adapt_datefield_value(mark) if isinstance(mark, date) else mark: _Place(number)
            for number, mark in enumerate(marks.made)
        }
        return _Made(
            compiler,
            sql,
            tuple(places.get(each, each) if isinstance(each, str | date) else each for each in params),
        )


def insert(row: Model) -> None:
    """Insert one new row, as `save` would, and give it its key; who calls holds a transaction."""
    connection = connections[DEFAULT_DB_ALIAS]
    kept: dict[Any, _Insert] = connection.__dict__.setdefault("prepared", {})
    made = kept.get(type(row)) or kept.setdefault(type(row), _insert_of(type(row), connection))
    values = [
        each.get_db_prep_save(each.pre_save(row, add=True), connection=connection) for each in made.fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(made.sql, values)
        if made.gives_key:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@dataclass(frozen=True, slots=True)
class _Insert:
    fields: tuple[Field[Any, Any], ...]
    sql: str
    gives_key: bool


def _insert_of(model: type[Model], connection: BaseDatabaseWrapper) -> _Insert:
    key, quoted = model._meta.pk, connection.ops.quote_name
    gives_key = isinstance(key, AutoField)
    fields = tuple(each for each in model._meta.local_concrete_fields if each is not key or not gives_key)
    columns = ", ".join(quoted(str(each.column)) for each in fields)
    sql = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 - our tables
    return _Insert(fields, f"{sql} RETURNING {quoted(str(key.column))}" if gives_key else sql, gives_key)


class _Marks:
    """Texts and days that stand nowhere else, one for each thing that is given."""

    def __init__(self) -> None:
        self.made: list[str | date] = []

    def of(self, value: str | date) -> str | date:
        """Return a new mark of the same kind."""
        number = len(self.made)
        self.made.append(date.min + number * ONE_DAY if isinstance(value, date) else f"\x01{number}\x01")
        return self.made[-1]
