"""What is told to the sender of a file: where, what was found, what was expected; never a personal number."""

import re
from dataclasses import dataclass

FOUND_AT_MOST = 80

# Runs of eleven digits and more (mobile phones, identity numbers, bank cards), phones and identity
# numbers written in groups, and land lines. `\d` also matches full-width digits.
PERSONAL_NUMBER = re.compile(
    r"\d{11,}[\dXxＸｘ]?"
    r"|(?<!\d)1\d{2}[ \-\u3000]\d{4}[ \-\u3000]\d{4}(?!\d)"
    r"|(?<!\d)\d{6}[ \-\u3000]\d{8}[ \-\u3000]\d{3}[\dXxＸｘ](?!\d)"
    r"|(?<!\d)[0０]\d{2,3}[ \-\u3000]\d{7,8}(?!\d)"
)
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ud800-\udfff\ufeff]+")


def mask(text: str) -> str:
    """Hide the middle of whatever looks like a phone, an identity number or an account.

    >>> mask("联系电话13800138000")
    '联系电话138******00'
    >>> mask("(2018)鲁0102行初123号")
    '(2018)鲁0102行初123号'
    """
    return PERSONAL_NUMBER.sub(lambda run: run[0][:3] + "*" * (len(run[0]) - 5) + run[0][-2:], text)


def shown(value: object) -> str:
    """Return a value as it may be repeated to its sender: one line, masked, at most eighty characters.

    >>> shown("第一行" + chr(10) + "第二行")
    '第一行 第二行'
    """
    text = value if isinstance(value, str) else "" if value is None else str(value)
    text = UNPRINTABLE.sub(" ", text[: FOUND_AT_MOST * 4])  # longer runs are cut after they are masked
    text = mask(text)
    text = text.strip()
    return text if len(text) <= FOUND_AT_MOST else text[: FOUND_AT_MOST - 1] + "…"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one cell, in words its sender can act on.

    >>> print(Problem(12, "判决日期", "2023830", "2018-02-02 这样的日期"))
    第 12 行「判决日期」填的是“2023830”，应当是 2018-02-02 这样的日期。
    >>> print(Problem(3, "", "", "一个完整的 JSON 对象"))
    第 3 行应当是一个完整的 JSON 对象。
    """

    row: int
    """The row as its sender sees it: the line of a text file, the row of a sheet, counted from 1."""
    column: str
    """The title of the column; empty when the whole row is meant."""
    found: str
    """What was there, masked and cut by the constructor."""
    expected: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "found", shown(self.found))

    def __str__(self) -> str:
        where = f"第 {self.row} 行" + (f"「{mask(self.column)}」" if self.column else "")
        if self.found:
            found = f"{'填' if self.column else '写'}的是“{self.found}”，"
        else:
            found = "没有填，" if self.column else ""
        apart = " " if self.expected[:1].isascii() else ""
        return f"{where}{found}应当是{apart}{self.expected}。"


class FileRefused(Exception):
    """The file as a whole cannot be taken.

    `filename` is what its sender calls it, `reason` says what was found, `advice` what to do.
    """

    def __init__(self, reason: str, advice: str = "", *, filename: str = "") -> None:
        super().__init__(reason, advice)
        self.filename = filename
        self.reason = reason
        self.advice = advice

    def __str__(self) -> str:
        name = f"“{shown(self.filename)}”" if self.filename else ""
        return f"文件{name}没有接收：{self.reason}。" + (f"{self.advice}。" if self.advice else "")
