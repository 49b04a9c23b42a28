"""可调整的默认值: which parameters an administrator may change, and within which bounds.

A law is no default: `Adjustable` holds a `SystemDefault`, and nothing else can be put there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chengxin_core.calendar import Unit
from chengxin_core.rulebook.authority import Law, SystemDefault
from chengxin_core.rulebook.book import Rulebook
from chengxin_core.rulebook.entries import Clock, Parameter, Quantity
from chengxin_core.rulebook.layers import Layer
from chengxin_core.rulebook.overlays import PROMISABLE

_WHOLE = {Quantity.PERCENT: 100, Quantity.PERMYRIAD: 10_000}
_SLIP = 10  # so many times the shipped number is a slip of the hand, not a wish


class OutOfBounds(ValueError):
    """The number may not be set; the text says which may, and why."""


class NotAdjustable(LookupError):
    """The rule is law, or no whole number: nobody may change it here."""


@dataclass(frozen=True, slots=True)
class Adjustable:
    """A default that an administrator may change, as it stands on a day."""

    entry: Parameter
    default: SystemDefault
    layer: Layer
    least: int
    most: int
    bound_by: str  # the citation of the law that bounds it; empty where none does
    shipped_since: date  # the first day of the shipped default that it stands on

    @property
    def key(self) -> str:
        """The name by which the program finds it."""
        return self.entry.key

    @property
    def value(self) -> int:
        """The number that holds."""
        return self.entry.number

    @property
    def unit(self) -> Unit | None:
        """The unit, which stays."""
        return self.entry.unit

    @property
    def counted_in(self) -> Unit | Quantity | None:
        """What the number counts, a period or something else; None for a plain number."""
        return self.entry.unit or self.entry.quantity

    def require(self, value: int) -> None:
        """Raise `OutOfBounds` unless `value` may be set."""
        if self.least <= value <= self.most:
            return
        why = f"（依{self.bound_by}）" if self.bound_by else ""
        raise OutOfBounds(f"应当在 {self.least} 至 {self.most} 之间{why}，现在是 {value}")


def adjustable(rulebook: Rulebook, key: str, *, on: date) -> Adjustable:
    """Return the default called `key`. Raises `NotAdjustable`, `UnknownRule` or `NothingInForce`.

    What a city promised is not the default: the edited or shipped number below it is. A limit of an organ may not
    exceed the law's under the same rule; another side's time may not fall below it. A period has at least one unit.
    """
    entry = rulebook.without_city.parameter(key).on(on)
    if not isinstance(entry.authority, SystemDefault):
        raise NotAdjustable(f"{key} 有法律依据（{entry.shown}），不是可以调整的默认值")
    if isinstance(entry.value, bool | str):
        raise NotAdjustable(f"{key} 不是整数，不能在这里调整")
    shipped = rulebook.parameter(key).shipped(on)
    least, most, bound = _bounds(rulebook, entry, shipped.number, on)
    layer = next(each.layer for each in rulebook.without_city.explain(key, on=on) if each.stands)
    return Adjustable(entry, entry.authority, layer, least, most, bound, shipped.in_force_from)


def adjustables(rulebook: Rulebook, *, on: date) -> Iterator[Adjustable]:
    """Yield every default that may be changed on that day, in the order of the files."""
    keys = (entry.key for entry in rulebook.entries if isinstance(entry, Parameter) and entry.is_in_force(on))
    for key in dict.fromkeys(keys):
        try:
            yield adjustable(rulebook, key, on=on)
        except NotAdjustable:
            continue


def _bounds(rulebook: Rulebook, entry: Parameter, shipped: int, on: date) -> tuple[int, int, str]:
    """Return the least and the most that may be set, and the citation of the law that says so, if one does.

    A law that the shipped number does not keep to is about something else than this default.
    """
    least, most = (1 if entry.unit else 0), max(_SLIP, _SLIP * shipped)
    most = min(most, _WHOLE.get(entry.quantity, most)) if entry.quantity else most
    if not isinstance(entry, Clock):
        return least, most, ""
    laws = _laws_of(rulebook, entry, on)
    if any(item.code == entry.key for item in rulebook.items(PROMISABLE, on=on)):
        above = [(law.number, law.shown) for law in laws if shipped <= law.number]
        return (least, *min(above)) if above else (least, most, "")
    below = [(law.number, law.shown) for law in laws if law.number <= shipped]
    number, shown = max(below, default=(least, ""))
    return number, most, shown


def _laws_of(rulebook: Rulebook, entry: Parameter, on: date) -> list[Parameter]:
    """Return the limits of law that carry the same rule id and are counted in the same unit."""
    return [
        each
        for each in rulebook.rule(entry.rule_id, on=on)
        if isinstance(each, Parameter) and isinstance(each.authority, Law) and each.unit is entry.unit
        if not isinstance(each.value, bool | str)
    ]
