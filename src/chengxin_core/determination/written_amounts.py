"""书写的金额: sums of renminbi as documents write them, as whole 分.

Read are Arabic, Chinese and capital numerals and mixtures (`1,234.5万元`, `壹佰贰拾叁万元整`, `3万5千元`),
with 角 and 分, and two writings of one sum (`壹佰元（100元）`), which must agree. A number without a unit
is refused.
"""

import re
import unicodedata
from fractions import Fraction

_EXPECTED = "“123.45万元”或者“壹佰贰拾叁万元整”这样的人民币金额"
_NOISE = re.compile(r"[\s,，_\u200b\ufeff]+")
_BEFORE = re.compile(r"^(?:人民币|RMB|CNY|[¥￥]|共计|合计|总计|计|大写|小写|金额|为|[:：])+", re.IGNORECASE)
_ROUGHLY = re.compile(r"余|多|约|大约|近|左右|上下")
_BRACKETED = re.compile(r"^([^()]+)\(([^()]+)\)$")
_TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)|(?P<digit>[〇零○一二三四五六七八九壹贰叁肆伍陆柒捌玖两貳參])|(?P<unit>[十拾百佰千仟万萬亿億])"
)
_DIGIT = {
    character: value
    for value, group in enumerate(
        ("〇零○", "一壹", "二贰两貳", "三叁參", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
    )
    for character in group
}
_UNIT = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
}
_SUM = re.compile(
    r"(?:(?P<yuan>[^元圆角分]+)[元圆])?(?:(?P<jiao>[^元圆角分]{1,2})角)?(?:(?P<fen>[^元圆角分]{1,2})分)?[整正]?"
)
_FEN_PER_YUAN = 100
_FEN_PER_JIAO = 10


class AmountUnreadable(ValueError):
    """A sum that cannot be read, or is written twice and differently."""

    def __init__(self, found: str, expected: str = _EXPECTED) -> None:
        self.found, self.expected = found[:60], expected
        super().__init__(f"金额填的是“{self.found}”，应当是{expected}。")


def read_amount(text: str) -> int:
    """Return the sum that `text` writes, in 分; raise `AmountUnreadable` where it writes none.

    A rough sum (`130余万元`) gives the number that is written; `is_rough` tells it apart.

    >>> read_amount("人民币壹佰贰拾叁万元整"), read_amount("1,234.5万元"), read_amount("130余万元")
    (123000000, 1234500000, 130000000)
    """
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text[:200]))
    twice = _BRACKETED.match(plain)
    if twice is None:
        return _fen(plain, text)
    first, second = _fen(twice[1], text), _fen(twice[2], text)
    if first != second:
        raise AmountUnreadable(text, "大写和小写一致的金额")
    return first


def is_rough(text: str) -> bool:
    """Tell whether a sum is written as approximate.

    >>> is_rough("130余万元"), is_rough("130万元")
    (True, False)
    """
    return _ROUGHLY.search(text[:200]) is not None


def _fen(plain: str, text: str) -> int:
    marked = plain[:1] in ("¥", "￥")
    plain = _ROUGHLY.sub("", _BEFORE.sub("", _ROUGHLY.sub("", plain)))
    if marked and plain[-1:].isdigit():
        plain += "元"
    found = _SUM.fullmatch(plain)
    if not plain or found is None or not any(found.groups()):
        raise AmountUnreadable(text)
    parts = ((found["yuan"], _FEN_PER_YUAN), (found["jiao"], _FEN_PER_JIAO), (found["fen"], 1))
    fen = sum(_value(written.strip("零〇○") or "0", text) * worth for written, worth in parts if written)
    if fen.denominator != 1:
        raise AmountUnreadable(text, "不小于一分的金额")
    return int(fen)


def _value(written: str, text: str) -> Fraction:
    """Return the number that digits and units write, section by section of 万 and 亿."""
    total, section, waiting = Fraction(0), Fraction(0), None
    smallest, after_zero, place = 10**4, False, 0
    for token in _TOKEN.finditer(written):
        if token.start() != place:
            raise AmountUnreadable(text)
        place = token.end()
        if token["unit"] is None:
            if token["digit"] and _DIGIT[token["digit"]] == 0:
                after_zero = True
                continue
            if waiting is not None:
                raise AmountUnreadable(text)
            waiting = Fraction(token["number"]) if token["number"] else Fraction(_DIGIT[token["digit"]])
            continue
        unit = _UNIT[token["unit"]]
        if unit >= 10**4:
            if waiting is None and section == 0 and not (total and unit == 10**8):
                raise AmountUnreadable(text)
            section += waiting or 0
            total = (total + section) * unit if unit == 10**8 else total + section * unit
            section, smallest = Fraction(0), 10**4
        else:
            if unit >= smallest or (waiting is None and unit != 10):
                raise AmountUnreadable(text)
            section += (1 if waiting is None else waiting) * unit
            smallest = unit
        waiting, after_zero = None, False
    if place != len(written):
        raise AmountUnreadable(text)
    if waiting is not None and not after_zero and _is_colloquial(written):
        raise AmountUnreadable(text)
    return total + section + (waiting or 0)


def _is_colloquial(written: str) -> bool:
    """Whether the last digit may stand for its place below the last unit, as in 三万五."""
    return re.search(r"[百佰千仟万萬亿億][一二三四五六七八九壹贰叁肆伍陆柒捌玖两]$", written) is not None
