"""分办规则: whom to ask, by the words of a message that name a department or one of its functions.

This is what answers before an installation has trained a model of its own. Every step can be read: which words were
found, and how much each department has of them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from chengxin_core.voices.model import UNKNOWN, Proposal
from chengxin_core.voices.pieces import CHARACTERS_READ

WORD, NAME = 1.0, 1.5
"""What a word of a function and the name of a department weigh. People name departments that they only ask for help."""
SURE_SHARE = 0.6
SURE_WORDS = 3
"""Below this share, or with fewer different words, a person should read the whole message."""
DOUBT = 1.0
"""Added to the weight of all words: one word alone is no certainty."""


@dataclass(frozen=True, slots=True)
class Function:
    """What a department is called and what people write about what it does."""

    department: str
    field: str
    names: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A proposal, and which department of its field has most of the words ('' where there is none)."""

    proposal: Proposal
    department: str


class Rules:
    """All functions, laid out so that one reading of a message finds every word."""

    def __init__(self, functions: Sequence[Function]) -> None:
        self.functions = tuple(functions)
        self._weights: dict[str, list[tuple[Function, float]]] = {}
        for function in self.functions:
            for weight, words in ((WORD, function.words), (NAME, function.names)):
                for word in words:
                    self._weights.setdefault(word, []).append((function, weight))

    def propose(self, text: str) -> Asked:
        """Propose a field and its department; the words are those of the message, in their order."""
        found = self._found(text)
        fields: dict[str, float] = {}
        for word in found:
            for function, weight in self._weights[word]:
                fields[function.field] = fields.get(function.field, 0.0) + weight
        if not fields:
            return Asked(UNKNOWN, "")
        best = max(fields, key=fields.__getitem__)  # of equals the one named first
        share = fields[best] / (sum(fields.values()) + DOUBT)
        words = tuple(word for word in found if any(each.field == best for each, _ in self._weights[word]))
        needs_person = share < SURE_SHARE or len(words) < SURE_WORDS
        proposal = Proposal(best, round(share, 4), words, needs_person)
        return Asked(proposal, self.department_for(text, best))

    def department_for(self, text: str, field: str) -> str:
        """Return the department of this field of which the message has most words; '' where it has none."""
        weights: dict[str, float] = {}
        for word in self._found(text):
            for function, weight in self._weights[word]:
                if function.field == field:
                    weights[function.department] = weights.get(function.department, 0.0) + weight
        return max(weights, key=weights.__getitem__, default="")

    def _found(self, text: str) -> list[str]:
        """Return each word that occurs, once, in the order of the message."""
        return list(dict.fromkeys(match[0] for match in self._any_word.finditer(text[:CHARACTERS_READ])))

    @cached_property
    def _any_word(self) -> re.Pattern[str]:
        longest_first = sorted(self._weights, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, longest_first)))
