"""Who sees an import, and which bodies may be named from where."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.cast import make_body, make_mandate, make_region
from tests.rooms.exchange.conftest import Importing
from tests.rooms.exchange.files import judgment, lost_at_first

from chengxin.chain.evidence.models import ImportRun, Instrument, InstrumentBody
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import Level, PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.engine,
    pytest.mark.usefixtures("monday"),
]


@pytest.fixture
def stranger(province: Region) -> Mandate:
    """A credit officer of another city."""
    city = make_region("o", "演乙市", Level.CITY, province)
    return make_mandate(
        "wei", Actor.CREDIT_OFFICER, make_body("ofg", "演乙市发展和改革委员会", city), city.path
    )


@pytest.fixture
def run(importing: Importing, officer_lin: Mandate, last_run: Callable[[], ImportRun]) -> ImportRun:
    """An import of Lin's, with a refused row and a name that waits."""
    importing([judgment(), judgment(number=2, court=""), judgment("县住建局", number=3)])
    ImportRun.objects.update(by=officer_lin)
    return last_run()


def signed_in(mandate: Mandate) -> Client:
    client = Client()
    client.force_login(mandate.user)
    return client


@pytest.mark.parametrize("page", ["", "progress/", "refused.xlsx"])
def test_an_import_is_seen_within_its_scope_only(
    run: ImportRun, officer_lin: Mandate, stranger: Mandate, page: str
) -> None:
    assert signed_in(officer_lin).get(f"/desk/imports/{run.pk}/{page}").status_code == 200
    assert signed_in(stranger).get(f"/desk/imports/{run.pk}/{page}").status_code == 404


def test_only_credit_officers_come_in(run: ImportRun, liaison_tang: Mandate) -> None:
    assert signed_in(liaison_tang).get("/desk/imports/").status_code == 403


def test_a_name_is_given_a_body_of_ones_own_scope_only(
    run: ImportRun, register: dict[str, PublicBody], stranger: Mandate, officer_lin: Mandate, monday: datetime
) -> None:
    mention = InstrumentBody.objects.get(name="县住建局")
    place, choice = f"/desk/imports/names/{mention.pk}/", {"body": register["housing"].pk}

    assert signed_in(stranger).post(place, choice).status_code == 404
    beyond = signed_in(officer_lin).post(place, {"body": stranger.body_id})
    assert "不在您的管辖范围" in beyond.content.decode()
    assert Matter.objects.count() == 1

    signed_in(officer_lin).post(place, choice)
    assert Matter.objects.count() == 2


class TestAFirstJudgment:
    def test_opens_its_record_once_an_officer_confirms_that_it_took_effect(
        self,
        importing: Importing,
        register: dict[str, PublicBody],
        officer_lin: Mandate,
        monday: datetime,
    ) -> None:
        importing([lost_at_first()])
        instrument = Instrument.objects.get()
        place = f"/desk/imports/pending/{instrument.pk}/"

        too_late = signed_in(officer_lin).post(place, {"effective_on": "2027-01-01"})
        assert "今天以前" in too_late.content.decode()
        assert not Matter.objects.exists()

        signed_in(officer_lin).post(place, {"effective_on": "2026-11-02"})

        assert Matter.objects.get().kind == "record"
        assert signed_in(officer_lin).get(place).status_code == 404

    def test_is_not_for_an_officer_of_another_city(
        self, importing: Importing, stranger: Mandate, officer_lin: Mandate
    ) -> None:
        importing([lost_at_first()])
        place = f"/desk/imports/pending/{Instrument.objects.get().pk}/"

        assert signed_in(stranger).get(place).status_code == 404
        assert signed_in(officer_lin).get("/desk/imports/pending/").status_code == 200
