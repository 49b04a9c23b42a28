"""What the tests of pages rely on: whoever clicks sees the whole page that comes of it."""

import http.server
import threading
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.browser.harness import DESKTOP, open_page

pytestmark = pytest.mark.browser


class SlowToEnd(http.server.BaseHTTPRequestHandler):
    """Sends the head of a page at once, and its list a while later, as a loaded machine does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        if self.path == "/":
            self.wfile.write(b"<a href='/list/'>list</a>")
        else:
            self.wfile.write(b"<h1>list</h1>" + b" " * 4096)
            self.wfile.flush()
            time.sleep(0.5)
            self.wfile.write(b"<ul><li>one<li>two</ul>")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def slow_site() -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("localhost", 0), SlowToEnd) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def test_a_page_that_was_clicked_to_is_whole_when_it_is_read(browser: Browser, slow_site: str) -> None:
    with open_page(browser, slow_site, DESKTOP) as page:
        page.goto("/")
        page.get_by_role("link", name="list").click()
        assert page.locator("li").all_inner_texts() == ["one", "two"]
