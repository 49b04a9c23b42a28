"""报告文件: a report that nobody issues through the desk, given as DOCX or PDF, and the year that a page asks for."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse

from chengxin.foundation.documents.rendering import render_docx, render_pdf
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.ground.attachments import MEDIA_TYPES

YEAR = 4  # digits
_DRAW = {"docx": render_docx, "pdf": render_pdf}


def year_asked(request: HttpRequest, *, today: date) -> int:
    """Return the year that an address asks for; what is none is this year."""
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == YEAR else today.year


def require_file(year: int, ending: str) -> None:
    """Raise 404 where no report is given so."""
    if ending not in _DRAW or len(str(year)) != YEAR:
        raise Http404


def file_of(report: OfficialDocument, name: str, ending: str) -> HttpResponse:
    """Return a report as a file to keep; both endings are made of one value."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}
    return HttpResponse(_DRAW[ending](report), content_type=MEDIA_TYPES[ending], headers=headers)
