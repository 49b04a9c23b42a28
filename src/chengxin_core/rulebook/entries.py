"""What a rulebook holds: dated entries, each with its rule id, its authority and a line on what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from chengxin_core.calendar import Unit
from chengxin_core.rulebook.authority import Authority
from chengxin_core.vocabulary import Term

Value: TypeAlias = int | str | bool
Attribute: TypeAlias = int | str | bool | tuple[str, ...]


class Quantity(Term):
    """计量单位: what a number that is no period of time counts; a rate is whole, in parts of ten thousand."""

    PERCENT = "percent", "%"
    PERMYRIAD = "permyriad", "万分之一"
    HOURS = "hours", "学时"
    POINTS = "points", "分"
    COUNT = "count", "项"
    TIMES = "times", "次"
    PERSONS = "persons", "人"
    YUAN = "yuan", "元"
    PIXELS = "pixels", "像素"
    SECONDS = "seconds", "秒"
    DIGITS = "digits", "位"


class Silence(Term):
    """逾期未答的后果: what the law makes of a clock that ran out without an answer."""

    NONE = "none", "不产生法律后果"
    ACCEPTED = "accepted", "视为受理"
    RENEWED = "renewed", "视为准予延续"
    CONSENT = "consent", "视为同意"
    ABANDONED = "abandoned", "视为放弃"
    DECIDED_WITHOUT = "decided_without", "由办理机关径行决定"


class NothingInForce(LookupError):
    """No document had set this by that day."""


class NotStated(LookupError):
    """An entry was asked for something that the rulebook does not say of it, or says in another form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """条目: one thing a rulebook says, from a day (in) until a day (out)."""

    rule_id: str
    key: str
    authority: Authority
    gist: str
    in_force_from: date
    in_force_until: date | None
    file: str
    line: int
    source: str = ""  # where it was read, for what is not a statute's text

    @property
    def issuer(self) -> str:
        """The folder of the issuer, as `national` or `shandong`; `system` for what is ours."""
        return self.file.rpartition("/")[0] or "system"

    def is_in_force(self, day: date) -> bool:
        """Say whether the entry holds on `day`."""
        return self.in_force_from <= day and (self.in_force_until is None or day < self.in_force_until)

    @property
    def shown(self) -> str:
        """The citation, or 系统默认，可调整."""
        return self.authority.shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision(Entry):
    """条款: a rule that is no number and no list; its key is its rule id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate(Entry):
    """关口: what must be so before a matter may go on; `refuses` says what it holds back."""

    refuses: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Entry):
    """参数: a number, a word or a yes and no; a period carries its unit, another number what it counts."""

    value: Value
    unit: Unit | None = None
    quantity: Quantity | None = None

    @property
    def number(self) -> int:
        """The value as a whole number; raises `NotStated` where it is none."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise NotStated(f"{self.key} 应为整数, 实为“{self.value}”")
        return self.value

    @property
    def period(self) -> tuple[int, Unit]:
        """The value as a period of time; raises `NotStated` where it has no unit."""
        if self.unit is None:
            raise NotStated(f"{self.key} 没有期限单位")
        return self.number, self.unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock(Parameter):
    """期限: a parameter with what starts it, what suspends it, who may extend it, and what silence brings about.

    `extension` is in units of the clock and is the most that all extensions together may add; `silence` says
    in words what `on_silence` says as a code.
    """

    starts_on: str
    suspended_by: tuple[str, ...] = ()
    silence: str = ""
    on_silence: Silence = Silence.NONE
    extension: int = 0
    extension_approver: str = ""

    @property
    def budget(self) -> int:
        """How many units the clock allows."""
        return self.number

    @property
    def counted_in(self) -> Unit:
        """The unit that the clock counts in."""
        return self.period[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedList(Entry):
    """清单: a closed list by its official name; its items are entries of their own."""

    zh: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Entry):
    """清单条目: a code with its wording in the list named by `key`, and what else the list says of it.

    `is_demo` marks an item of a list made up for demonstration.
    """

    code: str
    zh: str
    attributes: Mapping[str, Attribute]
    is_demo: bool = False

    def text(self, name: str, default: str | None = None) -> str:
        """Return an attribute that is a text; raises `NotStated`."""
        value = self.attributes.get(name, default)
        if not isinstance(value, str):
            raise self._not(name, "文字")
        return value

    def number(self, name: str, default: int | None = None) -> int:
        """Return an attribute that is a whole number; raises `NotStated`."""
        value = self.attributes.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self._not(name, "整数")
        return value

    def flag(self, name: str) -> bool:
        """Say whether a yes-or-no attribute is set; what is not stated is no."""
        value = self.attributes.get(name, False)
        if not isinstance(value, bool):
            raise self._not(name, "是或否")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return an attribute that is a list of texts; what is not stated is empty."""
        value = self.attributes.get(name, ())
        if not isinstance(value, tuple):
            raise self._not(name, "文字的列表")
        return value

    def _not(self, name: str, expected: str) -> NotStated:
        return NotStated(f"{self.file}:{self.line} “{self.zh}”的 {name} 应为{expected}")


EntryT = TypeVar("EntryT", bound=Entry)


@dataclass(frozen=True, slots=True)
class Timeline(Generic[EntryT]):
    """One key through time."""

    key: str
    entries: tuple[EntryT, ...]

    def on(self, day: date) -> EntryT:
        """Return what was in force on `day`; of several the newest. Raises `NothingInForce`."""
        in_force = [entry for entry in self.entries if entry.is_in_force(day)]
        if not in_force:
            raise NothingInForce(f"{self.key} 在 {day} 没有施行中的规定")
        return max(in_force, key=lambda entry: entry.in_force_from)
