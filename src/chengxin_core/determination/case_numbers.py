"""案号和文号的规范形式: one way to write each number, however it was typed.

Digits and letters become half-width, blanks go, a year in Chinese digits becomes Arabic, and the year's
brackets become `（）` for courts and `〔〕` for documents. Leading zeros and 第 stay: they belong to the
number as issued.
"""

import re
import unicodedata

_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR = r"(?:19|20)\d{2}"
_CASE = re.compile(
    rf"[({{\[〔【《〈「](?P<year>{_YEAR}|[〇○零一二三四五六七八九]{{4}})[)}}\]〕】》〉」]"
    r"(?P<rest>[\u4e00-\u9fff][\u4e00-\u9fff\d]{0,30}?\d{1,8}(?:[-、]\d{1,8})*号(?:之[一二三四五六七八九十\d]{1,3})?)"
)
_DOCUMENT = re.compile(
    rf"(?P<organ>[\u4e00-\u9fffA-Za-z]{{1,30}})[({{\[〔【《〈「]"
    rf"(?P<year>{_YEAR}|[〇○零一二三四五六七八九]{{4}})[)}}\]〕】》〉」]"
    r"(?P<rest>[\u4e00-\u9fffA-Za-z]{0,12}\d{1,16}(?:-\d{1,8})?号)"
)


class NumberUnreadable(ValueError):
    """A case or document number whose parts cannot be told apart."""

    def __init__(self, found: str, expected: str) -> None:
        self.found, self.expected = found[:60], expected
        super().__init__(f"编号填的是“{self.found}”，应当是{expected}。")


class CaseNumberUnreadable(NumberUnreadable):
    """What should be a court's case number is none."""


class DocumentNumberUnreadable(NumberUnreadable):
    """What should be the number of an official document is none."""


def normal_case_number(written: str) -> str:
    """Return a court's case number in its normal form; raise `CaseNumberUnreadable` where it is none.

    >>> normal_case_number("［２０１６］甘行申 25 号")
    '（2016）甘行申25号'
    >>> normal_case_number("〔二〇一四〕穗中法行终字第89号")
    '（2014）穗中法行终字第89号'
    """
    found = _CASE.fullmatch(_plain(written))
    if found is None:
        raise CaseNumberUnreadable(written, "“（2016）甘行申25号”这样的案号")
    return f"（{_year(found['year'])}）{found['rest']}"


def normal_document_number(written: str) -> str:
    """Return a document number in its normal form; raise `DocumentNumberUnreadable` where it is none.

    >>> normal_document_number("鲁政 发【２０２６】 3号")
    '鲁政发〔2026〕3号'
    """
    found = _DOCUMENT.fullmatch(_plain(written))
    if found is None:
        raise DocumentNumberUnreadable(written, "“鲁政发〔2026〕3号”这样的文号")
    return f"{found['organ']}〔{_year(found['year'])}〕{found['rest']}"


def _plain(written: str) -> str:
    return _BLANKS.sub("", unicodedata.normalize("NFKC", written[:200]))


def _year(written: str) -> str:
    return written.translate(_CHINESE_DIGITS)
