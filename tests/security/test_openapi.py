"""The description of the public JSON is complete, and the program answers as it says, whatever it is asked."""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.architecture.places import ROOT
from tests.rooms.amendments.cases import provincial_office

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.programs import register_program
from chengxin.foundation.sharing.operations import register_consumer
from chengxin.ground import clock
from chengxin.site.openapi import ROUTES, Route, document
from chengxin.site.sinks import carry_reference
from chengxin_core.calendar import legal_day

__all__ = ["provincial_office"]
pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)
_APP = WSGIHandler()
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = {
    "get": {
        "key": "0" * 32,
        "region_id": "c",
        "body_id": "b",
        "rule_id": "C-17",
        "version": "1",
        "pk": "1",
        "first": "0",
    }
}


def routes_of_the_program() -> set[str]:
    """Return the routes that answer programs: JSON twins, receipts, and those of consumers."""
    found = set()

    def walk(patterns: Any, prefix: str = "") -> None:
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, route)
            elif isinstance(pattern, URLPattern) and (
                ("json" in route and not route.startswith(("desk", "^en")))
                or (route.startswith("desk/commitments/") and route.endswith(".json"))
                or route.startswith(("sharing/", "inquiries/screen", "dossiers/entries"))
            ):
                found.add(route)

    walk(get_resolver().url_patterns)
    return {
        route
        for route in found
        if "bulk" not in route and ("desk/" not in route or route.startswith("desk/commitments/"))
    }


def test_the_written_page_is_what_the_program_prints() -> None:
    written = json.loads((ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8"))

    assert written == document(), "run: chengxin openapi > docs/reference/openapi.json"


def test_describes_every_address_that_answers_programs() -> None:
    described = set()
    for route in ROUTES:
        path = re.sub(r"\{(\w+)\}", lambda name: EXAMPLES["get"][name[1]], route.path)
        described.add(str(resolve(path).route))

    assert described == routes_of_the_program()


def _ask(times: int, keys: Mapping[str, Mapping[str, Any]] | None = None) -> None:
    """Ask every address as often as is said, and hold each answer against the description.

    With `keys`, only the addresses that begin as one of them are asked, with what lets one in there.
    """
    schema = schemathesis.openapi.from_dict(document())
    schema.app = _from_somewhere
    opened: set[int] = set()
    for result in schema.get_all_operations():
        assert isinstance(result, Ok)
        operation = result.ok()
        key = next((each for start, each in (keys or {}).items() if operation.path.startswith(start)), {})
        if keys is None or key:
            opened |= _ask_one(operation, times, key)
    assert keys is None or 200 in opened  # some really came in


def _from_somewhere(environ: dict[str, Any], start_response: Any) -> Any:
    """Answer as a server does: it always knows from where a request came."""
    return _APP(environ | {"REMOTE_ADDR": "192.0.2.7"}, start_response)


def _ask_one(operation: Any, times: int, key: Mapping[str, Any]) -> set[int]:
    """Ask one address; return with which statuses it answered."""
    statuses: set[int] = set()

    @settings(
        max_examples=times,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        statuses.add(case.call_and_validate(checks=CHECKS, **key).status_code)

    holds()
    return statuses


def _let_in(liaison: Mandate) -> dict[str, Mapping[str, Any]]:
    """Return what lets programs, a consumer and a member of the staff in, by where their addresses begin."""
    at, body = clock.now(), liaison.body
    _, asks = register_program(
        code="asks", name="演示系统", body=body, post="值班岗", permissions=["screen.funds"], since=legal_day(at),
        by=None,
    )  # fmt: skip
    _, supplies = register_program(
        code="supplies", name="演示系统", body=body, post="值班岗", permissions=["supply.violations"],
        since=legal_day(at), by=None,
    )  # fmt: skip
    _, consumes = register_consumer(
        code="consumes", name="演示单位", post="值班岗", since=legal_day(at), by=None, body=body, address="",
        public_key="",
    )  # fmt: skip
    client = Client()
    client.force_login(liaison.user)
    secret = _get_new_csrf_string()
    token = {name: {"headers": {"Authorization": f"Bearer {given}"}} for name, given in (
        ("/inquiries/screen", asks), ("/dossiers/entries", supplies), ("/sharing/", consumes),
    )}  # fmt: skip
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": secret}
    return {**token, "/desk/commitments/": {"cookies": cookies, "headers": {"X-CSRFToken": secret}}}


def test_answers_as_described(rules: str, officer_lin: Mandate) -> None:
    carry_reference()
    _ask(12)


def test_a_description_that_lies_would_be_found(
    rules: str, officer_lin: Mandate, monkeypatch: pytest.MonkeyPatch
) -> None:
    liar = (Route("/regions/{region_id}/index.json", "says that every region is there"),)
    monkeypatch.setattr("chengxin.site.openapi.ROUTES", liar)

    with pytest.raises(BaseException, match=r"(?i)undocumented"):
        _ask(12)


@pytest.mark.soak
def test_answers_as_described_however_long_one_asks(rules: str, officer_lin: Mandate) -> None:
    carry_reference()
    _ask(150)


@pytest.mark.soak
def test_answers_as_described_to_who_was_let_in(rules: str, liaison_tang: Mandate) -> None:
    """The addresses of programs, consumers and staff with a token that holds or a session that lasts."""
    carry_reference()
    _ask(40, _let_in(liaison_tang))
