"""Every write of matters. `move` is the one function that changes a state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.finding import index_first, index_later
from chengxin.foundation.matters.models import (
    ATTACHED_NAME,
    ArchiveRead,
    Attachment,
    Matter,
    MatterMove,
    Note,
    Participant,
)
from chengxin.foundation.matters.plugs import followers_of, is_for, is_personal, kind_of, may_harm
from chengxin.foundation.matters.queries import ADOPTED, OPENED, SUCCEEDED, name_of, tree_of
from chengxin.foundation.matters.unbiased import Recused as Recused
from chengxin.foundation.matters.unbiased import UnableToMove as UnableToMove
from chengxin.foundation.matters.unbiased import require_unbiased
from chengxin.foundation.rules.queries import versions
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.ground import files, home, trail
from chengxin.ground.attachments import Upload
from chengxin.ground.ciphers import seal
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor, Lifecycle, Move, NoSuchMove


class MovedMeanwhile(UnableToMove):
    """Somebody else moved the matter since it was read."""


class Filed(UnableToMove):
    """The case file was filed for good: it is read-only."""


class NotCompetent(UnableToMove):
    """The matter is another organ's, or another body's, to act in."""


@dataclass(frozen=True, slots=True)
class NewMatter:
    """What opening a matter needs to know.

    Without a `rulebook` it begins under the current one: of the city in which its organ, or else its body, lies, if
    that city has rules of its own; else the province's. One about an `official` is about the person: the body is where
    the person serves, and may be the organ. One that `is_historic` is entered long after it happened: it waits for
    nobody until somebody takes it up.
    """

    lifecycle: Lifecycle
    title: str
    body: PublicBody
    organ: PublicBody
    rulebook: str | None = None
    parent: Matter | None = None
    official: Official | None = None
    is_historic: bool = False

    def row(self, rulebook: str, at: datetime) -> Matter:
        """Return the matter as a row not yet stored."""
        return Matter(
            kind=self.lifecycle.kind,
            state=self.lifecycle.initial,
            title=self.title[:200],
            body=self.body,
            organ=self.organ,
            subject_path=self.body.path,
            organ_path=self.organ.path,
            parent=self.parent,
            is_internal=self.lifecycle.is_internal,
            official=self.official,
            rulebook=rulebook,
            opened_at=at,
            moved_at=at,
            is_demo=self.body.is_fictional,
            is_historic=self.is_historic,
            is_open=not self.is_historic and kind_of(self.lifecycle.kind).is_open(self.lifecycle.initial),
        )


@transaction.atomic
def open_matter(*, new: NewMatter, by: Mandate | None, at: datetime, note: str = "") -> Matter:
    """Open one matter in the first state of its lifecycle; its opening is its first step."""
    (matter,) = open_matters(new=[new], by=by, at=at, note=note)
    return matter


@transaction.atomic
def open_matters(
    *, new: Sequence[NewMatter], by: Mandate | None, at: datetime, note: str = ""
) -> list[Matter]:
    """Open many matters at once, as `open_matter` opens one; followers of the first state run too."""
    for each in new:
        if each.body.pk == each.organ.pk and each.official is None and not each.lifecycle.is_internal:
            raise Recused("本单位不得办理以本单位为当事人的事项，请移送有权机关")
        if each.parent is not None and each.parent.archived_at is not None:
            raise UnableToMove(f"{each.parent.number} 已经归档，不能在其下立项")
        if each.parent is not None:
            require_unfiled(each.parent)
    matters = Matter.objects.bulk_create(
        [each.row(rulebook, at) for each, rulebook in zip(new, _rulebooks(new), strict=True)]
    )
    index_first(matters)
    MatterMove.objects.bulk_create(
        MatterMove(
            matter=matter,
            code=OPENED,
            from_state="",
            to_state=matter.state,
            by=by,
            at=at,
            note=note,
            basis=[],
        )
        for matter in matters
    )
    for matter in matters:
        trail.note("matters.opened", name_of(matter), mandate=by.pk if by else "", kind=matter.kind)
        _follow(matter, at)
    return matters


@transaction.atomic
def open_affair(
    *, new: NewMatter, participants: Iterable[Mandate], by: Mandate | None, at: datetime, note: str = ""
) -> Matter:
    """Open an organ's own affair, which its participants see and nobody else."""
    matter = open_matter(new=new, by=by, at=at, note=note)
    Participant.objects.bulk_create(Participant(matter=matter, mandate=each) for each in participants)
    return matter


@transaction.atomic
def let_take_part(*, matter: Matter, mandates: Iterable[Mandate]) -> None:
    """Let further mandates take part in an internal affair."""
    Participant.objects.bulk_create(
        (Participant(matter=matter, mandate=each) for each in mandates), ignore_conflicts=True
    )


@transaction.atomic
def hand_over(*, was: Mandate, now: Mandate) -> int:
    """Give everything that `was` has in hands to `now`, internal affairs not yet over included; return how many."""
    affairs = Participant.objects.filter(mandate=was).exclude(matter__participants__mandate=now)
    Participant.objects.bulk_create(
        Participant(matter_id=pk, mandate=now) for pk in affairs.values_list("matter", flat=True)
    )
    return Matter.objects.filter(holder=was).update(holder=now)


@transaction.atomic
def move(
    *,
    matter: Matter,
    code: str,
    by: Mandate | None,
    at: datetime,
    note: str = "",
    decided_by: Mandate | None = None,
) -> MatterMove:
    """Take one step of the matter's lifecycle, if it still stands where `matter` says.

    `by` is who makes the step, None for the platform itself. A step that harms needs a decider: `decided_by`, or `by`.
    Raises `UnableToMove` (no such step from here, not for this role), `NotCompetent`, or `MovedMeanwhile`.
    """
    require_unfiled(matter)
    lifecycle = kind_of(matter.kind).lifecycle
    step = _permitted_step(lifecycle, matter, code, by)
    decider = decided_by or by
    for person in {by, decided_by} - {None}:
        require_unbiased(person, matter, on=legal_day(at))
    if step.harms and decider is None:
        raise UnableToMove(f"“{step.zh}”会使当事单位承受不利后果，必须由有权人员决定")
    if step.harms and decider is not None and not may_harm(decider):
        raise UnableToMove(f"“{step.zh}”会使当事单位承受不利后果，按本平台的设置须由岗位本人决定，不能代理")
    changes: dict[str, object] = {
        "state": step.target,
        "version": matter.version + 1,
        "moved_at": at,
        "is_open": kind_of(matter.kind).is_open(step.target),
    }
    if step.harms:
        changes |= {"harms": True, "decided_by": decider, "decided_at": at}
    if by and matter.holder_id is None and by.body_id == matter.organ_id:
        changes["holder_id"] = by.principal_id or by.pk
    # The one conditional update: whoever changes the row has made the step, nobody else has.
    changed = Matter.objects.filter(pk=matter.pk, state=matter.state, version=matter.version).update(
        **changes
    )
    if not changed:
        raise MovedMeanwhile("该事项刚刚已由他人办理，请刷新页面后再试")
    came_from = matter.state
    for column, value in changes.items():
        setattr(matter, column, value)
    made = MatterMove.objects.create(
        matter=matter,
        code=code,
        from_state=came_from,
        to_state=step.target,
        by=by,
        at=at,
        note=note,
        basis=list(step.basis),
    )
    trail.note(
        "matters.moved",
        name_of(matter),
        mandate=by.pk if by else "",
        kind=matter.kind,
        step=code,
        from_state=came_from,
        to_state=step.target,
        decided_by=decider.pk if step.harms and decider else "",
    )
    if step.target != came_from:
        _follow(matter, at)
    return made


@transaction.atomic
def change_hands(
    *, matter: Matter, to: Mandate | None, by: Mandate, at: datetime, code: str, note: str
) -> MatterMove:
    """Let another post of the organ have the matter in hands (None: nobody), with a step of its timeline.

    Its state stays, and what a decision rests on. `code` is `PASSED_ON`, `RETURNED` or `TAKEN_BACK`. Who may,
    the caller has asked; who has a reason to recuse takes nothing in hands. Raises `NotCompetent`, `Recused` or
    `MovedMeanwhile`.
    """
    require_unfiled(matter)
    if to is not None:
        if to.body_id != matter.organ_id:
            raise NotCompetent(f"该事项由{matter.organ.name}办理，不能转给{to.body.name}")
        require_unbiased(to, matter, on=legal_day(at))
    standing = Matter.objects.filter(pk=matter.pk, state=matter.state, holder=matter.holder_id)
    if matter.holder_id is None:
        standing = Matter.objects.filter(pk=matter.pk, state=matter.state, holder__isnull=True)
    if not standing.update(holder=to):
        raise MovedMeanwhile("该事项刚刚已由他人办理，请刷新页面后再试")
    matter.holder = to
    trail.note("matters.changed_hands", name_of(matter), mandate=by.pk, step=code, to=to.pk if to else "")
    return MatterMove.objects.create(
        matter=matter, code=code, from_state=matter.state, to_state=matter.state, by=by, at=at, note=note
    )


@transaction.atomic
def adopt_version(*, matter: Matter, snapshot: str, by: Mandate, at: datetime, note: str) -> MatterMove:
    """Let the matter ask another version of the rulebook from now on, with a step of its timeline; its state stays.

    Who may, and what it changes, the caller has asked. Raises `MovedMeanwhile`.
    """
    require_unfiled(matter)
    standing = Matter.objects.filter(pk=matter.pk, version=matter.version, rulebook=matter.rulebook)
    if not standing.update(rulebook=snapshot, version=matter.version + 1):
        raise MovedMeanwhile("该事项刚刚已由他人办理，请刷新页面后再试")
    matter.rulebook, matter.version = snapshot, matter.version + 1
    trail.note("matters.version_adopted", name_of(matter), mandate=by.pk, version=snapshot)
    return MatterMove.objects.create(
        matter=matter, code=ADOPTED, from_state=matter.state, to_state=matter.state, by=by, at=at, note=note
    )


def mark_changed(matter: Matter) -> None:
    """Let nobody decide any more on what stood before: what a decision rests on has changed, the state has not.

    Whoever opened the page earlier is asked to look again. Raises `MovedMeanwhile`.
    """
    require_unfiled(matter)
    if not Matter.objects.filter(pk=matter.pk, version=matter.version).update(version=matter.version + 1):
        raise MovedMeanwhile("该事项刚刚已由他人办理，请刷新页面后再试")
    matter.version += 1


@transaction.atomic
def pass_to_organ(*, matter: Matter, organ: PublicBody) -> None:
    """Let another organ handle the matter from now on, where nobody has it in hands yet; its state stays.

    Whether that organ is competent, the caller has asked. Raises `Recused` for the very body that the matter is about,
    or `MovedMeanwhile`.
    """
    if organ.pk == matter.body_id:
        raise Recused("本单位不得办理以本单位为当事人的事项，请移送有权机关")
    require_unfiled(matter)
    changes: dict[str, object] = {
        "organ_id": organ.pk,
        "organ_path": organ.path,
        "holder_id": None,
        "version": matter.version + 1,
    }
    if not Matter.objects.filter(pk=matter.pk, version=matter.version).update(**changes):
        raise MovedMeanwhile("该事项刚刚已由他人办理，请刷新页面后再试")
    matter.organ = organ
    for column, value in changes.items():
        setattr(matter, column, value)
    index_later([matter])
    trail.note("matters.passed_to_organ", name_of(matter), organ=organ.pk)


@transaction.atomic
def pass_to_successor(
    *, matter: Matter, body: PublicBody, organ: PublicBody, at: datetime, note: str
) -> MatterMove:
    """Let the body that bears what `matter` is about take the place of the one that was merged into it (N-27).

    `organ` handles it from now on: it is no more the one that did where that would judge itself. The state stays.
    Raises `Recused` where body and organ are one, `MovedMeanwhile`.
    """
    if body.pk == organ.pk:
        raise Recused("本单位不得办理以本单位为当事人的事项，请移送有权机关")
    require_unfiled(matter)
    standing = Matter.objects.filter(pk=matter.pk, version=matter.version, body=matter.body_id)
    changes: dict[str, object] = {
        "body": body,
        "subject_path": body.path,
        "organ": organ,
        "organ_path": organ.path,
        "version": matter.version + 1,
    }
    if not standing.update(**changes):
        raise MovedMeanwhile("该事项刚刚已由他人办理，请刷新页面后再试")
    for column, value in changes.items():
        setattr(matter, column, value)
    index_later([matter])
    trail.note("matters.succeeded", name_of(matter), body=body.pk)
    return MatterMove.objects.create(
        matter=matter,
        code=SUCCEEDED,
        from_state=matter.state,
        to_state=matter.state,
        by=None,
        at=at,
        note=note,
    )


def show_to_subject(*, matter: Matter, at: datetime) -> None:
    """Remember when the subject first came to know of the matter: from then on it may see it."""
    if Matter.objects.filter(pk=matter.pk, shown_at=None).update(shown_at=at):
        matter.shown_at = at


def show_to_subjects(*, matters: Sequence[Matter], at: datetime) -> None:
    """Remember of many matters when the subject first came to know of them, as `show_to_subject` does of one."""
    Matter.objects.filter(pk__in=[each.pk for each in matters], shown_at=None).update(shown_at=at)
    for matter in matters:
        matter.shown_at = matter.shown_at or at


@transaction.atomic
def archive_tree(*, matter: Matter, at: datetime) -> int:
    """Send a whole case file to the archive zone: the matter and all that was opened under it; return how many.

    From then on archive and audit roles alone see any of it (policy Q-28). States stay as they are.
    """
    tree = tree_of(matter)
    archived = Matter.objects.filter(pk__in=tree, archived_at=None).update(archived_at=at)
    matter.refresh_from_db(fields=["archived_at"])
    trail.note("matters.archived", name_of(matter), matters=archived)
    return archived


@transaction.atomic
def file_tree(*, matter: Matter, at: datetime) -> int:
    """File a whole case file for good: nobody moves or edits any of it from now on; return how many matters it has.

    Who sees it stays as it is. Whoever looked at it before must look again.
    """
    filed = Matter.objects.filter(pk__in=tree_of(matter), filed_at=None)
    count = filed.update(filed_at=at, version=F("version") + 1, is_open=False)
    matter.refresh_from_db(fields=["filed_at", "version", "is_open"])
    trail.note("matters.filed", name_of(matter), matters=count)
    return count


def require_unfiled(matter: Matter) -> None:
    """Refuse to change what was filed, whoever asks: the one place that makes it read-only. Raises `Filed`.

    Who writes by the matter's version need not ask the table again: filing counts a version.
    """
    if matter.filed_at is not None:
        raise Filed(f"{matter.number} 已于 {legal_day(matter.filed_at)} 立卷归档，任何人不得再办理或者修改")


@transaction.atomic
def blank_matter(*, matter: Matter, title: str) -> list[str]:
    """Destroy what was stated and attached in a filed matter; return the digests of its files, to be removed.

    That it was, its number, its steps and who made them stay. Raises `UnableToMove` for what is not filed.
    """
    if matter.filed_at is None:
        raise UnableToMove(f"{matter.number} 没有立卷归档，不能销毁")
    digests = list(matter.attachments.values_list("sha256", flat=True))
    matter.attachments.all().delete()
    matter.notes.all().delete()
    matter.moves.exclude(note="").update(note="")
    Matter.objects.filter(pk=matter.pk).update(title=title)
    index_later([matter])
    trail.note("matters.destroyed", name_of(matter))
    return digests


def log_archive_read(*, matter: Matter, by: Mandate, purpose: str, at: datetime) -> ArchiveRead:
    """Keep that an archived matter was read, and what for."""
    trail.note("matters.archive_read", name_of(matter), mandate=by.pk)
    return ArchiveRead.objects.create(matter=matter, mandate=by, purpose=purpose, at=at)


def add_note(*, matter: Matter, part: str, text: str, by: Mandate | None, at: datetime) -> Note:
    """Keep what somebody stated. Raises `Filed`."""
    matter.refresh_from_db(fields=["filed_at"])
    require_unfiled(matter)
    return Note.objects.create(matter=matter, part=part, text=text, by=by, at=at)


def note_in_many(*, notes: Iterable[tuple[int, str]], part: str, at: datetime) -> None:
    """Keep what the platform itself states in many matters: pairs of a matter's key and the words."""
    Note.objects.bulk_create(
        Note(matter_id=matter, part=part, text=text, by=None, at=at) for matter, text in notes
    )


def attach(
    *, matter: Matter, part: str, uploads: Iterable[Upload], by: Mandate | None, at: datetime
) -> list[Attachment]:
    """Keep files that belong to the matter; they were checked and stored by `ground.attachments`.

    In a matter about a natural person file and name are sealed; one that came in the clear is kept sealed besides.
    Raises `Filed`.
    """
    matter.refresh_from_db(fields=["filed_at"])
    require_unfiled(matter)
    seals = is_personal(matter)
    return [
        Attachment.objects.create(
            matter=matter,
            part=part,
            name=nameless(upload.name) if seals else upload.name,
            sealed_name=seal(upload.name, purpose=ATTACHED_NAME) if seals else b"",
            sha256=files.sealed(home.current(), upload.sha256) if seals else upload.sha256,
            size=upload.size,
            media_type=upload.media_type,
            added_by=by,
            added_at=at,
        )
        for upload in uploads
    ]


def nameless(name: str) -> str:
    """Return what a file of a matter about a person is called where its name may not stand: its type.

    >>> nameless("某人的病历.pdf")
    '附件.pdf'
    """
    _, dot, ending = name.rpartition(".")
    return f"附件.{ending}" if dot else "附件"


def _rulebooks(new: Sequence[NewMatter]) -> list[str]:
    """Return the version that each of them begins under: the one place where it is chosen."""
    if all(each.rulebook is not None for each in new):
        return [each.rulebook or "" for each in new]
    current = versions()
    return [
        current.of(each.organ.path, each.body.path) if each.rulebook is None else each.rulebook
        for each in new
    ]


def _permitted_step(lifecycle: Lifecycle, matter: Matter, code: str, by: Mandate | None) -> Move:
    try:
        step = lifecycle.step(code, source=matter.state)
    except NoSuchMove as refusal:
        raise UnableToMove(str(refusal)) from None
    role = Actor(by.role) if by else Actor.SYSTEM
    if role not in step.actors:
        raise UnableToMove(f"“{step.zh}”不由{role.zh}办理")
    if by and not is_for(by, matter):
        raise NotCompetent(f"该事项由{matter.organ.name}办理，“{step.zh}”不由{by.body.name}作出")
    return step


def _follow(matter: Matter, at: datetime) -> None:
    for follower in followers_of(matter.kind, matter.state):
        follower.operation(matter=matter, at=at)
