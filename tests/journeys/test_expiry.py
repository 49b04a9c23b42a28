"""A record ends by itself on the earliest day on which it lawfully may, and leaves its trace inside only. 演示数据。"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.make import Office
from tests.rooms.consequences.cases import GENERAL

from chengxin.chain.records.models import Record
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.queries import timeline, visible_matters
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground.home import Home
from chengxin.site.demo import steps
from chengxin.site.demo.steps import Story
from chengxin.site.sinks import carry_reference

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.engine]

DECIDED_ON = date(2026, 10, 12)
LAST_DAY = date(2027, 10, 12)  # a general case: twelve months from its instrument (C-34)

Night = Callable[[date], dict[str, int]]


@pytest.fixture
def night(monday: datetime) -> Night:
    """What the clock process does in the night of a day, and the log after it."""

    def pass_by(day: date) -> dict[str, int]:
        at = monday + (day - monday.date())
        done = run_nightly(at=at)
        run_sequencer(at=at)
        return done

    return pass_by


@pytest.fixture
def published(
    rules: str,
    home: Home,
    credit_office: PublicBody,
    housing_bureau: PublicBody,
    office: Office,
    monday: datetime,
) -> Matter:
    """A general case, determined and public."""
    carry_reference()
    story = Story("演示数据：未在规定期限内答复。", loss=GENERAL)
    matter = steps.draft(body=housing_bureau, number="（2026）演01行终7号", decided_on=DECIDED_ON, at=monday)
    steps.submit(matter, office, story, monday)
    steps.accept(matter, office, monday)
    steps.grade(matter, office, story, monday)
    steps.notice(matter, office, monday)
    steps.hear(matter, office, monday)
    steps.decide(matter, office, monday)
    steps.release(matter, office, monday)
    run_sequencer(at=monday)
    return matter


def address_of(record: Matter) -> str:
    return f"/records/{Publication.objects.get(matter=record).key}/"


def test_stays_to_its_last_lawful_day_and_not_a_day_longer(
    published: Matter, night: Night, client: Client
) -> None:
    address = address_of(published)
    assert Record.objects.get(pk=published.pk).ends_on == LAST_DAY

    night(LAST_DAY)
    assert client.get(address).status_code == 200

    night(LAST_DAY + timedelta(1))
    answer = client.get(address)
    assert answer.status_code == 410
    assert "2027-10-13" in answer.text
    assert "公示期限届满" in answer.text
    assert published.body.name not in answer.text


def test_leaves_its_trace_clause_and_arithmetic(published: Matter, night: Night) -> None:
    night(LAST_DAY + timedelta(1))

    steps_made = {step.code: step for step in timeline(published)}
    assert steps_made["expire"].by is None
    assert steps_made["expire"].basis == ["C-16", "C-37"]
    assert "C-34" in steps_made["expire"].note
    assert "2026-10-12" in steps_made["expire"].note
    assert "2027-10-12" in steps_made["expire"].note


def test_a_night_that_was_missed_is_made_up_for(published: Matter, night: Night, client: Client) -> None:
    address = address_of(published)

    done = night(LAST_DAY + timedelta(9))

    assert done["公示期限届满"] == 1
    assert client.get(address).status_code == 410
    assert night(LAST_DAY + timedelta(10))["公示期限届满"] == 0


def test_goes_to_the_archive_once_it_is_gone_everywhere(
    published: Matter, night: Night, office: Office, archivist_fang: Mandate
) -> None:
    night(LAST_DAY + timedelta(1))
    assert visible_matters(office.officer).filter(pk=published.pk).exists()

    night(LAST_DAY + timedelta(2))

    assert not visible_matters(office.officer).filter(pk=published.pk).exists()
    assert not visible_matters(office.liaison).filter(pk=published.pk).exists()
    assert visible_matters(archivist_fang).filter(pk=published.pk).exists()
