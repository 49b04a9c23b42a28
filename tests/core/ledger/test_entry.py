"""Entries: one form, and no room for content."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from tests.core.ledger.entries import CERTIFICATE, FEB_2, entries, published, repaired

import chengxin_core.ledger.entry
from chengxin_core.ledger.canonical import canonical_bytes
from chengxin_core.ledger.entry import Certificate, Entry, EntryMalformed, Event

SCHEMA: dict[str, Any] = json.loads(
    Path(chengxin_core.ledger.entry.__file__).with_name("entry.schema.json").read_text("utf-8")
)


def changed(entry: Entry, **members: object) -> bytes:
    """The bytes of an entry with some members written otherwise."""
    return json.dumps({**entry.to_json(), **members}, sort_keys=True, separators=(",", ":")).encode()


@given(entries())
@settings(deadline=None)
def test_reads_back_as_itself(entry: Entry) -> None:
    data = entry.to_bytes()

    assert Entry.from_bytes(data) == entry
    assert Entry.from_bytes(data).to_bytes() == data


def test_is_written_for_ever_like_this() -> None:
    assert repaired(supersedes=4).to_bytes().decode() == (
        '{"at":"2026-05-04T08:00:00Z","certificate":{"clauses":["C-18","C-31"],'
        '"decided_by_role":"credit_office","ground":"repaired"},"commitment":null,"event":"repaired",'
        '"format":"chengxin/entry/v1","key":"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f","kind":"dishonesty_record",'
        '"supersedes":4,"version":1}'
    )


@pytest.mark.parametrize(
    "members",
    [
        {"name": "某市住建局"},
        {"format": "chengxin/entry/v2"},
        {"kind": "失信记录"},
        {"key": "0F" * 16},
        {"key": "0f"},
        {"version": 0},
        {"version": True},
        {"version": "1"},
        {"version": 2},
        {"version": 2**53},
        {"at": "2026-02-02T16:00:00+08:00"},
        {"at": "2026-02-30T08:00:00Z"},
        {"at": "2026-02-02"},
        {"event": "deleted"},
        {"event": "withdrawn"},
        {"commitment": None},
        {"commitment": "c0"},
        {"supersedes": 0},
        {"certificate": {"ground": "repaired", "clauses": ["C-18"], "decided_by_role": "credit_office"}},
    ],
    ids=str,
)
def test_refuses_a_publication_with(members: dict[str, object]) -> None:
    with pytest.raises(EntryMalformed):
        Entry.from_bytes(changed(published(), **members))


@pytest.mark.parametrize(
    "members",
    [
        {"commitment": "c0" * 32},
        {"supersedes": None},
        {"supersedes": -1},
        {"certificate": None},
        {"certificate": {"ground": "repaired", "clauses": ["C-18"]}},
        {"certificate": {"ground": "repaired", "clauses": [], "decided_by_role": "credit_office"}},
        {"certificate": {"ground": "repaired", "clauses": "C-18", "decided_by_role": "credit_office"}},
        {"certificate": {"ground": "repaired", "clauses": ["因 修复"], "decided_by_role": "credit_office"}},
        {"certificate": {"ground": "已 修复", "clauses": ["C-18"], "decided_by_role": "credit_office"}},
        {"certificate": {"ground": "repaired", "clauses": ["C-18"], "decided_by_role": "经办人甲"}},
    ],
    ids=str,
)
def test_refuses_an_end_with(members: dict[str, object]) -> None:
    with pytest.raises(EntryMalformed):
        Entry.from_bytes(changed(repaired(supersedes=0), **members))


@pytest.mark.parametrize("missing", sorted(published().to_json()))
def test_refuses_an_entry_without(missing: str) -> None:
    members = published().to_json()
    del members[missing]

    with pytest.raises(EntryMalformed):
        Entry.from_bytes(canonical_bytes(members))


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(published().to_json(), sort_keys=True).encode(),
        published().to_bytes() + b"\n",
        published().to_bytes().replace(b'"version":1', b'"version":1.0'),
        published().to_bytes().replace(b'{"at"', b'{"at":"1970-01-01T00:00:00Z","at"'),
        b"\xff",
        b"",
        b"null",
        b"[" * 100_000,
        b" " * 70_000,
    ],
    ids=["空白", "尾随换行", "小数", "名称重复", "不是 UTF-8", "空", "不是对象", "嵌套过深", "过长"],
)
def test_refuses_another_writing(data: bytes) -> None:
    with pytest.raises(EntryMalformed):
        Entry.from_bytes(data)


def test_refuses_a_moment_without_zone_or_with_fractions() -> None:
    with pytest.raises(EntryMalformed, match="带时区"):
        replace(published(), at=FEB_2.replace(tzinfo=None))
    with pytest.raises(EntryMalformed, match="到整秒"):
        replace(published(), at=FEB_2 + timedelta(milliseconds=1))


def test_three_events_are_ends() -> None:
    assert [event for event in Event if event.is_end] == [Event.WITHDRAWN, Event.EXPIRED, Event.REPAIRED]


def test_the_largest_entry_fits_into_a_bundle() -> None:
    longest = Certificate("g" * 64, ("条" * 128,) * 32, "r" * 64)

    entry = replace(repaired(supersedes=2**53 - 1), certificate=longest)

    assert len(entry.to_bytes()) < 2**16


class TestSchema:
    """The published schema says what the code does."""

    def test_names_the_same_fields(self) -> None:
        assert set(SCHEMA["required"]) == set(SCHEMA["properties"]) == set(published().to_json())
        certificate = SCHEMA["properties"]["certificate"]
        assert set(certificate["required"]) == set(certificate["properties"]) == {*CERTIFICATE.__slots__}

    def test_names_the_same_events(self) -> None:
        assert SCHEMA["properties"]["event"]["enum"] == [event.value for event in Event]

    @pytest.mark.parametrize("name", ["key", "commitment", "at"])
    def test_has_the_same_patterns(self, name: str) -> None:
        patterns = {
            "key": chengxin_core.ledger.entry.KEY,
            "commitment": chengxin_core.ledger.entry.COMMITMENT,
            "at": chengxin_core.ledger.entry.MOMENT,
        }

        assert SCHEMA["properties"][name]["pattern"] == f"^{patterns[name].pattern}$"
