"""A consumer with a site of its own, and a public record that it took. 演示数据。"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.make import Office
from tests.rooms.objections.cases import fresh

from chengxin.chain.records import ends
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing import operations
from chengxin.foundation.sharing.models import Consumer, OwedAnswer
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.queries import log_size
from chengxin_core.ledger.answers import AnswerOutcome, SharingAnswer
from chengxin_core.vocabulary import Ground

ORIGIN = "chengxin.example/log"
SINCE = date(2026, 1, 1)


class Site:
    """The consumer's own site: it serves what it holds under `/items/<key>`, and moves what it was told to."""

    def __init__(self, address: str) -> None:
        self.address = address  # with {key} in it
        self.held: dict[str, bytes] = {}
        self.moved: dict[str, str] = {}
        self.asked: list[str] = []

    def answer(self, path: str) -> tuple[int, bytes, str]:
        self.asked.append(path)
        key = path.rpartition("/")[2]
        if path in self.moved:
            return 302, b"", self.moved[path]
        if key in self.held:
            return 200, self.held[key], ""
        return 404, "没有这条信息".encode(), ""


@contextmanager
def running_site() -> Iterator[Site]:
    """A real little server on this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body, location = site.answer(self.path)
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *words: object) -> None:
            """Say nothing of who hung up."""

    server = Server(("127.0.0.1", 0), Handler)
    site = Site(f"http://127.0.0.1:{server.server_port}/items/{{key}}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_consumer(
    code: str = "credit-city",
    *,
    body: PublicBody | None = None,
    address: str = "",
    public_key: str = "",
    pulled_at: datetime | None = None,
) -> Consumer:
    """A registered consumer; with `pulled_at` it has followed the log as far as it goes."""
    consumer, _token = operations.register_consumer(
        code=code,
        name=f"演示共享单位{code}",
        post="信息中心值班岗",
        since=SINCE,
        by=None,
        body=body,
        address=address,
        public_key=public_key,
    )
    if pulled_at is not None:
        operations.note_pull(consumer=consumer, end=log_size(), at=pulled_at)
        consumer.refresh_from_db()
    return consumer


def said(consumer: Consumer, applied: int | None = None, **keys: AnswerOutcome) -> bytes:
    """What the consumer answers: that it applied everything, unless it says less."""
    number = log_size() if applied is None else applied
    named = tuple((key.removeprefix("k"), outcome) for key, outcome in keys.items())
    return SharingAnswer(consumer.code, ORIGIN, number, named).to_text().encode()


def withdraw(record: Matter, office: Office, at: datetime) -> None:
    """Withdraw a record that is public."""
    ends.withdraw_record(
        matter=fresh(record), by=office.head, at=at, ground=Ground.REVERSED, reason="演示数据：再审改判"
    )


def stop_under(record: Matter) -> Matter | None:
    """The matter in which consumers must answer for what ended, if there is one."""
    return Matter.objects.filter(parent=record, kind="sharing_stop").first()


def owed_by(consumer: Consumer) -> OwedAnswer:
    """The one answer that a consumer owes or owed."""
    return OwedAnswer.objects.select_related("consumer", "stop__publication").get(consumer=consumer)
