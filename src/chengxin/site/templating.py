"""Jinja2 for every page of ours: values in, no logic; Chinese first, English by the address."""

from importlib import import_module
from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils import translation
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined

from chengxin.site.rooms import ROOMS


def loader() -> BaseLoader:
    """Return where templates are found: the site's own, then each room's `templates` folder."""
    places = ["chengxin.site", *ROOMS]
    folders = [Path(import_module(place).__path__[0]) / "templates" for place in places]
    return ChoiceLoader([FileSystemLoader(folder) for folder in folders])


def environment(**options: Any) -> Environment:
    """Return the one environment in which all templates are rendered."""
    env = Environment(
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    env.install_gettext_callables(translation.gettext, translation.ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=static, url=_url, messages_of=get_messages)
    env.filters.update(day=_day, moment=_moment)
    return env


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give every page its language, the address of its twin in the other one, and the demo mark."""
    from django.conf import settings

    language = "en" if (translation.get_language() or "").startswith("en") else "zh"
    other = "zh-hans" if language == "en" else "en"
    return {
        "language": language,
        "other_language_url": translate_url(request.get_full_path(), other),
        "demo": settings.DEMO,
        "has_desk": settings.HAS_DESK,
        "user": getattr(request, "user", None),
    }


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def _day(value: Any) -> str:
    return "" if value is None else f"{value:%Y-%m-%d}"


def _moment(value: Any) -> str:
    from django.utils.timezone import localtime

    return "" if value is None else f"{localtime(value):%Y-%m-%d %H:%M}"
