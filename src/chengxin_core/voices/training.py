"""From labelled messages to a model: the same messages in any order give the same model."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from math import log

from chengxin_core.voices.calibration import fit_sharpness, shares, sure_from
from chengxin_core.voices.linear import Vector, dot, separate
from chengxin_core.voices.model import UNIT, Measured, Model, Piece, macro_f1, scaled
from chengxin_core.voices.pieces import pieces

FEWEST_OF_A_LABEL = 5
"""Different messages that a label needs: as many as there are folds."""
FOLDS = 5
FEWEST_MESSAGES = 3
"""In how many messages a piece must occur to be counted."""


class TooLittleToLearn(ValueError):
    """The messages do not make a model; the text says in Chinese what is missing."""


@dataclass(frozen=True, order=True, slots=True)
class Example:
    """A message and the label that a person gave it."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Weights of one training: rarity of each piece, and for each label a weight per piece."""

    numbers: Mapping[str, int]
    rarities: Mapping[str, float]
    weights: Sequence[Sequence[float]]

    def margins(self, counts: Mapping[str, int]) -> list[float]:
        vector = _vector(counts, self.numbers, self.rarities)
        return [dot(weights, vector) for weights in self.weights]


def train(examples: Iterable[Example]) -> Model:
    """Train on labelled messages; raises `TooLittleToLearn`.

    A message that stands twice with one label counts once. Confidence is fitted on messages left out, fold by fold;
    the weights of the model are then learnt from all.
    """
    known = sorted(set(examples))
    labels = _labels(known)
    counts = [Counter(pieces(each.text)) for each in known]
    right = [labels.index(each.label) for each in known]
    unseen = _unseen_margins(counts, right, len(labels), folds_of(known))
    sharpness = fit_sharpness(unseen, right)
    confidences = [max(shares(each, sharpness)) for each in unseen]
    guesses = [each.index(max(each)) for each in unseen]
    is_right = [guess == place for guess, place in zip(guesses, right, strict=True)]
    sure = sure_from(confidences, is_right)
    weighed = _weigh(counts, right, len(labels))
    kept = {
        piece: Piece(
            round(UNIT * weighed.rarities[piece]),
            tuple(round(UNIT * weights[number]) for weights in weighed.weights),
        )
        for piece, number in weighed.numbers.items()
    }
    return Model(
        labels=tuple(labels),
        pieces=kept,
        sharpness=round(UNIT * sharpness),
        sure_from=round(UNIT * sure),
        learnt_from=_digest(known),
        measured=Measured(
            examples=len(known),
            macro_f1=round(
                macro_f1((labels[place], labels[guess]) for place, guess in zip(right, guesses, strict=True)),
                4,
            ),
            right_of_all=round(sum(is_right) / len(known), 4),
            sure_of_all=round(sum(each >= sure for each in confidences) / len(known), 4),
        ),
    )


def folds_of(examples: Sequence[Example]) -> list[int]:
    """Return a fold for each message; messages that are nearly the same are put into the same one.

    Messages sent twice with a word changed would otherwise be asked about right after they were learnt.
    """
    groups = _alike([example.text for example in examples])
    largest_first = sorted(
        groups, key=lambda group: (-len(group), sha256(examples[group[0]].text.encode()).digest())
    )
    folds, filled = [0] * len(examples), [Counter[str]() for _ in range(FOLDS)]
    for group in largest_first:
        label = examples[group[0]].label
        fold = min(range(FOLDS), key=lambda each: (filled[each][label], filled[each].total(), each))
        for at in group:
            folds[at] = fold
            filled[fold][examples[at].label] += 1
    return folds


SHINGLE = 12
SKETCH = 8
TURN_OF_SPEECH = 20
"""A shingle in more messages than this says nothing about their being the same."""


def _alike(texts: Sequence[str]) -> list[list[int]]:
    """Return the places of texts, those together that share one of their shingles with the least hashes."""
    holders: defaultdict[bytes, list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        letters = "".join(text.split())
        shingles = {letters[start : start + SHINGLE] for start in range(max(1, len(letters) - SHINGLE + 1))}
        hashes = sorted(sha256(each.encode()).digest()[:8] for each in shingles)
        for each in hashes[:SKETCH]:
            holders[each].append(at)
    leader = list(range(len(texts)))

    def lead(at: int) -> int:
        while leader[at] != at:
            leader[at] = leader[leader[at]]
            at = leader[at]
        return at

    for together in holders.values():
        if len(together) <= TURN_OF_SPEECH:
            for at in together[1:]:
                leader[lead(at)] = lead(together[0])
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for at in range(len(texts)):
        groups[lead(at)].append(at)
    return list(groups.values())


def _labels(examples: Sequence[Example]) -> list[str]:
    told = Counter(example.label for example in examples)
    if len(told) < 2:
        raise TooLittleToLearn(f"只有 {len(told)} 个类别，至少要有 2 个类别")
    for label, count in sorted(told.items()):
        if count < FEWEST_OF_A_LABEL:
            raise TooLittleToLearn(
                f"类别“{label}”只有 {count} 条不同的来信，每个类别至少要有 {FEWEST_OF_A_LABEL} 条"
            )
    return sorted(told)


def _unseen_margins(
    counts: Sequence[Mapping[str, int]], right: Sequence[int], labels: int, folds: Sequence[int]
) -> list[list[float]]:
    """Return the margins of each message under weights that were learnt without its fold."""
    margins: list[list[float]] = [[]] * len(counts)
    for fold in range(FOLDS):
        seen = [at for at, of in enumerate(folds) if of != fold]
        weighed = _weigh([counts[at] for at in seen], [right[at] for at in seen], labels)
        for at, of in enumerate(folds):
            if of == fold:
                margins[at] = weighed.margins(counts[at])
    return margins


def _weigh(counts: Sequence[Mapping[str, int]], right: Sequence[int], labels: int) -> _Weighed:
    held_by = Counter(piece for each in counts for piece in each)
    kept = sorted(piece for piece, count in held_by.items() if count >= FEWEST_MESSAGES)
    if not kept:
        raise TooLittleToLearn("来信之间没有共同的词，学不出类别的特征")
    rarities = {piece: log((1 + len(counts)) / (1 + held_by[piece])) + 1 for piece in kept}
    numbers = {piece: number for number, piece in enumerate(kept)}
    vectors = [_vector(each, numbers, rarities) for each in counts]
    weights = [
        separate(vectors, [place == label for place in right], size=len(kept)) for label in range(labels)
    ]
    return _Weighed(numbers, rarities, weights)


def _vector(counts: Mapping[str, int], numbers: Mapping[str, int], rarities: Mapping[str, float]) -> Vector:
    known = {piece: counts[piece] for piece in sorted(counts) if piece in numbers}
    values = scaled(known, rarities) if known else {}
    return tuple(numbers[piece] for piece in values), tuple(values.values())


def _digest(examples: Sequence[Example]) -> str:
    whole = sha256()
    for each in examples:
        whole.update(f"{each.label}\0{each.text}\0".encode())
    return whole.hexdigest()
