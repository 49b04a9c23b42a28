"""用语: draws wordings out of closed lists, lifecycles, plugs and forms, so that they too have their English.

Babel calls `extract_terms` and `extract_wordings` for the files named in babel.cfg; nothing calls them at run time.
"""

import ast
from collections.abc import Collection, Iterator, Mapping
from typing import Any, BinaryIO, cast

from babel.messages.extract import extract_python

Found = tuple[int, str, str, list[str]]

# What a room says through keywords, and calls all of whose words are shown: clocks that start, kinds of document.
_SAID = frozenset({"zh", "label", "help_text", "title", "started_by", "note"})
_SPEAKING = frozenset({"_start", "DocumentKind"})


def extract_terms(
    source: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Found]:
    """Yield the wording of each `CODE = "code", "用语"` and of each row that begins `("code", "用语", …`."""
    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.Tuple):
            yield from _of_row(node.elts)
        elif isinstance(node, ast.keyword) and node.arg == "zh":
            yield from _wording(node.value)


def extract_wordings(
    source: BinaryIO, keywords: Mapping[str, Any], comment_tags: Collection[str], options: Mapping[str, Any]
) -> Iterator[Any]:
    """Yield what a room says on the desk: buttons, labels, titles of clocks; and its messages, as Babel finds them."""
    yield from extract_python(cast("Any", source), keywords, comment_tags, cast("Any", options))
    source.seek(0)
    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.Tuple):
            yield from _of_row(node.elts)
        elif isinstance(node, ast.keyword) and node.arg in _SAID:
            yield from _wording(node.value)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                yield from _of_row([key, value])
        elif isinstance(node, ast.Call):
            is_speaking = isinstance(node.func, ast.Name) and node.func.id in _SPEAKING
            for argument in node.args if is_speaking else ():
                yield from _wording(argument)
            yield from _of_row(node.args)


def _of_row(cells: Collection[Any]) -> Iterator[Found]:
    code, wording, *_ = (*cells, None, None)
    if _text(code).isascii() and _text(code):
        yield from _wording(wording)


def _wording(node: Any) -> Iterator[Found]:
    wording = _text(node)
    if wording and not wording.isascii():
        yield node.lineno, "", wording, []


def _text(node: Any) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
