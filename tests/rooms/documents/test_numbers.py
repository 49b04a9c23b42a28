"""Numbers of documents: each organ its own word, each number once, none left out."""

from datetime import date
from threading import Thread

import pytest
from django.db import connection, transaction
from tests.cast import make_body, make_region
from tests.publishing import make_matter

from chengxin.foundation.documents.models import NumberBook
from chengxin.foundation.documents.operations import give_number
from chengxin.foundation.documents.queries import missing_in, numbers_in
from chengxin.foundation.subjects.models import BodyName, Level, NameKind, PublicBody, Region

DAY = date(2026, 11, 23)


def next_number(organ: PublicBody, day: date = DAY) -> str:
    return give_number(matter=make_matter(organ), organ=organ, day=day)


@pytest.mark.django_db(databases="__all__")
class TestWords:
    """机关代字."""

    def test_are_the_place_and_the_shortest_name_of_the_organ(self, city: Region) -> None:
        office = make_body("fg", "演示市发展和改革委员会", city)
        for name, kind in ((office.name, NameKind.OFFICIAL), ("演示市发改委", NameKind.ALIAS)):
            own = name.removeprefix(city.name)
            BodyName.objects.create(
                body=office, name=name, normal=name, after_region=own, kind=kind, source="演示数据"
            )

        assert next_number(office) == "演示发改〔2026〕1号"

    def test_are_read_from_the_name_where_no_shorter_one_is_known(self, credit_office: PublicBody) -> None:
        assert next_number(credit_office) == "演示发展改革〔2026〕1号"

    def test_differ_between_two_organs_of_one_region(self, city: Region) -> None:
        names = ("演示市自然资源局", "演示市自然资源和规划局", "演示市自然资源委员会")
        organs = [make_body(f"b{n}", name, city) for n, name in enumerate(names)]

        numbers = {next_number(organ) for organ in organs}

        assert len(numbers) == len(organs)

    def test_differ_between_regions_of_one_name(self, province: Region) -> None:
        numbers = set()
        for each in ("甲州市", "乙州市"):
            above = make_region(each, each, Level.CITY, province)
            district = make_region(f"{each}d", "市中区", Level.COUNTY, above)
            numbers.add(next_number(make_body(f"{each}b", "市中区财政局", district)))

        assert len(numbers) == 2

    def test_stay_the_organs_own_in_later_years(self, credit_office: PublicBody, city: Region) -> None:
        next_number(credit_office)

        assert next_number(credit_office, DAY.replace(year=2027)) == "演示发展改革〔2027〕1号"
        other = make_body("fg2", "演示市发展改革局", city)
        assert not next_number(other, DAY.replace(year=2028)).startswith("演示发展改革〔")


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_numbers_have_no_gaps_and_no_twins_however_many_ask_at_once(credit_office: PublicBody) -> None:
    given: list[str] = []
    matter = make_matter(credit_office)

    def issue_some(count: int, *, fails: bool) -> None:
        for _ in range(count):
            try:
                with transaction.atomic():
                    number = give_number(matter=matter, organ=credit_office, day=DAY)
                    if fails:
                        raise ValueError("演示数据：未能成文")
                given.append(number)
            except ValueError:
                pass
        connection.close()

    workers = [Thread(target=issue_some, args=(5,), kwargs={"fails": n == 0}) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(given, key=lambda number: int(number[len("演示发展改革〔2026〕") : -1])) == [
        f"演示发展改革〔2026〕{n}号" for n in range(1, 16)
    ]
    book = NumberBook.objects.get(organ=credit_office)
    assert book.last == len(given)
    assert missing_in(book) == []
    assert {each.matter for each in numbers_in(book)} == {matter}
