"""公示目录: the directory of files in which a log and all contents in force are published.

    checkpoint                      the signed checkpoint
    keys.json                       the log's verifier keys and when each signed: trust them only from elsewhere
    witnesses.json                  what each witness cosigned last, where there are witnesses
    tile/<L>/<N>[.p/<W>]            hashes        (C2SP tlog-tiles)
    tile/entries/<N>[.p/<W>]        entries
    contents/<key>/<version>.json   content and salt of every version in force, and of no other
    withdrawals/<first>             what ended, in signed pages (`withdrawals`)

`check_bundle` in `check` checks a whole one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chengxin_core.ledger.canonical import Json, NotCanonical, canonical_bytes, parse_canonical
from chengxin_core.ledger.commitment import SALT_BYTES, commit
from chengxin_core.ledger.entry import EntryMalformed, format_moment, parse_moment
from chengxin_core.ledger.signatures import KeyMalformed, VerifierKey

CHECKPOINT = "checkpoint"
KEYS = "keys.json"
WITNESSES = "witnesses.json"
CONTENTS = "contents/"
CONTENT_FORMAT = "chengxin/content/v1"
KEYS_FORMAT = "chengxin/keys/v2"
UNDATED_KEYS_FORMAT = "chengxin/keys/v1"  # written before keys were replaced; still read
WITNESSES_FORMAT = "chengxin/witnesses/v1"


class FileMalformed(ValueError):
    """A file of the directory, other than log and tiles, that does not have its form."""


def content_path(key: str, version: int) -> str:
    """Return where the content of a version lies.

    >>> content_path("0f" * 16, 2)
    'contents/0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f/2.json'
    """
    return f"{CONTENTS}{key}/{version}.json"


@dataclass(frozen=True, slots=True)
class PublishedContent:
    """在公示内容: content in force beside the salt that opens its commitment; both go together."""

    content: Json  # an object
    salt: bytes  # 32 bytes

    @property
    def commitment(self) -> bytes:
        """The commitment that the log must hold."""
        return commit(canonical_bytes(self.content), self.salt)

    def to_bytes(self) -> bytes:
        """Return the file, in canonical form."""
        return canonical_bytes({"format": CONTENT_FORMAT, "content": self.content, "salt": self.salt.hex()})

    @classmethod
    def from_bytes(cls, data: bytes) -> "PublishedContent":
        """Read the file; raises `FileMalformed`."""
        members = _members(data, CONTENT_FORMAT, {"format", "content", "salt"})
        salt, content = members["salt"], members["content"]
        if not isinstance(salt, str) or not isinstance(content, dict):
            raise FileMalformed("内容文件中的盐应当是文本, 内容应当是对象")
        try:
            published = cls(content, bytes.fromhex(salt))
        except ValueError as fault:
            raise FileMalformed("内容文件中的盐不是十六进制") from fault
        if published.salt.hex() != salt or len(published.salt) != SALT_BYTES:
            raise FileMalformed(f"内容文件中的盐应当是 {2 * SALT_BYTES} 位小写十六进制")
        return published


@dataclass(frozen=True, slots=True)
class DatedKey:
    """日志公钥: a key of the log, and from when to when, and over which sizes, it signed or will sign."""

    key: VerifierKey
    from_size: int = 0  # of the log, when the key began to sign
    since: datetime | None = None  # None: since the log began
    until: datetime | None = None  # None: no end is set
    until_size: int | None = None  # of the last checkpoint it signed; None while it may sign

    @property
    def is_retired(self) -> bool:
        """Tell whether the key has signed for the last time."""
        return self.until_size is not None

    def signs(self, at: datetime) -> bool:
        """Tell whether the key is one of those that sign at this moment."""
        return not self.is_retired and (self.until is None or at < self.until)

    def to_json(self) -> dict[str, Json]:
        """Return the JSON object that the file of keys holds."""
        return {
            "key": str(self.key),
            "from_size": self.from_size,
            "since": None if self.since is None else format_moment(self.since),
            "until": None if self.until is None else format_moment(self.until),
            "until_size": self.until_size,
        }


def write_keys(keys: Sequence[VerifierKey | DatedKey]) -> bytes:
    """Return the file of the log's keys, in canonical form; a key without dates signed from the beginning."""
    dated = (key if isinstance(key, DatedKey) else DatedKey(key) for key in keys)
    return canonical_bytes({"format": KEYS_FORMAT, "keys": [key.to_json() for key in dated]})


def read_dated_keys(data: bytes) -> tuple[DatedKey, ...]:
    """Read the file of the log's keys, of this format or the one before; raises `FileMalformed`."""
    try:
        keys = _members(data, KEYS_FORMAT, {"format", "keys"})["keys"]
    except FileMalformed:
        keys = _members(data, UNDATED_KEYS_FORMAT, {"format", "keys"})["keys"]
    if not isinstance(keys, list):
        raise FileMalformed("公钥文件中的 keys 应当是列表")
    try:
        return tuple(_dated_key(key) for key in keys)
    except (KeyMalformed, EntryMalformed) as fault:
        raise FileMalformed(str(fault)) from fault


def read_keys(data: bytes) -> tuple[VerifierKey, ...]:
    """Read the keys alone; raises `FileMalformed`."""
    return tuple(dated.key for dated in read_dated_keys(data))


@dataclass(frozen=True, slots=True)
class WitnessedNote:
    """见证情况: a witness, and the checkpoint that it cosigned last (a signed note), None before the first."""

    witness: VerifierKey
    checkpoint: bytes | None


def write_witnesses(witnesses: Sequence[WitnessedNote]) -> bytes:
    """Return the file of witnesses, in canonical form."""
    rows: list[Json] = [
        {
            "key": str(each.witness),
            "checkpoint": None if each.checkpoint is None else each.checkpoint.decode(),
        }
        for each in witnesses
    ]
    return canonical_bytes({"format": WITNESSES_FORMAT, "witnesses": rows})


def read_witnesses(data: bytes) -> tuple[WitnessedNote, ...]:
    """Read the file of witnesses; raises `FileMalformed`. What was cosigned is not checked here."""
    rows = _members(data, WITNESSES_FORMAT, {"format", "witnesses"})["witnesses"]
    if not isinstance(rows, list) or not all(
        isinstance(row, dict)
        and set(row) == {"key", "checkpoint"}
        and isinstance(row["checkpoint"], str | None)
        for row in rows
    ):
        raise FileMalformed("见证文件中的 witnesses 应当是列表, 每项恰有 key 和 checkpoint")
    try:
        return tuple(
            WitnessedNote(
                VerifierKey.from_string(str(row["key"])),
                None if row["checkpoint"] is None else row["checkpoint"].encode(),
            )
            for row in rows
        )
    except KeyMalformed as fault:
        raise FileMalformed(str(fault)) from fault


def _dated_key(row: Json) -> DatedKey:
    if not isinstance(row, dict):
        return DatedKey(VerifierKey.from_string(str(row)))
    names = {"key", "from_size", "since", "until", "until_size"}
    if set(row) != names or not isinstance(row["from_size"], int):
        raise FileMalformed(f"公钥文件中的每项应当恰有“{'、'.join(sorted(names))}”")
    until_size = row["until_size"]
    return DatedKey(
        VerifierKey.from_string(str(row["key"])),
        row["from_size"],
        _moment(row["since"]),
        _moment(row["until"]),
        until_size if isinstance(until_size, int) else None,
    )


def _moment(value: Json) -> datetime | None:
    return None if value is None else parse_moment(str(value))


def _members(data: bytes, file_format: str, names: set[str]) -> dict[str, Json]:
    try:
        value = parse_canonical(data)
    except NotCanonical as fault:
        raise FileMalformed(f"文件{fault}") from fault
    if not isinstance(value, dict) or set(value) != names or value["format"] != file_format:
        raise FileMalformed(f"文件应当是 {file_format} 格式的对象, 恰有“{'、'.join(sorted(names))}”")
    return value
