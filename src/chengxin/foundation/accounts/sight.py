"""可见范围: what a mandate lets its holder see, as named conditions on the columns that say whose a thing is.

All of them must hold. Filter and explanation are made of the same clauses, so there is no second truth. Paths are
compared as ranges, not as prefixes with LIKE: an index answers a range on every engine.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from chengxin.foundation.accounts.models import Mandate, Reach
from chengxin.foundation.accounts.queries import parts_of, persons_in, stands_for
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import ids_from
from chengxin_core.lifecycle.table import PERSONNEL, Actor

CREDIT_ROLES = frozenset(
    {Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.LEGAL_REVIEWER, Actor.RELEASE_REVIEWER}
)
SUPERVISORS = frozenset({Actor.CONGRESS_SUPERVISOR, Actor.CPPCC_SUPERVISOR, Actor.INSPECTOR, Actor.OPERATOR})
HANDLERS = frozenset({Actor.MEASURE_OWNER, Actor.INTAKE_OFFICER, Actor.SUPPLIER})
ARCHIVE_ROLES = frozenset({Actor.ARCHIVIST, Actor.AUDITOR})
NOTHING = Q(pk__in=[])
_NOT_ARCHIVED = "not_archived"
_AFTER_SLASH = "0"  # the character that follows "/": paths are ASCII ids, each ended by a slash


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the columns that say whose a row is."""

    body: str  # id of the body that the matter is about
    subject: str  # path of that body
    organ: str  # path of the organ that handles it
    organ_id: str  # id of that organ
    holder: str  # id of the person who has it in hands
    shown: str  # null until the subject was first shown it
    archived: str  # null until it went to the archive zone
    official: str  # the natural person that it is about; null where it is about a body alone


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition of sight, with what it says, the rule that it rests on, and by which reach or role it is so."""

    code: str
    zh: str
    rule: str
    condition: Q
    by: str = ""

    def __str__(self) -> str:
        return f"{self.zh}（{self.by}）" if self.by else self.zh


def within(column: str, scope: str) -> Q:
    """Return the condition that the path in `column` is `scope` or lies below it."""
    return Q(**{f"{column}__gte": scope, f"{column}__lt": scope[:-1] + _AFTER_SLASH})


def in_reach(mandate: Mandate, *, path: str, key: str, own: Q = NOTHING) -> Q:
    """Return the condition that a body lies in the reach of `mandate`.

    `path` and `key` are the columns of the body's path and id; `own` says what its holder has in hands.
    """
    match Reach(mandate.reach):
        case Reach.OWN:
            return own
        case Reach.BODY_AND_BELOW:
            return Q(**{f"{key}__in": ids_from(mandate.body_id)})
        case Reach.CUSTOM:
            return reduce(or_, (within(path, part) for part in parts_of(mandate)), NOTHING)
        case _:
            return within(path, mandate.scope)


def bodies_reached(mandate: Mandate) -> QuerySet[PublicBody]:
    """Return the bodies in the reach of `mandate`, by path; who sees only what is in hands reaches its region."""
    region = within("path", mandate.body.region.path)
    return PublicBody.objects.filter(in_reach(mandate, path="path", key="pk", own=region)).order_by("path")


def clauses(mandate: Mandate, columns: Columns, *, archived_too: bool = False) -> tuple[Clause, ...]:
    """Return the conditions under which `mandate` sees a thing; it sees what meets them all.

    The credit roles see their region's matters that an organ of their region handles, and the others once shown to
    whom they are about; never what is about their own body: that is its liaison's. A liaison and a supervisor see
    what was shown to the body, a measure owner what its organ handles. What was archived is seen by archive and audit
    roles only (policy Q-28). Administrators see no matter. What is about a natural person only that person and the
    personnel and discipline roles of the organ that handles it see (policy Q-01).

    `archived_too` leaves out that a thing is not archived yet, for counts alone: what happened does not become less
    when its file is put away, and a number opens no file.
    """
    role = Actor(mandate.role)
    about_a_person = _is_set(columns.official)
    if role in {Actor.OFFICIAL, *PERSONNEL}:
        whose = Clause("about_a_person", "涉及公务员个人", "Q-01", about_a_person)
    else:
        whose = Clause("about_no_person", "不涉及公务员个人", "Q-01", ~about_a_person)
    seen = _SEES[role](mandate, columns)
    return whose, *(each for each in seen if not (archived_too and each.code == _NOT_ARCHIVED))


def visible(mandate: Mandate, columns: Columns) -> Q:
    """Return what `mandate` may see: all of `clauses` at once."""
    return meeting(clauses(mandate, columns))


def meeting(all_of: tuple[Clause, ...]) -> Q:
    """Return the condition that every one of these clauses holds."""
    return Q(*(clause.condition for clause in all_of))


def _own(mandate: Mandate, columns: Columns) -> Q:
    return Q(**{columns.holder: stands_for(mandate)})


def _subject(mandate: Mandate, columns: Columns) -> Clause:
    reached = in_reach(mandate, path=columns.subject, key=columns.body, own=_own(mandate, columns))
    return Clause("subject_in_reach", "当事单位在数据范围之内", "T-42", reached, _said(mandate))


def _handled(mandate: Mandate, columns: Columns) -> Q:
    return in_reach(mandate, path=columns.organ, key=columns.organ_id, own=_own(mandate, columns))


def _is_set(column: str) -> Q:
    return Q(**{f"{column}__isnull": False})


def _not_archived(columns: Columns) -> Clause:
    return Clause(_NOT_ARCHIVED, zh="尚未归档", rule="Q-28", condition=~_is_set(columns.archived))


def _credit(mandate: Mandate, columns: Columns) -> tuple[Clause, ...]:
    handled_or_shown = _handled(mandate, columns) | _is_set(columns.shown)
    not_own = ~Q(**{columns.body: mandate.body_id})
    return (
        _subject(mandate, columns),
        Clause(
            "handled_or_shown", "由数据范围之内的机关办理，或者已经告知当事单位", "Q-24", handled_or_shown
        ),
        Clause("not_own_body", "当事单位不是本单位", "Q-09", not_own),
        _not_archived(columns),
    )


def _told(mandate: Mandate, columns: Columns) -> tuple[Clause, ...]:
    shown = Clause("shown", "已经告知当事单位", "Q-24", _is_set(columns.shown))
    return _subject(mandate, columns), shown, _not_archived(columns)


def _head(mandate: Mandate, columns: Columns) -> tuple[Clause, ...]:
    about_ours = _subject(mandate, columns).condition & _is_set(columns.shown)
    ours = Clause(
        "ours",
        "由本单位办理，或者涉及本单位并已经告知",
        "Q-24",
        about_ours | _handled(mandate, columns),
        _said(mandate),
    )
    return ours, _not_archived(columns)


def _handler(mandate: Mandate, columns: Columns) -> tuple[Clause, ...]:
    handled = _handled(mandate, columns)
    return (
        Clause("organ_in_reach", "办理机关在数据范围之内", "T-42", handled, _said(mandate)),
        _not_archived(columns),
    )


def _archive(mandate: Mandate, columns: Columns) -> tuple[Clause, ...]:
    archived = Clause("archived", "已经归档", "Q-28", _is_set(columns.archived))
    return _subject(mandate, columns), archived


def _personnel(mandate: Mandate, columns: Columns) -> tuple[Clause, ...]:
    themselves = Mandate.objects.filter(user__in=persons_in(mandate), official__isnull=False).values(
        "official"
    )
    is_self = Q(**{f"{columns.official}__in": themselves})
    return (*_handler(mandate, columns), Clause("not_oneself", "不是本人的事项", "R-59", ~is_self))


def _oneself(mandate: Mandate, columns: Columns) -> tuple[Clause, ...]:
    own = Q(**{columns.official: mandate.official_id})
    shown = Clause("shown", "已经告知本人", "Q-24", _is_set(columns.shown))
    return Clause("about_oneself", "是本人的事项", "Q-01", own), shown, _not_archived(columns)


def _none(mandate: Mandate, columns: Columns) -> tuple[Clause, ...]:
    return (Clause("role_sees_matters", "该角色可以查看事项", "T-42", NOTHING, Actor(mandate.role).zh),)


def _said(mandate: Mandate) -> str:
    return Reach(mandate.reach).zh


_SEES: dict[Actor, Callable[[Mandate, Columns], tuple[Clause, ...]]] = {
    **dict.fromkeys(Actor, _none),
    **dict.fromkeys(CREDIT_ROLES, _credit),
    **dict.fromkeys(SUPERVISORS, _told),
    **dict.fromkeys(HANDLERS, _handler),
    **dict.fromkeys(ARCHIVE_ROLES, _archive),
    **dict.fromkeys(PERSONNEL, _personnel),
    Actor.OFFICIAL: _oneself,
    Actor.LIAISON: _told,
    Actor.BODY_HEAD: _head,
}
