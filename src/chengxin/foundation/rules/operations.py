"""Writes of the law: storing what was shipped."""

from dataclasses import dataclass
from datetime import datetime

from chengxin.foundation.rules.models import RulebookSnapshot
from chengxin_core.rulebook import Rulebook
from chengxin_rulebooks import rulebook_sources


@dataclass(frozen=True, slots=True)
class RulesLoaded:
    """What loading brought."""

    hash: str
    entries: int
    is_new: bool

    def __str__(self) -> str:
        told = "新版本" if self.is_new else "与已载入的版本相同"
        return f"制度规则库 {self.hash[:12]}: {self.entries} 条，{told}"


def load_shipped_rules(*, at: datetime, demo: bool = False) -> RulesLoaded:
    """Store the rulebooks that the program ships with; the same ones again change nothing.

    `demo` adds the lists that are marked as made up for demonstration.
    """
    rulebook = Rulebook.load(rulebook_sources(), demo=demo)
    _, is_new = RulebookSnapshot.objects.get_or_create(
        hash=rulebook.hash, defaults={"canonical": rulebook.snapshot, "loaded_at": at}
    )
    return RulesLoaded(rulebook.hash, len(rulebook.entries), is_new)
