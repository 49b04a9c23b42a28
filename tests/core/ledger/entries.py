"""Entries to test with: all invented."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from chengxin_core.ledger.entry import Certificate, Entry, Event

FEB_2 = datetime(2026, 2, 2, 8, 0, tzinfo=UTC)
MAY_4 = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
KEY = "0f" * 16
CERTIFICATE = Certificate("repaired", ("C-18", "C-31"), "credit_office")


def published(commitment: bytes = b"c" * 32, *, key: str = KEY) -> Entry:
    """A first publication."""
    return Entry("dishonesty_record", key, 1, FEB_2, Event.PUBLISHED, commitment, None, None)


def corrected(supersedes: int, commitment: bytes = b"d" * 32, *, key: str = KEY, version: int = 2) -> Entry:
    """A later version."""
    return Entry("dishonesty_record", key, version, MAY_4, Event.CORRECTED, commitment, supersedes, None)


def repaired(supersedes: int, *, key: str = KEY, version: int = 1) -> Entry:
    """An end."""
    return Entry("dishonesty_record", key, version, MAY_4, Event.REPAIRED, None, supersedes, CERTIFICATE)


def anchored(link: bytes = b"a" * 32, *, key: str = "a0" * 16) -> Entry:
    """Where a chain stood that is not published."""
    return Entry("audit_chain", key, 1, FEB_2, Event.ANCHORED, link, None, None)


_codes = st.from_regex(r"[a-z][a-z0-9_]{0,63}", fullmatch=True)
_moments = st.datetimes(
    min_value=datetime(1000, 1, 1), max_value=datetime(9999, 12, 30), timezones=st.just(UTC)
).map(lambda moment: moment.replace(microsecond=0))
_certificates = st.builds(
    Certificate,
    _codes,
    st.lists(st.from_regex(r"[A-Za-z0-9第条/.:-]{1,20}", fullmatch=True), min_size=1, max_size=3).map(tuple),
    _codes,
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """Any entry that has the right form."""
    event = draw(st.sampled_from(Event))
    first = event.is_first
    return Entry(
        kind=draw(_codes),
        key=draw(st.from_regex(r"[0-9a-f]{32}", fullmatch=True)),
        version=1 if first else draw(st.integers(1, 2**53 - 1)),
        at=draw(_moments),
        event=event,
        commitment=None if event.is_end else draw(st.binary(min_size=32, max_size=32)),
        supersedes=None if first else draw(st.integers(0, 2**53 - 1)),
        certificate=draw(_certificates) if event.is_end else None,
    )
