"""The trained model: weights per piece and label, and a proposal that shows the words it rests on."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import log, sqrt

from chengxin_core.voices.calibration import shares
from chengxin_core.voices.pieces import placed_pieces, words_at

WORDS_SHOWN = 8
UNIT = 10_000
"""Weights, rarities, sharpness and confidence are kept as whole numbers of this fraction."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where a message belongs. `label` is None where nothing in it is known; a person confirms every one."""

    label: str | None
    confidence: float
    """From 0 to 1: how often such a proposal is right, by what was measured in training."""
    words: tuple[str, ...]
    """The words of the message on which it rests, in their order."""
    needs_person: bool
    """Too unsure to stand as a proposal: a person should read the whole message."""


UNKNOWN = Proposal(None, 0.0, (), needs_person=True)


@dataclass(frozen=True, slots=True)
class Piece:
    """What is known of one piece: how rare it is, and its weight for each label, in `UNIT`s."""

    rarity: int
    weights: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was seen on messages that the weights had not seen, by cross-validation: shares of one."""

    examples: int
    macro_f1: float
    right_of_all: float
    sure_of_all: float


@dataclass(frozen=True, slots=True)
class Model:
    """Labels and pieces with their weights, and what was measured in training."""

    labels: tuple[str, ...]
    pieces: Mapping[str, Piece]
    sharpness: int
    sure_from: int
    learnt_from: str
    """SHA-256 over the examples, sorted: the same examples give the same model."""
    measured: Measured

    def propose(self, text: str) -> Proposal:
        """Propose a label for a message, with its confidence and words."""
        values = self._values(text)
        if not values:
            return UNKNOWN
        margins = [
            sum(value * self.pieces[piece].weights[at] for piece, value in values.items()) / UNIT
            for at in range(len(self.labels))
        ]
        confidences = shares(margins, self.sharpness / UNIT)
        best = max(range(len(margins)), key=confidences.__getitem__)
        return Proposal(
            label=self.labels[best],
            confidence=round(confidences[best], 4),
            words=tuple(self._words(text, values, best)),
            needs_person=confidences[best] < self.sure_from / UNIT,
        )

    def _values(self, text: str) -> dict[str, float]:
        counts = Counter(piece for piece, _ in placed_pieces(text) if piece in self.pieces)
        return scaled(counts, {piece: self.pieces[piece].rarity / UNIT for piece in counts})

    def _words(self, text: str, values: Mapping[str, float], label: int) -> list[str]:
        """Return the words whose pieces speak for the label most; single characters only for want of others."""
        speaks = {
            piece: value * weight
            for piece, value in values.items()
            if (weight := self.pieces[piece].weights[label]) > 0
        }
        told = [piece for piece in speaks if len(piece) > 1] or list(speaks)
        chosen = set(sorted(told, key=lambda piece: (-speaks[piece], piece))[:WORDS_SHOWN])
        return words_at(text, ((at, len(piece)) for piece, at in placed_pieces(text) if piece in chosen))


def scaled(counts: Mapping[str, int], rarities: Mapping[str, float]) -> dict[str, float]:
    """Return the value of each piece in a message: how often, damped, times how rare; as a vector of length one."""
    values = {piece: (1 + log(count)) * rarities[piece] for piece, count in counts.items()}
    length = sqrt(sum(value * value for value in values.values()))
    return {piece: value / length for piece, value in values.items()}


def macro_f1(pairs: Iterable[tuple[str, str | None]]) -> float:
    """Return the mean F1 of the labels that occur, from pairs (right, proposed).

    >>> macro_f1([("甲", "甲"), ("乙", "乙"), ("乙", "甲")])
    0.6666666666666666
    """
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    proposed: Counter[str | None] = Counter()
    for label, guess in pairs:
        told[label] += 1
        proposed[guess] += 1
        right[label] += label == guess
    return sum(2 * right[label] / (told[label] + proposed[label]) for label in told) / len(told)
