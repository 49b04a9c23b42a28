"""The numbers of GB/T 9704-2012 (policy T-31, T-32): paper, grid, type sizes, distances.

Lengths end in `_MM` or `_PT`; one point is 25.4/72 mm. The grid is 22 lines of 28 characters. In lead, 3号
was 15.75 pt and 28 of it made the 156 mm of a line; for word processors 3号 is 16 pt, and 28 are 2 mm too
wide. So the DOCX sets 16 pt and draws the characters together; the PDF sets 15.8 pt, the width of a place.
"""

from typing import Final

MM_PER_PT: Final = 25.4 / 72

PAGE_WIDTH_MM: Final = 210.0
PAGE_HEIGHT_MM: Final = 297.0
TOP_MARGIN_MM: Final = 37.0
LEFT_MARGIN_MM: Final = 28.0
BLOCK_WIDTH_MM: Final = 156.0
BLOCK_HEIGHT_MM: Final = 225.0
RIGHT_MARGIN_MM: Final = PAGE_WIDTH_MM - LEFT_MARGIN_MM - BLOCK_WIDTH_MM
BOTTOM_MARGIN_MM: Final = PAGE_HEIGHT_MM - TOP_MARGIN_MM - BLOCK_HEIGHT_MM

LINES_PER_PAGE: Final = 22
CHARACTERS_PER_LINE: Final = 28
LINE_PITCH_PT: Final = BLOCK_HEIGHT_MM / MM_PER_PT / LINES_PER_PAGE
CHARACTER_PITCH_PT: Final = BLOCK_WIDTH_MM / MM_PER_PT / CHARACTERS_PER_LINE

BODY_PT: Final = 16.0  # 3号
TITLE_PT: Final = 22.0  # 2号
SMALL_PT: Final = 14.0  # 4号: 版记, page number, tables
LARGEST_MARK_PT: Final = 42.0
SMALLEST_MARK_PT: Final = 26.0

MARK_FROM_TOP_MM: Final = 35.0  # from the text block's upper edge to the 发文机关标志
RED_LINE_BELOW_NUMBER_MM: Final = 4.0
PAGE_NUMBER_BELOW_BLOCK_MM: Final = 7.0
OUTER_RULE_MM: Final = 0.35  # first and last line of the 版记
INNER_RULE_MM: Final = 0.25
RED_LINE_PT: Final = 1.5
CELL_SIDES_PT: Final = 4.0
CELL_ENDS_PT: Final = 3.0
FORM_CELL_ENDS_PT: Final = 8.0  # room to write by hand
DATE_FROM_RIGHT: Final = 4.0  # characters, where a seal will stand
LINES_FOR_THE_SEAL: Final = 2
RED: Final = "FF0000"


def width_in_characters(text: str) -> float:
    """Return how many full-width characters a text takes; Latin letters and figures take half.

    >>> width_in_characters("2026年11月23日")
    7.0
    """
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def mark_size_pt(mark: str) -> float:
    """Return the size of the 发文机关标志: as large as one line allows, within bounds.

    >>> mark_size_pt("某市信用办"), mark_size_pt("某某省发展和改革委员会某某办公室")
    (42.0, 27.0)
    """
    fitting = BLOCK_WIDTH_MM / MM_PER_PT // width_in_characters(mark)
    return max(SMALLEST_MARK_PT, min(LARGEST_MARK_PT, fitting))


def closing_indents(signature: str, day: str) -> tuple[float, float]:
    """Return the right indents, in characters, of 署名 and 成文日期: the day four in, the organ above it.

    A long name of an organ pushes the day inwards, so that both stay on one axis inside the text block.

    >>> closing_indents("某市信用办", "2026年11月23日")
    (5.0, 4.0)
    >>> closing_indents("某某省发展和改革委员会某某某办公室", "2026年11月23日")
    (0.0, 5.0)
    """
    difference = (width_in_characters(day) - width_in_characters(signature)) / 2
    organ_indent = DATE_FROM_RIGHT + difference
    overhang = max(0.0, -organ_indent)
    return organ_indent + overhang, DATE_FROM_RIGHT + overhang


def column_shares(rows: tuple[tuple[str, ...], ...]) -> tuple[float, ...]:
    """Return the share of the width that each column of a table gets, by its longest cell within bounds.

    >>> column_shares((("项目", "内容"), ("金额", "二百四十万元整及其利息")))
    (0.29, 0.71)
    """
    longest = [max(width_in_characters(row[column]) for row in rows) for column in range(len(rows[0]))]
    weights = [min(24.0, max(4.0, width)) + 1 for width in longest]
    shares = [round(weight / sum(weights), 2) for weight in weights[:-1]]
    return (*shares, round(1 - sum(shares), 2))
