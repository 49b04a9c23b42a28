"""What the public sees of a promise, the review before it, and its end (policy 13.10, A-47, Q-27)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.unbiased import require_unbiased
from chengxin.foundation.subjects.models import Region
from chengxin.foundation.transparency.models import Publication, ReviewOutcome
from chengxin.foundation.transparency.operations import correct, publish, review_release, withdraw
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.commitments.models import Beneficiary, Commitment, CommitmentVersion
from chengxin.mechanisms.commitments.queries import (
    GROUNDS,
    KINDS,
    adopted_versions,
    commitment_of,
    standing_version,
    word_of,
)
from chengxin_core.calendar import legal_day
from chengxin_core.commitments import standing_of
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

KIND = "promise"
_SAID = frozenset({"keep", "keep_late", "break", "dispute", "end", "invalidate"})
_WRITTEN = frozenset({"open", "propose_change", *_SAID})


class NothingToShow(UnableToMove):
    """The promise was never entered, or is a business secret."""


@transaction.atomic
def review_and_publish(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    disclosure_passed: bool,
    secrecy_passed: bool,
    personal_passed: bool,
    ground: str,
) -> Publication | None:
    """Keep the release review and, if it passes, publish the promise or its newer version in the same act.

    Raises `Recused` where the reviewer is no stranger to the body.
    """
    require_unbiased(by, matter, on=legal_day(at))
    commitment = commitment_of(matter)
    if commitment.is_secret or not adopted_versions(commitment):
        raise NothingToShow("涉及商业秘密或者没有登记生效的承诺不公示")
    review = review_release(
        matter=matter,
        kind=KIND,
        by=by,
        author=_author_of(matter, by),
        disclosure_passed=disclosure_passed,
        secrecy_passed=secrecy_passed,
        personal_passed=personal_passed,
        ground=ground,
        at=at,
    )
    if review.outcome != ReviewOutcome.PASSED:
        return None
    Commitment.objects.filter(pk=matter.pk).update(is_behind=False)
    body = content_of(commitment, on=legal_day(at))
    shown = publication_in_force(matter, KIND)
    if shown is not None:
        return correct(publication=shown, body=body, why=ground, review=review, at=at)
    return publish(kind=KIND, matter=matter, body=body, review=review, at=at)


def release(*, matter: Matter, by: Mandate, at: datetime, **checks: Any) -> str:
    """Review for release and publish; return what came of it, for the reviewer."""
    published = review_and_publish(matter=matter, by=by, at=at, **checks)
    return "审查通过，已经公示" if published else "审查意见已记录：不予公开，没有公示"


@transaction.atomic
def take_down(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """End the publication of a promise that should not have been public: it is in error, or a business secret.

    Raises `Recused` where who decides is no stranger to the body.
    """
    require_unbiased(by, matter, on=legal_day(at))
    shown = publication_in_force(matter, KIND)
    if shown is None:
        raise NothingToShow("该承诺没有在公示")
    withdraw(publication=shown, ground=Ground.ERROR, clauses=("C-55",), decided_by_role=Actor(by.role), at=at)
    Commitment.objects.filter(pk=matter.pk).update(is_secret=True, is_behind=False)


def content_of(commitment: Commitment, *, on: date) -> dict[str, Any]:
    """Return the public content of a promise, as `promise_content.py` describes it."""
    matter = commitment.matter
    said = matter.moves.filter(code__in=_SAID).last()
    return {
        "body": {"id": matter.body_id, "name": matter.body.name, "region": _regions(matter.body.region)},
        "promised_by": commitment.promised_by.name,
        "title": standing_version(commitment).text[:120],
        "kind": word_of(matter, KINDS, commitment.kind),
        "beneficiary": Beneficiary(commitment.beneficiary_kind).zh,
        "document": f"{commitment.document_title} {commitment.document_number}".strip(),
        "versions": [_version(matter, each) for each in adopted_versions(commitment)],
        "due_on": commitment.due_on,
        "standing": standing_of(matter.state),
        "fulfilled_on": commitment.fulfilled_on if matter.state.startswith("fulfilled") else None,
        "said": said.note if said is not None and standing_of(matter.state) != "due" else "",
        "organ": matter.organ.name,
        "published_on": on,
        "is_demo": matter.is_demo,
    }


def _version(matter: Matter, version: CommitmentVersion) -> dict[str, Any]:
    assert version.stood_from is not None  # only those that stood are shown
    stood_from = legal_day(version.stood_from)
    return {
        "number": version.number,
        "text": version.text,
        "target": version.target,
        "due_on": version.due_on,
        "stood_from": stood_from,
        "ground": word_of(matter, GROUNDS, version.ground, on=stood_from) if version.ground else "",
        "decision": version.decision,
    }


def _author_of(matter: Matter, reviewer: Mandate) -> Mandate:
    """Return who wrote what is to be published: its promises, its changes, what came of it.

    Of several the reviewer, if that person wrote any of it; else whoever wrote last.
    """
    written = matter.moves.filter(code__in=_WRITTEN).exclude(by=None).select_related("by")
    authors = [each.by for each in written if each.by is not None]
    if not authors:
        raise UnableToMove("没有登记人，无法办理公开审查")
    return next((each for each in authors if each.user_id == reviewer.user_id), authors[-1])


def _regions(region: Region) -> list[dict[str, str]]:
    above: list[Region] = []
    here: Region | None = region
    while here is not None:
        above.append(here)
        here = here.parent
    return [{"id": each.pk, "name": each.name} for each in reversed(above)]
