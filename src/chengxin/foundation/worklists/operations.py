"""Every write of the lists: star, lay before, ask to hurry, pass on, give back, take back, keep a filter."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NotCompetent,
    UnableToMove,
    add_note,
    change_hands,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import is_for, kind_of
from chengxin.foundation.matters.queries import PASSED_ON, RETURNED, TAKEN_BACK, name_of, visible_matter
from chengxin.foundation.matters.unbiased import require_unbiased
from chengxin.foundation.notifications.models import Occasion
from chengxin.foundation.notifications.occasions import tell_posts, tell_subject
from chengxin.foundation.worklists.models import Circulation, Handing, Nudge, SavedFilter, Star
from chengxin.foundation.worklists.queries import (
    HEADS,
    awaited_in,
    can_take,
    filters_of,
    handing_of,
    waits_for_its_body,
)
from chengxin.ground import trail
from chengxin_core.calendar import legal_day

MOST_FILTERS = 30


class NotForThem(UnableToMove):
    """Before somebody who may not see a matter it is not laid."""


class AskedToday(UnableToMove):
    """Whoever has the matter in hands was asked to hurry today already."""


class NotInHands(UnableToMove):
    """The matter is not where the step would take it from."""


@transaction.atomic
def star(*, matter: Matter, by: Mandate, at: datetime, on: bool) -> None:
    """Keep a matter at hand, or no more; twice changes nothing."""
    if on:
        Star.objects.get_or_create(mandate=by, matter=matter, defaults={"at": at})
    else:
        Star.objects.filter(mandate=by, matter=matter).delete()
    trail.note("worklists.starred" if on else "worklists.unstarred", name_of(matter), mandate=by.pk)


@transaction.atomic
def circulate(*, matter: Matter, to: Mandate, by: Mandate, at: datetime, note: str = "") -> Circulation:
    """Lay a matter before a colleague, once until it is read. Raises `NotForThem` where it may not be seen."""
    require_reader(matter, to=to, by=by)
    laid, is_new = Circulation.objects.get_or_create(
        matter=matter, to=to, read_at=None, defaults={"by": by, "note": note, "at": at}
    )
    if is_new:
        trail.note("worklists.circulated", name_of(matter), mandate=by.pk, to=to.pk)
        _tell(matter, to, Occasion.CIRCULATED, f"laid:{laid.pk}", at)
    return laid


@transaction.atomic
def mark_read(*, matter: Matter, by: Mandate, at: datetime) -> int:
    """Note that the holder read what was laid before it; return how much was."""
    read = Circulation.objects.filter(matter=matter, to=by, read_at=None).update(read_at=at)
    if read:
        trail.note("worklists.read", name_of(matter), mandate=by.pk)
    return read


@transaction.atomic
def nudge(*, matter: Matter, by: Mandate, at: datetime) -> Nudge:
    """Ask whoever has the matter in hands to hurry. Raises `AskedToday`.

    That is its holder; else its body where a day of the body runs and it was told; else the posts of the organ for whom
    a step waits. They are told, except who asks.
    """
    to, day = matter.holder, legal_day(at)
    require_not_nudged(matter, on=day)
    try:
        with transaction.atomic():
            asked = Nudge.objects.create(matter=matter, day=day, by=by, to=to, at=at)
    except IntegrityError:
        raise _asked_on(day) from None
    by_body = to is None and waits_for_its_body(matter)
    told = f"催办：请{to.post if to else matter.body.name if by_body else matter.organ.name}抓紧办理"
    add_note(matter=matter, part=Part.URGING, text=told, by=by, at=at)
    trail.note("worklists.nudged", name_of(matter), mandate=by.pk, to=to.pk if to else "")
    once = f"nudged:{asked.pk}"
    if by_body:
        tell_subject(matter=matter, occasion=Occasion.URGED, once=once, at=at)
    else:
        hurried = [to] if to else [each for each in awaited_in(matter, on=day) if each.user_id != by.user_id]
        tell_posts(matter=matter, posts=hurried, occasion=Occasion.URGED, once=once, at=at)
    return asked


@transaction.atomic
def pass_on(*, matter: Matter, to: Mandate, by: Mandate, at: datetime, note: str = "") -> Handing:
    """Pass a matter on to a colleague who has it in hands from now on.

    Who has it in hands may, who leads the organ, and anybody of it while nobody has. Raises `NotCompetent`, `Recused`.
    """
    require_in_hands(matter, by=by)
    require_taker(matter, to=to, on=legal_day(at))
    was, said = matter.holder, f"转办给{to.post}" + (f"：{note}" if note else "")
    change_hands(matter=matter, to=to, by=by, at=at, code=PASSED_ON, note=said)
    handed = Handing.objects.create(matter=matter, was=was, now=to, by=by, note=note, at=at)
    _tell(matter, to, Occasion.PASSED_ON, f"handed:{handed.pk}", at)
    return handed


def require_reader(matter: Matter, *, to: Mandate, by: Mandate) -> None:
    """Raise `NotForThem` where a matter cannot be laid before a colleague."""
    if to.body_id != by.body_id or not visible_matter(to, matter.pk).exists():
        raise NotForThem(f"{to.post}的岗位不能查看该事项，不能传阅")


def require_not_nudged(matter: Matter, *, on: date) -> None:
    """Raise where nobody can be asked to hurry that day: nothing is left to do, or it was asked already."""
    if not matter.is_open:
        raise UnableToMove("该事项已经办结，无需催办")
    if matter.nudges.filter(day=on).exists():
        raise _asked_on(on)


def require_in_hands(matter: Matter, *, by: Mandate) -> None:
    """Raise `NotCompetent` where a matter is not the holder's to pass on."""
    _require_ours(matter, by)
    if by.role not in HEADS and matter.holder_id not in {None, by.pk, by.principal_id}:
        raise NotCompetent(
            f"该事项由{matter.holder.post if matter.holder else ''}承办，由承办人或者负责人转办"
        )


def require_taker(matter: Matter, *, to: Mandate, on: date) -> None:
    """Raise `NotCompetent` or `Recused` where a post cannot take a matter in hands."""
    if not can_take(matter, to, on=on):
        raise NotCompetent(f"{to.post}不能承办这类事项，或者已经是承办人")
    require_unbiased(to, matter, on=on)


@transaction.atomic
def give_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Return what was passed on to the holder, with a reason, to whoever passed it on."""
    handing = _standing(matter)
    if by.pk != handing.now_id and by.principal_id != handing.now_id:
        raise NotInHands("该事项不在您手上，不能退回")
    _undo(handing, handing.was or handing.by, by, at, RETURNED, reason)


@transaction.atomic
def take_back(*, matter: Matter, by: Mandate, at: datetime, reason: str = "") -> None:
    """Take back what one passed on, while nothing was done in it since."""
    handing = _standing(matter)
    if by.pk != handing.by_id and by.principal_id != handing.by_id:
        raise NotInHands("只有转办的人可以撤回")
    if matter.moves.filter(at__gt=handing.at, by=handing.now_id).exists():
        raise NotInHands("接办人已经办理，不能撤回；可以由接办人退回")
    _undo(handing, handing.was, by, at, TAKEN_BACK, reason)


@transaction.atomic
def save_filter(*, by: Mandate, name: str, tab: str, query: str) -> SavedFilter:
    """Keep a list with its filters under a name; the same name keeps the new one."""
    if filters_of(by).exclude(name=name).count() >= MOST_FILTERS:
        raise UnableToMove(f"常用筛选最多保存 {MOST_FILTERS} 个，请先删除不用的")
    kept, _ = SavedFilter.objects.update_or_create(
        mandate=by, name=name, defaults={"tab": tab, "query": query}
    )
    return kept


@transaction.atomic
def drop_filter(*, by: Mandate, pk: int) -> int:
    """Keep a filter no more."""
    return filters_of(by).filter(pk=pk).delete()[0]


def _asked_on(day: date) -> AskedToday:
    return AskedToday(f"该事项今天（{day}）已经催办过，每天至多催办一次")


def _tell(matter: Matter, to: Mandate, occasion: Occasion, once: str, at: datetime) -> None:
    tell_posts(matter=matter, posts=[to], occasion=occasion, once=once, at=at)


def _standing(matter: Matter) -> Handing:
    handing = handing_of(matter)
    if handing is None:
        raise NotInHands("该事项没有转办，或者已经退回、撤回、再次转办")
    return handing


def _undo(handing: Handing, to: Mandate | None, by: Mandate, at: datetime, code: str, reason: str) -> None:
    change_hands(matter=handing.matter, to=to, by=by, at=at, code=code, note=reason)
    handing.undone_at = at
    handing.save(update_fields=["undone_at"])


def _require_ours(matter: Matter, by: Mandate) -> None:
    if not is_for(by, matter) or by.body_id != matter.organ_id:
        raise NotCompetent(f"该事项由{matter.organ.name}办理，不由{by.body.name}转办")
    if kind_of(matter.kind).is_over(matter.state):
        raise UnableToMove("该事项已经办结，不再转办")
