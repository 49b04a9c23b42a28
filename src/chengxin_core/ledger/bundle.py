"""公示目录: the directory of files in which a log and all contents in force are published.

    checkpoint                      the signed checkpoint
    keys.json                       the log's verifier keys, for convenience: trust them only from elsewhere
    tile/<L>/<N>[.p/<W>]            hashes        (C2SP tlog-tiles)
    tile/entries/<N>[.p/<W>]        entries
    contents/<key>/<version>.json   content and salt of every version in force, and of no other
    withdrawals/<first>             what ended, in signed pages (`withdrawals`)

`check_bundle` in `check` checks a whole one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chengxin_core.ledger.canonical import Json, NotCanonical, canonical_bytes, parse_canonical
from chengxin_core.ledger.commitment import SALT_BYTES, commit
from chengxin_core.ledger.signatures import KeyMalformed, VerifierKey

CHECKPOINT = "checkpoint"
KEYS = "keys.json"
CONTENTS = "contents/"
CONTENT_FORMAT = "chengxin/content/v1"
KEYS_FORMAT = "chengxin/keys/v1"


class FileMalformed(ValueError):
    """A content or key file that does not have its form."""


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


def write_keys(keys: Sequence[VerifierKey]) -> bytes:
    """Return the file of verifier keys, in canonical form."""
    return canonical_bytes({"format": KEYS_FORMAT, "keys": [str(key) for key in keys]})


def read_keys(data: bytes) -> tuple[VerifierKey, ...]:
    """Read the file of verifier keys; raises `FileMalformed`."""
    keys = _members(data, KEYS_FORMAT, {"format", "keys"})["keys"]
    if not isinstance(keys, list):
        raise FileMalformed("公钥文件中的 keys 应当是列表")
    try:
        return tuple(VerifierKey.from_string(str(key)) for key in keys)
    except KeyMalformed as fault:
        raise FileMalformed(str(fault)) from fault


def _members(data: bytes, file_format: str, names: set[str]) -> dict[str, Json]:
    try:
        value = parse_canonical(data)
    except NotCanonical as fault:
        raise FileMalformed(f"文件{fault}") from fault
    if not isinstance(value, dict) or set(value) != names or value["format"] != file_format:
        raise FileMalformed(f"文件应当是 {file_format} 格式的对象, 恰有“{'、'.join(sorted(names))}”")
    return value
