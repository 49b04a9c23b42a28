"""为什么能看、为什么不能看: the explanation is the filter, clause by clause."""

import re
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from django.test import Client
from tests.access.oracle import may_see
from tests.access.test_enumeration import held_by, signed_in
from tests.access.walk import marks_in, read
from tests.access.world import World, tree

from chengxin.foundation.matters.commands import access
from chengxin.foundation.matters.explaining import why_seen
from chengxin.foundation.matters.models import Matter

WHY = "/desk/recusal/why/"
pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]


@pytest.mark.parametrize("step", [17, pytest.param(7, marks=pytest.mark.soak)])
def test_all_clauses_together_are_the_filter_and_the_oracle(world: World, step: int) -> None:
    bodies, matters, facts = tree(), Matter.objects.in_bulk(), world.facts | world.affairs

    for number, (mandate, who) in enumerate(list(world.holders.items())[::step]):
        held = held_by(mandate)
        if held is None:
            continue
        for pk in list(matters)[number % 13 :: 13]:
            told = why_seen(held, matters[pk])

            assert told.sees == all(reason.is_met for reason in told.reasons), (who, pk)
            assert told.sees == may_see(who, facts[pk], bodies), (who, pk)
            assert told.reasons


def test_the_command_names_each_clause_and_nothing_of_the_matter(world: World) -> None:
    hidden = next(pk for pk, fact in world.facts.items() if fact.about == "c1f" and not fact.archived)

    said = CliRunner().invoke(access, ["why", "liaison-xb-body", str(hidden)])

    assert said.exit_code == 0
    assert "不能看" in said.output
    assert "否  当事单位在数据范围之内（本单位）（T-42）" in said.output
    assert "密标" not in said.output
    nobody = CliRunner().invoke(access, ["why", "liaison-xb-body", "2026-999999"])
    assert nobody.exit_code == 2
    assert "没有编号为" in nobody.output
    ended = CliRunner().invoke(access, ["why", "liaison-xb-ended", str(hidden)])
    assert "什么也看不到" in ended.output


def test_a_refused_page_offers_an_explanation_that_does_not_say_whether_there_is_such_a_thing(
    world: World,
) -> None:
    """Matters, files, clocks, promises, dossiers, questions: hidden or not there, the very same is said."""
    person, pk = world.persons["A"].pk, world.planted["commitment"]
    gone, nobody = 10**9, "ZZZZZZZZ"
    pairs = {
        "liaison-c1f-body": [
            (f"matters/{pk}/", f"matters/{gone}/"),
            (f"files/{pk}/attachments/1/", f"files/{gone}/attachments/1/"),
            (f"matters/{pk}/deadlines/1/", f"matters/{gone}/deadlines/1/"),
            (f"commitments/{pk}/index.json", f"commitments/{gone}/index.json"),
            ("inquiries/AAAAAAAA/", "inquiries/BBBBBBBB/"),
        ],
        "personnel_officer-c1f-body": [(f"dossiers/{person}/", f"dossiers/{nobody}/")],
        "personnel_officer-xf-oneself": [(f"dossiers/{person}/", f"dossiers/{nobody}/")],
    }
    for username, asked in pairs.items():
        client = signed_in(world.named(username))
        for hidden, missing in asked:
            pages = [
                client.get(WHY, {"page": f"/desk/{each}"}).content.decode() for each in (hidden, missing)
            ]
            told = [
                unquote(page).replace(each, "") for page, each in zip(pages, (hidden, missing), strict=True)
            ]
            assert without_secrets(told[0]) == without_secrets(told[1]), (username, hidden)
            assert "是否满足" in told[0]
            assert marks_in(told[0]) == set()
            assert "不显示" in told[0]
    refused = read(client.get(f"/desk/dossiers/{person}/"))
    assert "为什么看不到" in refused
    assert f"/desk/recusal/why/?page=/desk/dossiers/{person}/" in unquote(refused)
    assert "为什么看不到" not in read(Client().get("/desk/nothing/"))


def test_who_sees_a_thing_is_told_why_and_other_posts_of_ones_own_are_named(world: World) -> None:
    person = world.persons["A"].pk
    page = {"page": f"/desk/dossiers/{person}/purpose/"}
    seen = read(signed_in(world.named("personnel_head-xf-body")).get(WHY, page))
    assert "由本单位按照管理权限管理" in seen
    assert "不显示" not in seen
    oneself = signed_in(world.named("personnel_officer-xf-oneself"))
    other = {"page": f"/desk/matters/{world.planted['credit_opinion']}/"}
    assert "您的另一个岗位“演示科员”能看到" in read(oneself.get(WHY, other))
    in_english = (
        read(oneself.get(f"/en{WHY}", other)),
        read(oneself.get(WHY, {"page": f"/en{other['page']}"})),
    )
    assert all("演示科员" in each for each in in_english)  # whatever language either of them is in
    assert "没有这一页" in read(oneself.get(WHY, {"page": "/desk/nowhere/"}))
    assert "没有这一页" in read(oneself.get(WHY, {"page": "https://example.test/desk/"}))
    assert "按角色开放" in read(oneself.get(WHY, {"page": "/desk/retention/"}))


def test_the_command_explains_any_page_that_is_open_thing_by_thing(world: World) -> None:
    person = world.persons["A"].pk
    said = CliRunner().invoke(access, ["why", "personnel_officer-c1f-body", f"/desk/dossiers/{person}/"])
    assert "不能看" in said.output
    assert "否  由本单位按照管理权限管理（Q-01）" in said.output
    assert "是  不是本人的档案（R-59）" in said.output
    assert CliRunner().invoke(access, ["why", "liaison-xb-body", "/desk/nowhere/"]).exit_code == 2
    assert (
        "能看"
        in CliRunner().invoke(access, ["why", "personnel_head-xf-body", f"/desk/dossiers/{person}/"]).output
    )


def without_secrets(page: str) -> str:
    """Leave out what differs at each request: the token against forgery."""
    return re.sub(r'csrfmiddlewaretoken" value="[^"]*"|csrftoken[^"]*', "", page)
