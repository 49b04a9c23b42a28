"""模板的语言版本: the public templates, in an engine of their own, with the words of one language put in beforehand.

A publication is two pages of some hundred calls of the design system. MiniJinja, by the author of Jinja2 and in the
same language, renders them in a third of the time (decision 0029); the phrases that never change are looked up once,
when a template is read. What a page says must not depend on the engine: a test renders with both.
"""

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from typing import Any

from django.template import engines
from django.utils import translation
from django.utils.translation.trans_real import translation as catalogue
from jinja2 import Environment as Jinja2
from jinja2 import TemplateNotFound
from markupsafe import Markup, escape
from minijinja import Environment

_PHRASE = re.compile(r'_\(("(?:[^"\\]|\\.)*")\)')
_FILTERS, _GLOBALS = ("day", "moment"), ("static", "complain_at", "appraise_at")
_SLASH = "&#x2f;"  # the engine writes so what needs no escape: in the text of a value it would come as `&amp;#x2f;`


def rendered(language: str, name: str, words: Mapping[str, Any]) -> str:
    """Return what a template of this room makes of `words`, every phrase of it in `language` (as Django names it)."""
    page = _environment(language).render_template(f"disclosure/{name}", **words)
    return page.replace(_SLASH, "/")


@cache
def _environment(language: str) -> Environment:
    ordinary: Jinja2 = engines["jinja2"].env  # type: ignore[attr-defined]
    assert ordinary.loader is not None
    sources = partial(ordinary.loader.get_source, ordinary)

    def read(name: str) -> str | None:
        try:
            source, *_ = sources(name)
        except TemplateNotFound:
            return None
        with translation.override(language):
            return _PHRASE.sub(_translated, source)

    return Environment(
        loader=read,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined_behavior="strict",
        auto_escape_callback=lambda name: "html",
        filters={name: ordinary.filters[name] for name in _FILTERS},
        globals={"_": partial(phrase, language), **{name: ordinary.globals[name] for name in _GLOBALS}},
        debug=False,  # which keeps, for a fault's message, what every call was given
    )


def _translated(found: re.Match[str]) -> str:
    """Write a phrase as what it is to the templates: markup (phrases are ours), per cent signs resolved."""
    said = translation.gettext(json.loads(found[1])) % {}
    return f"({json.dumps(said, ensure_ascii=False)} | safe)"


def phrase(language: str, said: object, /, **values: object) -> Markup:
    """Say a phrase in a language, with values put in, ready to stand in a page."""
    if said is None:  # what the engine makes of an attribute of a closed term: it sees a text
        raise TypeError("nothing to translate")
    # It may be data: only what stands in a template is markup. The empty text would be the catalogue's own head.
    written = escape(catalogue(language).gettext(str(said)) if said else "")
    return written % values if values else written
