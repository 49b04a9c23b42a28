"""The drill over the platform of record: a string is there while it is published, and in no byte afterwards; the
queue never holds it."""

from pathlib import Path

import pytest
from django.apps import apps
from pytest_django.fixtures import Settings
from tests.rooms.reporting.cases import HOUR, Simulation, Town, exchange

from chengxin.foundation.transparency import plugs
from chengxin.foundation.transparency.queries import everywhere
from chengxin.foundation.transparency.sequencer import run_sequencer

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]
PLANTED = "蓝田玉暖日生烟"


def holds(file: Path) -> bool:
    """Whether the string stands in a file, as it is or as JSON writes it."""
    data = file.read_bytes()
    return PLANTED.encode() in data or PLANTED.encode("unicode_escape") in data


def queue_holds_it() -> bool:
    """Whether any row of any table of reporting has the string in it."""
    rows = (
        row
        for table in apps.get_app_config("reporting").get_models()
        for row in table._default_manager.values()
    )
    return any(PLANTED in str(value) for row in rows for value in row.values())


@pytest.mark.parametrize("how", ["withdrawn", "corrected"])
def test_what_ended_is_in_no_byte_of_the_platform(
    simulated: Simulation, town: Town, tmp_path: Path, how: str
) -> None:
    publication = town.publish(title=PLANTED)
    exchange(town.at)
    assert holds(tmp_path / "platform.json")
    assert not queue_holds_it()

    if how == "withdrawn":
        town.withdraw(publication, at=town.at)
    else:
        town.correct(publication, at=town.at, title="更正后的标题")
    run_sequencer(at=town.at)
    assert not everywhere(publication)
    exchange(town.at + HOUR)

    assert everywhere(publication)
    assert not holds(tmp_path / "platform.json")
    assert not queue_holds_it()


def test_the_platform_is_a_registered_place_of_publication(settings: Settings) -> None:
    assert "platform" in {sink.code for sink in plugs.sinks()}
