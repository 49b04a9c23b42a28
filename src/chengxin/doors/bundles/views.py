"""The bundle's files, where no web server stands before that gives them out itself."""

from pathlib import Path

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from chengxin.ground import home
from chengxin_core.opendata.catalog import MEDIA_TYPES

TYPES = {**MEDIA_TYPES, "jsonld": "application/ld+json", "note": "text/plain; charset=utf-8"}


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the bundle that is kept here, if any is; its address is its place in the folder."""
    place = _folder() / name
    if any(part.startswith(".") for part in place.relative_to(_folder()).parts) or not place.is_file():
        raise Http404
    media_type = TYPES.get(name.rpartition(".")[2], "application/octet-stream")
    answer = FileResponse(place.open("rb"), content_type=media_type)
    answer.headers["Cache-Control"] = "no-cache"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _folder() -> Path:
    """Return where the bundle is: where the settings say, or in a node's home."""
    return Path(settings.BUNDLE) if settings.BUNDLE else home.current().root / "public"
