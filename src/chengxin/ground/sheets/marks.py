"""What files of our own making carry for human eyes, and how it is known again when they come back."""

import zlib
from collections.abc import Iterable

ROW_NUMBER, COLUMN, FOUND, EXPECTED = "行号", "列", "填的是", "应当是"
WHY_REFUSED = (ROW_NUMBER, COLUMN, FOUND, EXPECTED)
"""The columns of a file of refused rows that say what to mend; ignored when it is sent again."""
REMAINDER = "其余各项"
"""The column that holds, as one JSON object, the cells for which the sheet has no column."""
EXAMPLE_MARK = "示例标记"
OURS = (*WHY_REFUSED, REMAINDER, EXAMPLE_MARK)

GUIDE_SHEET, CHOICES_SHEET = "填写说明", "选项"

CUT_MARK = "……【此格过长，写出时被截断】"


def example_mark(cells: Iterable[str]) -> str:
    """Return the mark of an example row, with a checksum: an example written over must not be skipped."""
    return f"示例行，导入时跳过（{_checksum(cells)}）"


def is_untouched_example(mark: str, cells: Iterable[str]) -> bool:
    """Say whether a marked row still holds the example and nothing else."""
    return mark == example_mark(cells)


def _checksum(cells: Iterable[str]) -> str:
    return f"{zlib.crc32(chr(31).join(sorted(filter(None, cells))).encode('utf-8', 'replace')):08x}"
