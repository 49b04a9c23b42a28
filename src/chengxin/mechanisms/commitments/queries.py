"""Every read of the ledger that another room may make."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.ground.ciphers import unseal
from chengxin.mechanisms.commitments.models import Commitment, CommitmentVersion, Taking
from chengxin_core.calendar import legal_day
from chengxin_core.determination.excuses import LIST as EXCUSES
from chengxin_core.lifecycle.commitments import COMMITMENT, OPEN
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.entries import Item

SEAL = "commitments.beneficiary"
ROW_SEAL = "commitments.row"
KINDS = "commitment_kinds"
CONDITIONS = "promise_conditions"
MAY_NOT_APPLY = "conditions_not_always_applicable"
GROUNDS = "promise_change_grounds"
FINDING = "commitment_finding"  # the document that says that a promise was broken


def commitment_of(matter: Matter) -> Commitment:
    """Return the promise that a matter is; it holds this very matter: a step taken in one is seen in the other."""
    commitment = Commitment.objects.select_related("owner").get(pk=matter.pk)
    commitment.matter = matter
    return commitment


def visible_commitments(mandate: Mandate) -> MatterQuerySet:
    """Return the matters of promises that `mandate` may see."""
    return visible_matters(mandate).of_kind(COMMITMENT.kind).select_related("commitment")


def running() -> QuerySet[Commitment]:
    """Return the promises that are owed still, the nearest due day first."""
    found = Commitment.objects.filter(matter__state__in=OPEN, matter__archived_at=None)
    return found.select_related("matter__body", "matter__organ", "owner").order_by("due_on", "pk")


def standing_version(commitment: Commitment) -> CommitmentVersion:
    """Return the words that stand now: the newest version that was adopted, or the first as it was proposed."""
    adopted = commitment.versions.exclude(stood_from=None).last()
    return adopted or commitment.versions.get(number=1)


def proposed_version(commitment: Commitment) -> CommitmentVersion | None:
    """Return the change that is being decided on, if one is."""
    return commitment.versions.filter(stood_from=None, is_refused=False, number__gt=1).last()


def adopted_versions(commitment: Commitment) -> list[CommitmentVersion]:
    """Return every version that stood, the oldest first."""
    return list(commitment.versions.exclude(stood_from=None))


def beneficiary_of(commitment: Commitment) -> str:
    """Unseal to whom it was promised, for somebody who may see the matter; empty where it is the public."""
    return unseal(bytes(commitment.beneficiary), purpose=SEAL) if commitment.beneficiary else ""


def private_names(matters: Iterable[Matter]) -> Mapping[int, Iterable[str]]:
    """Return, by matter, to whom was promised: a name that must not leave."""
    wanted = [matter.pk for matter in matters if matter.kind == COMMITMENT.kind]
    found = Commitment.objects.filter(pk__in=wanted)
    return {each.pk: [name] for each in found if (name := beneficiary_of(each))}


def book_of(matter: Matter) -> Rulebook:
    """Return the rulebook that a matter asks."""
    return rulebook_of(matter.rulebook)


def listed(matter: Matter, key: str, *, on: date) -> tuple[Item, ...]:
    """Return the items of a list of the rulebook that a promise began under."""
    return book_of(matter).items(key, on=on)


def word_of(matter: Matter, key: str, code: str, *, on: date | None = None) -> str:
    """Return the wording of an item; the code itself where the list has it no more."""
    day = on or legal_day(matter.opened_at)
    return next((item.zh for item in listed(matter, key, on=day) if item.code == code), code)


def excuses(matter: Matter, *, on: date) -> dict[str, str]:
    """Return the excuses that some text names, by their common code, each with its first wording."""
    found: dict[str, str] = {}
    for item in listed(matter, EXCUSES, on=on):
        found.setdefault(item.text("excuse"), item.zh)
    return found


def takings_of(mandate: Mandate) -> list[Taking]:
    """Return the promises that wait to be taken over in the body of `mandate`, the nearest day first."""
    seen = visible_commitments(mandate).filter(body=mandate.body_id).values("pk")
    waiting = Taking.objects.filter(taken_at=None, commitment__in=seen)
    return list(waiting.select_related("commitment__matter", "was"))


def lacks_a_finding() -> Q:
    """Return the condition that nothing was drafted yet of the finding that a matter's promise was broken."""
    drafted = Matter.objects.filter(parent=OuterRef("pk"), document__kind=FINDING).exclude(state="cancelled")
    return Q(~Exists(drafted), state="broken", commitment__instrument="")


def is_vacant(*, escalated: bool = False) -> Q:
    """Return the condition that a matter's promise waits to be taken over; with `escalated`, longer than it may."""
    waiting = Taking.objects.filter(commitment=OuterRef("pk"), taken_at=None)
    return Q(Exists(waiting.exclude(escalated_at=None) if escalated else waiting))
