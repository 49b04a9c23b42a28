"""One value, one row of bytes: canonical JSON (RFC 8785), whole numbers only.

What is hashed or committed to must be written in one way only. Fractions are refused, because engines print
them differently and because every score and share here is a whole number anyway.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, TypeAlias

import rfc8785

from chengxin_core.ledger.text import NotText, read_text

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None


class NotCanonical(ValueError):
    """Bytes or a value that have no canonical form, or are not in it."""


LARGEST = 2**53 - 1
_TEXTS = frozenset({str})
_PLAIN = frozenset({str, bool, type(None)})
_write = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def canonical_bytes(value: Json) -> bytes:
    """Return `value` as RFC 8785 writes it, in UTF-8.

    >>> canonical_bytes({"b": 1, "a": "诚信"}).decode()
    '{"a":"诚信","b":1}'

    What Python's own encoder writes in that very way it writes, many times faster; all else is the library's.
    Raises `NotCanonical` for fractions, whole numbers beyond ±(2⁵³−1), lone surrogates and other types.
    """
    try:
        if _is_plain(value):
            return _write(value).encode()
        _refuse_fractions(value)
        return rfc8785.dumps(value)
    except UnicodeEncodeError as fault:
        lone = ord(fault.object[fault.start])
        raise NotCanonical(f"无法写成规范 JSON: 文字中有单独的代理码位 U+{lone:04X}") from fault
    except (rfc8785.CanonicalizationError, RecursionError) as fault:
        raise NotCanonical(f"无法写成规范 JSON: {fault}") from fault


def canonical_object(members: Mapping[str, bytes]) -> bytes:
    """Return the object with these members, each in canonical form already, as `canonical_bytes` would write it.

    >>> canonical_object({"b": b"1", "a": canonical_bytes("诚信")}).decode()
    '{"a":"诚信","b":1}'

    Names are plain: ASCII letters, digits and underscores.
    """
    return b"{" + b",".join(b'"%b":%b' % (name.encode(), members[name]) for name in sorted(members)) + b"}"


def parse_canonical(data: bytes) -> Json:
    """Read bytes that `canonical_bytes` could have written, and no others.

    >>> parse_canonical(b'{"a":1}')
    {'a': 1}

    Raises `NotCanonical` for anything else: blanks, another order of names, a name twice, fractions.
    """
    try:
        value: Json = json.loads(read_text(data), parse_float=_refuse, parse_constant=_refuse)
    except (NotText, NotCanonical) as fault:
        raise NotCanonical(f"不是规范 JSON: {fault}") from fault
    except json.JSONDecodeError as fault:
        place = f"第 {fault.lineno} 行第 {fault.colno} 列"
        raise NotCanonical(f"不是规范 JSON: {place}不合 JSON 的写法, 应为 UTF-8 的 JSON 文字") from fault
    except (ValueError, RecursionError) as fault:
        raise NotCanonical("不是规范 JSON: 数字太长, 或者嵌套太深") from fault
    if canonical_bytes(value) != data:
        raise NotCanonical("是 JSON, 但不是 RFC 8785 的规范写法 (空白、顺序、重复的名称或转义不同)")
    return value


def _refuse(number: str) -> NoReturn:
    raise NotCanonical(f"数值“{number}”不是整数")


def _is_plain(value: Any) -> bool:
    """Tell whether Python's encoder follows RFC 8785 for `value`: whole numbers, ASCII names, no subtypes.

    Names in ASCII stand in the same order by code points as by the UTF-16 units that the norm sorts by.
    """
    kind = type(value)
    if kind in _PLAIN:
        return True
    if kind is int:
        return bool(-LARGEST <= value <= LARGEST)
    if kind is dict:
        if not (_TEXTS.issuperset(map(type, value)) and "".join(value).isascii()):
            return False
        value = value.values()
    elif kind is not list and kind is not tuple:
        return False
    return _PLAIN.issuperset(map(type, value)) or all(map(_is_plain, value))


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise NotCanonical(f"数值“{value}”不是整数")
    if isinstance(value, Mapping):
        for member in value.values():
            _refuse_fractions(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_fractions(member)
