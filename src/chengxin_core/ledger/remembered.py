"""所见检查点: a file of every checkpoint somebody has seen, so that each can be held against all others.

Signed notes one after the other, a blank line between; a file that holds one checkpoint is such a file too.
"""

import re
from collections.abc import Sequence

from chengxin_core.ledger.note import Note

_BETWEEN = re.compile(rb"(?<=\n)\n(?!\xe2\x80\x94 )")  # a blank line that no signature line follows


def read_remembered(data: bytes) -> list[bytes]:
    """Return the signed notes of a file, oldest first; whether each is well formed is for its reader.

    >>> read_remembered(b"a\\n\\n\\xe2\\x80\\x94 x AAAA\\n\\nb\\n\\n\\xe2\\x80\\x94 x AAAA\\n")
    [b'a\\n\\n\\xe2\\x80\\x94 x AAAA\\n', b'b\\n\\n\\xe2\\x80\\x94 x AAAA\\n']
    """
    return [note for note in _BETWEEN.split(data) if note]


def with_seen(remembered: Sequence[bytes], note: bytes) -> bytes:
    """Return the file with `note` added; the same checkpoint is kept once, with the most signatures.

    Raises `NoteMalformed` for what is no note.
    """
    text, signatures = _parts(note)
    kept = [(each, *_parts(each)) for each in remembered]
    if any(known == text and number >= signatures for _, known, number in kept):
        return b"\n".join(remembered)
    return b"\n".join([*(each for each, known, _ in kept if known != text), note])


def _parts(note: bytes) -> tuple[str, int]:
    opened = Note.from_bytes(note)
    return opened.text, len(opened.signatures)
