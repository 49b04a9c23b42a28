"""Everything that is shipped, other provinces included."""

from functools import cache

from tests.law import the_rulebook

from chengxin_core.rulebook import Entry, Rulebook
from chengxin_rulebooks import provinces, rulebook_sources


@cache
def every_entry() -> list[Entry]:
    """Return every entry shipped."""
    others = [
        entry
        for province in provinces()[1:]
        for entry in Rulebook.load(rulebook_sources(province)).entries
        if entry.issuer == province
    ]
    return [*the_rulebook().entries, *others]
