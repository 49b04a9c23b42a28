"""Credit codes and division codes: what may be read out of them, and when they are refused.

>>> read_credit_code("1137 0000 0045 0302 70").division
'370000'
>>> DivisionCode.read("370102001000").parents
('370000', '370100', '370102')
"""

import re
import unicodedata
from dataclasses import dataclass

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
CITIZEN_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))  # GB 11643-1999
CITIZEN_CHECKS = "10X98765432"

_CITIZEN_NUMBER = re.compile(r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_BETWEEN_DIGITS = re.compile(r"[\s\u200b-\u200f\ufeff\-‐-―·]+")


class CodeRefused(ValueError):
    """A code that no standard allows; says what was found and what was expected."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(f"代码“{found}”不成立，应当{expected}。")
        self.found = found
        self.expected = expected


@dataclass(frozen=True, slots=True)
class CreditCode:
    """统一社会信用代码 (GB 32100-2015), checked."""

    code: str

    @property
    def registrar(self) -> str:
        """登记管理部门, place 1: `1` 机构编制, `5` 民政, `9` 工商, `Y` 其他."""
        return self.code[0]

    @property
    def category(self) -> str:
        """登记管理部门 and 机构类别, places 1–2: `11` 机关, `12` 事业单位, `13` 群团 …"""
        return self.code[:2]

    @property
    def division(self) -> str:
        """登记管理机关行政区划码 (GB/T 2260), places 3–8: of the day of registration, it does not move."""
        return self.code[2:8]

    @property
    def organisation(self) -> str:
        """主体标识码 (GB 11714), places 9–17."""
        return self.code[8:17]

    @property
    def organisation_check_holds(self) -> bool:
        """Whether the inner check character of GB 11714 holds too. Never refuse a code for it alone."""
        return organisation_check(self.organisation[:8]) == self.organisation[8]

    @property
    def is_public_organ(self) -> bool:
        """Whether the code was given by 机构编制: 机关, 事业单位 or 群团."""
        return self.registrar == "1"


def normal_code(written: str) -> str:
    """Return a code as the standards write it: half-width, upper case, without blanks and hyphens.

    >>> normal_code("１１37 0000-MB28465 1xl")
    '11370000MB284651XL'
    """
    return _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", written)).upper()


def credit_check(first_seventeen: str) -> str:
    """Return the 18th character of a credit code (GB 32100-2015, 4.6).

    >>> credit_check("11370000004503027")
    '0'
    """
    total = sum(
        weight * CREDIT_ALPHABET.index(sign)
        for weight, sign in zip(CREDIT_WEIGHTS, first_seventeen, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31]


def organisation_check(first_eight: str) -> str:
    """Return the 9th character of an organisation code (GB 11714).

    >>> organisation_check("MB284651")
    'X'
    """
    signs = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(
        weight * signs.index(sign) for weight, sign in zip(ORGANISATION_WEIGHTS, first_eight, strict=True)
    )
    return "0123456789X0"[11 - total % 11]


def read_credit_code(written: str) -> CreditCode:
    """Return the credit code that was written, or raise `CodeRefused` naming what is wrong with it.

    >>> read_credit_code("113700000045030271")
    Traceback (most recent call last):
    ...
    chengxin_core.names.codes.CodeRefused: 代码“113700000045030271”不成立，应当以校验码 0 结尾。
    """
    code = normal_code(written)
    if len(code) != 18:
        raise CodeRefused(written, f"有 18 位，现有 {len(code)} 位")
    strange = sorted(set(code) - set(CREDIT_ALPHABET))
    if strange:
        raise CodeRefused(written, f"只用数字和不含 I、O、S、V、Z 的大写字母，现有 {'、'.join(strange)}")
    expected = credit_check(code[:17])
    if code[17] != expected:
        raise CodeRefused(written, f"以校验码 {expected} 结尾")
    return CreditCode(code)


def is_citizen_number(written: str) -> bool:
    """Say whether this is a valid 公民身份号码 (GB 11643-1999), which must never be published.

    >>> is_citizen_number("370102180001010010"), is_citizen_number("37010218000101001x")
    (False, True)
    """
    number = normal_code(written)
    if not _CITIZEN_NUMBER.fullmatch(number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(CITIZEN_WEIGHTS, number[:17], strict=True))
    return CITIZEN_CHECKS[total % 11] == number[17]


@dataclass(frozen=True, slots=True)
class DivisionCode:
    """行政区划代码 (GB/T 2260, six digits; GB/T 10114, nine digits for townships and streets)."""

    code: str

    @classmethod
    def read(cls, written: str) -> "DivisionCode":
        """Return the code in its shortest official form, or raise `CodeRefused`.

        >>> DivisionCode.read("370100000000").code, DivisionCode.read("37").code
        ('370100', '370000')
        """
        digits = normal_code(written)
        if not re.fullmatch(r"[1-9]\d+", digits) or len(digits) not in (2, 4, 6, 9, 12):
            raise CodeRefused(written, "是 6 位或 9 位区划代码")
        digits = digits.ljust(6, "0")
        if len(digits) == 12:
            if digits[9:] != "000":
                raise CodeRefused(written, "到乡级为止，末三位为 000")
            digits = digits[:9]
        if digits[6:] in ("", "000"):
            return cls(digits[:6])
        return cls(digits)

    @property
    def level(self) -> int:
        """1 province, 2 city, 3 county, 4 township or street."""
        if len(self.code) == 9:
            return 4
        return 1 if self.code.endswith("0000") else 2 if self.code.endswith("00") else 3

    @property
    def parents(self) -> tuple[str, ...]:
        """The codes above, outermost first, as the digits say; the register knows better."""
        above = (self.code[:2] + "0000", self.code[:4] + "00", self.code[:6])
        return above[: self.level - 1]

    @property
    def is_shandong(self) -> bool:
        return self.code.startswith("37")
