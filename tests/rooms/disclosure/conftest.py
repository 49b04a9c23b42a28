"""A site of its own for every test: a home with the log's key, the real sink, a visitor without cookies."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote_to_bytes
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connections
from tests.publishing import FEB_2, end, make_body, make_matter, make_publication

from chengxin.doors.disclosure.front import Front, pages_of
from chengxin.foundation.transparency import plugs
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin.site.middleware import POLICY
from chengxin.site.sinks import carry_reference, carry_rules


@dataclass(frozen=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


Visit = Callable[..., Answered]


@pytest.fixture(autouse=True)
def nobody_to_hide(monkeypatch: pytest.MonkeyPatch) -> None:
    """No party of the invented matters is a person."""
    monkeypatch.setattr(plugs, "_names", {})


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, transactional_db: None) -> Home:
    """An installation that has the log's key, no log yet."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    here = Home(tmp_path)
    here.prepare()
    signer.make_log_key(here, origin="chengxin.example/log")
    return here


@pytest.fixture
def follow(home: Home) -> Callable[[], None]:
    """Lets the log and the public pages catch up."""

    def run() -> None:
        run_sequencer(at=FEB_2)

    return run


@pytest.fixture
def visit(home: Home) -> Iterator[Visit]:
    """Asks the site for an address, as a web server passes it on."""
    pages = pages_of(connections["public"].settings_dict)
    front = Front(WSGIHandler(), pages=pages, policy=POLICY)

    def ask(path: str, method: str = "GET", **headers: str) -> Answered:
        address, _, query = path.partition("?")
        environ: dict[str, Any] = {
            "PATH_INFO": unquote_to_bytes(address).decode("latin-1"),
            "QUERY_STRING": quote(query, safe="=&%"),
            "REQUEST_METHOD": method,
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        setup_testing_defaults(environ)
        said: list[Any] = []
        chunks = front(environ, lambda status, headers, fault=None: said.extend((status, headers)))
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        return Answered(int(said[0][:3]), dict(said[1]), body)

    yield ask
    pages.close()


@pytest.fixture
def reference(home: Home) -> Callable[[], str]:
    """Carries regions and bodies over to the public side."""
    return carry_reference


@pytest.fixture
def two_records(
    rules: str, reference: Callable[[], str], follow: Callable[[], None]
) -> tuple[Publication, Publication]:
    """A record in force and one that ended, with the law beside them."""
    one, other = make_matter(), make_matter(make_body("示范市水务局", 2))
    reference()
    carry_rules()
    in_force, ended = make_publication(one), make_publication(other)
    follow()
    end(ended)
    follow()
    return in_force, ended
