"""应答: stored pages, receipts and the log's files, answered before Django is asked.

An address that is not stored is passed on. Pages are kept in memory until somebody has written to the public
database, which is looked at every `PATIENCE` seconds at the latest; who writes waits as long before saying that
it is done. No cookie is read or set, nothing about the visitor is kept.
"""

import re
import sqlite3
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol, TypeAlias

import psycopg

from chengxin.doors.disclosure.proofs import NoCheckpointYet, log_file, receipt_of

Environ: TypeAlias = dict[str, Any]
StartResponse: TypeAlias = Callable[..., Any]
Application: TypeAlias = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers: TypeAlias = list[tuple[str, str]]

MOST_PAGES_KEPT = 4000
PATIENCE = 0.1  # seconds
RECEIPT = re.compile(r"/(?:records|promises|reviews|complaint-counts)/(?P<key>[0-9a-f]{32})/receipt\.json")
_COLUMNS = "status, media_type, body, etag, last_modified"
_IN_FORCE = 'SELECT "index", entry, content, salt FROM disclosure_document WHERE key = '
_REASONS = {200: "200 OK", 410: "410 Gone"}
_FOR_EVER = "public, max-age=31536000, immutable"


class Answer:
    """What a stored page answers, made once: status line, headers, the same for 304, and the bytes."""

    __slots__ = ("body", "etag", "headers", "last_modified", "status")

    def __init__(self, row: tuple[int, str, bytes, str, str]) -> None:
        status, media_type, body, self.etag, self.last_modified = row
        self.status = _REASONS[status]
        self.body = bytes(body)
        self.headers: Headers = [
            ("Content-Type", media_type),
            ("Content-Length", str(len(self.body))),
            ("ETag", self.etag),
            ("Cache-Control", "no-cache"),
            *([("Last-Modified", self.last_modified)] if self.last_modified else []),
        ]


@dataclass(frozen=True, slots=True)
class InForce:
    """What is in force under a key."""

    index: int
    entry: bytes
    content: bytes
    salt: bytes


class Pages(Protocol):
    """Finds stored pages, and what is in force."""

    def find(self, path: str) -> Answer | None: ...

    def in_force(self, key: str) -> InForce | None:
        """Return what is in force under a key at this moment; it is kept nowhere."""

    def close(self) -> None:
        """Close this thread's connection."""


class SqlitePages:
    """Pages of the embedded public database.

    All threads share what is in memory. Who sees that somebody has written puts an empty memory in its place, and
    whoever was reading meanwhile keeps what it read in the old one: so nothing is answered that is older than
    the last look. Looks are rare and made by one thread, because whoever asks SQLite lets the other threads run,
    and they give way only slowly.
    """

    def __init__(self, file: str) -> None:
        self._file = file
        self._local = threading.local()
        self._kept: dict[str, Answer] = {}
        self._asked_at = self._looked_at = 0.0  # when somebody began to look, and the last look that was had

    def find(self, path: str) -> Answer | None:
        """Return what `path` answers, or None where nothing is stored."""
        now = monotonic()
        if now - self._asked_at < PATIENCE / 2 and now - self._looked_at < PATIENCE:
            answer = self._kept.get(path)
            if answer is not None:
                return answer
        self._asked_at = now  # the others go on answering while this thread looks
        try:
            return self._read(path)
        except sqlite3.OperationalError:
            return None  # there is no database or no table yet: Django says so better

    def _read(self, path: str) -> Answer | None:
        local, kept, begun_at = self._local, self._kept, monotonic()
        ask = getattr(local, "ask", None) or self._open()
        (version,) = ask("PRAGMA data_version").fetchone()
        if version != local.version or len(kept) > MOST_PAGES_KEPT:
            local.version, kept = version, {}
            self._kept = kept
        self._looked_at = begun_at
        row = ask(f"SELECT {_COLUMNS} FROM disclosure_page WHERE path = ?", (path,)).fetchone()  # noqa: S608
        if row is None:
            return None
        kept[path] = answer = Answer(row)
        return answer

    def in_force(self, key: str) -> InForce | None:
        """Return what is in force under a key, asked of the database each time."""
        try:
            ask = getattr(self._local, "ask", None) or self._open()
            row = ask(f"{_IN_FORCE}?", (key,)).fetchone()
        except sqlite3.OperationalError:
            return None  # as where a page is sought
        return None if row is None else InForce(*row)

    def close(self) -> None:
        """Close this thread's connection."""
        if hasattr(self._local, "connection"):
            self._local.connection.close()
            del self._local.connection, self._local.ask

    def _open(self) -> Callable[..., sqlite3.Cursor]:
        local = self._local
        address = f"file:{self._file}?mode=ro"
        local.connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=5)
        ask: Callable[..., sqlite3.Cursor] = local.connection.execute
        local.ask, local.version = ask, -1
        return ask


class PostgresPages:
    """Pages of a public database on a server."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self._words = {
            "host": settings["HOST"] or None,
            "port": settings["PORT"] or None,
            "dbname": settings["NAME"],
            "user": settings["USER"] or None,
            "password": settings["PASSWORD"] or None,
        }
        self._local = threading.local()

    def find(self, path: str) -> Answer | None:
        """Return what `path` answers, or None where nothing is stored."""
        row = self._row(f"SELECT {_COLUMNS} FROM disclosure_page WHERE path = %s", path)  # noqa: S608
        return None if row is None else Answer(row)

    def in_force(self, key: str) -> InForce | None:
        """Return what is in force under a key."""
        row = self._row(f"{_IN_FORCE}%s", key)
        return None if row is None else InForce(*row)

    def _row(self, question: str, word: str) -> Any:
        connection = getattr(self._local, "connection", None)
        try:
            if connection is None or connection.closed:
                connection = psycopg.connect(**self._words, autocommit=True, prepare_threshold=1)
                self._local.connection = connection
            return connection.execute(question, (word,), binary=True).fetchone()
        except psycopg.Error:
            self.close()  # the next request tries a new one
            return None

    def close(self) -> None:
        """Close this thread's connection."""
        connection = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()


def pages_of(settings: Mapping[str, Any]) -> Pages:
    """Return the pages of the public database with these Django settings."""
    if settings["ENGINE"].endswith("sqlite3"):
        return SqlitePages(str(settings["NAME"]))
    return PostgresPages(settings)


class Front:
    """Answers what is stored, and lets `inner` answer the rest."""

    def __init__(self, inner: Application, *, pages: Pages, policy: str) -> None:
        self._inner = inner
        self._pages = pages
        self._safe: Headers = [
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
        ]

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
        if method not in ("GET", "HEAD"):
            return self._inner(environ, start_response)
        receipt = self._receipt(path)
        if receipt is not None:
            start_response("200 OK", self._safe + _headers_of_receipt(path, len(receipt)))
            return [] if method == "HEAD" else [receipt]
        answer = self._pages.find(path)
        if answer is not None:
            return self._answer(answer, environ, start_response)
        if path.startswith("/log/"):
            data = log_file(path.removeprefix("/log/"))
            if data is not None:
                start_response("200 OK", self._safe + _headers_of_log_file(path, len(data)))
                return [] if method == "HEAD" else [data]
        return self._inner(environ, start_response)

    def _receipt(self, path: str) -> bytes | None:
        """Return the receipt of what is in force; for all else Django has the words."""
        asked = RECEIPT.fullmatch(path)
        document = self._pages.in_force(asked["key"]) if asked else None
        try:
            return None if document is None else receipt_of(document)
        except NoCheckpointYet:
            return None

    def _answer(self, answer: Answer, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if answer.status == "200 OK" and _is_known(answer, environ):
            start_response(
                "304 Not Modified", [*self._safe, ("ETag", answer.etag), ("Cache-Control", "no-cache")]
            )
            return []
        start_response(answer.status, answer.headers + self._safe)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _is_known(answer: Answer, environ: Environ) -> bool:
    """Say whether the visitor has this page already; an entity tag decides before a date (RFC 9110 §13.1)."""
    tags = environ.get("HTTP_IF_NONE_MATCH")
    if tags is not None:
        return tags.strip() == "*" or answer.etag in [
            tag.strip().removeprefix("W/") for tag in tags.split(",")
        ]
    since = environ.get("HTTP_IF_MODIFIED_SINCE")
    return bool(since) and since == answer.last_modified


def _headers_of_receipt(path: str, size: int) -> Headers:
    key = path.split("/")[2]
    return [
        ("Content-Type", "application/json; charset=utf-8"),
        ("Content-Length", str(size)),
        ("Content-Disposition", f'attachment; filename="receipt-{key[:8]}.json"'),
        ("Cache-Control", "no-cache"),
    ]


def _headers_of_log_file(path: str, size: int) -> Headers:
    is_full_tile = path.startswith("/log/tile/") and ".p/" not in path
    files = ("/log/checkpoint", "/log/keys.json", "/log/witnesses.json")
    is_text = path in files or path.startswith("/log/withdrawals/")
    return [
        ("Content-Type", "text/plain; charset=utf-8" if is_text else "application/octet-stream"),
        ("Content-Length", str(size)),
        ("Cache-Control", _FOR_EVER if is_full_tile else "no-cache"),
        ("Access-Control-Allow-Origin", "*"),
    ]
