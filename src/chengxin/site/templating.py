"""Jinja2 for every page of ours: values in, no logic; Chinese first, English by the address."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils import translation
from django.utils.html import json_script
from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

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
    env.install_gettext_callables(_gettext, _ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(static=cache(static), url=_url, messages_of=get_messages, json_script=json_script)
    env.globals.update(sign_in_watchers=_sign_in_watchers(), unread_of=_unread_of, has_ledger=_has_ledger)
    env.globals.update(help_of=_help_of)
    env.globals.update(complain_at=_complain_at(), appraise_at=_appraise_at())
    env.filters.update(day=_day, moment=_moment, size=_size)
    return env


def _gettext(said: str) -> Markup:
    """Translate, and escape: Jinja takes what this returns for markup, and `said` may be what a person wrote."""
    return escape(translation.gettext(said))


def _ngettext(one: str, many: str, count: int) -> Markup:
    return escape(translation.ngettext(one, many, count))


def _sign_in_watchers() -> frozenset[str]:
    """Return the roles to which the desk offers the log of sign-ins; a public node has no desk."""
    from django.conf import settings

    if not settings.HAS_DESK:
        return frozenset()
    from chengxin.foundation.signins.models import WATCHING_ROLES

    return WATCHING_ROLES


def _size(bytes_: int) -> str:
    """Return how large a file is, in signs that every language of the desk reads.

    >>> _size(590), _size(20480), _size(5 * 1024 * 1024)
    ('590 B', '20.0 KB', '5.0 MB')
    """
    if bytes_ < 1024:
        return f"{bytes_} B"
    kilobytes = bytes_ / 1024
    return f"{kilobytes:.1f} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"


def _unread_of(user: Any) -> int:
    """Return how many messages the desk says are unread; a public node has no desk, and asks for none."""
    from chengxin.foundation.notifications.queries import unread_of

    return unread_of(user)


def _complain_at() -> str:
    """Return where public pages say that one may complain, '' for nowhere."""
    from django.conf import settings

    return str(settings.COMPLAIN_AT)


def _appraise_at() -> str:
    """Return where public pages say that one may take part in a review: beside where one may complain."""
    beside, found, rest = _complain_at().rpartition("complain/")
    return f"{beside}appraise/" if found and not rest else ""


def _has_ledger(code: str) -> bool:
    """Say whether a list can be drawn as a ledger."""
    from chengxin.foundation.ledgers.plugs import ledger_of

    return ledger_of(code) is not None


def _help_of(request: HttpRequest) -> dict[str, Any]:
    """Return where the help of the page that is shown stands, and the terms that it explains."""
    from chengxin.doors.help.texts import page_of, terms_on

    door = request.resolver_match.view_name if request.resolver_match else ""
    page = page_of(door)
    if page is None:
        return {"address": reverse("help:contents"), "terms": ()}
    return {"address": reverse("help:page", args=(page.slug,)), "terms": terms_on(page)}


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
        "single_sign_on": settings.SSO_NAME if settings.SSO_ISSUER else "",
        "user": getattr(request, "user", None),
    }


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def _day(value: Any) -> str:
    if value is None or isinstance(value, str):  # a day that is written already
        return value or ""
    return str(value.isoformat()[:10])


def _moment(value: Any) -> str:
    from django.utils.timezone import localtime

    return "" if value is None else localtime(value).isoformat(" ", "minutes")[:16]
