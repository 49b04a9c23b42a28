"""签名文本: text with the signatures of one or more keys below it (C2SP signed-note), as a form.

Whether a signature is good is asked of `signatures`; here it is only read and written.
"""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

from chengxin_core.ledger.text import NotText, read_text

KEY_ID_BYTES = 4
MOST_SIGNATURES = 100
LARGEST_NOTE = 1_000_000  # bytes

_KEY_NAME = re.compile(r"[^\s+]+")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")


class NoteMalformed(ValueError):
    """Bytes that are no signed note, or text that cannot become one."""


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: who says to have signed, with which key, and the signature."""

    name: str
    key_id: bytes  # 4 bytes
    signature: bytes

    def to_line(self) -> str:
        """Return the line without its end: em dash, name, base64 of key id and signature."""
        return f"— {self.name} {b64encode(self.key_id + self.signature).decode()}"

    @classmethod
    def from_line(cls, line: str) -> "NoteSignature":
        """Read a signature line; raises `NoteMalformed`."""
        match = _SIGNATURE_LINE.fullmatch(line)
        if match is None:
            raise NoteMalformed(f"签名行“{line}”不是“— 名称 base64”的形式")
        data = decode_base64(match[2])
        if len(data) <= KEY_ID_BYTES:
            raise NoteMalformed(f"签名行“{line}”没有签名")
        return cls(match[1], data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


@dataclass(frozen=True, slots=True)
class Note:
    """签名文本: the text, which ends in a line feed, and its signatures."""

    text: str
    signatures: tuple[NoteSignature, ...]

    def __post_init__(self) -> None:
        """Refuse what would read back as another note."""
        if not self.text.endswith("\n") or _CONTROL.search(self.text):
            raise NoteMalformed("签名文本应当以换行结尾, 除换行外不含控制字符")
        if not 1 <= len(self.signatures) <= MOST_SIGNATURES:
            raise NoteMalformed(f"签名文本有 {len(self.signatures)} 个签名, 应当有 1 至 {MOST_SIGNATURES} 个")
        for signature in self.signatures:
            require_key_name(signature.name)

    def to_bytes(self) -> bytes:
        """Return the note: text, blank line, signature lines."""
        lines = "".join(signature.to_line() + "\n" for signature in self.signatures)
        return f"{self.text}\n{lines}".encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Note":
        """Read a note; the last blank line divides text from signatures. Raises `NoteMalformed`."""
        if len(data) > LARGEST_NOTE:
            raise NoteMalformed(f"签名文本长 {len(data)} 字节, 至多 {LARGEST_NOTE}")
        try:
            whole = read_text(data)
        except NotText as fault:
            raise NoteMalformed(f"签名文本{fault}") from fault
        text, blank_line, lines = whole.rpartition("\n\n")
        if not blank_line or not lines.endswith("\n"):
            raise NoteMalformed("签名文本缺少空行, 或者没有以换行结尾的签名行")
        signatures = [NoteSignature.from_line(line) for line in lines[:-1].split("\n")]
        return cls(text + "\n", tuple(signatures))


def require_key_name(name: str) -> None:
    """Refuse a key name that is empty or holds white space or a plus sign."""
    if not _KEY_NAME.fullmatch(name) or _CONTROL.search(name):
        raise NoteMalformed(f"签名人名称“{name}”应当非空, 且不含空白和加号")


def decode_base64(text: str) -> bytes:
    """Read standard base64 in its one proper form; raises `NoteMalformed`."""
    try:
        data = b64decode(text, validate=True)
    except (NotBase64, ValueError) as fault:
        raise NoteMalformed(f"“{text}”不是 base64") from fault
    if b64encode(data).decode() != text:
        raise NoteMalformed(f"“{text}”不是 base64 的规范写法")
    return data
