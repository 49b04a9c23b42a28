"""数字与单位: the figures of a sentence, in Arabic or Chinese numerals, with unit and the words that hedge them.

Only a number with a unit counts: a year, an ordinal, a clause number or a voltage does not.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from chengxin_core.promises.statement import Bound

_WIDE = {ord("０") + n: ord("0") + n for n in range(10)} | str.maketrans("％．～－﹪", "%.~-%")
_WRITTEN_UNITS = (
    "个百分点 百分点 % ‰ 元 美元 欧元 人次 人 名 户次 户 家 个工作日 个 项 条 座 所 处 台 辆 张 头只 头 只 匹 尾 "
    "件 起 宗 套 栋 幢 间 亩 公顷 平方公里 平方千米 平方米 平米 立方米 公里 千米 米 吨标准煤 吨 公斤 千克 斤 千瓦时 "
    "千瓦 兆瓦 标准箱 标箱 株 棵 部 场次 场 架次 班次 片 块 眼 种 类 岁 天 小时 分钟 倍 微克/立方米 毫米 床 村 成"
)
_UNITS = _WRITTEN_UNITS.split()
_UNIT = "|".join(sorted((re.escape(unit) for unit in _UNITS), key=len, reverse=True))
_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DIGITS = "零〇一二三四五六七八九"
_CHINESE = rf"[{_DIGITS}两十百千]{{1,9}}(?:点[{_DIGITS}]{{1,4}})?"
_NUMBER = rf"(?:{_ARABIC}|{_CHINESE})"
_SCALE = r"万亿|千万|百万|亿|万|千|百"
_JOIN = r"-{1,2}|—{1,2}|–|~|至|到"
_FIGURE = re.compile(
    rf"(?<![\d.×xX*＊第A-Za-z{_DIGITS}十百千])"
    rf"(?:(?P<parts>百分之|千分之)(?P<percent>{_NUMBER})|"
    rf"(?P<low>{_NUMBER})(?:(?:{_SCALE})?(?:{_UNIT})?(?:{_JOIN})(?P<high>{_NUMBER}))?"
    rf"(?P<odd>[余多几])?(?P<scale>{_SCALE})?(?P<odd2>[余多])?(?P<unit>{_UNIT}))"
    r"(?![×*])"
)
_DOUBLED = re.compile(r"翻(?P<times>[一两])番|(?<!不)翻番")
_BEFORE = (
    (
        Bound.AT_LEAST,
        re.compile(r"(?:不低于|不少于|不小于|至少|超额|(?<!不)(?:超过|高于|突破|多于|大于|[超逾]))$"),
    ),
    (
        Bound.AT_MOST,
        re.compile(
            r"(?:不超过|不高于|不突破|不多于|不大于|不超|控制在|控制到|压减到|至多|(?<!不)(?:低于|少于|小于))$"
        ),
    ),
    (Bound.BELOW, re.compile(r"(?:接近|将近|近)$")),
    (Bound.ABOUT, re.compile(r"(?:大约|约|左右)$")),
)
_AFTER = (
    (Bound.AT_LEAST, re.compile(r"(?:及)?以上|之上")),
    (Bound.AT_MOST, re.compile(r"(?:及)?(?:以内|之内|以下|之下)")),
    (Bound.ABOUT, re.compile(r"左右|上下")),
)
_ORDINARY = re.compile(r"三次产业|三公|两会|一次性")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its unit, from `start` to `end` of the sentence, hedging words after it included."""

    start: int
    end: int
    value: Decimal
    unit: str
    high: Decimal | None = None
    bound: Bound | None = None


def plain(sentence: str) -> str:
    """Return the sentence with wide digits made narrow, character for character, so that places stay."""
    return sentence.translate(_WIDE)


def figures(sentence: str) -> list[Figure]:
    """Return the figures of a sentence that went through `plain`, in their order.

    >>> [(str(figure.value), figure.unit, figure.bound) for figure in figures("新增就业1200万人以上，增长百分之五")]
    [('1200', '万人', <Bound.AT_LEAST: 'at_least'>), ('5', '%', None)]
    """
    told = [_figure(found, sentence) for found in _FIGURE.finditer(sentence)]
    told += [
        Figure(found.start(), found.end(), Decimal(4 if found["times"] == "两" else 2), "倍")
        for found in _DOUBLED.finditer(sentence)
    ]
    return sorted((figure for figure in told if figure is not None), key=lambda figure: figure.start)


def scaled(value: Decimal, unit: str) -> tuple[Decimal, str]:
    """Return the value in the bare unit: 24 亿元 are 2,400,000,000 元, so that figures can be compared."""
    for scale, worth in (("万亿", 12), ("千万", 7), ("百万", 6), ("亿", 8), ("万", 4), ("千", 3), ("百", 2)):
        bare = unit.removeprefix(scale)
        if bare != unit and bare in _UNITS and unit not in _UNITS:
            return value * Decimal(10) ** worth, _SAME.get(bare, bare)
    return value, _SAME.get(unit, unit)


_SAME = {
    "平米": "平方米",
    "百分点": "个百分点",
    "名": "人",
    "千米": "公里",
    "平方千米": "平方公里",
    "标箱": "标准箱",
}


def number(written: str) -> Decimal:
    """Return the number that Arabic or Chinese numerals write.

    >>> number("1,234.5"), number("二十三"), number("三点五"), number("五千")
    (Decimal('1234.5'), Decimal('23'), Decimal('3.5'), Decimal('5000'))
    """
    if written[0].isascii():
        return Decimal(written.replace(",", ""))
    whole, _, part = written.partition("点")
    if part:
        return _chinese(whole) + Decimal("0." + "".join(_digit(mark) for mark in part))
    return _chinese(whole)


def _chinese(written: str) -> Decimal:
    if not re.search(r"[十百千]", written):
        return Decimal("".join(_digit(mark) for mark in written))
    total, waiting = 0, 1
    for mark in written:
        if mark in "十百千":
            total += waiting * {"十": 10, "百": 100, "千": 1000}[mark]
            waiting = 0
        else:
            waiting = int(_digit(mark))
    return Decimal(total + (waiting if written[-1] not in "十百千" else 0))


def _digit(mark: str) -> str:
    return "2" if mark == "两" else str(max(_DIGITS.index(mark) - 1, 0))


def _figure(found: re.Match[str], sentence: str) -> Figure | None:
    written = found["percent"] or found["low"]
    start, end = found.span()
    if not written[0].isascii() and _is_no_count(written, found, sentence):
        return None
    value, high = number(written), number(found["high"]) if found["high"] else None
    unit = (
        {"百分之": "%", "千分之": "‰"}[found["parts"]]
        if found["percent"]
        else (found["scale"] or "") + found["unit"]
    )
    if unit == "成":
        value, unit = value * 10, "%"
        high = high * 10 if high is not None else None
    if high is not None and (high <= value or re.search(r"[由从][^，,；;]{0,6}$", sentence[:start])):
        value, high = high, None
    bound = Bound.BETWEEN if high is not None else None
    if found["odd"] or found["odd2"]:
        bound = Bound.AT_LEAST
    for after, words in _AFTER:
        if hedged := words.match(sentence, end):
            return Figure(start, hedged.end(), value, unit, high, bound if high is not None else after)
    if bound is None:
        before = sentence[max(start - 6, 0) : start]
        bound = next((bound for bound, words in _BEFORE if words.search(before)), None)
    return Figure(start, end, value, unit, high, bound)


def _is_no_count(written: str, found: re.Match[str], sentence: str) -> bool:
    """Whether Chinese numerals are a manner of speech (一个, 三次产业, “三个代表”) or could be two (两千三)."""
    if found["percent"]:
        return False
    if found["unit"] == "元" and not found["scale"] and len(written) == 1:
        return True
    if re.search(r"[百千][一二三四五六七八九两]$", written):
        return True
    quoted = sentence[found.start() - 1 : found.start()] in "“‘《" and found.start() > 0
    return (
        written in ("一", "零", "〇", "百", "千", "十", "百千")
        or quoted
        or bool(_ORDINARY.match(sentence, found.start()))
    )
