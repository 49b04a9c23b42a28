"""Every address of the program, filled in with every key there is."""

import io
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from typing import Any

from django.http.response import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from django.urls.resolvers import RoutePattern

MARK = re.compile(r"密标\d{4}止")
WORDS = ("pdf", "docx", "scan", "purpose", "hear", "activate", "演示", "x")


def doors() -> Iterator[tuple[str, URLPattern]]:
    """Yield every address with its route, of public and staff side."""
    yield from _under(get_resolver(), "/")


def _under(resolver: URLResolver, route: str) -> Iterator[tuple[str, URLPattern]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _under(each, route + str(each.pattern))
        else:
            yield route + str(each.pattern), each


def addresses(
    route: str, pattern: URLPattern, keys: list[int], words: tuple[str, ...] = WORDS
) -> Iterator[str]:
    """Yield the addresses of a door: a number is every key, two numbers every key twice, a word each of some words."""
    converters = pattern.pattern.converters if isinstance(pattern.pattern, RoutePattern) else {}
    whole = re.findall(r"<(?:\w+:)?(\w+)>", route)
    numbers = [name for name in whole if isinstance(converters.get(name), IntConverter)]
    others = [name for name in whole if name not in numbers]
    for key, said in product(keys if numbers else [0], product(words, repeat=len(others))):
        filled = route
        for name in numbers:
            filled = re.sub(rf"<(?:\w+:)?{name}>", str(key), filled)
        for name, word in zip(others, said, strict=True):
            filled = re.sub(rf"<(?:\w+:)?{name}>", word, filled)
        yield filled


def read(response: HttpResponseBase) -> str:
    """Return everything an answer says, workbooks opened."""
    content = response.getvalue()
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b"".join(book.read(name) for name in book.namelist())
    said = content.decode("utf-8", errors="replace")
    return said + "".join(str(value) for value in _headers(response))


def marks_in(said: str) -> set[str]:
    """Return the marks of the matters that an answer tells of."""
    return set(MARK.findall(said))


def _headers(response: HttpResponseBase) -> Any:
    from email.header import decode_header
    from urllib.parse import unquote

    for value in response.headers.values():
        yield unquote(str(value))
        yield from (str(part) for part, _ in decode_header(str(value)))
