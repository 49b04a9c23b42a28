"""Bodies that are added one by one."""

from datetime import date

import pytest

from chengxin.foundation.subjects.models import BodyKind, OutsideBody, PublicBody, Region
from chengxin.foundation.subjects.operations import UnableToAddBody, add_body, note_outside_body

pytestmark = pytest.mark.engine
DAY, LATER = date(2026, 11, 2), date(2026, 11, 3)


def add_bridge_office(city: Region, name: str = "演示市大桥局", id: str = "bridge") -> PublicBody:  # noqa: A002
    return add_body(
        id=id, name=name, kind=BodyKind.DEPARTMENT, region=city, source="演示数据", aliases=["演示市桥局"]
    )


def test_adds_a_body_once_with_its_names(city: Region) -> None:
    body = add_bridge_office(city)

    assert add_bridge_office(city) == body
    assert body.path == f"{city.path}bridge/"
    assert {name.after_region for name in body.names.all()} == {"大桥局", "桥局"}


def test_refuses_a_name_that_another_body_bears(city: Region) -> None:
    add_bridge_office(city)

    with pytest.raises(UnableToAddBody, match="已经是另一机构"):
        add_bridge_office(city, name="演示市 大桥局。", id="second")


def test_notes_an_outside_body_once(db: None) -> None:
    first = note_outside_body(name="太仓市公安局。", region="江苏省苏州市", on=DAY)

    again = note_outside_body(name="太仓市公安局", region="江苏省苏州市", on=LATER)

    assert again == first
    assert (first.name, first.first_seen_on) == ("太仓市公安局", DAY)
    assert OutsideBody.objects.count() == 1
