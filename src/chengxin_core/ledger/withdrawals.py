"""撤下通知: what ended, page by page of the log's numbers, each page signed, for whoever shares the data.

A page says which numbers of the log it covers and which ends lie among them. It names opaque keys and nothing else:
who never took the data learns nothing from it. Its text is canonical JSON on one line, so that no page can be read as
a checkpoint, which has three lines at least.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from chengxin_core.ledger.canonical import Json, NotCanonical, canonical_bytes, parse_canonical
from chengxin_core.ledger.entry import (
    CODE,
    KEY,
    Entry,
    EntryMalformed,
    Event,
    format_moment,
    parse_moment,
)
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import NoteUnverified, SigningKey, VerifierKey, verified_keys

FORMAT: Final = "chengxin/withdrawals/v1"
FOLDER: Final = "withdrawals/"
WIDTH: Final = 1000  # numbers of the log that a full page covers

_PAGE_MEMBERS = {"end", "entries", "first", "format", "origin"}
_ENTRY_MEMBERS = {"at", "event", "ground", "index", "key"}


class PageMalformed(ValueError):
    """Text that is no page of withdrawals, or values that cannot stand in one."""


def page_path(first: int) -> str:
    """Return where the page that begins with this number lies, below the log's address.

    >>> page_path(2000)
    'withdrawals/2000'
    """
    return f"{FOLDER}{first}"


def first_of(name: str) -> int | None:
    """Return with which number the page of this name begins; None for any other name.

    >>> first_of("withdrawals/2000"), first_of("withdrawals/7"), first_of("checkpoint")
    (2000, None, None)
    """
    number = name.removeprefix(FOLDER)
    if number == name or not (number.isascii() and number.isdecimal()) or len(number) > 16:
        return None
    return int(number) if int(number) % WIDTH == 0 and str(int(number)) == number else None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """撤下: the end of what was published under a key."""

    index: int  # number of the end in the log
    key: str
    event: Event
    ground: str  # a code
    at: datetime

    @classmethod
    def of(cls, index: int, entry: Entry) -> "Withdrawn":
        """Return what an end in the log says, without its clauses and role."""
        if entry.certificate is None:
            raise PageMalformed(f"第 {index} 条不是终止公示")
        return cls(index, entry.key, entry.event, entry.certificate.ground, entry.at)

    def to_json(self) -> dict[str, Json]:
        """Return it as a JSON object."""
        return {
            "at": format_moment(self.at),
            "event": str(self.event),
            "ground": self.ground,
            "index": self.index,
            "key": self.key,
        }


@dataclass(frozen=True, slots=True)
class WithdrawalPage:
    """撤下通知的一页: every end among the log's numbers from `first` to `end` (exclusive)."""

    origin: str  # the log's, which is also the name of its key
    first: int
    end: int
    entries: tuple[Withdrawn, ...]

    def __post_init__(self) -> None:
        """Refuse a page that does not begin where pages begin, or holds what it does not cover."""
        if self.first < 0 or self.first % WIDTH or not self.first <= self.end <= self.first + WIDTH:
            raise PageMalformed(
                f"撤下通知覆盖 {self.first} 至 {self.end}, 应当从 {WIDTH} 的倍数起, 至多 {WIDTH} 条"
            )
        numbers = [entry.index for entry in self.entries]
        if numbers != sorted(set(numbers)) or not all(self.first <= each < self.end for each in numbers):
            raise PageMalformed("撤下通知的条目应当在所覆盖的序号之内, 由小到大, 没有重复")

    @property
    def is_full(self) -> bool:
        """Whether the page covers all it ever will."""
        return self.end == self.first + WIDTH

    def to_text(self) -> str:
        """Return the text that is signed: canonical JSON and a line feed."""
        value: dict[str, Json] = {
            "end": self.end,
            "entries": [entry.to_json() for entry in self.entries],
            "first": self.first,
            "format": FORMAT,
            "origin": self.origin,
        }
        return canonical_bytes(value).decode() + "\n"

    def signed(self, *keys: SigningKey) -> bytes:
        """Return the page as a signed note."""
        text = self.to_text()
        return Note(text, tuple(key.sign(text) for key in keys)).to_bytes()

    @classmethod
    def from_text(cls, text: str) -> "WithdrawalPage":
        """Read the text of a page; raises `PageMalformed`."""
        members = _members("撤下通知", _parsed(text), _PAGE_MEMBERS)
        entries = members["entries"]
        if members["format"] != FORMAT or not isinstance(entries, list):
            raise PageMalformed(f"撤下通知应当是 {FORMAT} 格式, entries 是列表")
        return cls(
            str(members["origin"]),
            _number("first", members["first"]),
            _number("end", members["end"]),
            tuple(_withdrawn(entry) for entry in entries),
        )


def page_of(origin: str, first: int, end: int, entries: Iterable[tuple[int, Entry]]) -> WithdrawalPage:
    """Return the page of these numbers out of the log's entries, each with its number; only ends are kept."""
    ends = [Withdrawn.of(index, entry) for index, entry in entries if entry.event.is_end]
    return WithdrawalPage(origin, first, end, tuple(ends))


def open_page(note: bytes, keys: Sequence[VerifierKey]) -> WithdrawalPage:
    """Read a signed page, and believe it only if a known key of its own log has signed it.

    Raises `NoteMalformed`, `PageMalformed` or `NoteUnverified`.
    """
    opened = Note.from_bytes(note)
    signed_by = verified_keys(opened, keys)
    page = WithdrawalPage.from_text(opened.text)
    if all(key.name != page.origin for key in signed_by):
        raise NoteUnverified(f"撤下通知属于“{page.origin}”, 却没有以此为名的已知公钥的签名")
    return page


def _parsed(text: str) -> Json:
    try:
        return parse_canonical(text.removesuffix("\n").encode())
    except NotCanonical as fault:
        raise PageMalformed(f"撤下通知{fault}") from fault


def _withdrawn(value: Json) -> Withdrawn:
    members = _members("撤下通知的条目", value, _ENTRY_MEMBERS)
    key, ground = str(members["key"]), str(members["ground"])
    if not KEY.fullmatch(key) or not CODE.fullmatch(ground):
        raise PageMalformed(f"撤下通知的条目有 key“{key}”、ground“{ground}”, 应当是 32 位十六进制和小写代码")
    try:
        event, at = Event(members["event"]), parse_moment(str(members["at"]))
    except (ValueError, EntryMalformed) as fault:
        raise PageMalformed(f"撤下通知的条目有误: {fault}") from fault
    if not event.is_end:
        raise PageMalformed(f"撤下通知的条目是“{event}”, 应当是终止公示")
    return Withdrawn(_number("index", members["index"]), key, event, ground, at)


def _members(name: str, value: Json, members: set[str]) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != members:
        raise PageMalformed(f"{name}应当是对象, 恰有“{'、'.join(sorted(members))}”")
    return value


def _number(name: str, value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise PageMalformed(f"撤下通知的 {name} 是“{value}”, 应当是从 0 起的整数")
    return value
