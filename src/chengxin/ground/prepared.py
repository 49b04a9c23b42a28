"""备好的语句: SQL that is made once for a connection and then only run, where one answer takes many small statements.

A query stays written as a QuerySet, in one place; nothing of its result is kept.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Generic, TypeAlias, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, Field, Model, QuerySet
from django.db.models.sql.compiler import SQLCompiler

ONE_DAY = timedelta(days=1)
_MARK = re.compile("\x01([0-9]+)\x01")
_LEAST = -(2**31)  # keys are positive
MOST = 20  # values in one list: a longer one is asked for in the usual way
_LENGTHS = (1, 5, MOST)  # of lists for which statements are made: a shorter one names its last value again
Row = TypeVar("Row", bound=Model)
One: TypeAlias = str | int | date
Given: TypeAlias = One | tuple[str, ...] | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Made:
    compiler: SQLCompiler
    sql: str
    params: tuple[Any, ...]  # a place where something given stands, else what the query always asks

    def run(self, given: list[Any]) -> list[tuple[Any, ...]]:
        params = [each.of(given) if isinstance(each, _Place | _Within) else each for each in self.params]
        with self.compiler.connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return [tuple(row) for row in self.compiler.results_iter(results=[rows], tuple_expected=True)]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where something given stands; a number there is of the kind that the query made of its mark."""

    number: int
    kind: type[int] | None = None

    def of(self, given: Sequence[Any]) -> Any:
        value = given[self.number]
        return value if self.kind is None else self.kind(value)


@dataclass(frozen=True, slots=True)
class _Within:
    """A text in which given texts stand, between others of the query."""

    text: str

    def of(self, given: Sequence[Any]) -> str:
        return _MARK.sub(lambda found: str(given[int(found[1])]), self.text)


class Prepared:
    """A query of columns (`values_list`) that asks for texts, numbers, days and lists, each given anew.

    >>> from chengxin.foundation.subjects.models import Region
    >>> named = Prepared(lambda names: Region.objects.filter(name__in=names).values_list("pk"))
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self.build = build

    def __call__(self, *given: One | Collection[str] | Collection[int]) -> list[tuple[Any, ...]]:
        """Return the rows for what is given, in the order in which `build` takes it; an empty list finds nothing."""
        values = [each if isinstance(each, One) else cast("Given", tuple(each)) for each in given]
        if () in values:
            return []
        if any(isinstance(each, tuple) and len(each) > MOST for each in values):
            return list(self.build(*values))
        values = [_filled(each) if isinstance(each, tuple) else each for each in values]
        adapt = connections[DEFAULT_DB_ALIAS].ops.adapt_datefield_value
        flat = [one for each in values for one in (each if isinstance(each, tuple) else (each,))]
        made = self._made(values)
        return made.run([adapt(each) if isinstance(each, date) else each for each in flat]) if made else []

    def _made(self, values: list[Given]) -> _Made | None:
        connection = connections[DEFAULT_DB_ALIAS]
        kept: dict[Any, _Made | None] = connection.__dict__.setdefault("prepared", {})
        key = (
            self,
            *((type(each[0]), len(each)) if isinstance(each, tuple) else type(each) for each in values),
        )
        if key not in kept:
            kept[key] = self._make(values)
        return kept[key]

    def _make(self, values: list[Given]) -> _Made | None:
        """Compile the query with a mark for all that is given, and find where the marks came to stand.

        None where nothing is found whatever is given: then nothing is asked.
        """
        connection, marks = connections[DEFAULT_DB_ALIAS], _Marks()
        marked = [
            tuple(map(marks.of, each)) if isinstance(each, tuple) else marks.of(each) for each in values
        ]
        queryset = self.build(*marked)
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
        places = {
            connection.ops.adapt_datefield_value(mark) if isinstance(mark, date) else mark: number
            for number, mark in enumerate(marks.made)
        }
        placed = tuple(_placed(each, places) for each in params)
        _require_whole_marks(placed, marks)
        return _Made(compiler, sql, placed)


def _filled(values: tuple[str, ...] | tuple[int, ...]) -> Given:
    length = next(each for each in _LENGTHS if len(values) <= each)
    return cast("Given", (*values, *(values[-1:] * (length - len(values)))))


def _placed(param: Any, places: Mapping[Any, int]) -> Any:
    """Return the place of what was given where a mark came to stand, else what the query always asks."""
    if not isinstance(param, One) or isinstance(param, bool):
        return param
    if param in places:
        return _Place(places[param], type(param) if isinstance(param, int) else None)
    return _Within(param) if isinstance(param, str) and _MARK.search(param) else param


def _require_whole_marks(params: tuple[Any, ...], marks: "_Marks") -> None:
    """Refuse a query that changed a mark on its way: it would ask for the mark, not for what is given."""
    asked = [repr(each) for each in params if not isinstance(each, _Place | _Within)]
    for mark in marks.made:
        if any(str(mark) in each or repr(mark).strip("'") in each for each in asked):
            raise TypeError(f"the query asks for {mark!r} in another form than it was given")


class Whole(Generic[Row]):
    """All columns of a model, and of what some of its keys lead to: what to ask for, and the object of each answer.

    >>> from chengxin.foundation.subjects.models import PublicBody
    >>> from chengxin.foundation.subjects.models import Region
    >>> Whole(PublicBody, region=Region).columns[-1].startswith("region__")
    True
    """

    def __init__(self, model: type[Row], **led_to: type[Model]) -> None:
        self._model, self._own = model, _columns_of(model)
        self._led_to = [(name, related, _columns_of(related)) for name, related in led_to.items()]
        theirs = (f"{name}__{column}" for name, _, columns in self._led_to for column in columns)
        self.columns = (*self._own, *theirs)

    def of(self, row: Sequence[Any]) -> Row:
        """Return the object whose `columns` a row holds, with those that its keys lead to."""
        begin = len(self._own)
        made = self._model.from_db(DEFAULT_DB_ALIAS, self._own, row[:begin])
        for name, related, columns in self._led_to:
            end = begin + len(columns)
            setattr(made, name, related.from_db(DEFAULT_DB_ALIAS, columns, row[begin:end]))
            begin = end
        return made


def _columns_of(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


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
    """Texts, numbers and days that stand nowhere else, one for each thing that is given."""

    def __init__(self) -> None:
        self.made: list[One] = []

    def of(self, value: One) -> Any:
        """Return a new mark of the same kind."""
        number = len(self.made)
        self.made.append(
            date.min + number * ONE_DAY
            if isinstance(value, date)
            else _LEAST + number
            if isinstance(value, int)
            else f"\x01{number}\x01"
        )
        return self.made[-1]
