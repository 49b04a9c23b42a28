"""Many people at once before one real server: nobody is answered with what another may see."""

import random
import re
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer
from tests.access.oracle import Holder
from tests.access.test_enumeration import ARCHIVE, expected, named
from tests.access.walk import MARK
from tests.access.world import World, build
from tests.rooms.desk.trial import trial

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.plugs import MatterKind

__all__ = ["trial"]
pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")
ROLES = ("credit_officer-cf-region", "credit_officer-xf-own", "liaison-xb-body", "measure_owner-xf-body",
         "legal_reviewer-cf-custom", "inspector-xf-region", "liaison-xb-body_and_below",
         "archivist-cf-region", "administrator-cf-region", "credit_head-c1f-region")  # fmt: skip


@pytest.fixture
def world(trial: MatterKind, monday: object) -> World:
    """A world that other connections see too."""
    return build()


@pytest.mark.parametrize("rounds", [12, pytest.param(40, marks=pytest.mark.soak)])
def test_interleaved_people_see_each_their_own(world: World, live_server: LiveServer, rounds: int) -> None:
    people = [(mandate, who) for mandate, who in world.holders.items() if who.username in ROLES]
    assert len(people) == len(ROLES)
    wanted = [(cookie_of(mandate), who) for mandate, who in people]
    host = urlsplit(live_server.url).netloc

    with ThreadPoolExecutor(len(wanted)) as threads:
        asked = [
            threads.submit(look_around, host, cookie, who, world, seed, rounds)
            for seed, (cookie, who) in enumerate(wanted)
        ]
        told = [answer.result() for answer in asked]

    assert sum(told) >= rounds * len(wanted)


def cookie_of(mandate: Mandate) -> str:
    client = Client()
    client.force_login(mandate.user)
    return f"sessionid={client.cookies['sessionid'].value}"


def look_around(host: str, cookie: str, who: Holder, world: World, seed: int, rounds: int) -> int:
    """Ask for pages in an order of one's own; return how many were answered, each as it must be."""
    chance, seen, allowed = random.Random(seed), expected(world, who), named(world, who)
    connection = HTTPConnection(host, timeout=120)
    for _ in range(rounds):
        pk = chance.choice(sorted(world.facts))
        status, said = get(connection, f"/desk/matters/{pk}/", cookie)
        wanted = 404 if pk not in seen else 302 if who.role in ARCHIVE else 200
        assert status == wanted, (who, pk)
        assert marks(said) <= allowed, who
        status, said = get(connection, "/desk/all/", cookie)
        count = re.search(r'href="/desk/all/"[^>]*>[^<]*<span class="count[^"]*">(\d+)</span>', said)
        assert (status, count and int(count[1])) == (200, len(seen)), who
        assert marks(said) <= allowed, who
    connection.close()
    return rounds


def get(connection: HTTPConnection, address: str, cookie: str) -> tuple[int, str]:
    connection.request("GET", address, headers={"Cookie": cookie})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def marks(said: str) -> set[str]:
    return set(MARK.findall(said))
