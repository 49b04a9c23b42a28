"""异常查询: how much, when, and about whose neighbours somebody asks; beyond a limit the audit administrator looks.

Limits are defaults of the rulebook. Each post or program is told of once a day and kind; nothing is decided here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.accounts.queries import mandates_in_force, programs_by_key
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    add_note,
    let_take_part,
    move,
    open_affair,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import trail
from chengxin.insight.inquiries.models import Inquiry, InquiryList, UnusualKind, UnusualUse
from chengxin.insight.inquiries.queries import limit
from chengxin_core.calendar import beginning_of, legal_day
from chengxin_core.lifecycle.inquiries import UNUSUAL_USE
from chengxin_core.lifecycle.table import Actor

NEIGHBOUR_DAYS = 30


@dataclass(frozen=True, slots=True)
class _Beyond:
    """One post or program that is beyond a limit on a day."""

    kind: UnusualKind
    who: Mandate | Program
    count: int
    limit: int


def watch(*, at: datetime) -> int:
    """Open a matter for whatever of today is newly beyond a limit; return how much was noticed."""
    noticed = [each for each in _beyond(at) if _keep(each, at)]
    _open_waiting(at)
    return len(noticed)


def require_explanation(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Ask the organ of who asked to explain."""
    _moved(matter, "ask", by, at, reason)


def find_usual(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Find that the use served the work that it named."""
    _moved(matter, "explain", by, at, reason)


def refer(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Refer the use to who is competent for it."""
    _moved(matter, "refer", by, at, reason)


def unusual_use_of(matter: Matter) -> UnusualUse:
    """Return the unusual use that `matter` is about."""
    return UnusualUse.objects.select_related("by__body", "program__body", "matter").get(matter=matter.pk)


def asked_in(use: UnusualUse) -> QuerySet[Inquiry]:
    """Return what was asked by that post or program in the days that were counted, newest first."""
    days = NEIGHBOUR_DAYS if use.kind == UnusualKind.NEIGHBOURS else 1
    first, end = _bounds(use.day - timedelta(days=days - 1), use.day)
    who = {"by": use.by_id} if use.by_id else {"program": use.program_id}
    return Inquiry.objects.filter(at__gte=first, at__lt=end, **who).order_by("-pk")


def _moved(matter: Matter, code: str, by: Mandate, at: datetime, reason: str) -> None:
    move(matter=matter, code=code, by=by, at=at, note=reason)
    add_note(matter=matter, part=Part.OPINION, text=reason, by=by, at=at)


def _beyond(at: datetime) -> Iterator[_Beyond]:
    today = legal_day(at)
    first, end = _bounds(today, today)
    asked = Inquiry.objects.filter(at__gte=first, at__lt=end)
    programs = programs_by_key()
    for pk, count in _counted(asked.filter(program__isnull=False), "program"):
        most = limit("unusual_by_client_a_day", programs[pk].body, today)
        if count > most:
            yield _Beyond(UnusualKind.VOLUME, programs[pk], count, most)
    posts = {pk for pk, _ in _counted(asked.filter(by__isnull=False), "by")}
    for mandate in Mandate.objects.select_related("body__region").filter(pk__in=posts):
        yield from _beyond_of(mandate, today)


def _beyond_of(mandate: Mandate, today: date) -> Iterator[_Beyond]:
    first, end = _bounds(today, today)
    single = Inquiry.objects.filter(by=mandate, list=None)
    lists = InquiryList.objects.filter(by=mandate)
    lists_of_today = lists.filter(at__gte=first, at__lt=end)
    of_today = single.filter(at__gte=first, at__lt=end)
    since, _ = _bounds(today - timedelta(days=NEIGHBOUR_DAYS - 1), today)
    near = Q(official__employer=mandate.body_id) | Q(body__region=mandate.body.region_id)
    in_lists = Inquiry.objects.filter(near, by=mandate, at__gte=since, at__lt=end).exclude(list=None)
    near_lists = in_lists.values("list").distinct().count()
    dark = _at_night(mandate.body, today)
    for kind, name, count in (
        (UnusualKind.VOLUME, "unusual_a_day", of_today.count() + lists_of_today.count()),
        (
            UnusualKind.NIGHT,
            "unusual_at_night",
            of_today.filter(dark).count() + lists_of_today.filter(dark).count(),
        ),
        (
            UnusualKind.NEIGHBOURS,
            "unusual_neighbours",
            single.filter(near, at__gte=since, at__lt=end).count() + near_lists,
        ),
    ):
        most = limit(name, mandate.body, today)
        if count > most:
            yield _Beyond(kind, mandate, count, most)


def _at_night(body: PublicBody, day: date) -> Q:
    """Return the condition that a moment of the day lies outside working hours."""
    begins, ends = (timedelta(hours=limit(name, body, day)) for name in ("night_until", "night_from"))
    midnight = beginning_of(day)
    return Q(at__lt=midnight + begins) | Q(at__gte=midnight + ends)


@transaction.atomic
def _keep(found: _Beyond, at: datetime) -> bool:
    who = {"by": found.who} if isinstance(found.who, Mandate) else {"program": found.who}
    _, is_new = UnusualUse.objects.get_or_create(
        kind=found.kind,
        day=legal_day(at),
        **who,
        defaults={"count": found.count, "limit": found.limit, "noticed_at": at},
    )
    if is_new:
        trail.note("inquiries.unusual", f"{'mandate' if 'by' in who else 'program'}/{found.who.pk}")
    return is_new


def _open_waiting(at: datetime) -> None:
    """Open the matters of what was noticed, and let audit administrators who came later take part in what is open."""
    watchers = [each for each in mandates_in_force(on=legal_day(at)) if each.role == Actor.AUDIT_ADMIN]
    if not watchers:
        return
    for use in (
        UnusualUse.objects.filter(matter=None).select_related("by__body", "program__body").order_by("pk")
    ):
        _open(use, watchers, at)
    still = UnusualUse.objects.filter(matter__isnull=False).exclude(matter__state__in=UNUSUAL_USE.ends)
    for use in still.select_related("by", "matter"):
        assert use.matter is not None  # filtered by it
        organ = use.matter.organ_id
        mandates = [each for each in _strangers(use, watchers) if each.body_id == organ]
        let_take_part(matter=use.matter, mandates=mandates)


@transaction.atomic
def _open(use: UnusualUse, watchers: list[Mandate], at: datetime) -> None:
    """Open the matter in the organ of the audit administrators."""
    strangers = _strangers(use, watchers)
    if not strangers:
        return
    organ = strangers[0].body
    title = f"异常查询：{UnusualKind(use.kind).zh}（{who_asked(use)}，{use.day}）"
    use.matter = open_affair(
        new=NewMatter(UNUSUAL_USE, title, organ, organ),
        participants=[each for each in strangers if each.body_id == organ.pk],
        by=None,
        at=at,
    )
    use.save(update_fields=["matter"])


def _strangers(use: UnusualUse, watchers: list[Mandate]) -> list[Mandate]:
    """Return those of the audit administrators whose own use it is not."""
    asker = use.by.user_id if use.by else None
    return [each for each in watchers if each.user_id != asker]


def who_asked(use: UnusualUse) -> str:
    """Return the post or program, with its organ; never a person's name."""
    if use.by is not None:
        return f"{use.by.body.name}{use.by.post}"
    assert use.program is not None  # a constraint holds it
    return f"{use.program.body.name}{use.program.name}"


def _counted(asked: QuerySet[Inquiry], column: str) -> Iterator[tuple[int, int]]:
    rows = asked.order_by().values(who=F(column)).annotate(count=Count("pk"))
    return ((row["who"], row["count"]) for row in rows)


def _bounds(first: date, last: date) -> tuple[datetime, datetime]:
    """Return the moments in which the first day begins and the last one is over."""
    return beginning_of(first), beginning_of(last + timedelta(days=1))
