"""为什么能看、为什么不能看: the explanation is the filter, clause by clause."""

import pytest
from click.testing import CliRunner
from tests.access.oracle import may_see
from tests.access.test_enumeration import held_by
from tests.access.world import World, tree

from chengxin.foundation.matters.commands import access
from chengxin.foundation.matters.explaining import why_seen
from chengxin.foundation.matters.models import Matter

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
