"""Every write about publications: review, publish, correct, mark, withdraw. Each queues the log's entry.

Each runs in the transaction of the move that calls it, and names in `at` the moment of that move.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.queries import name_of
from chengxin.foundation.transparency.models import (
    LogEntry,
    Publication,
    PublicationState,
    PublicationVersion,
    ReleaseReview,
    ReviewOutcome,
)
from chengxin.foundation.transparency.personal import refuse_personal_information
from chengxin.foundation.transparency.plugs import (
    PublicationKind,
    after_ends,
    after_entries,
    private_names,
    publication_kind,
)
from chengxin.ground import trail
from chengxin_core.calendar import legal_day
from chengxin_core.ledger.canonical import canonical_bytes, parse_canonical
from chengxin_core.ledger.commitment import SALT_BYTES, commit
from chengxin_core.ledger.entry import Event
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

KEY_BYTES = 16
CHANGED = "该公示信息刚刚已由他人变更，请刷新页面后再试"
EVENT_OF_GROUND = {Ground.EXPIRED: Event.EXPIRED, Ground.REPAIRED: Event.REPAIRED}


class ReviewerRefused(UnableToMove):
    """Somebody would review for release who must not."""


class ReleaseNotReviewed(UnableToMove):
    """Something would be published without a review that allows it (policy Q-27)."""


class ContentRefused(UnableToMove):
    """What is to be published does not have the form of its kind."""


class AboutAPerson(UnableToMove):
    """The matter is about a natural person: nothing of it is ever published (policy Q-01)."""


class AlreadyPublished(UnableToMove):
    """The matter has a publication of this kind in force."""


class PublicationEnded(UnableToMove):
    """Nothing is in force under the key any more."""


class BackwardsInTime(UnableToMove):
    """Something would happen to a publication before what the log has of it already."""


class MatterUnknown(UnableToMove):
    """Nobody here knows the matter of a publication: it was made after the backup that was restored."""


class ChangedMeanwhile(UnableToMove):
    """Somebody else changed the publication since it was read."""


def review_release(
    *,
    matter: Matter,
    kind: str,
    by: Mandate,
    author: Mandate,
    disclosure_passed: bool,
    secrecy_passed: bool,
    personal_passed: bool,
    ground: str,
    at: datetime,
) -> ReleaseReview:
    """Keep a review of what is to be published; it passes when all three checks do.

    Raises `ReviewerRefused` when `by` is no release reviewer, or is the person who wrote it.
    """
    publication_kind(kind)
    if by.role != Actor.RELEASE_REVIEWER:
        raise ReviewerRefused(f"公开审查由{Actor.RELEASE_REVIEWER.zh}办理，不由{Actor(by.role).zh}办理")
    if by.user_id == author.user_id:
        raise ReviewerRefused("公开审查人与拟稿人不得为同一人")
    passed = disclosure_passed and secrecy_passed and personal_passed
    trail.note("transparency.reviewed", name_of(matter), mandate=by.pk, passed=int(passed))
    return ReleaseReview.objects.create(
        matter=matter,
        kind=kind,
        reviewer=by,
        author=author,
        disclosure_passed=disclosure_passed,
        secrecy_passed=secrecy_passed,
        personal_passed=personal_passed,
        ground=ground,
        outcome=ReviewOutcome.PASSED if passed else ReviewOutcome.REFUSED,
        at=at,
    )


@dataclass(frozen=True, slots=True)
class Releasing:
    """What is to be published about one matter, and the review that allows it.

    `body` holds every member of the kind's schema but `format`, `objection_marker` and `correction`.
    """

    matter: Matter
    body: Mapping[str, Any]
    review: ReleaseReview | None


@transaction.atomic
def publish(
    *, kind: str, matter: Matter, body: Mapping[str, Any], review: ReleaseReview | None, at: datetime
) -> Publication:
    """Publish `body` as content of `kind`: it goes out when the log has taken its entry.

    Raises `AboutAPerson`, `ReleaseNotReviewed`, `ContentRefused`, `NamesAPerson` or `AlreadyPublished`.
    """
    (publication,) = publish_all(kind=kind, releasing=[Releasing(matter, body, review)], at=at)
    return publication


@transaction.atomic
def publish_all(*, kind: str, releasing: Sequence[Releasing], at: datetime) -> list[Publication]:
    """Publish about many matters as `publish` does about one: all, or where one is refused none."""
    form, matters = publication_kind(kind), [each.matter for each in releasing]
    if any(matter.official_id is not None for matter in matters):
        raise AboutAPerson("以自然人为当事人的事项不公示")
    names = private_names(matters)
    contents = [_reviewed_content(form, each, names.get(each.matter.pk, ())) for each in releasing]
    in_force = Publication.objects.filter(matter__in=matters, kind=kind, state=PublicationState.IN_FORCE)
    if len({matter.pk for matter in matters}) < len(matters) or in_force.exists():
        raise AlreadyPublished(f"该事项的{form.zh}正在公示，请办理更正")
    publications = Publication.objects.bulk_create(
        Publication(kind=kind, key=secrets.token_hex(KEY_BYTES), matter=matter, published_at=at)
        for matter in matters
    )
    salted = [(content, secrets.token_bytes(SALT_BYTES)) for content in contents]
    PublicationVersion.objects.bulk_create(
        PublicationVersion(publication=publication, version=1, content=content, salt=salt, made_at=at)
        for publication, (content, salt) in zip(publications, salted, strict=True)
    )
    entries = LogEntry.objects.bulk_create(
        LogEntry(
            publication=publication,
            version=1,
            event=Event.PUBLISHED,
            at=at.replace(microsecond=0),
            commitment=commit(content, salt),
        )
        for publication, (content, salt) in zip(publications, salted, strict=True)
    )
    for publication, entry in zip(publications, entries, strict=True):
        _follow(publication, entry, at)
    return publications


@transaction.atomic
def correct(
    *, publication: Publication, body: Mapping[str, Any], why: str, review: ReleaseReview | None, at: datetime
) -> Publication:
    """Put a new version in the place of the one in force, whose content and salt are destroyed.

    The new version says that it corrects, and `why`; an objection marker stays. It needs a review of its own.
    Raises what `publish` raises, `PublicationEnded`, `ChangedMeanwhile` or `MatterUnknown`.
    """
    matter = publication.matter
    if matter is None:
        raise MatterUnknown("该公示信息的事项不在本机，不能更正；见 chengxin ledger unknown")
    _require_review(review, matter, publication.kind)
    made_at = publication.versions.get(version=publication.version).made_at
    if review is not None and review.at < made_at:
        raise ReleaseNotReviewed("公开审查早于现行公示版本，更正内容须重新审查")
    correction = {"on": legal_day(at).isoformat(), "why": why}
    members = {**body, "objection_marker": publication.marked, "correction": correction}
    names = private_names([matter]).get(matter.pk, ())
    content = _content(publication_kind(publication.kind), members, names)
    _supersede(publication, content, Event.CORRECTED, at)
    return publication


def mark(*, publication: Publication, at: datetime) -> Publication:
    """Show at once that an objection is being handled; marking twice changes nothing."""
    return _mark(publication, Event.MARKED, marked=True, at=at)


def unmark(*, publication: Publication, at: datetime) -> Publication:
    """Take the objection marker away; taking it away twice changes nothing."""
    return _mark(publication, Event.UNMARKED, marked=False, at=at)


@transaction.atomic
def withdraw(
    *, publication: Publication, ground: Ground, clauses: Sequence[str], decided_by_role: str, at: datetime
) -> Publication:
    """End a publication: its content and salt are destroyed here, and everywhere once the log has the entry.

    `clauses` are ids of rules, `decided_by_role` the code of a role; both stand in the log for ever.
    Raises `PublicationEnded` or `ChangedMeanwhile`.
    """
    _require_in_force(publication)
    certificate = {
        "ground": str(ground),
        "clauses": [str(clause) for clause in clauses],
        "decided_by_role": str(decided_by_role),
    }
    _change(publication, state=PublicationState.ENDED, ended_at=at)
    _destroy_contents(publication, at)
    event = EVENT_OF_GROUND.get(Ground(ground), Event.WITHDRAWN)
    _queue(publication, event, at, commitment=None, certificate=certificate)
    for _, follow in after_ends():
        follow(publication=publication, at=at)
    return publication


@transaction.atomic
def _mark(publication: Publication, event: Event, *, marked: bool, at: datetime) -> Publication:
    _require_in_force(publication)
    if publication.marked == marked:
        return publication
    version = publication.versions.get(version=publication.version)
    if version.content is None:
        raise ChangedMeanwhile(CHANGED)
    content = parse_canonical(bytes(version.content))
    assert isinstance(content, dict)
    _supersede(
        publication, canonical_bytes({**content, "objection_marker": marked}), event, at, marked=marked
    )
    return publication


def _require_review(review: ReleaseReview | None, matter: Matter, kind: str) -> None:
    if review is None:
        raise ReleaseNotReviewed("未经公开审查，不得公示")
    if (review.matter_id, review.kind) != (matter.pk, kind):
        raise ReleaseNotReviewed("公开审查不是针对这一事项的这类公示作出的")
    if review.outcome != ReviewOutcome.PASSED:
        raise ReleaseNotReviewed("公开审查未通过，不得公示")


def _reviewed_content(form: PublicationKind, each: Releasing, names: Iterable[str]) -> bytes:
    _require_review(each.review, each.matter, form.code)
    return _content(form, {**each.body, "objection_marker": False, "correction": None}, names)


def _content(form: PublicationKind, members: Mapping[str, Any], names: Iterable[str]) -> bytes:
    """Return the canonical bytes of what has the form of its kind and names no person."""
    try:
        plain = msgspec.to_builtins({**members, "format": form.format})
        content = msgspec.to_builtins(msgspec.convert(plain, form.schema))
    except (msgspec.ValidationError, TypeError) as fault:
        raise ContentRefused(f"{form.zh}的公示内容不合格式: {fault}") from None
    refuse_personal_information(content, names=names)
    return canonical_bytes(content)


def _supersede(
    publication: Publication, content: bytes, event: Event, at: datetime, **changes: object
) -> None:
    _require_in_force(publication)
    _change(publication, version=publication.version + 1, **changes)
    _destroy_contents(publication, at)
    _queue_version(publication, content, event, at)


def _require_in_force(publication: Publication) -> None:
    if publication.state != PublicationState.IN_FORCE:
        raise PublicationEnded("该信息已终止公示")


def _change(publication: Publication, **changes: object) -> None:
    """Change the row if it still stands as it was read: who changes it has made the step, nobody else has."""
    standing = Publication.objects.filter(
        pk=publication.pk, version=publication.version, state=publication.state, marked=publication.marked
    )
    if not standing.update(**changes):
        raise ChangedMeanwhile(CHANGED)
    for column, value in changes.items():
        setattr(publication, column, value)


def _destroy_contents(publication: Publication, at: datetime) -> None:
    publication.versions.filter(destroyed_at=None).update(content=None, salt=None, destroyed_at=at)


def _queue_version(publication: Publication, content: bytes, event: Event, at: datetime) -> None:
    salt = secrets.token_bytes(SALT_BYTES)
    PublicationVersion.objects.create(
        publication=publication, version=publication.version, content=content, salt=salt, made_at=at
    )
    _queue(publication, event, at, commitment=commit(content, salt), certificate=None)


def _queue(
    publication: Publication,
    event: Event,
    at: datetime,
    *,
    commitment: bytes | None,
    certificate: dict[str, Any] | None,
) -> None:
    before, moment = publication.entries.order_by("-pk").first(), at.replace(microsecond=0)
    if before is not None and moment < before.at:
        raise BackwardsInTime(f"公示信息不能在 {moment:%Y-%m-%d %H:%M:%S} 变更: 日志中已有更晚的条目")
    entry = LogEntry.objects.create(
        publication=publication,
        version=publication.version,
        event=event,
        at=moment,
        commitment=commitment,
        certificate=certificate,
        supersedes=before,
    )
    _follow(publication, entry, at)


def _follow(publication: Publication, entry: LogEntry, at: datetime) -> None:
    trail.note("transparency.queued", f"publication/{publication.key}", event=str(entry.event))
    for _, follow in after_entries():
        follow(entry=entry, at=at)
