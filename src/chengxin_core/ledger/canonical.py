"""One value, one row of bytes: canonical JSON (RFC 8785), whole numbers only.

What is hashed or committed to must be written in one way only. Fractions are refused, because engines print
them differently and because every score and share here is a whole number anyway.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

import rfc8785

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None


class NotCanonical(ValueError):
    """Bytes or a value that have no canonical form, or are not in it."""


def canonical_bytes(value: Json) -> bytes:
    """Return `value` as RFC 8785 writes it, in UTF-8.

    >>> canonical_bytes({"b": 1, "a": "诚信"}).decode()
    '{"a":"诚信","b":1}'

    Raises `NotCanonical` for fractions, whole numbers beyond ±(2⁵³−1), lone surrogates and other types.
    """
    try:
        _refuse_fractions(value)
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError) as fault:
        raise NotCanonical(f"无法写成规范 JSON: {fault}") from fault


def parse_canonical(data: bytes) -> Json:
    """Read bytes that `canonical_bytes` could have written, and no others.

    >>> parse_canonical(b'{"a":1}')
    {'a': 1}

    Raises `NotCanonical` for anything else: blanks, another order of names, a name twice, fractions.
    """
    try:
        value: Json = json.loads(data.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as fault:
        raise NotCanonical(f"不是规范 JSON: {fault}") from fault
    if canonical_bytes(value) != data:
        raise NotCanonical("是 JSON, 但不是 RFC 8785 的规范写法 (空白、顺序、重复的名称或转义不同)")
    return value


def _refuse(number: str) -> NoReturn:
    raise NotCanonical(f"数值“{number}”不是整数")


def _refuse_fractions(value: object) -> None:
    if isinstance(value, float):
        raise NotCanonical(f"数值“{value}”不是整数")
    if isinstance(value, Mapping):
        for member in value.values():
            _refuse_fractions(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_fractions(member)
