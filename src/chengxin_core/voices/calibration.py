"""How sure is sure: from margins to a share of cases in which the proposal is right.

Both numbers are found on messages that the weights had not seen: the sharpness under which the shares are likeliest,
and the confidence from which on proposals are right often enough to stand without the mark 需人工判断.
"""

from collections.abc import Sequence
from math import exp, log

RIGHT_WHERE_SURE = 0.95
"""The share of proposals that must be right among those that are not marked for a person."""
SHARPNESSES = [round(0.25 * 1.06**step, 4) for step in range(80)]
NEVER = 1.01
"""A confidence that no proposal has."""


def shares(margins: Sequence[float], sharpness: float) -> list[float]:
    """Return the share of each label, adding up to one."""
    most = max(margins)
    raised = [exp(sharpness * (margin - most)) for margin in margins]
    whole = sum(raised)
    return [each / whole for each in raised]


def fit_sharpness(margins: Sequence[Sequence[float]], right: Sequence[int]) -> float:
    """Return the sharpness under which the right labels, told by their places, have the likeliest shares."""

    def surprise(sharpness: float) -> float:
        return sum(
            -log(max(shares(each, sharpness)[place], 1e-12))
            for each, place in zip(margins, right, strict=True)
        )

    low, high = 0, len(SHARPNESSES) - 1
    while high - low > 2:  # the surprise falls, then rises
        third = (high - low) // 3
        if surprise(SHARPNESSES[low + third]) <= surprise(SHARPNESSES[high - third]):
            high -= third
        else:
            low += third
    return min(SHARPNESSES[low : high + 1], key=surprise)


def sure_from(confidences: Sequence[float], is_right: Sequence[bool]) -> float:
    """Return the least confidence from which on `RIGHT_WHERE_SURE` of the proposals are right; `NEVER` if none is."""
    found, right = NEVER, 0
    ranked = sorted(zip(confidences, is_right, strict=True), reverse=True)
    for count, (confidence, holds) in enumerate(ranked, 1):
        right += holds
        is_last_of_equals = count == len(ranked) or ranked[count][0] < confidence
        if is_last_of_equals and right >= RIGHT_WHERE_SURE * count:
            found = confidence
    return found
