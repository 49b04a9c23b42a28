"""Reads of inquiries: who may ask what for, what one's organ asked, what was asked about oneself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db.models import Exists, OuterRef, Q, QuerySet

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.accounts.plugs import Permission
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.accounts.sight import Clause, in_reach, meeting
from chengxin.foundation.matters.models import MatterQuerySet
from chengxin.foundation.matters.queries import affairs_of
from chengxin.foundation.rules.queries import current_rulebook, rulebook_of
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.insight.inquiries.models import Inquiry, InquiryList
from chengxin_core.determination.inquiries import (
    DEFERRALS,
    Outcome,
    Purpose,
    SubjectKind,
    purpose_named,
    purposes,
)
from chengxin_core.lifecycle.inquiries import FIGURES, UNUSUAL_USE
from chengxin_core.lifecycle.table import PERSONNEL, Actor
from chengxin_core.rulebook import NotListed

SCREENING = "screen"  # what the permissions of programs begin with
AskedBy: TypeAlias = Mandate | Program
REVIEWERS = {Actor.AUDIT_ADMIN, Actor.RELEASE_REVIEWER}
SUBJECTS = {Actor.LIAISON, Actor.BODY_HEAD}  # who sees what was asked about a body


def purposes_for(who: AskedBy, kind: SubjectKind, *, on: date) -> list[Purpose]:
    """Return the purposes for which somebody may ask about such subjects, in the order of the list.

    Officials are asked about by the personnel organ with authority over them alone, and by no program.
    """
    if kind is SubjectKind.OFFICIAL and (isinstance(who, Program) or who.role not in PERSONNEL):
        return []
    listed = purposes(current_rulebook(who.body.path), on=on)
    about = [each for each in listed if kind in each.subjects]
    if isinstance(who, Program):
        return [each for each in about if who.may(permission_for(each))]
    return [each for each in about if who.role in each.roles]


def permission_for(purpose: Purpose) -> str:
    """Return the code of the permission by which a program asks for a purpose."""
    return f"{SCREENING}.{purpose.code}"


def permissions_offered(path: str, on: date) -> list[Permission]:
    """Return for what programs may be let ask: every purpose that is about bodies."""
    listed = purposes(current_rulebook(path), on=on)
    return [Permission(permission_for(each), each.zh) for each in listed if SubjectKind.BODY in each.subjects]


def limit(name: str, body: PublicBody, on: date) -> int:
    """Return a number of the rulebook about inquiries."""
    return current_rulebook(body.path).parameter(f"inquiries.{name}").on(on).number


def kinds_for(mandate: Mandate, *, on: date) -> list[SubjectKind]:
    """Return about whom a mandate may ask at all."""
    return [kind for kind in SubjectKind if purposes_for(mandate, kind, on=on)]


def sight_of_inquiries(mandate: Mandate, *, on: date) -> tuple[Clause, ...]:
    """Return the conditions under which `mandate` sees a question.

    One's own organ asked it, for a purpose that is one's own too. Questions about officials only personnel roles see,
    and never those about the holder or for whom the holder acts.
    """
    own = Q(pk__in=[])
    for kind in SubjectKind:
        codes = [each.code for each in purposes_for(mandate, kind, on=on)]
        own |= Q(official__isnull=kind is SubjectKind.BODY) & Q(purpose__in=codes)
    is_self = Q(official__isnull=False) & Q(official__in=_themselves(mandate))
    return (
        Clause("own_organ", "由本单位提出", "T-42", Q(organ=mandate.body_id)),
        Clause("own_purpose", "查询用途是当前岗位可以提出的用途", "T-50", own),
        Clause("not_oneself", "不是对本人的查询", "R-59", ~is_self),
    )


def inquiries_seen_by(mandate: Mandate, *, on: date) -> QuerySet[Inquiry]:
    """Return the questions that `mandate` sees, by those conditions, newest first."""
    return _with_all().filter(meeting(sight_of_inquiries(mandate, on=on)))


def lists_seen_by(mandate: Mandate, *, on: date) -> QuerySet[InquiryList]:
    """Return the lists that the holder sent, or whoever is acted for, newest first.

    Only those about whom the holder may ask still, and none that asked about the holder or for whom the holder acts.
    """
    sent = InquiryList.objects.filter(
        by__user__in=persons_in(mandate), organ=mandate.body_id, subject_kind__in=kinds_for(mandate, on=on)
    )
    about_self = Inquiry.objects.filter(list=OuterRef("pk"), official__in=_themselves(mandate))
    return sent.exclude(Exists(about_self)).select_related("organ", "by")


def inquiries_about(mandate: Mandate, *, on: date) -> QuerySet[Inquiry]:
    """Return what was asked about the bodies that a liaison or head stands for, or about the official in person.

    What a law defers is not among it until the day after its last.
    """
    told = _with_all().filter(Q(deferred_until=None) | Q(deferred_until__lt=on))
    if mandate.role == Actor.OFFICIAL:
        return told.filter(official=mandate.official_id)
    if Actor(mandate.role) in SUBJECTS:
        return told.filter(in_reach(mandate, path="body__path", key="body"), body__isnull=False)
    return told.none()


def reviews_of(mandate: Mandate) -> MatterQuerySet:
    """Return the reviews of unusual use and of figures in which `mandate` takes part, newest first."""
    return affairs_of(mandate).of_kind(UNUSUAL_USE.kind, FIGURES.kind)


def inquiries_about_official(official: Official, *, on: date) -> list[Inquiry]:
    """Return what was asked about an official and may be shown to the person, newest first."""
    told = _with_all().filter(Q(deferred_until=None) | Q(deferred_until__lt=on), official=official)
    return list(told[:200])


@dataclass(frozen=True, slots=True)
class Shown:
    """A question and its answer as pages and papers word them."""

    inquiry: Inquiry
    purpose: str
    basis: str
    outcome: Outcome
    deferral: str

    @property
    def asker(self) -> str:
        """The post or the program that asked, never a person."""
        return self.inquiry.by.post if self.inquiry.by else self.inquiry.program.name  # type: ignore[union-attr]

    @property
    def subject(self) -> str:
        """The name of the body, or the code of the official."""
        return self.inquiry.body.name if self.inquiry.body else str(self.inquiry.official)

    @property
    def is_invented(self) -> bool:
        """Whether the body or the official asked about is one of the demonstration."""
        if self.inquiry.body:
            return self.inquiry.body.is_fictional
        return self.inquiry.official.is_demo  # type: ignore[union-attr]


def shown(inquiries: Sequence[Inquiry]) -> list[Shown]:
    """Word questions with the rulebook under which each was asked."""
    return [_shown(each) for each in inquiries]


def in_words(outcome: Outcome, until: date | None, under: str) -> str:
    """Return the whole answer as one sentence.

    >>> in_words(Outcome.CLEAR, None, "")
    '未见障碍'
    """
    if outcome is Outcome.OBSTACLE:
        return f"有障碍，至 {until}（{under}）"
    return outcome.zh


def _shown(inquiry: Inquiry) -> Shown:
    book, day = rulebook_of(inquiry.rulebook), inquiry.answered.valid_on
    try:
        purpose = purpose_named(book, inquiry.purpose, on=day)
        zh, basis = purpose.zh, purpose.basis
    except NotListed:
        zh, basis = inquiry.purpose, ""
    grounds = {item.code: item.zh for item in book.items(DEFERRALS, on=day)} if inquiry.deferral else {}
    return Shown(inquiry, zh, basis, Outcome(inquiry.answered.outcome), grounds.get(inquiry.deferral, ""))


def _themselves(mandate: Mandate) -> QuerySet[Official]:
    """Return the officials who the holder is, or whoever is acted for."""
    own = Mandate.objects.filter(user__in=persons_in(mandate), official__isnull=False)
    return Official.objects.filter(pk__in=own.values("official"))


def _with_all() -> QuerySet[Inquiry]:
    related = ("body", "official", "organ", "by", "program", "answered")
    return Inquiry.objects.select_related(*related).order_by("-pk")
