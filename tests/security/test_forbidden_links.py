"""Somebody who knows the address of what others see gets no further than by guessing."""

import re
from html import unescape

import pytest
from django.test import Client
from tests.security.test_corpora import addresses_from, body_of
from tests.security.town import papers_are_not_printed, people

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.queries import visible_matters

__all__ = ["papers_are_not_printed", "people"]
pytestmark = pytest.mark.django_db(databases="__all__")
_OF_A_MATTER = re.compile(r"^/desk/(?:matters|files)/(\d+)/")


def reached_by(person: Mandate) -> list[str]:
    client = Client()
    client.force_login(person.user)
    matters = [f"/desk/matters/{matter.pk}/" for matter in visible_matters(person)]
    return addresses_from(client, ("/desk/", "/desk/security/", *matters))


def test_no_link_of_anybody_opens_for_somebody_who_may_not_see_it_nor_for_a_stranger(
    people: dict[str, Mandate],
) -> None:
    """Everybody tries every link of a matter out of sight; of the others, which only must not break, every fifth."""
    links = sorted({link for person in people.values() for link in reached_by(person)})
    faults, tried = [], 0
    for number, (who, person) in enumerate(people.items()):
        client = Client(raise_request_exception=False)
        client.force_login(person.user)
        own = {matter.pk for matter in visible_matters(person)}
        for place, link in enumerate(links):
            named = _OF_A_MATTER.match(link)
            is_hidden = bool(named and int(named[1]) not in own)
            if "logout" in link or not (is_hidden or (number + place) % 5 == 0):
                continue
            answers = [client.get(link)]
            if is_hidden:
                tried += 1
                answers.append(client.post(link, {"version": 1, "confirmed": "on"}))
                faults += [
                    f"{who} {link}: {each.status_code}"
                    for each in answers
                    if each.status_code not in {404, 405}
                ]
            faults += [f"{who} {link}: {each.status_code}" for each in answers if each.status_code >= 500]
            for each in answers:
                body_of(each)

    assert faults == []
    assert tried > 100
    assert opened_by_a_stranger(links) == []


def opened_by_a_stranger(links: list[str]) -> list[str]:
    """Return the links of the desk that do not lead somebody who is not signed in to the entrance."""
    stranger = Client(raise_request_exception=False)
    return [
        link
        for link in links
        if link.startswith("/desk/")
        and (answer := stranger.get(link)).status_code != 405  # it takes no GET from anybody
        and not answer.get("Location", "").startswith("/accounts/login/")
    ]


def test_titles_of_what_is_out_of_sight_are_on_no_page(people: dict[str, Mandate]) -> None:
    neighbour = people["neighbour"]
    client = Client()
    client.force_login(neighbour.user)
    hidden = {matter.title for matter in visible_matters(people["officer"])} - {
        matter.title for matter in visible_matters(neighbour)
    }

    pages = "".join(
        unescape(body_of(client.get(link)).decode(errors="ignore")) for link in reached_by(neighbour)
    )

    assert hidden
    assert [title for title in hidden if title in pages] == []
