"""A lead stays inside, and says why."""

from datetime import date, datetime

import pytest
from tests.make import Office

from chengxin.chain.leads.models import Lead
from chengxin.chain.leads.operations import Heard, NotPublishable, ask_to_publish, close, register_lead
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin_core.vocabulary import Area

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


def register(body: PublicBody, organ: PublicBody, at: datetime, **instrument: object) -> Lead:
    heard = Heard(
        title="演示数据：拖欠工程款",
        area=Area.TOWNSHIP,
        facts="演示数据：竣工多年未付清工程款。",
        source="演示数据",
        happened_on=date(2013, 7, 3),
        is_historic=True,
        **instrument,  # type: ignore[arg-type]
    )
    return register_lead(body=body, organ=organ, heard=heard, by=None, at=at)


def test_is_refused_for_publication_without_an_effective_instrument(
    rules: str, housing_bureau: PublicBody, credit_office: PublicBody, officer_lin: Mandate, monday: datetime
) -> None:
    lead = register(housing_bureau, credit_office, monday)

    with pytest.raises(NotPublishable, match=r"C-52.*没有生效的法律文书"):
        ask_to_publish(matter=lead.matter, by=officer_lin, at=monday)


def test_is_refused_with_the_arithmetic_once_its_window_has_run_out(
    rules: str, housing_bureau: PublicBody, credit_office: PublicBody, officer_lin: Mandate, monday: datetime
) -> None:
    lead = register(
        housing_bureau, credit_office, monday, instrument_on=date(2019, 5, 21), instrument_is_final=True
    )

    with pytest.raises(NotPublishable, match="2019-05-21"):
        ask_to_publish(matter=lead.matter, by=officer_lin, at=monday)

    assert not Publication.objects.exists()


def test_starts_no_clock(
    rules: str, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime
) -> None:
    register(housing_bureau, credit_office, monday)

    assert not Deadline.objects.exists()


def test_is_never_shown_to_the_body(
    rules: str, housing_bureau: PublicBody, credit_office: PublicBody, office: Office, monday: datetime
) -> None:
    lead = register(housing_bureau, credit_office, monday)
    close(matter=lead.matter, by=office.officer, at=monday, reason="演示数据")

    assert lead.matter not in Matter.objects.visible_to(office.liaison)
