"""Lines of a text file as bytes, whatever its encoding, its line ends and the length of its lines."""

import codecs
import re
from collections.abc import Iterator
from itertools import islice
from typing import BinaryIO, TypeAlias

from chengxin.ground.sheets.rows import Limits

CHUNK = 1 << 16
SAMPLE = 500
BROKEN = re.compile(r"[\udc80-\udcff]+")
"""What is left of bytes that the encoding does not have, after decoding with surrogateescape."""

NumberedLine: TypeAlias = tuple[int, bytes | None]
"""The number of a line and its bytes with their line end; None where the line was longer than allowed."""


class Text:
    """A text file: its encoding, and its lines from the beginning.

    UTF-16 is handed on as UTF-8. In UTF-8 and in GB18030 no part of a character looks like a line end, a
    quote or a delimiter, so lines are cut before they are decoded and broken bytes spoil one line only.
    """

    def __init__(self, source: BinaryIO, limits: Limits) -> None:
        self.source = source
        self.limits = limits
        source.seek(0)
        self.start = source.read(3)
        self.is_utf16 = self.start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        is_marked = self.is_utf16 or self.start == codecs.BOM_UTF8
        self.encoding = "utf-8" if is_marked else likely_encoding(self.lines())

    def lines(self) -> Iterator[NumberedLine]:
        """Yield every line, from the first, without a mark of byte order."""
        self.source.seek(3 if self.start == codecs.BOM_UTF8 else 0)
        chunks = utf8_of_utf16(self.source) if self.is_utf16 else iter(lambda: self.source.read(CHUNK), b"")
        return cut_lines(chunks, self.limits.line_bytes)

    def decode(self, line: bytes) -> tuple[str, bool]:
        """Return the text of a line, and whether bytes in it are broken."""
        try:
            return line.decode(self.encoding), False
        except UnicodeDecodeError:
            return line.decode(self.encoding, "surrogateescape"), True


def cut_lines(chunks: Iterator[bytes], at_most: int) -> Iterator[NumberedLine]:
    r"""Cut at LF, CR LF and lone CR, holding no more than one chunk and one line.

    >>> list(cut_lines(iter([b"a\r", b"\nb\rc"]), 100))
    [(1, b'a\r\n'), (2, b'b\r'), (3, b'c')]
    """
    number, carried, too_long = 1, b"", False
    for chunk in chunks:
        pieces = (carried + chunk).splitlines(keepends=True)
        carried = pieces.pop() if pieces and not pieces[-1].endswith(b"\n") else b""
        for piece in pieces:
            yield number, None if too_long or len(piece) > at_most else piece
            number, too_long = number + 1, False
        if len(carried) > at_most:
            carried, too_long = carried[-1:], True  # its last byte may be half of CR LF
    if carried or too_long:
        yield number, None if too_long else carried


def likely_encoding(lines: Iterator[NumberedLine]) -> str:
    """Choose UTF-8 or GB18030 by the first lines that are not ASCII.

    Chinese text in GB18030 is almost never valid UTF-8, while the reverse is common: half of the lines
    being valid UTF-8 is proof enough, and the others are broken.
    """
    sample = list(islice((line for _, line in lines if line and not line.isascii()), SAMPLE))
    bad_utf8 = sum(not decodes(line, "utf-8") for line in sample)
    if bad_utf8 * 2 <= len(sample):
        return "utf-8"
    bad_gb18030 = sum(not decodes(line, "gb18030") for line in sample)
    return "gb18030" if bad_gb18030 < bad_utf8 else "utf-8"


def decodes(line: bytes, encoding: str) -> bool:
    """Say whether every byte of a line belongs to the encoding."""
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def utf8_of_utf16(source: BinaryIO) -> Iterator[bytes]:
    """Yield UTF-16 as UTF-8; half characters become bytes that UTF-8 does not have, found later as broken."""
    decoder = codecs.getincrementaldecoder("utf-16")("surrogatepass")
    try:
        while chunk := source.read(CHUNK):
            yield decoder.decode(chunk).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        yield b"\xff"
