"""A query or an insert that was made once answers as the usual one does, for other texts each time."""

from datetime import date
from typing import Any

import pytest
from django.db.models import Value
from tests.cast import make_body

from chengxin.foundation.accounts.models import User
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.ground.prepared import MOST, Prepared, insert

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]

found = Prepared(
    lambda name, keys: (
        PublicBody.objects.filter(name__startswith="演示", pk__in=keys)
        .exclude(name=name)
        .order_by("pk")
        .values_list("pk", "ended_on")
    )
)


@pytest.fixture
def bodies(county: Region) -> list[PublicBody]:
    return [make_body(f"p{number:02d}", f"演示{number}局", county) for number in range(MOST + 5)]


def test_finds_what_the_query_finds_and_reads_its_columns(bodies: list[PublicBody]) -> None:
    PublicBody.objects.filter(pk="p01").update(ended_on=date(2026, 1, 2))

    assert found("演示0局", ["p00", "p01", "p02"]) == [("p01", date(2026, 1, 2)), ("p02", None)]
    assert found("演示2局", ["p02", "p03", "p00"]) == [("p00", None), ("p03", None)]


@pytest.mark.parametrize("count", [1, MOST, MOST + 1])
def test_a_list_of_any_length_is_asked_for(bodies: list[PublicBody], count: int) -> None:
    assert len(found("无", [each.pk for each in bodies[:count]])) == count


def test_an_empty_list_finds_nothing_and_asks_nothing(
    bodies: list[PublicBody], django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert found("无", []) == []


def test_a_day_is_given_anew_each_time(bodies: list[PublicBody]) -> None:
    ended = Prepared(
        lambda name, on: PublicBody.objects.filter(name=name, ended_on__lte=on, region__pk="x").values_list(
            "pk"
        )
    )
    PublicBody.objects.filter(pk="p01").update(ended_on=date(2026, 1, 2))

    assert ended("演示1局", date(2026, 1, 2)) == [("p01",)]
    assert ended("演示1局", date(2026, 1, 1)) == []
    assert ended("演示2局", date(2026, 1, 2)) == []


def test_numbers_and_what_stands_inside_of_a_text_are_given_anew(bodies: list[PublicBody]) -> None:
    below = Prepared(
        lambda start, keys: User.objects.filter(username__gte=f"{start}/", pk__in=keys).values_list(
            "username"
        )
    )
    keys = [User.objects.create(username=name, display_name="演示").pk for name in ("a/b", "b/a")]

    assert below("a", keys) == [("a/b",), ("b/a",)]
    assert below("b", keys) == [("b/a",)]
    assert below("a", keys[:1]) == [("a/b",)]


def test_a_query_that_changes_what_it_is_given_is_refused(bodies: list[PublicBody]) -> None:
    changed = Prepared(lambda key: User.objects.annotate(at=Value(float(key))).values_list("at"))

    with pytest.raises(TypeError, match="in another form"):
        changed(7)


def test_what_finds_nothing_whatever_is_given_asks_nothing(django_assert_num_queries: Any) -> None:
    nothing = Prepared(lambda name: User.objects.filter(username=name, pk__in=[]).values_list("pk"))

    with django_assert_num_queries(0):
        assert nothing("jia") == []


def test_words_that_look_like_its_own_marks_are_words(bodies: list[PublicBody]) -> None:
    assert found("\x010\x01", ["p00", "' OR 1=1 --"]) == [("p00", None)]


def test_an_inserted_row_has_its_key_and_can_be_read(county: Region) -> None:
    first, second = (User(username=name, display_name="演示") for name in ("jia", "yi"))

    insert(first)
    insert(second)

    assert second.pk > first.pk
    assert User.objects.get(username="yi") == second
    second.display_name = "演示乙"
    second.save()
    assert User.objects.count() == 2
