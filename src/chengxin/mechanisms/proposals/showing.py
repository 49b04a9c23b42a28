"""建议提案公开: what the public sees of one, the review before it, and why one is lawfully not public (S-14, Q-27).

What is assigned is public unless a named reviewer finds one of the listed grounds. Each step that the public is told of
makes what is public lag behind, until it was reviewed anew.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.queries import children_of
from chengxin.foundation.matters.unbiased import require_unbiased
from chengxin.foundation.subjects.models import Region
from chengxin.foundation.transparency.models import Publication, ReviewOutcome
from chengxin.foundation.transparency.operations import correct, publish, review_release, withdraw
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.proposals.models import Answer, Proposal, Withholding
from chengxin.mechanisms.proposals.queries import (
    ANSWER_CLASSES,
    ANSWER_KINDS,
    LEVELS,
    WITHHELD_GROUNDS,
    listed,
    proposal_of,
    withholding_of,
    word_of,
)
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.proposals import CO_HANDLING, proposal_standing
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

KIND = "proposal"


class NotToBeShown(UnableToMove):
    """The suggestion was not assigned yet, was asked to be kept confidential, or was found not to be public."""


def lag(matter: Matter, *, at: datetime) -> None:
    """Note that what is public of a suggestion lags behind what has happened since; its follower."""
    Proposal.objects.filter(pk=matter.pk).update(is_behind=True)


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
    """Keep the release review and, if it passes, publish the suggestion or its newer version in the same act.

    Raises `NotToBeShown`, or `Recused` where the reviewer is no stranger to the body.
    """
    require_unbiased(by, matter, on=legal_day(at))
    proposal = proposal_of(matter)
    if proposal.assigned_on is None:
        raise NotToBeShown("还没有交办，不能公开")
    if (withheld := withholding_of(proposal)) is not None:
        raise NotToBeShown(f"已决定不予公开（{word_of(matter, WITHHELD_GROUNDS, withheld.ground)}）")
    if proposal.is_confidential:
        raise NotToBeShown("提出者要求保密，不能公开（S-05）；请办理“不予公开”")
    review = review_release(
        matter=matter,
        kind=KIND,
        by=by,
        author=_author_of(matter),
        disclosure_passed=disclosure_passed,
        secrecy_passed=secrecy_passed,
        personal_passed=personal_passed,
        ground=ground,
        at=at,
    )
    if review.outcome != ReviewOutcome.PASSED:
        return None
    Proposal.objects.filter(pk=matter.pk).update(is_behind=False)
    body = content_of(proposal, on=legal_day(at))
    shown = publication_in_force(matter, KIND)
    if shown is not None:
        return correct(publication=shown, body=body, why=ground, review=review, at=at)
    return publish(kind=KIND, matter=matter, body=body, review=review, at=at)


def release(*, matter: Matter, by: Mandate, at: datetime, **checks: Any) -> str:
    """Review for release and publish; return what came of it, for the reviewer."""
    published = review_and_publish(matter=matter, by=by, at=at, **checks)
    return "审查通过，已经公开" if published else "审查没有通过，没有公开；依法不公开的，请办理“不予公开”"


@transaction.atomic
def withhold(*, matter: Matter, by: Mandate, at: datetime, ground: str, reason: str) -> str:
    """Decide, as a named reviewer, that a suggestion is not public, on a listed ground; what was public ends.

    Raises `NotToBeShown` for a ground that is not listed, or `Recused`.
    """
    require_unbiased(by, matter, on=legal_day(at))
    proposal = proposal_of(matter)
    if ground not in {item.code for item in listed(matter, WITHHELD_GROUNDS, on=legal_day(at))}:
        raise NotToBeShown(f"没有“{ground}”这种不予公开的理由")
    if withholding_of(proposal) is not None:
        raise NotToBeShown("已经决定不予公开")
    Withholding.objects.create(proposal=proposal, ground=ground, reason=reason, by=by, at=at)
    Proposal.objects.filter(pk=matter.pk).update(is_behind=False)
    shown = publication_in_force(matter, KIND)
    if shown is None:
        return "已决定不予公开"
    withdraw(publication=shown, ground=Ground.ERROR, clauses=("S-14",), decided_by_role=Actor(by.role), at=at)
    return "已决定不予公开，原来公开的已经撤下"


@transaction.atomic
def lift(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Decide that the ground for not publishing is gone: the suggestion waits for its release review again."""
    require_unbiased(by, matter, on=legal_day(at))
    standing = Withholding.objects.filter(proposal=matter.pk, lifted_at=None)
    if not standing.update(lifted_at=at, lifted_by=by, lifted_because=reason):
        raise NotToBeShown("没有不予公开的决定")
    Proposal.objects.filter(pk=matter.pk).update(is_behind=True, is_confidential=False)


def content_of(proposal: Proposal, *, on: date) -> dict[str, Any]:
    """Return the public content of a suggestion, as `proposal_content.py` describes it; no proposer is in it."""
    matter = proposal.matter
    answers = proposal.answers.exclude(signed_on=None).select_related("commitment__matter", "feedback")
    return {
        "body": {"id": matter.body_id, "name": matter.body.name, "region": _regions(matter.body.region)},
        "title": matter.title,
        "source": proposal.source,
        "session": proposal.session,
        "number": proposal.number,
        "text": proposal.text,
        "assigned_on": proposal.assigned_on,
        "co_handlers": [child.body.name for child in children_of(matter, CO_HANDLING.kind)],
        "answers": [_answer(matter, each) for each in answers],
        "standing": proposal_standing(matter.state),
        "organ": matter.organ.name,
        "published_on": on,
        "is_demo": matter.is_demo,
    }


def _answer(matter: Matter, answer: Answer) -> dict[str, Any]:
    said = getattr(answer, "feedback", None)
    promise = publication_in_force(answer.commitment.matter, "promise") if answer.commitment else None
    return {
        "round": answer.round,
        "number": answer.number,
        "kind": word_of(matter, ANSWER_KINDS, answer.kind),
        "answer_class": word_of(matter, ANSWER_CLASSES, answer.answer_class),
        "text": answer.text,
        "target": answer.target,
        "due_on": answer.due_on,
        "signed_on": answer.signed_on,
        "promise": promise.key if promise else "",
        "feedback": said
        and {
            "attitude": word_of(matter, LEVELS, said.attitude),
            "result": word_of(matter, LEVELS, said.result),
            "reason": said.reason,
            "said_on": said.said_on,
        },
    }


def _author_of(matter: Matter) -> Mandate:
    """Return who wrote what is to be published: whoever took the newest step that is told of."""
    written = matter.moves.exclude(by=None).select_related("by").last()
    if written is None or written.by is None:
        raise UnableToMove("没有登记人，无法办理公开审查")
    return written.by


def _regions(region: Region) -> list[dict[str, str]]:
    above: list[Region] = []
    here: Region | None = region
    while here is not None:
        above.append(here)
        here = here.parent
    return [{"id": each.pk, "name": each.name} for each in reversed(above)]
