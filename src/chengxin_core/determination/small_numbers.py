"""小数抑制: counts that are too small to be published are hidden, and nothing that is shown tells them."""

from collections.abc import Mapping


def hidden_below(counts: Mapping[str, int], smallest: int) -> dict[str, int | None]:
    """Return the counts; None for each from 1 to below `smallest`. Zero is nobody, so it stays.

    >>> hidden_below({"clear": 40, "obstacle": 3, "person": 0}, 10)
    {'clear': 40, 'obstacle': None, 'person': 0}
    """
    return {name: None if 0 < count < smallest else count for name, count in counts.items()}


def sum_of_shown(shown: Mapping[str, int | None]) -> int:
    """Return the sum of what is shown alone, so that no difference tells what is hidden.

    >>> sum_of_shown({"clear": 40, "obstacle": None, "person": 0})
    40
    """
    return sum(count for count in shown.values() if count is not None)


def hidden_beside_total(counts: Mapping[str, int], smallest: int) -> tuple[dict[str, int | None], int | None]:
    """Return the counts and their total so that neither shows what is too small, nor does the difference tell it.

    Where one small count is hidden, the next larger goes with it until at least two are hidden that together are not
    small. A total that is small itself is hidden (None).

    >>> hidden_beside_total({"a": 40, "b": 3, "c": 25, "d": 0}, 10)
    ({'a': 40, 'b': None, 'c': None, 'd': 0}, 68)
    >>> hidden_beside_total({"a": 3, "b": 4}, 10)
    ({'a': None, 'b': None}, None)
    """
    hidden = {name for name, count in counts.items() if 0 < count < smallest}
    rest = sorted(
        (name for name, count in counts.items() if count >= smallest), key=lambda each: counts[each]
    )
    while hidden and rest and (len(hidden) < 2 or sum(counts[each] for each in hidden) < smallest):
        hidden.add(rest.pop(0))
    total = sum(counts.values())
    tells = len(hidden) == 1 or 0 < sum(counts[each] for each in hidden) < smallest
    shown = {name: None if name in hidden else count for name, count in counts.items()}
    return shown, None if tells else total
