"""日志条目: what the log says for ever: that something was published, changed or ended, and when.

An entry holds no content and names nobody. It holds a commitment to the content, which can be checked while
the content is there and tells nothing once content and salt are destroyed. One kind of entry has no content at all:
`anchored` keeps the hash at which a chain stood that never leaves the house, so that it cannot be written anew unseen.
"""

import re
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Final

from chengxin_core.ledger.canonical import Json, NotCanonical, canonical_bytes, parse_canonical
from chengxin_core.vocabulary import Term

FORMAT: Final = "chengxin/entry/v1"
LARGEST_NUMBER = 2**53 - 1
LONGEST_ENTRY = 2**16 - 1  # bytes: an entry bundle gives the length in two (C2SP tlog-tiles)

CODE = re.compile(r"[a-z][a-z0-9_]{0,63}")
KEY = re.compile(r"[0-9a-f]{32}")
COMMITMENT = re.compile(r"[0-9a-f]{64}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")
CLAUSE = re.compile(r"\S{1,128}")
MOST_CLAUSES = 32


class EntryMalformed(ValueError):
    """An entry, or bytes of one, that break the form which every reader relies on."""


class Event(Term):
    """事件: what happened to what was published under a key."""

    PUBLISHED = "published", "公示"
    CORRECTED = "corrected", "更正"
    MARKED = "marked", "加注异议标注"
    UNMARKED = "unmarked", "撤除异议标注"
    WITHDRAWN = "withdrawn", "撤回"
    EXPIRED = "expired", "到期终止公示"
    REPAIRED = "repaired", "修复后终止公示"
    ANCHORED = "anchored", "链头存证"

    @property
    def is_end(self) -> bool:
        """Tell whether nothing is in force under the key afterwards."""
        return self in (Event.WITHDRAWN, Event.EXPIRED, Event.REPAIRED)

    @property
    def is_first(self) -> bool:
        """Tell whether nothing stood under the key before."""
        return self in (Event.PUBLISHED, Event.ANCHORED)

    @property
    def has_content(self) -> bool:
        """Tell whether there is, or was, content that the entry commits to."""
        return not self.is_end and self is not Event.ANCHORED


@dataclass(frozen=True, slots=True)
class Certificate:
    """终止凭证: on what ground, by which clauses and in what role an end was decided."""

    ground: str  # a code such as chengxin_core.vocabulary.Ground
    clauses: tuple[str, ...]  # ids of clauses in a rulebook; never text
    decided_by_role: str  # a code; never a person

    def __post_init__(self) -> None:
        """Refuse what could carry text or a name into the log."""
        _require_match("certificate.ground", self.ground, CODE, "小写英文代码")
        _require_match("certificate.decided_by_role", self.decided_by_role, CODE, "小写英文代码")
        _require(
            "certificate.clauses", len(self.clauses), 1 <= len(self.clauses) <= MOST_CLAUSES, "1 至 32 条"
        )
        for clause in self.clauses:
            _require_match("certificate.clauses", clause, CLAUSE, "不含空白、不超过 128 字的条款编号")


@dataclass(frozen=True, slots=True)
class Entry:
    """日志条目: one event in the life of what is published under an opaque key.

    Versions count from 1; every entry with a commitment is a version of its own; an end repeats the version
    it ends. Whatever is not the first under its key names the entry it supersedes by its number in the log.
    What is `anchored` stands alone: the commitment is the hash itself, and nothing follows under its key.
    """

    kind: str  # code of the publication's kind
    key: str  # 32 random hex digits; derived from nothing
    version: int
    at: datetime  # aware, whole seconds
    event: Event
    commitment: bytes | None  # 32 bytes; None for an end; the hash itself of what is anchored
    supersedes: int | None  # number in the log; None for what is first under its key
    certificate: Certificate | None  # for an end only

    def __post_init__(self) -> None:
        """Refuse an entry whose fields do not agree with each other."""
        object.__setattr__(self, "at", _utc_seconds(self.at))
        _require_match("kind", self.kind, CODE, "小写英文代码")
        _require_match("key", self.key, KEY, "32 位小写十六进制随机数")
        _require("version", self.version, 1 <= self.version <= LARGEST_NUMBER, "从 1 起的整数")
        first = self.event.is_first
        _require("version", self.version, (self.version == 1) or not first, "首次公示和链头存证为 1")
        _require(
            "supersedes",
            self.supersedes,
            (self.supersedes is None) is first,
            "首次公示和链头存证为空, 其余为被取代条目的序号",
        )
        _require(
            "supersedes", self.supersedes, 0 <= (self.supersedes or 0) <= LARGEST_NUMBER, "从 0 起的整数"
        )
        ends = self.event.is_end
        _require(
            "commitment", self.commitment, (self.commitment is None) is ends, "终止时为空, 其余为 32 字节"
        )
        _require(
            "commitment", self.commitment, self.commitment is None or len(self.commitment) == 32, "32 字节"
        )
        _require("certificate", self.certificate, (self.certificate is not None) is ends, "仅终止时填写")

    def to_json(self) -> dict[str, Json]:
        """Return the entry as a JSON object; `entry.schema.json` beside this file describes it."""
        certificate = self.certificate
        return {
            "format": FORMAT,
            "kind": self.kind,
            "key": self.key,
            "version": self.version,
            "at": format_moment(self.at),
            "event": self.event.value,
            "commitment": None if self.commitment is None else self.commitment.hex(),
            "supersedes": self.supersedes,
            "certificate": None
            if certificate is None
            else {
                "ground": str(certificate.ground),
                "clauses": [str(clause) for clause in certificate.clauses],
                "decided_by_role": str(certificate.decided_by_role),
            },
        }

    def to_bytes(self) -> bytes:
        """Return the canonical bytes (RFC 8785): what is hashed as the leaf."""
        data = canonical_bytes(self.to_json())
        _require("entry", len(data), len(data) <= LONGEST_ENTRY, f"至多 {LONGEST_ENTRY} 字节")
        return data

    @classmethod
    def from_json(cls, value: Json) -> "Entry":
        """Read an entry from its JSON object; raises `EntryMalformed` for an unknown or wrong field."""
        members = _object("entry", value, ("format", *(field.name for field in fields(cls))))
        _require("format", members["format"], members["format"] == FORMAT, FORMAT)
        commitment, supersedes = members["commitment"], members["supersedes"]
        certificate = members["certificate"]
        return cls(
            kind=_string("kind", members["kind"]),
            key=_string("key", members["key"]),
            version=_integer("version", members["version"]),
            at=parse_moment(_string("at", members["at"])),
            event=_event(_string("event", members["event"])),
            commitment=None if commitment is None else _commitment(_string("commitment", commitment)),
            supersedes=None if supersedes is None else _integer("supersedes", supersedes),
            certificate=None if certificate is None else _certificate(certificate),
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "Entry":
        """Read an entry from its canonical bytes, and from no others; raises `EntryMalformed`."""
        _require("entry", len(data), len(data) <= LONGEST_ENTRY, f"至多 {LONGEST_ENTRY} 字节")
        try:
            return cls.from_json(parse_canonical(data))
        except NotCanonical as fault:
            raise EntryMalformed(f"日志条目{fault}") from fault


def format_moment(moment: datetime) -> str:
    """Return an aware moment as RFC 3339 in UTC with whole seconds.

    >>> format_moment(datetime.fromisoformat("2026-02-01T08:00:00+08:00"))
    '2026-02-01T00:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def parse_moment(text: str) -> datetime:
    """Read what `format_moment` writes; raises `EntryMalformed` for anything else."""
    _require_match("at", text, MOMENT, "2026-02-01T00:00:00Z 这样的时间")
    try:
        return datetime.fromisoformat(text)
    except ValueError as fault:
        raise EntryMalformed(f"日志条目的 at 是“{text}”, 历法上没有这个时间") from fault


def _utc_seconds(moment: datetime) -> datetime:
    _require("at", moment, moment.tzinfo is not None and moment.microsecond == 0, "带时区、到整秒的时间")
    return moment.astimezone(UTC)


def _commitment(text: str) -> bytes:
    _require_match("commitment", text, COMMITMENT, "64 位小写十六进制")
    return bytes.fromhex(text)


def _event(text: str) -> Event:
    try:
        return Event(text)
    except ValueError as fault:
        raise EntryMalformed(f"日志条目的 event 是“{text}”, 应当是 {'、'.join(Event)} 之一") from fault


def _certificate(value: Json) -> Certificate:
    members = _object("certificate", value, tuple(field.name for field in fields(Certificate)))
    clauses = members["clauses"]
    _require("certificate.clauses", clauses, isinstance(clauses, list), "条款编号的列表")
    return Certificate(
        ground=_string("certificate.ground", members["ground"]),
        clauses=tuple(_string("certificate.clauses", clause) for clause in clauses),
        decided_by_role=_string("certificate.decided_by_role", members["decided_by_role"]),
    )


def _object(name: str, value: Json, members: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(value, dict) or set(value) != set(members):
        found = "、".join(sorted(value)) if isinstance(value, dict) else type(value).__name__
        raise EntryMalformed(f"日志条目的 {name} 有字段“{found}”, 应当恰有“{'、'.join(sorted(members))}”")
    return value


def _string(name: str, value: Json) -> str:
    if not isinstance(value, str):
        raise EntryMalformed(f"日志条目的 {name} 是“{value}”, 应当是字符串")
    return value


def _integer(name: str, value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise EntryMalformed(f"日志条目的 {name} 是“{value}”, 应当是整数")
    return value


def _require_match(name: str, found: str, pattern: re.Pattern[str], expected: str) -> None:
    _require(name, found, pattern.fullmatch(found) is not None, expected)


def _require(name: str, found: object, holds: bool, expected: str) -> None:
    if not holds:
        raise EntryMalformed(f"日志条目的 {name} 是“{found}”, 应当是{expected}")
