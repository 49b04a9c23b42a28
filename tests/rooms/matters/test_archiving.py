"""A case file goes to the archive zone as a whole (policy Q-28)."""

from datetime import datetime

import pytest
from tests.cast import make_mandate
from tests.rooms.matters.cases import make_document_row, make_matter

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, archive_tree, show_to_subject
from chengxin.foundation.matters.queries import visible_matters
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def case_file(housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> list[Matter]:
    """A record, a matter under it, a document under that."""
    record = make_matter(body=housing_bureau, organ=credit_office, at=monday)
    measure = make_matter(body=housing_bureau, organ=credit_office, at=monday, parent=record)
    document = make_document_row(parent=measure, at=monday)
    for matter in (record, measure, document):
        show_to_subject(matter=matter, at=monday)
    return [record, measure, document]


def test_takes_all_that_was_opened_under_the_matter_out_of_the_offices_sight(
    case_file: list[Matter], officer_lin: Mandate, liaison_tang: Mandate, monday: datetime
) -> None:
    archived = archive_tree(matter=case_file[0], at=monday)

    assert archived == len(case_file)
    assert not visible_matters(officer_lin).exists()
    assert not visible_matters(liaison_tang).exists()


def test_gives_all_of_it_to_the_archivist(
    case_file: list[Matter], credit_office: PublicBody, city: Region, monday: datetime
) -> None:
    archivist = make_mandate("dang", Actor.ARCHIVIST, credit_office, city.path)
    assert not visible_matters(archivist).exists()

    archive_tree(matter=case_file[0], at=monday)

    assert list(visible_matters(archivist).order_by("pk")) == case_file


def test_leaves_what_stands_beside_and_above(
    case_file: list[Matter], water_bureau: PublicBody, officer_lin: Mandate, monday: datetime
) -> None:
    record, measure, document = case_file
    beside = make_matter(body=water_bureau, organ=record.organ, at=monday)

    archive_tree(matter=measure, at=monday)

    assert set(visible_matters(officer_lin)) == {record, beside}
    assert Matter.objects.get(pk=document.pk).archived_at == monday


def test_keeps_the_day_of_what_was_archived_before(case_file: list[Matter], monday: datetime) -> None:
    archive_tree(matter=case_file[2], at=monday)

    again = archive_tree(matter=case_file[0], at=monday.replace(hour=2))

    assert again == len(case_file) - 1
    assert Matter.objects.get(pk=case_file[2].pk).archived_at == monday


def test_nothing_is_opened_in_an_archived_case_file(case_file: list[Matter], monday: datetime) -> None:
    archive_tree(matter=case_file[0], at=monday)

    with pytest.raises(UnableToMove, match="已经归档"):
        make_document_row(parent=case_file[0], at=monday)
