"""DER: the little of it that a signature in a PDF needs: tags, lengths, and what stands inside."""

from collections.abc import Iterator
from dataclasses import dataclass

SEQUENCE, SET, OBJECT_ID, OCTET_STRING = 0x30, 0x31, 0x06, 0x04
CONTEXT_0, CONTEXT_1 = 0xA0, 0xA1
_LONGEST_LENGTH = 4  # bytes of a length: nothing here is larger


class DerMalformed(ValueError):
    """Bytes that are not DER, or not the part that was looked for."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value: its tag, what is inside, and all its bytes."""

    tag: int
    inside: bytes
    whole: bytes

    def expect(self, tag: int) -> "Value":
        """Return the value if it has this tag; raise `DerMalformed` otherwise."""
        if self.tag != tag:
            raise DerMalformed(f"签名结构中是标签 {self.tag:02x}, 应当是 {tag:02x}")
        return self

    def members(self) -> list["Value"]:
        """Return the values that stand inside, in their order; raises `DerMalformed`."""
        return list(_values(self.inside))


def read(data: bytes) -> Value:
    """Return the first value of `data`; what follows it is left. Raises `DerMalformed`.

    >>> read(bytes.fromhex("040201ff0000")).inside.hex()
    '01ff'
    """
    value, _ = _value(data, 0)
    return value


def _values(data: bytes) -> Iterator[Value]:
    at = 0
    while at < len(data):
        value, at = _value(data, at)
        yield value


def _value(data: bytes, at: int) -> tuple[Value, int]:
    start = at
    try:
        tag, length = data[at], data[at + 1]
        at += 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= _LONGEST_LENGTH:
                raise DerMalformed("签名结构的长度写法不合规")
            length = int.from_bytes(data[at : at + count])
            at += count
    except IndexError:
        raise DerMalformed("签名结构不完整") from None
    if at + length > len(data):
        raise DerMalformed("签名结构不完整")
    return Value(tag, data[at : at + length], data[start : at + length]), at + length
