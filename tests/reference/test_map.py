"""The schematic map: complete, readable without colours, and safe to put into a page."""

from xml.etree import ElementTree

import pytest

from chengxin_reference.divisions import LISTED_ON, regions
from chengxin_reference.map import PROVINCE, UnknownShade, Value, english_name, map_svg, tiles, tiles_of

SVG = "{http://www.w3.org/2000/svg}"
CITIES = [tile.region for tile in tiles_of()]


def test_every_city_and_county_in_force_has_one_tile() -> None:
    here = {r.id for r in regions().values() if r.rank in (2, 3) and r.on(LISTED_ON)}

    assert tiles().keys() == here
    assert len(CITIES) == 16


@pytest.mark.parametrize("place", [PROVINCE, *CITIES])
def test_tiles_of_a_picture_lie_apart_and_hang_together(place: str) -> None:
    cells = {(tile.column, tile.row) for tile in tiles_of(place)}

    assert len(cells) == len(tiles_of(place))
    reached: set[tuple[int, int]] = set()
    waiting = [min(cells)]
    while waiting:
        column, row = waiting.pop()
        if (column, row) in cells - reached:
            reached.add((column, row))
            aside = row % 2
            waiting += [(column - 1, row), (column + 1, row)]
            waiting += [(column + side - 1 + aside, row + step) for side in (0, 1) for step in (-1, 1)]
    assert reached == cells


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("place", [PROVINCE, *CITIES[:3]])
def test_draws_a_titled_picture_with_a_link_for_each_tile(lang: str, place: str) -> None:
    shown = tiles_of(place)
    links = {tile.region: f"/regions/{tile.region}/?a=1&b=2" for tile in shown}

    picture = ElementTree.fromstring(map_svg({}, lang=lang, links=links, of=place))

    title, told = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
    assert title is not None
    assert told is not None
    assert picture.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    drawn = picture.findall(f".//{SVG}a")
    assert [link.get("href") for link in drawn] == [links[tile.region] for tile in shown]
    marks = [text.text for text in picture.iter(f"{SVG}text") if text.get("class") == "map-mark"]
    assert marks == ["示意图" if lang == "zh" else "Schematic map"]


def test_a_tile_says_its_figure_and_shows_its_class() -> None:
    picture = map_svg({CITIES[0]: Value(3, "12 条 <b>")}, lang="zh", legend=("无", "1 条以上"))

    assert "map-shade-3" in picture
    assert "12 条 &lt;b&gt;" in picture
    assert picture.count("map-key") == 2
    assert "style=" not in picture
    assert "#" not in picture


def test_refuses_a_class_without_a_colour() -> None:
    with pytest.raises(UnknownShade, match="0 到 5"):
        Value(6)


def test_places_have_names_in_latin_letters() -> None:
    assert [english_name(place) for place in (PROVINCE, CITIES[0])] == ["Shandong", "Dezhou"]
    assert all(tile.english.isascii() for tile in tiles().values())
