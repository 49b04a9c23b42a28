"""Every write of matters. `move` is the one function that changes a state."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import ArchiveRead, Attachment, Matter, MatterMove, Note
from chengxin.foundation.matters.plugs import followers_of, is_for, kind_of
from chengxin.foundation.matters.queries import ADOPTED
from chengxin.foundation.rules.queries import versions
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.attachments import Upload
from chengxin_core.lifecycle.table import Actor, Lifecycle, Move, NoSuchMove


class UnableToMove(Exception):
    """The matter cannot take this step; the text says why, for people."""


class MovedMeanwhile(UnableToMove):
    """Somebody else moved the matter since it was read."""


class NotCompetent(UnableToMove):
    """The matter is another organ's, or another body's, to act in."""


class Recused(UnableToMove):
    """An organ would handle a matter about itself."""


@dataclass(frozen=True, slots=True)
class NewMatter:
    """What opening a matter needs to know.

    Without a `rulebook` it begins under the current one: of the city in which its organ, or else its body, lies, if
    that city has rules of its own; else the province's.
    """

    lifecycle: Lifecycle
    title: str
    body: PublicBody
    organ: PublicBody
    rulebook: str | None = None
    parent: Matter | None = None

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
            rulebook=rulebook,
            opened_at=at,
            moved_at=at,
            is_demo=self.body.is_fictional,
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
        if each.body.pk == each.organ.pk:
            raise Recused("本单位不得办理以本单位为当事人的事项，请移送有权机关")
        if each.parent is not None and each.parent.archived_at is not None:
            raise UnableToMove(f"{each.parent.number} 已经归档，不能在其下立项")
    matters = Matter.objects.bulk_create(
        [each.row(rulebook, at) for each, rulebook in zip(new, _rulebooks(new), strict=True)]
    )
    MatterMove.objects.bulk_create(
        MatterMove(
            matter=matter,
            code="open",
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
        _follow(matter, at)
    return matters


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
    lifecycle = kind_of(matter.kind).lifecycle
    step = _permitted_step(lifecycle, matter, code, by)
    decider = decided_by or by
    if step.harms and decider is None:
        raise UnableToMove(f"“{step.zh}”会使当事单位承受不利后果，必须由有权人员决定")
    changes: dict[str, object] = {"state": step.target, "version": matter.version + 1, "moved_at": at}
    if step.harms:
        changes |= {"harms": True, "decided_by": decider, "decided_at": at}
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
    if step.target != came_from:
        _follow(matter, at)
    return made


@transaction.atomic
def adopt_version(*, matter: Matter, snapshot: str, by: Mandate, at: datetime, note: str) -> MatterMove:
    """Let the matter ask another version of the rulebook from now on, with a step of its timeline; its state stays.

    Who may, and what it changes, the caller has asked. Raises `MovedMeanwhile`.
    """
    standing = Matter.objects.filter(pk=matter.pk, version=matter.version, rulebook=matter.rulebook)
    if not standing.update(rulebook=snapshot, version=matter.version + 1):
        raise MovedMeanwhile("该事项刚刚已由他人办理，请刷新页面后再试")
    matter.rulebook, matter.version = snapshot, matter.version + 1
    return MatterMove.objects.create(
        matter=matter, code=ADOPTED, from_state=matter.state, to_state=matter.state, by=by, at=at, note=note
    )


def show_to_subject(*, matter: Matter, at: datetime) -> None:
    """Remember when the subject first came to know of the matter: from then on it may see it."""
    if Matter.objects.filter(pk=matter.pk, shown_at=None).update(shown_at=at):
        matter.shown_at = at


@transaction.atomic
def archive_tree(*, matter: Matter, at: datetime) -> int:
    """Send a whole case file to the archive zone: the matter and all that was opened under it; return how many.

    From then on archive and audit roles alone see any of it (policy Q-28). States stay as they are.
    """
    tree = layer = [matter.pk]
    while layer:
        layer = list(Matter.objects.filter(parent__in=layer).values_list("pk", flat=True))
        tree = tree + layer
    archived = Matter.objects.filter(pk__in=tree, archived_at=None).update(archived_at=at)
    matter.refresh_from_db(fields=["archived_at"])
    return archived


def log_archive_read(*, matter: Matter, by: Mandate, purpose: str, at: datetime) -> ArchiveRead:
    """Keep that an archived matter was read, and what for."""
    return ArchiveRead.objects.create(matter=matter, mandate=by, purpose=purpose, at=at)


def add_note(*, matter: Matter, part: str, text: str, by: Mandate | None, at: datetime) -> Note:
    """Keep what somebody stated."""
    return Note.objects.create(matter=matter, part=part, text=text, by=by, at=at)


def note_in_many(*, notes: Iterable[tuple[int, str]], part: str, at: datetime) -> None:
    """Keep what the platform itself states in many matters: pairs of a matter's key and the words."""
    Note.objects.bulk_create(
        Note(matter_id=matter, part=part, text=text, by=None, at=at) for matter, text in notes
    )


def attach(
    *, matter: Matter, part: str, uploads: Iterable[Upload], by: Mandate | None, at: datetime
) -> list[Attachment]:
    """Keep files that belong to the matter; they were checked and stored by `ground.attachments`."""
    return [
        Attachment.objects.create(
            matter=matter,
            part=part,
            name=upload.name,
            sha256=upload.sha256,
            size=upload.size,
            media_type=upload.media_type,
            added_by=by,
            added_at=at,
        )
        for upload in uploads
    ]


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
