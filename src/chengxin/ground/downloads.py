"""取件: a kept file is handed out to be saved, never to be shown or run in the browser."""

from django.http import FileResponse

from chengxin.ground import files
from chengxin.ground.attachments import MEDIA_TYPES
from chengxin.ground.home import Home

_UNKNOWN = "application/octet-stream"


def handed_out(home: Home, digest: str, *, name: str, media_type: str) -> FileResponse:
    """Return the file kept under `digest` as a download; a type that is not among ours is called unknown.

    Whatever it holds, a browser saves it: it is an attachment, its type is not guessed, and were it shown all the
    same, nothing in it could run or be fetched.
    """
    answer = FileResponse(
        files.opened(home, digest),
        as_attachment=True,
        filename=name,
        content_type=media_type if media_type in MEDIA_TYPES.values() else _UNKNOWN,
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
