"""The place of a message: the smallest region that most of its names fit, and none where they fit several."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.voices.places import Gazetteer
from chengxin_reference.divisions.written import places

GAZETTEER = Gazetteer(places())


@pytest.mark.parametrize(
    ("message", "region", "words"),
    [
        ("济南市历城区某小区停水", "济南市历城区", ("济南市", "历城区")),
        ("诸城相州镇的路坏了", "潍坊市诸城市相州镇", ("诸城", "相州镇")),
        ("济南市市中区的工地", "济南市市中区", ("济南市", "市中区")),
        ("历城区的居民去青岛打工，被欠工资", "济南市历城区", ("历城区", "青岛")),
        ("济南市历城区和章丘区之间的路", "济南市", ("济南市", "历城区", "章丘区")),
        ("市中区的工地", "", ("市中区",)),
        ("新楼挡住了日照，惠民政策没有落实", "", ()),
        ("", "", ()),
    ],
)
def test_the_region_that_the_names_fit(message: str, region: str, words: tuple[str, ...]) -> None:
    located = GAZETTEER.locate(message)

    assert (located.whole_name, located.words) == (region, words)


@given(st.text(st.sampled_from("济南市中区历城诸相州镇青岛章丘，"), max_size=30))
def test_every_name_told_stands_in_the_message(text: str) -> None:
    assert all(word in text for word in GAZETTEER.locate(text).words)
