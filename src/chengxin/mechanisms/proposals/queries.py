"""Every read of suggestions and proposals that another part may make."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.ground.ciphers import unseal
from chengxin.mechanisms.proposals.models import Answer, Proposal, Source, Withholding
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.proposals import PROPOSAL
from chengxin_core.rulebook.entries import Item

SEAL = "proposals.proposer"
ROW_SEAL = "proposals.row"
ANSWER_KINDS = "suggestion_answer_kinds"
ANSWER_CLASSES = "suggestion_answer_classes"
LEVELS = "satisfaction_levels"
MISCONDUCT = "suggestion_misconduct"
WITHHELD_GROUNDS = "suggestion_withheld_grounds"
PLANNED = "planned"
SOLVED = "solved"
KEPT = frozenset({"fulfilled", "fulfilled_late"})
OVER = frozenset({*KEPT, "broken", "ended", "invalid", "rejected"})
"""States of a promise after which the proposer is told what came of it."""
_CLOCKS = {
    "assign": ("suggestion.assign", "proposal.assign"),
    "return": ("suggestion.return", "proposal.return"),
    "handle": ("suggestion.handle", "proposal.answer"),
    "hard": ("suggestion.answer_hard", "suggestion.answer_hard"),
    "co_handler": ("suggestion.co_handler", "proposal.co_handler"),
    "rework": ("suggestion.rework", "proposal.rework"),
    "feedback": ("suggestion.feedback", "suggestion.feedback"),
    "again": ("suggestion.answer_again", "suggestion.answer_again"),
}


def proposal_of(matter: Matter) -> Proposal:
    """Return the suggestion or proposal that a matter is; it holds this very matter."""
    proposal = Proposal.objects.get(pk=matter.pk)
    proposal.matter = matter
    return proposal


def clock_of(proposal: Proposal, step: str) -> str:
    """Return the clock of the rulebook that a step of this source runs on."""
    of_deputies, of_members = _CLOCKS[step]
    return of_deputies if proposal.source == Source.DEPUTY else of_members


def visible_proposals(mandate: Mandate) -> MatterQuerySet:
    """Return the suggestions and proposals that `mandate` may see."""
    return visible_matters(mandate).of_kind(PROPOSAL.kind).select_related("proposal")


def newest_answer(proposal: Proposal) -> Answer | None:
    """Return the answer that was drafted last, signed or not."""
    return proposal.answers.select_related("commitment__matter").last()


def withholding_of(proposal: Proposal) -> Withholding | None:
    """Return the decision by which a suggestion is not public, if one stands."""
    return proposal.withholdings.filter(lifted_at=None).select_related("by__body").first()


def must_answer_again() -> Q:
    """Return the condition that what the newest answer of a matter planned is over."""
    later = Answer.objects.filter(proposal=OuterRef("proposal"), round__gt=OuterRef("round"))
    over = Answer.objects.filter(~Exists(later), proposal=OuterRef("pk"), commitment__matter__state__in=OVER)
    return Q(Exists(over))


def proposer_of(proposal: Proposal) -> str:
    """Unseal who proposed, for somebody who handles the matter."""
    return unseal(bytes(proposal.proposer), purpose=SEAL)


def names_in(proposer: str) -> list[str]:
    """Return the names that a sealed proposer consists of: one a part between commas, and no delegation."""
    return [
        part.strip() for part in proposer.replace(",", "、").replace("，", "、").split("、") if part.strip()
    ]


def private_names(matters: Iterable[Matter]) -> Mapping[int, Iterable[str]]:
    """Return, by matter, who proposed: names that must not leave."""
    wanted = [matter.pk for matter in matters if matter.kind == PROPOSAL.kind]
    found = Proposal.objects.filter(pk__in=wanted)
    return {each.pk: names_in(proposer_of(each)) for each in found}


def listed(matter: Matter, key: str, *, on: date) -> tuple[Item, ...]:
    """Return the items of a list of the rulebook that a matter asks."""
    return rulebook_of(matter.rulebook).items(key, on=on)


def word_of(matter: Matter, key: str, code: str) -> str:
    """Return the wording of an item; the code itself where the list has it no more."""
    items = listed(matter, key, on=legal_day(matter.opened_at))
    return next((item.zh for item in items if item.code == code), code)


def class_for(matter: Matter, kind: str, *, on: date) -> Item:
    """Return the class of an answer of this kind: what is neither solved nor planned was explained."""
    classes = {item.text("answer"): item for item in listed(matter, ANSWER_CLASSES, on=on)}
    return classes.get(kind) or classes["deferred"]
