"""往来文书: the rows that go to the platform and the rows that come from it, each checked before it is believed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chengxin.foundation.reporting.models import ReportAction
from chengxin_core.ledger.entry import KEY, Event

Json = dict[str, Any]
ACCEPTED, RETURNED = "accepted", "returned"
ENDINGS = {"repaired": Event.REPAIRED, "withdrawn": Event.WITHDRAWN}
_NUMBER = re.compile(r"[0-9]{1,9}")
_SERIAL = re.compile(r"[0-9A-Za-z._\-]{1,80}")


class MessageMalformed(ValueError):
    """Something from the platform that is not what was agreed; the text names row, field, found and expected."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """回执: that the platform took one row, or returned it and why."""

    number: str
    batch: str
    key: str
    version: int
    action: ReportAction
    is_accepted: bool
    field: str
    reason: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class Notice:
    """来函: that the platform ended something itself."""

    number: str
    key: str
    event: Event
    reason: str
    issued_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """库存: what the platform says to hold under one key."""

    kind: str
    region: str
    day: str
    key: str
    version: int


@dataclass(frozen=True, slots=True)
class Fields:
    """One row from outside, and where it stood: whatever is read of it is checked."""

    row: Mapping[str, Any]
    place: str

    def text(self, name: str, *, longest: int = 500) -> str:
        """Return a text, cut to what can be kept."""
        value = self.row.get(name)
        if value is not None and not isinstance(value, str):
            raise self.fault(name, "文字")
        return (value or "").strip()[:longest]

    def matching(self, name: str, pattern: re.Pattern[str], expected: str) -> str:
        """Return a text that must have a form."""
        value = self.row.get(name)
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.fault(name, expected)
        return value

    def number(self, name: str) -> int:
        """Return a whole number, which a CSV file holds as text."""
        value = self.row.get(name)
        if isinstance(value, bool) or not _NUMBER.fullmatch(str(value)):
            raise self.fault(name, "正整数")
        return int(str(value))

    def moment(self, name: str) -> datetime:
        """Return a moment with its time zone."""
        value = self.row.get(name)
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise self.fault(name, "带时区的时间，例如 2026-11-23T09:00:00+08:00") from None
        if moment.tzinfo is None:
            raise self.fault(name, "带时区的时间，例如 2026-11-23T09:00:00+08:00")
        return moment.astimezone(UTC)

    def one_of(self, name: str, choices: Mapping[str, Any]) -> Any:
        """Return what one of some words stands for."""
        value = self.row.get(name)
        if not isinstance(value, str) or value not in choices:
            raise self.fault(name, "、".join(choices))
        return choices[value]

    def fault(self, name: str, expected: str) -> MessageMalformed:
        """Return the fault of a field, in words."""
        found = "没有填" if self.row.get(name) in (None, "") else f"填的是“{str(self.row[name])[:40]}”"
        return MessageMalformed(f"{self.place}“{name}”{found}，应当是{expected}")


def read_receipt(row: Mapping[str, Any], place: str) -> Receipt:
    """Read a receipt; raise `MessageMalformed`."""
    fields = Fields(row, place)
    is_accepted = fields.one_of("outcome", {ACCEPTED: True, RETURNED: False})
    reason = fields.text("reason")
    if not (is_accepted or reason):
        raise fields.fault("reason", "退回的理由")
    return Receipt(
        number=fields.matching("receipt", _SERIAL, "回执编号"),
        batch=fields.text("batch", longest=40),
        key=fields.matching("key", KEY, "32 位小写十六进制的公示编号"),
        version=fields.number("version"),
        action=fields.one_of("action", {str(each): each for each in ReportAction}),
        is_accepted=is_accepted,
        field=fields.text("field", longest=80),
        reason=reason,
        issued_at=fields.moment("issued_at"),
    )


def read_notice(row: Mapping[str, Any], place: str) -> Notice:
    """Read a notice; raise `MessageMalformed`."""
    fields = Fields(row, place)
    return Notice(
        number=fields.matching("notice", _SERIAL, "来函编号"),
        key=fields.matching("key", KEY, "32 位小写十六进制的公示编号"),
        event=fields.one_of("event", ENDINGS),
        reason=fields.text("reason"),
        issued_at=fields.moment("issued_at"),
    )


def read_held(row: Mapping[str, Any], place: str) -> Held:
    """Read what the platform holds under a key; raise `MessageMalformed`."""
    fields = Fields(row, place)
    return Held(
        kind=fields.text("kind", longest=64),
        region=fields.text("region", longest=12),
        day=fields.text("day", longest=10),
        key=fields.matching("key", KEY, "32 位小写十六进制的公示编号"),
        version=fields.number("version"),
    )
