"""The drill: a string that is nowhere else is published, seen in every place, ended, and then in no byte of any.

The places are the registered ones, each with a probe of its own: whoever registers a place writes its probe.
"""

from pathlib import Path

import pytest
from django.db import connections, router
from tests.drill import databases
from tests.drill.conftest import Probes
from tests.drill.house import PLANTED, Planted, traces_in
from tests.publishing import end, later, make_review, matter_of, record_body

from chengxin.doors.disclosure.models import Document, Page, Posting, Searched, Tally
from chengxin.foundation.transparency.models import PublicationVersion
from chengxin.foundation.transparency.operations import correct
from chengxin.foundation.transparency.plugs import sinks
from chengxin.foundation.transparency.queries import everywhere
from chengxin.site.scrubbing import scrub
from chengxin_core.ledger.entry import Event
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(transaction=True, databases="__all__")]

NOTHING: set[str] = set()
PROBES = Path(__file__).with_name("sinks")


def everywhere_it_stands(planted: Planted, probes: Probes) -> dict[str, set[str]]:
    """Return, for every place, where in it the planted string stands."""
    return {code: traces_in(probe.stored(planted.home)) for code, probe in probes.items()}


def inside() -> set[str]:
    """Return where the string stands in the room that publishes, and in the files of the databases."""
    rows = traces_in(databases.rows("default", only="transparency_"))
    return rows | traces_in(databases.files("default")) | traces_in(databases.files_of_the_server())


def test_every_registered_place_has_a_probe_and_every_probe_has_a_place() -> None:
    assert {file.stem for file in PROBES.glob("*.py")} == {sink.code for sink in sinks()}


def test_what_is_published_is_in_every_place_and_what_is_ended_in_no_byte_of_any(
    planted: Planted, probes: Probes
) -> None:
    places = everywhere_it_stands(planted, probes)
    assert {code for code, found in places.items() if not found} == {"withdrawals", "platform"}
    for probe in probes.values():
        for place, answer in probe.answered(planted):
            assert PLANTED in answer, place
    assert inside()
    assert everywhere(planted.publication)

    end(planted.publication)
    planted.follow()

    assert everywhere_it_stands(planted, probes) == dict.fromkeys(probes, NOTHING)
    for probe in probes.values():
        for place, answer in probe.answered(planted):
            assert PLANTED not in answer, place
    assert everywhere(planted.publication)
    list(scrub())
    assert inside() == NOTHING


def test_what_the_planner_remembers_of_values_is_scrubbed_too(planted: Planted) -> None:
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("ANALYZE")
    assert inside()

    end(planted.publication)
    planted.follow()
    list(scrub())

    assert inside() == NOTHING


def test_only_what_tells_nothing_of_a_record_is_sampled_by_the_planner() -> None:
    sampled = """SELECT attname FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
                 WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
                 AND typname IN ('text', 'varchar', 'bytea') AND coalesce(attstattarget, -1) <> 0"""
    found = set()
    for model in (Document, Page, Searched, Posting, Tally, PublicationVersion):
        connection = connections[router.db_for_read(model)]
        if connection.vendor != "postgresql":
            pytest.skip("SQLite 不留样本")
        with connection.cursor() as cursor:
            cursor.execute(sampled, [model._meta.db_table])
            found |= {name for (name,) in cursor.fetchall()}

    assert found == {"key", "kind", "region_path", "severity", "standing", "media_type", "last_modified"}


@pytest.mark.parametrize("ground", [Ground.EXPIRED, Ground.REPAIRED])
def test_no_byte_stays_on_whatever_ground_it_ends(planted: Planted, probes: Probes, ground: Ground) -> None:
    end(planted.publication, ground=ground)
    planted.follow()

    assert everywhere_it_stands(planted, probes) == dict.fromkeys(probes, NOTHING)
    assert "另一条记录" in "".join(answer for _, answer in probes["bundle"].answered(planted))


def test_a_correction_does_not_expose_the_earlier_version_again(planted: Planted, probes: Probes) -> None:
    corrected = record_body(matter_of(planted.publication), title="更正后的标题")
    review = make_review(matter_of(planted.publication), at=later())

    correct(publication=planted.publication, body=corrected, why="原标题有误", review=review, at=later())
    planted.follow()

    assert everywhere_it_stands(planted, probes) == dict.fromkeys(probes, NOTHING)
    for probe in probes.values():
        for place, answer in probe.answered(planted):
            if "/search/" not in place:
                assert "更正后的标题" in answer, place
    key = planted.publication.key
    for address in (f"/records/{key}/", f"/records/{key}/index.json"):
        assert "原标题有误" in planted.visit(address).text, address
    assert [Event(entry.event) for entry in planted.publication.entries.order_by("index")] == [
        Event.PUBLISHED,
        Event.CORRECTED,
    ]
    list(scrub())
    assert inside() == NOTHING
