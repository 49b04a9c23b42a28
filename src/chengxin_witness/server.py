"""见证的网络入口: HTTP over the standard library, within limits. TLS is for the proxy before it.

POST /add-checkpoint            C2SP tlog-witness
GET  /<origin's SHA-256>/checkpoint    the newest checkpoint that was cosigned, for whoever wants to compare
"""

import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chengxin_core.ledger.witness import LARGEST_REQUEST
from chengxin_witness.service import Answer, Witness

SECONDS = 10  # that a connection may keep silent
MOST_CONNECTIONS = 64

_NEWEST = re.compile(r"/([0-9a-f]{64})/checkpoint")


class WitnessServer(ThreadingHTTPServer):
    """Serves one witness; who comes when all places are taken is sent away."""

    daemon_threads = True
    request_queue_size = MOST_CONNECTIONS

    def __init__(self, address: tuple[str, int], witness: Witness) -> None:
        super().__init__(address, _Door)
        self.witness = witness
        self._places = threading.BoundedSemaphore(MOST_CONNECTIONS)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Take a place for the connection, or close it."""
        if self._places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer the connection, and give its place back."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._places.release()

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any) -> None:
        """Say nothing of a connection that broke: nothing about who asks is kept."""


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections, as the standard asks
    server_version, sys_version = "chengxin-witness", ""
    timeout = SECONDS
    server: WitnessServer

    def do_POST(self) -> None:
        body = self._body()
        if body is None:
            self.close_connection = True
            self._say(Answer(413, f"请求应当写明长度, 至多 {LARGEST_REQUEST} 字节\n".encode()))
        elif self.path != "/add-checkpoint":
            self._say(Answer(404, "没有这个地址\n".encode()))
        else:
            self._say(self.server.witness.add_checkpoint(body))

    def do_GET(self) -> None:
        asked = _NEWEST.fullmatch(self.path)
        note = self.server.witness.newest(asked[1]) if asked else None
        self._say(Answer(404, "没有这个地址\n".encode()) if note is None else Answer(200, note))

    def _body(self) -> bytes | None:
        """Return the body, or None where it is too long or its length is not told."""
        length = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"[0-9]{1,6}", length) or int(length) > LARGEST_REQUEST:
            return None
        return self.rfile.read(int(length))

    def _say(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: nothing about who asks is kept."""
