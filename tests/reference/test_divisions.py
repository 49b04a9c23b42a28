"""行政区划 of Shandong through time, as the lists and the decrees have it."""

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from chengxin_reference import divisions
from chengxin_reference.divisions import LISTED_ON, build, path_on, region_on, regions, seats

LISTS = Path(__file__).parents[2] / ".." / "shared" / "data" / "divisions"
YEAR_ENDS = [date(year, 12, 31) for year in range(1984, 2027)]

needs_lists = pytest.mark.skipif(
    not LISTS.exists(), reason="the lists of divisions are not beside this checkout"
)


def named(code: str, day: date) -> str:
    found = region_on(code, day)
    assert found is not None
    fact = found.on(day)
    assert fact is not None
    return fact.name


def test_holds_the_regions_in_force() -> None:
    here = Counter(region.rank for region in regions().values() if region.on(LISTED_ON))

    assert here == {1: 1, 2: 16, 3: 136, 4: 1826}


def test_laiwu_moved_to_jinan_with_its_id_and_another_code() -> None:
    before, after = region_on("371202", date(2018, 12, 25)), region_on("370116", date(2018, 12, 26))

    assert before is after is not None
    assert region_on("371202", date(2018, 12, 26)) is None
    assert [name.text for name in seats(after.id)] == ["莱芜市莱城区", "济南市莱芜区"]
    assert path_on(after.id, date(2015, 1, 1)) != path_on(after.id, date(2019, 1, 1))


def test_the_city_of_laiwu_is_succeeded_by_jinan() -> None:
    laiwu = region_on("371200", date(2015, 1, 1))

    assert laiwu is not None
    assert (laiwu.until, laiwu.approval) == (date(2018, 12, 26), "国函〔2018〕163号")
    assert [regions()[heir].name for heir in laiwu.successors] == ["济南市"]


def test_penglai_took_changdao_in() -> None:
    changdao, penglai = region_on("370634", date(2019, 1, 1)), region_on("370614", date(2021, 1, 1))

    assert changdao is not None
    assert penglai is not None
    assert changdao.successors == (penglai.id,)
    assert region_on("370684", date(2019, 1, 1)) is penglai


@pytest.mark.parametrize(
    ("old", "new", "year", "names"),
    [
        ("370181", "370114", 2016, ("章丘市", "章丘区")),
        ("371324", "371324", 2014, ("苍山县", "兰陵县")),
        ("370282", "370215", 2017, ("即墨市", "即墨区")),
        ("371626", "371681", 2018, ("邹平县", "邹平市")),
    ],
)
def test_what_was_renamed_or_raised_keeps_its_id(
    old: str, new: str, year: int, names: tuple[str, str]
) -> None:
    before, after = date(year - 1, 12, 31), date(year, 12, 31)

    assert region_on(old, before) is region_on(new, after)
    assert (named(old, before), named(new, after)) == names


def test_a_change_known_to_the_year_says_so() -> None:
    zhangqiu = region_on("370114", LISTED_ON)

    assert zhangqiu is not None
    assert zhangqiu.facts[-1].to_the_year
    known = next(known for known in divisions.known_regions() if known.id == zhangqiu.id)
    in_use = {name.text for name in known.names if name.in_use(date(2016, 6, 1))}
    assert {"章丘市", "章丘区"} <= in_use


def test_whatever_was_abolished_has_a_successor_or_a_reason() -> None:
    ended = [region for region in regions().values() if region.until]

    assert len(ended) == 19
    assert [region.name for region in ended if not (region.successors or region.reason)] == []


@pytest.mark.parametrize("day", YEAR_ENDS, ids=str)
def test_a_code_has_one_holder_and_parents_are_in_force(day: date) -> None:
    facts = [(region, fact) for region in regions().values() if region.rank < 4 and (fact := region.on(day))]
    codes = Counter(fact.code for _, fact in facts)

    assert [code for code, holders in codes.items() if holders > 1] == []
    assert [fact.name for _, fact in facts if fact.parent and regions()[fact.parent].on(day) is None] == []


def test_facts_follow_each_other_without_a_gap() -> None:
    for region in regions().values():
        for earlier, later in zip(region.facts, region.facts[1:], strict=False):
            assert earlier.until == later.since is not None
        assert region.facts[-1].until == region.until


def test_ids_are_unlike_and_know_each_other() -> None:
    for region in regions().values():
        assert {
            *region.successors,
            *(fact.parent for fact in region.facts if fact.parent),
        } <= regions().keys()


def test_a_name_of_another_province_is_no_name_of_ours_but_for_four() -> None:
    ours = {fact.name for region in regions().values() if region.rank < 4 for fact in region.facts}

    assert ours & divisions.outside_places().keys() == {"市中区", "河东区", "郊区", "市郊区"}


@needs_lists
@pytest.mark.parametrize("year", range(2010, 2025))
def test_agrees_with_every_yearly_list(year: int) -> None:
    listed = set()
    with (LISTS / "sd_divisions_by_year_2010_2024.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["year"] == str(year) and row["rank"] in "23":
                level = "county" if row["rank"] == "3" else "city"
                listed.add((row[f"{level}_adcode"], row[f"{level}_name"]))
    day = date(year, 12, 31)

    ours = {(f.code, f.name) for r in regions().values() if r.rank in (2, 3) and (f := r.on(day))}

    assert ours == listed


@needs_lists
def test_the_file_is_what_its_builder_makes_of_the_lists(tmp_path: Path) -> None:
    shipped = Path(divisions.__file__).with_name("regions.jsonl")
    again = tmp_path / "regions.jsonl"
    again.write_bytes(shipped.read_bytes())

    unplaced = build.main(LISTS, again)

    assert unplaced == []
    assert again.read_text("utf-8") == shipped.read_text("utf-8")


@needs_lists
def test_ids_come_out_the_same_where_none_were_given_before(tmp_path: Path) -> None:
    build.main(LISTS, tmp_path / "regions.jsonl")

    made = [json.loads(line) for line in (tmp_path / "regions.jsonl").read_text("utf-8").splitlines()]
    assert {line["id"]: line["facts"][-1]["name"] for line in made} == {
        r.id: r.name for r in regions().values()
    }
