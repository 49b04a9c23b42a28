"""回避: nobody takes a step in a matter about their own body, themselves, or where an interest is known (R-59, Q-09).

Asked in one place, by `move`, of everybody whose step it is: of who acts for another, of both. The body's own liaison
speaks for a side and is not asked, nor the official in person.
"""

from collections.abc import Collection
from datetime import date

from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in, posts_held
from chengxin.foundation.matters.models import Interest, Matter, RecusalRequest
from chengxin.foundation.matters.plugs import is_oneself, signs_for_its_body, stakes
from chengxin.foundation.rules.queries import NoRulebook, current_rulebook
from chengxin_core.lifecycle.table import Actor
from chengxin_core.rulebook import UnknownRule


class UnableToMove(Exception):
    """The matter cannot take this step; the text says why, for people."""


class Recused(UnableToMove):
    """Somebody, or an organ, would handle a matter in which it is no stranger."""


def require_unbiased(by: Mandate | None, matter: Matter, *, on: date) -> None:
    """Raise `Recused`, with the clause, where who acts must not handle the matter; at most four queries."""
    if by is not None and (told := told_to_recuse(by, matter, on=on)):
        raise Recused(told)


def told_to_recuse(by: Mandate, matter: Matter, *, on: date) -> str:
    """Return what `by` is told who must not handle the matter, with the clause; empty where it may."""
    reason = why_recused(by, matter, on=on)
    return f"应当回避：{reason}（{clause(on)}）" if reason else ""


def why_recused(by: Mandate, matter: Matter, *, on: date) -> str:
    """Return why `by` must not handle the matter, in words; empty where it may."""
    if by.role in {Actor.LIAISON, Actor.OFFICIAL} or signs_for_its_body(by, matter):
        return ""
    persons, file = persons_in(by), _file_of(matter)
    whose = "您" if len(persons) == 1 else "您或者委托您代理的人"
    if is_oneself(by, matter):
        return f"{whose}就是当事人本人，本人不得办理本人的事项"
    about_a_body = not matter.is_internal and matter.official_id is None
    if about_a_body and posts_held(persons, on=on).filter(body=matter.body_id).exists():
        return f"{whose}在当事单位任职，不得办理该单位的事项"
    known = Q(matter__in=file) | Q(body=matter.body_id) if about_a_body else Q(matter__in=file)
    if Interest.objects.filter(known, user__in=persons, lifted_at=None).exists():
        return f"{whose}已申报与当事单位或者本事项有利害关系"
    if RecusalRequest.objects.filter(matter__in=file, person__user__in=persons, granted=True).exists():
        return f"本事项已决定由{whose}回避"
    said = (stake.concerns(matter, persons) for stake in stakes())
    return next((how for how in said if how), "")


def partial_to(by: Mandate, bodies: Collection[str], *, on: date) -> dict[str, str]:
    """Return, by the id of each body whose affairs `by` must not touch, why: a post in it, or a known interest."""
    persons = persons_in(by)
    whose = "您" if len(persons) == 1 else "您或者委托您代理的人"
    interests = Interest.objects.filter(body__in=bodies, user__in=persons, lifted_at=None)
    declared = dict.fromkeys(interests.values_list("body_id", flat=True), f"{whose}已申报与该单位有利害关系")
    held = posts_held(persons, on=on).filter(body__in=bodies).values_list("body_id", flat=True)
    return declared | dict.fromkeys(held, f"{whose}在该单位任职")


def clause(on: date) -> str:
    """Return the clause that recusal rests on, as it stands in the rulebook."""
    try:
        return current_rulebook().authority_of("R-59", on=on) or "R-59"
    except (NoRulebook, UnknownRule):
        return "R-59"


def _file_of(matter: Matter) -> list[int]:
    """Return the matter and those above it: an interest in a case is one in all that belongs to it."""
    here: Matter | None = matter
    found: list[int] = []
    while here is not None:
        found.append(here.pk)
        here = here.parent
    return found
