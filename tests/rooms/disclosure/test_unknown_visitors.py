"""Public pages know nobody: real processes are visited from an address of its own, and no byte tells of it."""

import http.client
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.rooms.bundles.test_node import free_port, wait_for

from chengxin.doors.disclosure import addresses, views
from chengxin.foundation.transparency.models import Publication
from chengxin.site.middleware import UnknownVisitors, VisitorKnown
from chengxin.site.sinks import draw_again

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")

VISITOR = "127.83.71.59"  # all of 127/8 is this machine
TRACES = {
    "User-Agent": "读者的浏览器-zqxw".encode(),
    "Cookie": "sessionid=visitorzqxw; csrftoken=visitorzqxw",
}
MARKS = (VISITOR, "zqxw", "203.0.113.77")
ASKED = "/search/?q=visitorzqxw"
UNKNOWN = (
    "/visitorzqxw/",
    "/records/visitorzqxw/",
    "/log/visitorzqxw",
    "/bodies/visitorzqxw/",
    "/desk/visitorzqxw",
)


@pytest.fixture
def town(two_records: tuple[Publication, Publication]) -> tuple[Publication, Publication]:
    """A record in force, one that ended, the law, and all lists."""
    draw_again()
    return two_records


def every_address(publications: tuple[Publication, Publication]) -> list[str]:
    rules = [each for each in addresses.every_address() if "/rules/" in each]
    others = [each for each in addresses.every_address() if "/rules/" not in each]
    in_force, _ = publications
    content = f"/log/contents/{in_force.key}/1.json"
    on_demand = [
        "/search/",
        "/en/search/",
        "/search/index.json",
        "/log/witnesses/",
        "/log/checkpoint",
        content,
    ]
    return [*others, *rules[:20], *on_demand, "/sitemap.xml", "/static/icon.svg", ASKED]


@pytest.fixture(params=["chengxin.site.settings", "chengxin.site.public_settings"], ids=["site", "node"])
def server(request: pytest.FixtureRequest, home: object, tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The web process as `chengxin serve` starts it, with a public database of its own, and where it speaks to."""
    if connections["public"].vendor == "sqlite":
        with connections["public"].cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{tmp_path / 'public.db'}'")
        with connections["default"].cursor() as cursor:
            cursor.execute(f"VACUUM INTO '{tmp_path / 'internal.db'}'")
    said, port = tmp_path / "log" / "said", free_port()
    environ = {**os.environ, "CHENGXIN_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": request.param}
    words = f"from chengxin.site.serving import serve_public; serve_public(host='127.0.0.1', port={port}, workers=1)"
    with said.open("wb") as opened:
        running = subprocess.Popen(
            [sys.executable, "-c", words], env=environ, stdout=opened, stderr=subprocess.STDOUT
        )
        try:
            wait_for(port)
            yield port, tmp_path
        finally:
            running.terminate()
            running.wait(30)


@pytest.fixture
def visit(
    town: tuple[Publication, Publication], server: tuple[int, Path]
) -> Callable[..., http.client.HTTPResponse]:
    """Asks from an address that nobody else has, with a browser, a cookie and a proxy that nobody else has."""
    port, _ = server

    def ask(address: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", port, source_address=(VISITOR, 0), timeout=30)
        told = {**TRACES, "X-Forwarded-For": "203.0.113.77", "Forwarded": "for=203.0.113.77", **headers}
        connection.request(method, address, headers=told)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer

    return ask


def test_no_public_address_sets_a_cookie_or_leaves_a_trace(
    town: tuple[Publication, Publication],
    visit: Callable[..., http.client.HTTPResponse],
    server: tuple[int, Path],
) -> None:
    for address in every_address(town):
        for method in ("GET", "HEAD", "POST"):
            answer = visit(address, method)
            told = f"{method} {address}"
            assert answer.status in ((404, 405) if method == "POST" else (200, 410)), (told, answer.status)
            assert answer.headers["Set-Cookie"] is None, told
            assert "Cookie" not in (answer.headers["Vary"] or ""), told
            assert answer.headers["Content-Security-Policy"], told
            if method != "POST" and not address.startswith("/static/"):
                assert re.search("no-cache|immutable", answer.headers["Cache-Control"] or ""), told
    for address in UNKNOWN:
        visit(address)
    visit("/", host="visitorzqxw.example")

    _, place = server
    found = [
        str(file.relative_to(place))
        for file in place.rglob("*")
        if file.is_file() and any(mark.encode() in file.read_bytes() for mark in MARKS)
    ]
    assert found == []


def test_what_is_made_on_demand_is_not_sent_twice_either(
    visit: Callable[..., http.client.HTTPResponse],
) -> None:
    for address in (
        "/search/?q=工程".replace("工程", "%E5%B7%A5%E7%A8%8B"),
        "/log/witnesses/",
        "/robots.txt",
    ):
        first = visit(address)

        again = visit(address, **{"If-None-Match": first.headers["ETag"]})

        assert (first.status, again.status) == (200, 304), address


def through(view: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Answer a request by a view of the public pages."""
    view.__module__ = views.__name__
    request = RequestFactory().get("/", REMOTE_ADDR=VISITOR, HTTP_USER_AGENT="x", HTTP_COOKIE="sessionid=1")
    request.resolver_match = type("Match", (), {"func": view})()
    middleware = UnknownVisitors(view)
    middleware.process_view(request, view, (), {})
    return middleware(request)


def test_a_public_page_that_would_set_a_cookie_is_refused() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        answer = HttpResponse()
        answer.set_cookie("seen", "1")
        return answer

    with pytest.raises(VisitorKnown, match="seen"):
        through(view)


@pytest.mark.parametrize("asked", ["session", "user"])
def test_a_public_page_that_asks_who_reads_is_refused(asked: str) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(getattr(request, asked).get("x")))

    with pytest.raises(AttributeError, match="不得查问读者"):
        through(view)


def test_a_public_page_cannot_tell_who_reads() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{request.META} {request.headers} {request.COOKIES}")

    text = through(view).content.decode()

    assert VISITOR not in text
    assert "sessionid" not in text
    assert "HTTP_USER_AGENT" not in text


def test_the_desk_still_knows_its_people(client: Client) -> None:
    assert client.get("/accounts/login/").cookies
