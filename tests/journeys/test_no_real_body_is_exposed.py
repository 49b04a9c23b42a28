"""The demo: real cases stay inside, what is public is invented, and everything that may happen is somewhere in it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from tests.conftest import MONDAY
from tests.rooms.archives.every_content import (
    test_each_kind_in_the_scope_says_how_it_ends,
    test_what_every_kind_holds_is_told_and_then_gone,
)
from tests.rooms.ledgers.every_list import (
    test_every_list_that_is_plugged_in_has_its_page_here,
    test_every_page_and_its_ledger_say_the_same_to_everybody,
)

from chengxin.chain.leads.models import Lead, OutsideLead
from chengxin.chain.leads.operations import NotPublishable, ask_to_publish
from chengxin.chain.leads.publishing import refusal_to_publish, refusal_to_publish_outside
from chengxin.chain.records.models import Record
from chengxin.doors.disclosure import models as public
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import MatterKind, kinds
from chengxin.foundation.subjects import queries
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.operations import load_bodies, load_divisions
from chengxin.foundation.transparency.models import Publication
from chengxin.ground import clock, keys, signer
from chengxin.ground.home import Home
from chengxin.mechanisms.privacy.models import AssessmentState, ImpactAssessment, PersonRequest
from chengxin.mechanisms.privacy.sealing import stated_in
from chengxin.site.demo import tell
from chengxin.site.demo.cases import CASES
from chengxin.site.demo.outside_cases import OUTSIDE_CASES
from chengxin.site.installation import SECRETS
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

# The demo is told once for all that reads it.
__all__ = [
    "test_each_kind_in_the_scope_says_how_it_ends",
    "test_every_list_that_is_plugged_in_has_its_page_here",
    "test_every_page_and_its_ledger_say_the_same_to_everybody",
    "test_what_every_kind_holds_is_told_and_then_gone",
]

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]

# States in which the demo holds nothing, with the reason. A state that is added to a lifecycle is told or listed here.
_PASSING = "lasts a moment: the next desk takes it at once"
_BY_NIGHT = "the nights bring it: the demo is told in one day"
_OTHER_WAY = "another way of the same fork is told"
_OVER = "over, and nothing more is to be done with it"
NOT_TOLD = {
    "record": {
        "returned": _PASSING,
        "merged": _OTHER_WAY,
        "retracted": _OTHER_WAY,
    },
    "return": {
        "checked": _PASSING,
        "waived": _OTHER_WAY,
    },
    "document": {
        "reviewed": _PASSING,
        "legal_reviewed": _PASSING,
        "issued": _PASSING,
        "cancelled": _OVER,
    },
    "measure": {
        "decided": _PASSING,
        "refused": _OTHER_WAY,
        "lifting": _PASSING,
        "lifted": _OVER,
    },
    "rectification": {
        "proposed": _PASSING,
        "noticed": _OTHER_WAY,
        "heard": _OTHER_WAY,
        "exempted": _OTHER_WAY,
        "explained": _PASSING,
        "escalated": _BY_NIGHT,
        "ended": _OVER,
    },
    "objection": {
        "filed": _PASSING,
        "not_accepted": _OTHER_WAY,
        "verifying": _OTHER_WAY,
        "corrected": _OTHER_WAY,
        "removed": _OTHER_WAY,
        "lapsed": _OVER,
    },
    "repair": {
        "supplement": _OTHER_WAY,
        "supplemented": _PASSING,
        "not_accepted": _OTHER_WAY,
        "refused": _OTHER_WAY,
        "completed": _OVER,
        "revoked": _OTHER_WAY,
        "lapsed": _OVER,
    },
    "revocation": {
        "proposed": _PASSING,
        "heard": _PASSING,
        "revoked": _OVER,
        "dropped": _OTHER_WAY,
    },
    "redress": {"done": _OVER},
    "complaint": {},
    "bad_rating": {"valid": _PASSING, "invalid": _OTHER_WAY, "closed": _OVER},
    "campaign": {
        "counted": _PASSING,
        "called_off": _OTHER_WAY,
        "withheld": _OTHER_WAY,
        "taken_down": _OTHER_WAY,
    },
    "complaint_counts": {
        "drawn": _PASSING,
        "checked": _PASSING,
        "withheld": _OTHER_WAY,
        "taken_down": _OTHER_WAY,
    },
    "sharing_stop": {"escalated": _BY_NIGHT, "stopped": _OVER, "concluded": _OTHER_WAY},
    "lead": {"transferred": _OTHER_WAY, "closed": _OVER},
    "consultation": {},
    "commitment": {
        "rejected": _OTHER_WAY,
        "procedure": _PASSING,
        "compensation_fixed": _PASSING,
        "disputed": _OTHER_WAY,
        "ended": _OTHER_WAY,
    },
    "proposal": {"to_revise": _PASSING},
    "co_handling": {},
    "received_opinion": {},
    "credit_opinion": {
        "proposed": _PASSING,
        "replied": _PASSING,
        "served": _OVER,
        "withdrawn": _OTHER_WAY,
    },
    "unusual_use": {"asked": _PASSING, "referred": _OTHER_WAY},
    "inquiry_figures": {"refused": _OTHER_WAY, "withdrawn": _OVER},
    "data_request": {"granted": _OTHER_WAY, "refused": _OTHER_WAY, "retracted": _OVER},
    "person_request": {"retracted": _OVER},
    "dossier_objection": {"upheld": _OTHER_WAY, "rejected": _OTHER_WAY, "retracted": _OVER},
}
# What the demo does not begin, and why.
NOT_BEGUN = {
    "breach": "nothing leaked in the demo; whoever looks around can enter one",
    "handover": "nobody of the demo leaves a post; whoever looks around can begin one",
    "platform_notice": "the demo is connected to no platform until `make platform` serves one",
    "official_repair": "left to who signs in as the official",
    "personnel_remedy": "left to who signs in as the official",
}


@pytest.fixture(scope="module", autouse=True)
def told(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[datetime]:
    """Shandong loaded and the demo told on a Monday, in a home of its own; nothing is left behind."""
    here = Home(tmp_path_factory.mktemp("demo"))
    here.prepare()
    for name in SECRETS:
        keys.make_key(here, name)
    signer.make_log_key(here, origin="chengxin.example/log")
    with (
        pytest.MonkeyPatch.context() as patch,
        clock.standing_at(MONDAY),
        django_db_blocker.unblock(),
        transaction.atomic(),
        transaction.atomic(using="public"),
    ):
        patch.setenv("CHENGXIN_HOME", str(here.root))
        patch.setattr(queries, "_read", queries._Read())
        load_divisions()
        load_bodies()
        list(tell())
        yield MONDAY
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="public")


def counts() -> dict[str, int]:
    """How many rows each table holds."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("chengxin.")]
    return {model.__name__: model._default_manager.count() for model in ours}


def test_no_real_body_has_any_publication() -> None:
    assert Publication.objects.exists()
    assert not Publication.objects.filter(matter__body__is_fictional=False).exists()
    assert not public.Document.objects.exclude(body_id__startswith="demo-").exists()


def test_what_is_public_is_marked_as_invented() -> None:
    assert not public.Document.objects.filter(is_demo=False).exists()
    assert not Matter.objects.filter(body__is_fictional=True, is_demo=False).exists()


def test_no_publication_is_past_its_lawful_end(told: datetime) -> None:
    today = legal_day(told)
    in_force = Publication.objects.filter(ended_at=None)

    assert in_force.exists()
    assert not public.Document.objects.filter(ends_on_latest__lt=today).exists()
    assert not Record.objects.filter(matter__in=in_force.values("matter"), ends_on__lt=today).exists()
    assert not Record.objects.filter(matter__in=in_force.values("matter"), ends_on=None).exists()


def test_every_real_case_is_a_lead_and_nothing_else() -> None:
    about_real_bodies = Matter.objects.filter(body__is_fictional=False)

    assert set(about_real_bodies.values_list("kind", flat=True)) == {"lead"}
    assert Lead.objects.filter(is_historic=True).count() == about_real_bodies.count() == len(CASES)


def test_every_real_case_is_refused_for_publication_with_clause_and_arithmetic(told: datetime) -> None:
    officer = Mandate.objects.filter(role=Actor.CREDIT_OFFICER).first()
    assert officer is not None

    for lead in Lead.objects.select_related("matter"):
        refusal = refusal_to_publish(lead, on=legal_day(told))
        with pytest.raises(NotPublishable, match=r"不得公示（[A-Z]-[0-9]+") as refused:
            ask_to_publish(matter=lead.matter, by=officer, at=told)
        if lead.instrument_is_final:
            assert refusal.arithmetic, lead.matter.title
            assert str(lead.instrument_on) in str(refused.value)
        else:
            assert "没有生效的法律文书" in str(refused.value)


def test_every_case_of_another_province_is_kept_outside_and_refused_with_clause_and_arithmetic(
    told: datetime,
) -> None:
    kept = OutsideLead.objects.select_related("body")

    assert {lead.title for lead in kept} == {heard.title for heard in OUTSIDE_CASES}
    assert len(OUTSIDE_CASES) == 9
    for lead in kept:
        refusal = refusal_to_publish_outside(lead, on=legal_day(told))
        assert "不公示" in refusal.reason, lead.title
        assert "Q-24" in refusal.rule_ids, lead.title
        assert bool(refusal.arithmetic) is lead.is_adverse, lead.title
        assert not PublicBody.objects.filter(name=lead.body.name).exists(), lead.title
        assert not Matter.objects.filter(title=lead.title).exists(), lead.title


def test_no_day_runs_where_nothing_is_left_to_do() -> None:
    """What is overdue is sought among what is open alone."""
    assert Deadline.objects.filter(ended_on=None).exists()
    assert not Deadline.objects.filter(ended_on=None, matter__is_open=False).exists()


def test_telling_it_again_changes_nothing() -> None:
    before = counts()

    assert list(tell()) == ["演示数据已经载入"]
    assert counts() == before


@pytest.mark.parametrize(
    "kind", [kind for kind in kinds() if kind.code not in NOT_BEGUN], ids=lambda kind: kind.code
)
def test_every_state_of_the_chain_is_told_or_left_out_with_a_reason(kind: MatterKind) -> None:
    states = {str(state) for state in kind.lifecycle.states}

    told = set(Matter.objects.filter(kind=kind.code).values_list("state", flat=True))

    assert told
    assert states - told == set(NOT_TOLD[kind.code])


def test_who_asked_at_the_counter_is_invented_and_an_impact_assessment_is_approved() -> None:
    stated = [stated_in(each) for each in PersonRequest.objects.all()]

    assert stated
    assert all(each.startswith("演示数据") for each in stated)
    assert not Matter.objects.filter(kind="person_request", is_demo=False).exists()
    assert ImpactAssessment.objects.get().state == AssessmentState.APPROVED
