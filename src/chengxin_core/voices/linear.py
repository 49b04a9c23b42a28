"""A linear classifier: one weight per piece and label, found by dual coordinate descent.

For each label a support vector machine with squared hinge loss, against all other labels (Hsieh et al., 2008,
algorithm 1). The order in which examples are visited comes from a fixed seed, so the same examples in the same order
give the same weights.
"""

from collections.abc import Sequence
from operator import mul
from random import Random
from typing import TypeAlias

Vector: TypeAlias = tuple[tuple[int, ...], tuple[float, ...]]
"""Numbers of the pieces in a message, and their values."""

COST = 0.5
"""What a mistake costs beside large weights: 0.5 is the best of 0.2, 0.5, 1 and 2 on messages kept for choosing."""
MOST_ROUNDS = 8
SETTLED = 0.1
"""A round in which no example pulled harder than this is the last."""


def dot(weights: Sequence[float], vector: Vector) -> float:
    """Return the product of weights and values."""
    at, values = vector
    return float(sum(map(mul, map(weights.__getitem__, at), values)))


def separate(vectors: Sequence[Vector], has_label: Sequence[bool], *, size: int) -> list[float]:
    """Return `size` weights: their product is positive for what has the label and negative for the rest."""
    weights, pulls = [0.0] * size, [0.0] * len(vectors)
    signs = [1.0 if holds else -1.0 for holds in has_label]
    softness = 0.5 / COST
    curves = [sum(value * value for value in values) + softness for _, values in vectors]
    order, chance = list(range(len(vectors))), Random(0)  # noqa: S311 — an order, not a secret
    for _ in range(MOST_ROUNDS):
        keys = [chance.random() for _ in order]
        order = [each for _, each in sorted(zip(keys, order, strict=True))]
        hardest, left = 0.0, []
        for each in order:
            slope = signs[each] * dot(weights, vectors[each]) - 1.0 + softness * pulls[each]
            if pulls[each] == 0.0 and slope > SETTLED:
                continue
            left.append(each)
            pulled = max(pulls[each] - slope / curves[each], 0.0)
            step = (pulled - pulls[each]) * signs[each]
            if step == 0.0:
                continue
            hardest = max(hardest, abs(slope))
            pulls[each] = pulled
            for place, value in zip(*vectors[each], strict=True):
                weights[place] += step * value
        order = left
        if hardest < SETTLED:
            break
    return weights
