"""Pages of what ended: signed, about whole ranges of the log, and about nothing but keys."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.ledger.checkpoint import CheckpointMalformed, open_checkpoint
from chengxin_core.ledger.entry import Certificate, Entry, Event
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.signatures import NoteUnverified, SigningKey
from chengxin_core.ledger.withdrawals import (
    WIDTH,
    PageMalformed,
    WithdrawalPage,
    first_of,
    open_page,
    page_of,
    page_path,
)

ORIGIN = "chengxin.example/log"
KEY = SigningKey(ORIGIN, b"\x01" * 32)
NOON = datetime(2026, 2, 2, 4, 0, tzinfo=UTC)


def published(number: int) -> Entry:
    return Entry("record", f"{number:032x}", 1, NOON, Event.PUBLISHED, b"\x02" * 32, None, None)


def ended(number: int, event: Event = Event.REPAIRED) -> Entry:
    certificate = Certificate("repaired", ("C-31",), "credit_head")
    return Entry("record", f"{number:032x}", 1, NOON, event, None, 0, certificate)


ENTRIES = st.lists(st.booleans(), max_size=40).map(
    lambda ends: [ended(number) if is_end else published(number) for number, is_end in enumerate(ends)]
)


@given(ENTRIES, st.integers(0, 5))
def test_a_page_holds_every_end_of_its_range_and_reads_back_as_it_was_written(
    entries: list[Entry], number: int
) -> None:
    first = number * WIDTH
    numbered = [(first + place, entry) for place, entry in enumerate(entries)]

    page = page_of(ORIGIN, first, first + len(entries), numbered)

    assert [each.index for each in page.entries] == [index for index, entry in numbered if entry.event.is_end]
    assert open_page(page.signed(KEY), [KEY.verifier_key]) == page


def test_a_page_names_keys_and_nothing_of_what_was_published() -> None:
    page = page_of(ORIGIN, 0, 2, [(0, published(7)), (1, ended(7))])

    text = page.to_text()

    assert text == (
        '{"end":2,"entries":[{"at":"2026-02-02T04:00:00Z","event":"repaired","ground":"repaired","index":1,'
        '"key":"00000000000000000000000000000007"}],"first":0,"format":"chengxin/withdrawals/v1",'
        '"origin":"chengxin.example/log"}\n'
    )


def test_a_page_can_never_be_taken_for_a_checkpoint_of_the_same_key() -> None:
    note = page_of(ORIGIN, 0, 1, [(0, published(1))]).signed(KEY)

    with pytest.raises(CheckpointMalformed):
        open_checkpoint(note, [KEY.verifier_key])


def test_a_page_that_was_changed_or_signed_by_another_is_not_believed() -> None:
    note = page_of(ORIGIN, 0, 2, [(1, ended(7))]).signed(KEY)
    stranger = SigningKey("other.example/log", b"\x03" * 32)
    foreign = page_of(ORIGIN, 0, 2, [(1, ended(7))]).signed(stranger)

    with pytest.raises(NoteUnverified):
        open_page(note.replace(b'"end":2', b'"end":3'), [KEY.verifier_key])
    with pytest.raises(NoteUnverified, match=ORIGIN):
        open_page(foreign, [stranger.verifier_key])


@pytest.mark.parametrize(
    ("first", "end", "numbers"),
    [(1, 2, []), (0, WIDTH + 1, []), (WIDTH, 0, []), (0, 2, [2]), (0, 3, [2, 1]), (0, 3, [1, 1])],
)
def test_a_page_holds_only_what_it_covers(first: int, end: int, numbers: list[int]) -> None:
    with pytest.raises(PageMalformed):
        page_of(ORIGIN, first, end, [(number, ended(number)) for number in numbers])


@pytest.mark.parametrize(
    "text",
    [
        "{}\n",
        "[]\n",
        '{"end":1,"entries":[],"first":0,"format":"chengxin/other/v1","origin":"a"}\n',
        '{"end":1,"entries":[{}],"first":0,"format":"chengxin/withdrawals/v1","origin":"a"}\n',
        '{"end":true,"entries":[],"first":0,"format":"chengxin/withdrawals/v1","origin":"a"}\n',
        '{"end": 1,"entries":[],"first":0,"format":"chengxin/withdrawals/v1","origin":"a"}\n',
        '{"end":1,"entries":[{"at":"2026-02-02T04:00:00Z","event":"published","ground":"x","index":0,'
        '"key":"00000000000000000000000000000007"}],"first":0,"format":"chengxin/withdrawals/v1","origin":"a"}\n',
    ],
)
def test_other_text_is_no_page(text: str) -> None:
    with pytest.raises(PageMalformed):
        WithdrawalPage.from_text(text)


def test_bytes_that_are_no_note_are_refused() -> None:
    with pytest.raises(NoteMalformed):
        open_page(b"{}\n", [KEY.verifier_key])
    assert Note.from_bytes(page_of(ORIGIN, 0, 0, []).signed(KEY)).signatures[0].name == ORIGIN


@given(st.integers(0, 10**15))
def test_a_page_has_one_address_and_no_other(number: int) -> None:
    first = number - number % WIDTH

    assert first_of(page_path(first)) == first
    assert first_of(f"withdrawals/0{first}") is None
    assert first_of(f"withdrawals/{first + 1}") is None


@pytest.mark.parametrize("name", ["withdrawals/", "withdrawals/../checkpoint", "withdrawals/²", "tile/0/000"])
def test_other_names_are_no_page(name: str) -> None:
    assert first_of(name) is None
