"""Whatever is typed into any form or address is text: it runs nowhere, breaks nothing, smuggles nothing."""

import itertools
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.security.corpus import CORPUS, QUICK, traces_in
from tests.security.town import papers_are_not_printed, people

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.queries import visible_matters

__all__ = ["papers_are_not_printed", "people"]
pytestmark = pytest.mark.django_db(databases="__all__")
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_CONTROL = re.compile(
    r"<(input|textarea|select)\b([^>]*)>(.*?)(?=<(?:input|textarea|select|/form)\b|$)", re.DOTALL
)
_ATTRIBUTE = re.compile(r'([\w-]+)(?:="([^"]*)")?')
_HREF = re.compile(r'href="(/[^"#]*)"')
ALIKE = 3  # addresses that differ in their numbers alone
_FIXED = {"csrfmiddlewaretoken", "version"}


class Form:
    """A form as a page shows it."""

    def __init__(self, page: str, text: str) -> None:
        head = dict(_ATTRIBUTE.findall(text.partition(">")[0].removeprefix("<form")))
        self.method = head.get("method", "get").lower()
        self.action = unescape(head.get("action") or page)
        self.fields: dict[str, str] = {}
        for kind, attributes, inner in _CONTROL.findall(text):
            said = dict(_ATTRIBUTE.findall(attributes))
            if name := said.get("name"):
                option = re.search(r'<option value="([^"]+)"', inner) if kind == "select" else None
                self.fields[name] = option[1] if option else unescape(said.get("value", ""))

    def filled(self, payload: str) -> dict[str, str]:
        return {
            name: value if name in _FIXED else payload if value == "" or not value.isdecimal() else value
            for name, value in self.fields.items()
        }


def forms_on(client: Client, address: str) -> list[Form]:
    answer = client.get(address)
    body = body_of(answer)
    if "text/html" not in answer.get("Content-Type", ""):
        return []
    return [Form(address, text) for text in _FORM.findall(body.decode())]


def addresses_from(client: Client, start: tuple[str, ...], most: int = 200) -> list[str]:
    """Return what can be reached by clicking from there, within the staff side and the entrance.

    Of addresses that differ in their numbers alone a few are enough.
    """
    seen, waiting, alike = dict.fromkeys(start), list(start), Counter[str]()
    while waiting and len(seen) < most:
        answer = client.get(waiting.pop(0))
        body = body_of(answer)
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        for address in map(unescape, _HREF.findall(body.decode())):
            inside = address.startswith(("/desk/", "/accounts/")) and "logout" not in address
            shape = re.sub(r"\d+", "N", address)
            if inside and address not in seen and "?after" not in address and alike[shape] < ALIKE:
                alike[shape] += 1
                seen[address] = None
                waiting.append(address)
    return list(seen)


def sent(client: Client, form: Form, payload: str) -> list[str]:
    """Send a form and look at the answer and at what it leads to; whatever it did is undone."""
    with transaction.atomic():
        data = form.filled(payload)
        answer = client.post(form.action, data) if form.method == "post" else client.get(form.action, data)
        found = _traces(answer)
        following = answer.get("Location", "")
        if following.startswith("/"):
            found += _traces(client.get(following))
        transaction.set_rollback(True)
    return found


def _traces(answer: Any) -> list[str]:
    return traces_in(answer.status_code, dict(answer.items()), body_of(answer).decode(errors="replace"))


def body_of(answer: Any) -> bytes:
    """Read an answer to its end, so that its file is closed."""
    if not answer.streaming:
        return bytes(answer.content)
    body = b"".join(answer.streaming_content)
    if file := getattr(answer, "file_to_stream", None):
        file.close()
    return body


def _walk_forms(person: Mandate, payloads: tuple[str, ...], times: int) -> tuple[int, list[str]]:
    """Send every form of a person that many times; what is typed takes turns from form to form."""
    client, faults, sent_forms = Client(raise_request_exception=False), [], set()
    typed = itertools.cycle(payloads)
    client.force_login(person.user)
    matters = [f"/desk/matters/{matter.pk}/" for matter in visible_matters(person)]
    for address in addresses_from(client, ("/desk/", "/desk/security/", *matters)):
        for form in forms_on(client, address):
            mark = (re.sub(r"\d+", "N", form.action), tuple(form.fields))
            if mark in sent_forms or "logout" in form.action:
                continue
            sent_forms.add(mark)
            for name in itertools.islice(typed, times):
                found = sent(client, form, CORPUS[name])
                faults += [f"{person.role} {form.method} {form.action} {name}: {fault}" for fault in found]
                client.force_login(person.user)
    return len(sent_forms), faults


@pytest.mark.parametrize("who", ["officer", "liaison"])
def test_no_form_runs_or_breaks_on_what_is_typed(people: dict[str, Mandate], who: str) -> None:
    forms, faults = _walk_forms(people[who], QUICK, times=2)

    assert faults == []
    assert forms >= 3


@pytest.mark.soak
def test_no_form_of_anybody_runs_or_breaks_on_anything(people: dict[str, Mandate]) -> None:
    faults = [fault for person in people.values() for fault in _walk_forms(person, tuple(CORPUS), times=3)[1]]

    assert faults == []


def routes(patterns: Any = None, prefix: str = "/") -> Iterator[str]:
    """Yield every address of the program with its parts marked."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern).removeprefix("^").removesuffix("$")
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route.replace("\\.", ".")


_PART = re.compile(r"<[^>]+>|\(\?P<\w+>(?:\([^)]*\)|\[[^\]]*\]|[^()])*\)(?:\[[^\]]*\])*")


@pytest.mark.parametrize("is_signed_in", [False, True], ids=["a stranger", "an officer"])
def test_no_address_runs_or_breaks_on_what_stands_in_it(
    people: dict[str, Mandate], *, is_signed_in: bool
) -> None:
    client, faults, typed = Client(raise_request_exception=False), [], itertools.cycle(QUICK)
    if is_signed_in:
        client.force_login(people["officer"].user)
    for route in sorted(set(routes())):
        for name in itertools.islice(typed, 3):
            payload = CORPUS[name][:2000]
            path = _PART.sub(lambda _: quote(payload, safe=""), route)  # noqa: B023 - used at once
            query = dict.fromkeys(("q", "words", "after", "before", "next", "kind", "since"), payload)
            with transaction.atomic():
                answers = [client.get(path, query)]
                if "logout" not in path:
                    answers.append(client.post(path, query))
                transaction.set_rollback(True)
            faults += [f"{route} {name}: {fault}" for answer in answers for fault in _traces(answer)]

    assert faults == []
