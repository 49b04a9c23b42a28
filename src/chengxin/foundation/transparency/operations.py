"""Every write about publications: review, publish, correct, mark, withdraw. Each queues the log's entry.

Each runs in the transaction of the move that calls it, and names in `at` the moment of that move.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
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
    private_names,
    publication_kind,
)
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


class AlreadyPublished(UnableToMove):
    """The matter has a publication of this kind in force."""


class PublicationEnded(UnableToMove):
    """Nothing is in force under the key any more."""


class BackwardsInTime(UnableToMove):
    """Something would happen to a publication before what the log has of it already."""


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


@transaction.atomic
def publish(
    *, kind: str, matter: Matter, body: Mapping[str, Any], review: ReleaseReview | None, at: datetime
) -> Publication:
    """Publish `body` as content of `kind`: it goes out when the log has taken its entry.

    `body` holds every member of the kind's schema but `format`, `objection_marker` and `correction`.
    Raises `ReleaseNotReviewed`, `ContentRefused`, `NamesAPerson` or `AlreadyPublished`.
    """
    form = publication_kind(kind)
    _require_review(review, matter, kind)
    content = _content(form, matter, {**body, "objection_marker": False, "correction": None})
    if Publication.objects.filter(matter=matter, kind=kind, state=PublicationState.IN_FORCE).exists():
        raise AlreadyPublished(f"该事项的{form.zh}正在公示，请办理更正")
    publication = Publication.objects.create(
        kind=kind, key=secrets.token_hex(KEY_BYTES), matter=matter, published_at=at
    )
    _queue_version(publication, content, Event.PUBLISHED, at)
    return publication


@transaction.atomic
def correct(
    *, publication: Publication, body: Mapping[str, Any], why: str, review: ReleaseReview | None, at: datetime
) -> Publication:
    """Put a new version in the place of the one in force, whose content and salt are destroyed.

    The new version says that it corrects, and `why`; an objection marker stays. It needs a review of its own.
    Raises what `publish` raises, `PublicationEnded` or `ChangedMeanwhile`.
    """
    _require_review(review, publication.matter, publication.kind)
    made_at = publication.versions.get(version=publication.version).made_at
    if review is not None and review.at < made_at:
        raise ReleaseNotReviewed("公开审查早于现行公示版本，更正内容须重新审查")
    correction = {"on": legal_day(at).isoformat(), "why": why}
    members = {**body, "objection_marker": publication.marked, "correction": correction}
    content = _content(publication_kind(publication.kind), publication.matter, members)
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


def _content(form: PublicationKind, matter: Matter, members: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of what has the form of its kind and names no person."""
    try:
        plain = msgspec.to_builtins({**members, "format": form.format})
        content = msgspec.to_builtins(msgspec.convert(plain, form.schema))
    except (msgspec.ValidationError, TypeError) as fault:
        raise ContentRefused(f"{form.zh}的公示内容不合格式: {fault}") from None
    refuse_personal_information(content, names=private_names(matter))
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
    LogEntry.objects.create(
        publication=publication,
        version=publication.version,
        event=event,
        at=moment,
        commitment=commitment,
        certificate=certificate,
        supersedes=before,
    )
