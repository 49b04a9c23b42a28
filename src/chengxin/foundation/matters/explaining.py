"""为什么能看、为什么不能看: each condition of sight asked about one matter, beside the filter's own answer."""

from dataclasses import dataclass

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter, sight_inside, sight_of
from chengxin.foundation.matters.queries import visible_matter
from chengxin.foundation.matters.sights import Reason, Sight, answers

__all__ = ["MATTERS", "Explanation", "Reason", "why_seen"]

MATTERS = Sight(
    "matters",
    "事项及其文件、文书、期限",
    Matter,
    frozenset(
        {
            *("desk:matter", "desk:why_this_day", "desk:why_this_day_json", "desk:attachment"),
            *("desk:document_file", "desk:purpose", "desk:press", "matters:why", "matters:ask"),
            *("worklists:together", "worklists:star", "worklists:read", "worklists:nudge"),
            *("worklists:take_back", "worklists:withdraw", "documents:compare", "handovers:workbook"),
        }
    ),
    "pk",
    "pk",
    lambda mandate, on: (sight_of(mandate), sight_inside(mandate)),
)


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
    reasons = tuple(answers(Matter, {"pk": matter.pk}, asked))
    return Explanation(matter, mandate, visible_matter(mandate, matter.pk).exists(), reasons)
