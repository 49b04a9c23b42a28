"""Pages are drawn anew when the settings that they show change, and never show what ended."""

import json

import pytest
from django.test import override_settings
from tests.rooms.disclosure.conftest import Visit

from chengxin.doors.disclosure import operations
from chengxin.doors.disclosure.models import Page
from chengxin.foundation.transparency.models import Publication
from chengxin.site.sinks import draw_again

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(transaction=True, databases="__all__")]

NAMED = override_settings(SITE_NAME="示范省诚信网")


@pytest.fixture
def standing(two_records: tuple[Publication, Publication]) -> tuple[Publication, Publication]:
    """A record in force and one that ended, drawn before the site had a name."""
    draw_again()
    return two_records


def pages_of(standing: tuple[Publication, Publication]) -> dict[str, int]:
    in_force, ended = standing
    return {
        f"/records/{in_force.key}/": 200,
        f"/en/records/{in_force.key}/": 200,
        f"/records/{ended.key}/": 410,
        f"/verify/{ended.key}/": 410,
        "/bodies/demo-1/": 200,
        "/regions/sd/": 200,
        "/withdrawn/": 200,
        "/rules/C-17/": 200,
        "/en/": 200,
    }


@NAMED
def test_every_page_shows_the_new_settings(standing: tuple[Publication, Publication], visit: Visit) -> None:
    before = {address: visit(address).text for address in pages_of(standing)}

    draw_again()

    assert not any("示范省诚信网" in text for text in before.values())
    for address, status in pages_of(standing).items():
        answer = visit(address)
        assert (answer.status, "示范省诚信网" in answer.text) == (status, True), address


@NAMED
def test_the_same_settings_draw_nothing(standing: tuple[Publication, Publication]) -> None:
    draw_again()

    assert "相符" in draw_again()


@NAMED
def test_as_many_pages_are_stored_as_before(standing: tuple[Publication, Publication]) -> None:
    before = set(Page.objects.values_list("path", flat=True))

    draw_again()

    assert set(Page.objects.values_list("path", flat=True)) == before


@NAMED
def test_a_run_that_died_is_done_again(
    standing: tuple[Publication, Publication], visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*args: object) -> None:
        raise OSError("died")

    with monkeypatch.context() as patched:
        patched.setattr(operations, "show_rules", die)
        with pytest.raises(OSError, match="died"):
            draw_again()

    draw_again()

    assert "示范省诚信网" in visit("/bodies/demo-1/").text


@NAMED
def test_the_card_says_what_is_set_and_nothing_else(
    standing: tuple[Publication, Publication], visit: Visit
) -> None:
    draw_again()

    card = json.loads(visit("/site.json").text)

    assert card.pop("look")
    assert card == {
        "format": "chengxin/site/v1",
        "name": "示范省诚信网",
        "domain": None,
        "code": None,
        "data_licence": None,
    }
