"""为什么能看、为什么不能看: each condition of sight asked about one matter, beside the filter's own answer."""

from dataclasses import dataclass

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, Value, When

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import Clause
from chengxin.foundation.matters.models import Matter, sight_inside, sight_of
from chengxin.foundation.matters.queries import visible_matter


@dataclass(frozen=True, slots=True)
class Reason:
    """One condition of sight, and whether it is met."""

    clause: Clause
    is_met: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether a mandate sees a matter, and by which conditions; it does if all are met."""

    matter: Matter
    mandate: Mandate
    sees: bool
    reasons: tuple[Reason, ...]


def why_seen(mandate: Mandate, matter: Matter) -> Explanation:
    """Explain whether `mandate` sees the matter, by the very conditions that filter; two queries."""
    asked = sight_inside(mandate) if matter.is_internal else sight_of(mandate)
    answers = {
        f"clause_{number}": Case(
            When(_meets(clause.condition), then=Value(value=True)),
            default=Value(value=False),
            output_field=BooleanField(),
        )
        for number, clause in enumerate(asked)
    }
    row = Matter.objects.filter(pk=matter.pk).annotate(**answers).values(*answers).get()
    reasons = tuple(Reason(clause, row[f"clause_{number}"]) for number, clause in enumerate(asked))
    return Explanation(matter, mandate, visible_matter(mandate, matter.pk).exists(), reasons)


def _meets(condition: Q) -> Exists:
    """Return the condition as a question of its own, so that a join in one is not a row in another."""
    return Exists(Matter.objects.filter(condition, pk=OuterRef("pk")))
