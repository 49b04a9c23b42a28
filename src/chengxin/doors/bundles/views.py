"""The bundle's files, where no web server stands before that gives them out itself."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import condition, require_safe

from chengxin.ground import home
from chengxin_core.opendata.catalog import MEDIA_TYPES

TYPES = {**MEDIA_TYPES, "jsonld": "application/ld+json", "note": "text/plain; charset=utf-8"}


def _etag(request: HttpRequest, name: str) -> str | None:
    """Return what changes whenever a file is written anew: files appear whole."""
    place = _place(name)
    if place is None:
        return None
    found = place.stat()
    return f'"{found.st_mtime_ns:x}-{found.st_size:x}"'


@require_safe
@condition(etag_func=_etag)
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the bundle that is kept here, if any is; its address is its place in the folder."""
    place = _place(name)
    if place is None:
        raise Http404
    media_type = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    answer = FileResponse(place.open("rb"), content_type=media_type)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _place(name: str) -> Path | None:
    """Return where a file lies: where the settings say, or in a node's home; None where there is none to be shown."""
    folder = Path(settings.BUNDLE) if settings.BUNDLE else home.current().root / "public"
    is_hidden = any(part.startswith(".") for part in Path(name).parts)
    return folder / name if not is_hidden and (folder / name).is_file() else None
