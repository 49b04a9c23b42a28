"""Many matters at once: each looked at by itself, none harmed, none done twice."""

from datetime import datetime
from typing import Any

import pytest
from django import forms
from django.test import Client
from tests.rooms.desk.trial import TRIAL, make_trial

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters import plugs
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, move
from chengxin.foundation.matters.plugs import MatterForm, MatterKind, button_of_move, kinds
from chengxin.foundation.matters.recusing import declare_interest
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.worklists.batching import (
    NotInABatch,
    acts_for,
    begin,
    carry_out,
    is_for_many,
    look,
)
from chengxin.foundation.worklists.models import Outcome
from chengxin.foundation.worklists.operations import nudge, pass_on
from chengxin.ground import clock
from chengxin.ground.jobs import work_off

pytestmark = [pytest.mark.django_db, pytest.mark.own_sql]


class Optional(MatterForm):
    opinion = forms.CharField(required=False)


def hear(*, matter: Matter, by: Mandate, at: datetime, opinion: str = "") -> None:
    if matter.title.startswith("难"):
        raise UnableToMove("材料不全")
    move(matter=matter, code="hear", by=by, at=at)


def activate(*, matter: Matter, by: Mandate, at: datetime) -> None:
    move(matter=matter, code="activate", by=by, at=at)


@pytest.fixture
def quick(trial: MatterKind, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the trial's step ask for nothing of its own."""
    buttons = (
        button_of_move(TRIAL, "hear", hear, Optional),
        button_of_move(TRIAL, "activate", activate),
    )
    monkeypatch.setitem(plugs._kinds, "trial", MatterKind("trial", TRIAL, buttons))


@pytest.fixture
def matters(
    quick: None, housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime
) -> list[Matter]:
    return [make_trial(housing_bureau, credit_office) for _ in range(3)]


def outcomes(batch: Any) -> list[tuple[str, str]]:
    return list(batch.items.values_list("outcome", "reason"))


def test_no_kind_offers_what_harms_to_many_at_once() -> None:
    for kind in kinds():
        harming = {step.code for step in kind.lifecycle.moves if step.harms}
        for button in kind.all_buttons:
            if button.harms or button.code in harming:
                assert not is_for_many(kind, button), (kind.code, button.code)


def test_some_kinds_offer_plain_steps_to_many_at_once() -> None:
    assert sum(is_for_many(kind, button) for kind in kinds() for button in kind.all_buttons) >= 10


def test_what_harms_is_refused_at_the_preview_and_at_the_door(
    matters: list[Matter], head_zhou: Mandate, monday: datetime
) -> None:
    Matter.objects.update(state="heard")
    heard = list(Matter.objects.select_related("body", "organ"))

    assert "button:activate" not in acts_for(heard, head_zhou)
    assert not any(each.can for each in look(heard, "button:activate", by=head_zhou, to=None, at=monday))
    with pytest.raises(NotInABatch):
        begin(matters=heard, act="button:activate", to=None, note="", by=head_zhou, at=monday)


def test_each_matter_has_its_own_result_and_none_is_done_twice(
    matters: list[Matter], officer_lin: Mandate, monday: datetime
) -> None:
    Matter.objects.filter(pk=matters[1].pk).update(title="难办的事项")
    batch = begin(matters=matters, act="button:hear", to=None, note="", by=officer_lin, at=monday)
    Matter.objects.filter(pk=matters[2].pk).update(version=9)

    assert carry_out(batch=batch, now=lambda: monday) == 1
    assert carry_out(batch=batch, now=lambda: monday) == 0

    assert [outcome for outcome, _ in outcomes(batch)] == [Outcome.DONE, Outcome.REFUSED, Outcome.REFUSED]
    assert [reason for _, reason in outcomes(batch)] == [
        "",
        "材料不全",
        "该事项在预览后已有新的办理，请核对最新情况后再办",
    ]


def test_what_was_broken_off_goes_on(matters: list[Matter], officer_lin: Mandate, monday: datetime) -> None:
    batch = begin(matters=matters, act="button:hear", to=None, note="", by=officer_lin, at=monday)
    first = batch.items.earliest("pk")
    batch.items.filter(pk=first.pk).update(outcome=Outcome.DONE)

    assert carry_out(batch=batch, now=lambda: monday) == 2
    assert Matter.objects.get(pk=matters[0].pk).state == "noticed"


def test_a_head_assigns_a_morning_through_the_page(
    client: Client,
    matters: list[Matter],
    head_zhou: Mandate,
    officer_lin: Mandate,
    rules: str,
    transactional_db: None,
) -> None:
    client.force_login(head_zhou.user)
    keys = [each.pk for each in matters]

    declare_interest(by=officer_lin, ground="other", at=clock.now(), matter=matters[2])
    preview = client.post("/desk/lists/batch/", {"pk": keys, "act": "assign"}).content.decode()
    assert "确认办理" not in preview
    chosen = {"pk": keys, "act": "assign", "to": officer_lin.pk}
    preview = client.post("/desk/lists/batch/", chosen).content.decode()
    assert "确认办理 2 件" in preview
    assert "应当回避" in preview
    begun = client.post("/desk/lists/batch/run/", {"pk": keys, "act": "assign", "to": officer_lin.pk})
    work_off()

    assert "已办理 2 件，未办理 1 件" in client.get(begun["Location"]).content.decode()
    holders = Matter.objects.order_by("pk").values_list("holder", flat=True)
    assert list(holders) == [officer_lin.pk, officer_lin.pk, None]


def test_the_preview_says_of_each_what_the_act_would_refuse(
    matters: list[Matter], officer_lin: Mandate, officer_he: Mandate, head_zhou: Mandate, monday: datetime
) -> None:
    nudge(matter=matters[0], by=officer_lin, at=monday)
    pass_on(matter=matters[1], to=officer_he, by=head_zhou, at=monday)
    Matter.objects.filter(pk=matters[2].pk).update(shown_at=None)

    def told(act: str) -> list[str]:
        found = list(Matter.objects.select_related("body", "organ", "holder__body").order_by("pk"))
        return [each.reason[:10] for each in look(found, act, by=officer_lin, to=None, at=monday)]

    assert told("nudge") == ["该事项今天（2026", "", ""]
    assert told("assign") == ["", "该事项由信用主管部门", ""]
    assert told("remind") == ["", "", "该事项尚未告知当事单"]


def test_letters_of_reminder_are_drafted_for_many(
    matters: list[Matter], rules: str, officer_lin: Mandate, monday: datetime
) -> None:
    with pytest.raises(NotInABatch, match="提醒的内容"):
        begin(matters=matters, act="remind", to=None, note=" ", by=officer_lin, at=monday)

    batch = begin(
        matters=matters, act="remind", to=None, note="演示数据：请按期答复", by=officer_lin, at=monday
    )

    assert carry_out(batch=batch, now=lambda: monday) == 3
    assert [each.value["text"] for each in Document.objects.all()] == ["演示数据：请按期答复"] * 3


def test_of_what_is_out_of_sight_nothing_is_shown_printed_or_exported(
    client: Client, matters: list[Matter], neighbour_bai: Mandate
) -> None:
    client.force_login(neighbour_bai.user)
    keys = {"pk": [each.pk for each in matters]}

    for address in ("batch/", "batch/print/"):
        assert (
            matters[0].title not in client.post(f"/desk/lists/{address}", keys, follow=True).content.decode()
        )
    begun = client.post("/desk/lists/batch/run/", {**keys, "act": "nudge"}, follow=True)
    assert "没有选中可以批量办理的事项" in begun.content.decode()


def test_a_list_is_printed_and_exported(client: Client, matters: list[Matter], officer_lin: Mandate) -> None:
    client.force_login(officer_lin.user)
    keys = {"pk": [each.pk for each in matters]}

    assert client.post("/desk/lists/batch/print/", keys).content.decode().count(matters[0].title) == 3
    assert client.post("/desk/lists/batch/export.xlsx", keys).content.startswith(b"PK")
