"""Entries are destroyed at the end of their term, by who audits; the chain goes on from the last of them."""

from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.audit import operations
from chengxin.foundation.audit.checking import verify
from chengxin.foundation.audit.guarding import guard_stands, set_guard, take_guard_away
from chengxin.foundation.audit.models import AuditEntry
from chengxin.foundation.audit.queries import head
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground import clock, trail
from chengxin_core.lifecycle.table import Actor

TODAY = date(2026, 11, 23)
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.own_sql]

YEARS_AGO = datetime.fromisoformat("2022-11-23T01:00:00+00:00")


@pytest.fixture
def auditor(rules: str, credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("shenji", Actor.AUDITOR, credit_office, city.path)


def write_on(moment: datetime, times: int) -> None:
    with clock.standing_at(moment):
        for number in range(times):
            with transaction.atomic():
                User.objects.create_user(f"user{moment:%y}-{number}", None)
                trail.note("accounts.user_created", f"user/{number}")


def test_what_the_law_still_keeps_is_refused_with_the_day(auditor: Mandate, monday: datetime) -> None:
    with pytest.raises(operations.TooYoung, match="2023-11-23 以前"):
        operations.destroy_before(day=date(2024, 1, 1), by=auditor, why="演示数据", at=monday)


def test_nobody_else_destroys_anything(
    rules: str, credit_office: PublicBody, city: Region, monday: datetime
) -> None:
    administrator = make_mandate("guanli", Actor.ADMINISTRATOR, credit_office, city.path)

    with pytest.raises(operations.NotTheAuditor):
        operations.destroy_before(day=date(2020, 1, 1), by=administrator, why="演示数据", at=monday)


def test_the_chain_holds_from_where_it_now_begins(auditor: Mandate, monday: datetime) -> None:
    AuditEntry.objects.all().delete()
    write_on(YEARS_AGO, 5)
    write_on(monday - timedelta(days=1), 3)
    set_guard()
    try:
        count = operations.destroy_before(day=date(2023, 1, 1), by=auditor, why="演示数据", at=monday)
        stood = guard_stands()
    finally:
        take_guard_away()

    assert (count, stood, verify(on=TODAY).holds) == (5, True, True)
    assert AuditEntry.objects.order_by("number")[0].number == head().number - 3
