"""A person with a post, and what really receives: a mail server and an HTTP server, each on a port of its own."""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.cache import cache
from pytest_django.fixtures import Settings
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import home, keys
from chengxin_core.lifecycle.table import Actor


@dataclass
class MailServer:
    """收信: keeps every letter; refuses whom it does not know, or everybody for now, as a test asks."""

    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    is_busy: bool = False

    async def handle_RCPT(  # noqa: N802 - the library asks for this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.is_busy:
            return "451 try again later"
        if address in self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - the library asks for this name
        content = envelope.content
        assert isinstance(content, bytes)
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        self.recipients += envelope.rcpt_tos
        return "250 OK"


@pytest.fixture
def mail(settings: Settings) -> Iterator[MailServer]:
    server = MailServer()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL, settings.MAIL_FROM = f"smtp://127.0.0.1:{port}", "platform@example.gov.cn"
    try:
        yield server
    finally:
        controller.stop()


@dataclass
class Receiver:
    """接口: answers what a test puts into `answers` by path, and keeps what came."""

    port: int = 0
    answers: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    came: list[tuple[str, dict[str, list[str]], Any, dict[str, str]]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str) -> tuple[int, Any]:
        """Return the next answer; the last one stays."""
        waiting = self.answers.get(path, [(200, {})])
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    cache.clear()
    server = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(b"")

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def _answer(self, body: bytes) -> None:
            parts = urlsplit(self.path)
            said = json.loads(body) if body else None
            server.came.append(
                (parts.path, parse_qs(parts.query), said, {**self.headers, "raw": body.decode()})
            )
            status, content = server.answer(parts.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(content.encode() if isinstance(content, str) else json.dumps(content).encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Be quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        server.port = listening.server_address[1]
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield server
        listening.shutdown()
    cache.clear()


def keep_secret(name: str, value: str) -> None:
    """Put a secret among the keys of the home under test."""
    if not keys.keep_key(home.current(), name, value.encode()):
        keys.replace_key(home.current(), name, value.encode())


@pytest.fixture
def liaison(housing_bureau: PublicBody, rules: str) -> Mandate:
    return make_mandate("wang", Actor.LIAISON, housing_bureau, housing_bureau.path)


@pytest.fixture
def person(liaison: Mandate) -> User:
    return liaison.user
