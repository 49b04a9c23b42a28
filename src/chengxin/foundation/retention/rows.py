"""按时间保存的记录: a class of records that are rows with a moment, destroyed row by row once all its terms are over.

Most classes are such: a room says which rows, by which column they are dated, and which of them may go at all.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, TypeAlias

from django.db import transaction
from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.retention.operations import NotCompetent, RetentionRefused
from chengxin.foundation.retention.plugs import Extent, RecordClass
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import trail
from chengxin_core.calendar import beginning_of, legal_day, nominal_end
from chengxin_core.lifecycle.table import Actor

Rows: TypeAlias = "QuerySet[Any]"
REFUSED_ROWS = ("refused_rows.keep",)
SLICE = 1_000  # rows destroyed by one statement: a database bounds how many keys one may name


class TooYoung(RetentionRefused):
    """Rows would be destroyed before the end of the term in which they are kept."""


def class_of_rows(
    *,
    code: str,
    zh: str,
    terms: tuple[str, ...],
    deciders: frozenset[Actor],
    rows: Callable[[], Rows],
    moment: str,
    empty: Callable[[Rows], int] | None = None,
) -> RecordClass:
    """Return a class of records: `rows()` are those that may go when they are old enough, dated by the column `moment`.

    They are deleted, unless `empty` destroys only what they hold and answers how many it emptied; either gets them in
    slices.
    """

    def kept_from(at: datetime) -> date:
        today, rulebook = legal_day(at), current_rulebook()
        periods = (rulebook.parameter(key).on(today).period for key in terms)
        return min(nominal_end(today, -length, unit) for length, unit in periods)

    def before(day: date) -> Rows:
        return rows().filter(**{f"{moment}__lt": beginning_of(day)}).order_by(moment, "pk")

    def extent(day: date) -> Extent:
        ended = before(day)
        first, last = ended.values_list(moment, "pk").first(), ended.values_list(moment, "pk").last()
        if first is None or last is None:
            return Extent(0)
        return Extent(ended.count(), legal_day(first[0]), f"编号 {last[1]}")

    @transaction.atomic
    def destroy(*, day: date, by: Mandate, why: str, at: datetime) -> int:
        """Destroy the rows of the days before `day`. Raises `NotCompetent` or `TooYoung`."""
        if Actor(by.role) not in deciders:
            raise NotCompetent(f"{zh}的销毁不由这一岗位办理")
        if day > kept_from(at):
            raise TooYoung(f"{day} 以前的{zh}尚未满保存期限，只能销毁 {kept_from(at)} 以前的")
        count = sum(map(empty or _delete, _slices(before(day))))
        trail.note(
            "retention.rows_destroyed", code, mandate=by.pk, before=day.isoformat(), rows=count, why=why
        )
        return count

    return RecordClass(code, zh, terms, deciders, kept_from, extent, destroy)


def class_of_refused_rows(code: str, zh: str, *, rows: Callable[[], Rows], moment: str) -> RecordClass:
    """Return the class of rows refused of a file, which lie sealed to be mended by who sent them."""
    return class_of_rows(
        code=code,
        zh=zh,
        terms=REFUSED_ROWS,
        deciders=frozenset({Actor.SECURITY_ADMIN, Actor.AUDIT_ADMIN}),
        rows=rows,
        moment=moment,
    )


def _slices(rows: Rows) -> Iterator[Rows]:
    """Yield the rows of these keys a bounded number at a time; the keys are read once, before anything goes."""
    keys, every = list(rows.values_list("pk", flat=True)), rows.model._default_manager
    for start in range(0, len(keys), SLICE):
        yield every.filter(pk__in=keys[start : start + SLICE])


def _delete(rows: Rows) -> int:
    count = rows.count()
    rows.delete()
    return count
