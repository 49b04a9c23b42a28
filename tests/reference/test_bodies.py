"""The public bodies of Shandong: made from rules, marked so, and found by their names."""

import csv
import json
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from chengxin_core.names import (
    Ambiguous,
    NameIndex,
    Outside,
    Resolution,
    Resolved,
    read_credit_code,
    resolve,
)
from chengxin_reference.bodies import Form, Source, bodies, government_of, known_bodies
from chengxin_reference.divisions import LISTED_ON, known_regions, outside_places, regions

SEEN = Path(__file__).parents[2] / ".." / "shared" / "data" / "bodies"
COURT = Path(__file__).parents[2] / ".." / "shared" / "data" / "court"

needs_names = pytest.mark.skipif(not SEEN.exists(), reason="the collected names are not beside this checkout")


@cache
def index() -> NameIndex:
    return NameIndex.build(known_regions(), known_bodies(), outside_places())


def ask(name: str, on: date = LISTED_ON) -> Resolution:
    return resolve(name, on=on, index=index())


def test_every_region_has_its_government_and_every_street_its_office() -> None:
    for region in regions().values():
        body = bodies()[government_of(region.id)]

        assert (body.form is Form.BRANCH) == region.name.endswith("街道")
        assert body.source is Source.DIVISION
        assert body.until == region.until


def test_a_department_nobody_has_seen_says_that_it_is_assumed() -> None:
    sources = Counter(body.source for body in bodies().values() if body.form is Form.DEPARTMENT)

    assert sources[Source.STANDARD] > 8000
    assert sources[Source.SEEN] == 40
    assert all(body.seen_in for body in bodies().values() if body.source is Source.SEEN)


def test_successors_and_superiors_are_bodies_we_know() -> None:
    for body in bodies().values():
        assert {step.to for step in body.successions} <= bodies().keys()
        assert body.superior is None or body.superior in bodies()


def test_ids_and_credit_codes_are_well_formed_and_unlike() -> None:
    codes = [body.credit_code for body in bodies().values() if body.credit_code]

    assert len(codes) == len(set(codes)) >= 4
    assert [read_credit_code(code).code for code in codes] == codes
    assert max(len(body.id) for body in bodies().values()) <= 24


def test_a_body_that_ended_before_the_reform_hands_over_to_its_like() -> None:
    changdao = next(region for region in regions().values() if region.name == "长岛县")
    jiaonan = next(region for region in regions().values() if region.name == "胶南市")

    assert bodies()[f"{changdao.id}-gov"].successions[0].on == date(2020, 6, 5)
    assert bodies()[f"{jiaonan.id}-soil"].successions[0].to.endswith("-soil")
    assert f"{jiaonan.id}-veterans" in bodies()
    assert f"{jiaonan.id}-land" not in bodies()


@pytest.mark.parametrize(
    ("name", "on", "official"),
    [
        ("诸城市相州镇人民政府", LISTED_ON, "诸城市相州镇人民政府"),
        ("济南市历城区人民政府山大路街道办事处", LISTED_ON, "济南市历城区山大路街道办事处"),
        ("泰山区财源街道办事处", LISTED_ON, "泰安市泰山区财源街道办事处"),
        ("山东省泰安市岱岳区自然资源局", LISTED_ON, "泰安市岱岳区自然资源和规划局"),
        ("章丘市国土资源局", date(2015, 6, 1), "济南市章丘区国土资源局"),
        ("莱芜市莱城区人民政府", date(2015, 6, 1), "济南市莱芜区人民政府"),
        ("莱芜市人民政府", date(2015, 6, 1), "莱芜市人民政府"),
        ("济宁市市中区人民政府", date(2012, 1, 1), "济宁市市中区人民政府"),
        ("苍山县公安局", date(2010, 1, 1), "兰陵县公安局"),
        ("济南市公安局历城区分局", LISTED_ON, "济南市历城区公安局"),
        ("国家税务总局济南市历城区税务局", LISTED_ON, "济南市历城区税务局"),
        ("山东省工商局", date(2016, 1, 1), "山东省工商行政管理局"),
        ("济南卫健委", LISTED_ON, "济南市卫生健康委员会"),
    ],
)
def test_finds_the_body_that_a_name_meant_on_its_day(name: str, on: date, official: str) -> None:
    found = ask(name, on)

    assert isinstance(found, Resolved), found
    assert found.name == official


@pytest.mark.parametrize(
    "name", ["市中区人民政府", "河东区教育局", "城关镇人民政府", "教育局", "历诚区人民政府", "诸城市"]
)
def test_leaves_open_what_cannot_be_known(name: str) -> None:
    assert not isinstance(ask(name), Resolved | Outside)


def test_every_printed_name_means_its_own_body_while_it_stands() -> None:
    standing = [body for body in bodies().values() if body.until is None]

    answers = {body.id: ask(body.name) for body in standing}

    wrong = {id_: found for id_, found in answers.items() if getattr(found, "body_id", None) != id_}
    assert wrong == {}


@needs_names
def test_real_names_in_sentences_are_never_taken_for_ours_wrongly() -> None:
    lines = (SEEN / "government_names_in_sentences.jsonl").read_text("utf-8").splitlines()
    names = {said["name"] for line in lines for said in json.loads(line)["government"]}

    taken = {name for name in names if isinstance(ask(name, date(2016, 5, 1)), Resolved)}

    assert len(names) == 1037
    assert taken == {
        "郯城县卫生局",
        "东营市政府",
        "山东省政府",
        "槐荫区卫生局",
        "山东东营市政府",
        "泗水县政府办",
    }


@needs_names
def test_parties_of_other_provinces_judgments_are_outside() -> None:
    lines = (COURT / "admin_judgments.jsonl").read_text("utf-8").splitlines()
    parties = {p["name"] for line in lines for p in json.loads(line)["parties"] if p.get("is_public_body")}

    answers = Counter(type(ask(name, date(2016, 5, 1))).__name__ for name in parties)

    assert answers["Resolved"] == answers["Ambiguous"] == 0
    assert answers["Outside"] >= 136


@needs_names
def test_names_seen_of_shandong_bodies_are_found() -> None:
    with (SEEN / "sd_public_bodies_seen.csv").open(encoding="utf-8") as file:
        names = {row["name"] for row in csv.DictReader(file)}

    open_ = {name for name in names if not isinstance(ask(name, date(2019, 4, 1)), Resolved)}

    assert len(names) == 117
    assert len(open_) == 16  # 13 are places or parts of a body, three do not say where they are
    assert not any(name.endswith(("人民政府", "厅", "大学")) for name in open_)


@needs_names
def test_misprinted_names_of_bodies_elsewhere_are_not_taken_for_ours() -> None:
    variants = json.loads((SEEN / "agency_name_variants.json").read_text("utf-8"))["variants"]

    for variant in variants:
        assert not isinstance(ask(variant["raw"], date(2016, 5, 1)), Resolved | Ambiguous)
