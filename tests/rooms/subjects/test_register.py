"""The whole register of Shandong, loaded once and asked."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from chengxin.foundation.subjects import commands, operations, queries
from chengxin.foundation.subjects.models import BodyKind, BodyName, PublicBody, Region, RegionFact
from chengxin_core.names import Ambiguous, Resolved, resolve
from chengxin_core.names.index import NameIndex
from chengxin_reference.bodies import known_bodies
from chengxin_reference.divisions import LISTED_ON, known_regions, outside_places

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db]


@pytest.fixture(scope="module", autouse=True)
def statements(django_db_setup: None, django_db_blocker: Any) -> Iterator[int]:
    """Load everything, tell in how many statements, and leave nothing behind."""
    with django_db_blocker.unblock(), transaction.atomic():
        with CaptureQueriesContext(connection) as asked:
            operations.load_divisions()
            operations.load_bodies()
        yield len(asked)
        transaction.set_rollback(True)


def test_loads_many_rows_in_few_statements(statements: int) -> None:
    assert statements * 20 < BodyName.objects.count() + PublicBody.objects.count()


def test_loading_again_changes_nothing() -> None:
    divisions, bodies = operations.load_divisions(), operations.load_bodies()

    assert (divisions.cities, divisions.counties, divisions.townships) == (16, 136, 1826)
    assert (divisions.changed, bodies.changed) == (0, 0)
    assert (
        str(divisions)
        == "行政区划: 16 个市、136 个县（市、区）、1826 个乡镇（街道），另有已撤销 19 个；变动 0 条"
    )


def test_loading_again_mends_what_was_spoilt() -> None:
    PublicBody.objects.filter(name="诸城市人民政府").update(name="诸城县人民政府")
    RegionFact.objects.filter(name="章丘市").delete()

    operations.load_divisions()
    operations.load_bodies()

    assert PublicBody.objects.filter(name="诸城市人民政府").exists()
    assert RegionFact.objects.filter(name="章丘市").count() == 2


def test_paths_lead_from_the_province_to_the_body() -> None:
    office = PublicBody.objects.get(name="济南市历城区山大路街道办事处")

    ids = office.path.rstrip("/").split("/")

    assert [Region.objects.get(pk=id_).name for id_ in ids[:-1]] == [
        "山东省",
        "济南市",
        "历城区",
        "山大路街道",
    ]
    assert ids[-1] == office.pk
    assert office.kind == BodyKind.BRANCH
    assert office.superior is not None
    assert office.superior.name == "济南市历城区人民政府"


def test_a_code_belongs_to_a_region_on_a_day() -> None:
    laiwu = queries.region_on("371202", on=date(2018, 12, 25))

    assert laiwu is not None
    assert laiwu.name == "莱芜区"
    assert queries.name_of_region(laiwu, on=date(2018, 12, 25)) == "莱城区"
    assert queries.region_on("371202", on=date(2018, 12, 26)) is None
    assert queries.region_on("370116", on=date(2018, 12, 26)) == laiwu


def test_debts_follow_the_successor_from_its_day() -> None:
    changdao = PublicBody.objects.get(name="长岛县人民政府")

    heir = queries.successor_of(changdao, on=date(2020, 6, 5))

    assert queries.successor_of(changdao, on=date(2020, 6, 4)) == changdao
    assert heir.name == "烟台市蓬莱区人民政府"
    assert changdao in queries.predecessors_of(heir)


@pytest.mark.parametrize("day", [date(2010, 1, 1), date(2016, 6, 1), date(2019, 3, 1), LISTED_ON], ids=str)
def test_the_register_answers_as_the_reference_data_does(day: date) -> None:
    reference = NameIndex.build(known_regions(), known_bodies(), outside_places())
    register = queries.name_index()

    for name in BodyName.objects.order_by("pk").values_list("name", flat=True)[::37]:
        ours, theirs = (resolve(name, on=day, index=index) for index in (register, reference))

        assert type(ours) is type(theirs)
        assert getattr(ours, "body_id", None) == getattr(theirs, "body_id", None)


def test_the_index_is_read_again_only_after_a_write() -> None:
    first = queries.name_index()
    assert queries.name_index() is first

    city = Region.objects.get(name="济南市")
    operations.add_body(
        id="demo-bridge", name="济南市演示大桥局", kind=BodyKind.DEPARTMENT, region=city, source="演示数据",
        aliases=["济南市大桥局"], is_fictional=True,
    )  # fmt: skip

    found = queries.body_on("济南大桥局", on=LISTED_ON)
    assert isinstance(found, Resolved)
    assert found.body_id == "demo-bridge"


def test_the_place_of_the_source_is_given_by_its_region() -> None:
    jining = queries.region_on("370800", on=LISTED_ON)
    assert jining is not None

    found = queries.body_on("市教育局", on=LISTED_ON, within=jining.pk)

    assert isinstance(found, Resolved)
    assert found.name == "济宁市教育局"


def test_a_name_shared_by_two_cities_stays_open() -> None:
    assert isinstance(queries.body_on("市中区人民政府", on=LISTED_ON), Ambiguous)


def test_lists_bodies_by_path_page_after_page() -> None:
    city = Region.objects.get(name="日照市")
    shown: list[PublicBody] = []

    while page := queries.bodies_page(city.path, after=shown[-1].path if shown else "", size=90):
        shown += page

    assert shown == list(queries.bodies_in(city.path))
    assert len(shown) > 250


def test_a_field_is_filled_in_from_a_few_characters() -> None:
    assert [body.name for body in queries.bodies_named_like("相州")] == ["诸城市相州镇人民政府"]
    assert queries.bodies_named_like("") == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["章丘市国土资源局", "--on", "2015-06-01"], "济南市章丘区国土资源局  r00026-soil"),
        (["市中区人民政府", "--on", "2020-01-01"], "不能确定"),
        (["市教育局", "--within", "370800", "--on", "2020-01-01"], "济宁市教育局"),
        (["太仓市公安局", "--on", "2020-01-01"], "不是山东省的机构: 江苏省苏州市"),
        (["未见局", "--on", "2020-01-01"], "名录中没有这个机构"),
    ],
)
def test_the_command_says_which_body_and_why(words: list[str], said: str) -> None:
    done = CliRunner().invoke(commands.which_body, words)

    assert done.exit_code == 0
    assert said in done.output
    assert "\n- " in done.output


def test_the_command_refuses_a_code_that_is_no_region() -> None:
    done = CliRunner().invoke(commands.which_body, ["教育局", "--within", "999999", "--on", "2020-01-01"])

    assert done.exit_code == 2
    assert "999999" in done.output


def test_the_load_commands_say_what_they_found() -> None:
    runner = CliRunner()

    assert "16 个市" in runner.invoke(commands.load, ["divisions"]).output
    assert "变动 0 条" in runner.invoke(commands.load, ["bodies"]).output


def test_a_lookup_by_path_uses_the_index() -> None:
    city = Region.objects.get(name="日照市")

    plan = queries.bodies_page(city.path, size=1) and queries.bodies_in(city.path).explain()

    assert connection.vendor == "postgresql" or "SEARCH" in plan
