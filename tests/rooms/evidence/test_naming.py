"""Which body a name means: the register answers, or a person; nobody guesses."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.names import cast
from tests.make import make_instrument

from chengxin.chain.evidence.models import ImportRun, Instrument, InstrumentBody, Naming, RunState
from chengxin.chain.evidence.naming import Namer, turning_days
from chengxin.chain.evidence.operations import NotWaiting, name_body
from chengxin.chain.evidence.queries import waiting_names
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.calendar import legal_day

NAMES = ("河湾市市中区国土资源局", "河湾市市中区自然资源局", "石港市人民政府", "市中区人民政府", "演示无名局")


@pytest.fixture
def namer(monkeypatch: pytest.MonkeyPatch) -> Namer:
    monkeypatch.setattr("chengxin.chain.evidence.naming.name_index", lambda: cast.INDEX)
    return Namer()


@pytest.fixture
def waiting(housing_bureau: PublicBody, monday: datetime) -> InstrumentBody:
    """An effective judgment against a name that nobody has given a body yet."""
    mention = make_instrument(
        body=housing_bureau, decided_on=legal_day(monday) - timedelta(days=30), at=monday
    )
    InstrumentBody.objects.filter(pk=mention.pk).update(naming=Naming.AMBIGUOUS, body=None, name="住建局")
    mention.refresh_from_db()
    return mention


@given(written=st.sampled_from(NAMES), on=st.dates(date(2010, 1, 1), date(2026, 1, 1)))
def test_a_name_means_on_a_day_what_it_meant_on_the_turning_day_before(written: str, on: date) -> None:
    namer = object.__new__(Namer)
    namer._index, namer._turns = cast.INDEX, turning_days(cast.INDEX)
    namer._between = namer._resolve  # type: ignore[assignment]

    assert namer.name(written, on=on) == namer._resolve(written, on)


def test_leaves_a_name_of_several_bodies_to_a_person(namer: Namer) -> None:
    named = namer.name("市中区人民政府", on=cast.DAY)

    assert (named.naming, named.body_id) == (Naming.AMBIGUOUS, None)
    assert {each["body"] for each in named.candidates} == {"d-gov", "g-gov"}
    assert all(each["reasons"] for each in named.candidates)


def test_leaves_an_unknown_name_to_a_person(namer: Namer) -> None:
    assert namer.name("演示无名局", on=cast.DAY).naming in {Naming.UNKNOWN, Naming.AMBIGUOUS}


@pytest.mark.engine
@pytest.mark.django_db(databases="__all__")
class TestWaiting:
    def test_a_person_gives_the_name_its_body_and_the_record_opens(
        self,
        rules: str,
        waiting: InstrumentBody,
        housing_bureau: PublicBody,
        officer_lin: Mandate,
        monday: datetime,
    ) -> None:
        run = ImportRun.objects.create(state=RunState.DONE, by=officer_lin, started_at=monday, size=1)
        Instrument.objects.filter(pk=waiting.instrument_id).update(run=run)
        assert list(waiting_names(officer_lin)) == [waiting]

        opened = name_body(mention=waiting, body=housing_bureau, by=officer_lin, at=monday)

        waiting.refresh_from_db()
        assert opened == 1
        assert Matter.objects.get(kind="record").body == housing_bureau
        assert (waiting.naming, waiting.chosen_by) == (Naming.RESOLVED, officer_lin)
        assert not waiting_names(officer_lin)

    def test_a_name_is_given_its_body_once(
        self,
        rules: str,
        waiting: InstrumentBody,
        housing_bureau: PublicBody,
        officer_lin: Mandate,
        monday: datetime,
    ) -> None:
        name_body(mention=waiting, body=housing_bureau, by=officer_lin, at=monday)

        with pytest.raises(NotWaiting, match="已经对应到机构"):
            name_body(mention=waiting, body=housing_bureau, by=officer_lin, at=monday)
        assert Matter.objects.count() == 1
