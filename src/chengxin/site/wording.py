"""用语: draws the official wordings out of closed lists and lifecycles, so that they too have their English.

Babel calls `extract_terms` for the files named in babel.cfg; nothing calls it at run time.
"""

import ast
from collections.abc import Iterator
from typing import Any, BinaryIO

Found = tuple[int, str, str, list[str]]


def extract_terms(
    source: BinaryIO, keywords: object, comment_tags: object, options: object
) -> Iterator[Found]:
    """Yield the wording of each `CODE = "code", "用语"` and of each row that begins `("code", "用语", …`."""
    for node in ast.walk(ast.parse(source.read())):
        if isinstance(node, ast.Tuple) and len(node.elts) > 1 and _is_code(node.elts[0]):
            wording = _text(node.elts[1])
            if wording and not wording.isascii():
                yield node.lineno, "", wording, []
        elif isinstance(node, ast.keyword) and node.arg == "zh" and _text(node.value):
            yield node.value.lineno, "", _text(node.value), []


def _is_code(node: ast.expr) -> bool:
    code = _text(node)
    return bool(code) and code.isascii()


def _text(node: Any) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
