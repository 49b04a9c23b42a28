"""A deputy was answered “planned for next year”: the promise passes to a new head, its day passes, and it is a lead.

It begins at the promise that the answer became. 演示数据。
"""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from tests.cast import make_mandate
from tests.make import Office
from tests.rooms.commitments.conftest import a_promise, pass_reviews

from chengxin.foundation.accounts.models import Mandate, Reach
from chengxin.foundation.deadlines.nightly import run_nightly
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication, PublicationVersion
from chengxin.ground import clock
from chengxin.mechanisms.commitments.models import Beneficiary
from chengxin.mechanisms.commitments.operations import propose
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
DUE = date(2027, 12, 31)


def as_(holder: Mandate) -> Client:
    client = Client()
    client.force_login(holder.user)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return str(answer.content.decode())


def press(holder: Mandate, matter: Matter, code: str, **said: object) -> str:
    """Press a button as its holder, confirm, and return the page that follows."""
    version = Matter.objects.get(pk=matter.pk).version
    filled = {"version": version, "confirmed": "on", **said}
    answer = as_(holder).post(f"/desk/matters/{matter.pk}/{code}/", filled, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    return str(answer.content.decode())


def test_a_promise_outlives_its_head(
    office: Office, housing_bureau: PublicBody, monday: datetime, rules: str
) -> None:
    old = make_mandate(
        "ning", Actor.BODY_HEAD, housing_bureau, housing_bureau.path, post="局长", reach=Reach.BODY
    )
    deputy = make_mandate(
        "fu", Actor.BODY_HEAD, housing_bureau, housing_bureau.path, post="副局长", reach=Reach.BODY
    )
    new = make_mandate("xin", Actor.MEASURE_OWNER, housing_bureau, housing_bureau.path, reach=Reach.BODY)
    promise = a_promise(
        housing_bureau,
        kind="proposal_answer",
        text="演示数据：列入2027年计划，年底前建成跨河人行桥",
        target="人行桥1座",
        due_on=DUE,
        beneficiary_kind=Beneficiary.DEPUTY,
        beneficiary="演示代表团",
        document_title="建议答复",
        document_number="演建复〔2026〕12号",
    )
    matter = propose(promise=promise, by=office.liaison, at=monday)[0].matter
    pass_reviews(matter, office, monday)
    press(office.liaison, matter, "enter", owner=old.pk)

    # The head leaves: one list, one acceptance, one signature, and the promise is the new head's.
    desk = as_(old)
    said = {"posts": [old.pk], "successor": new.user_id, "chief": deputy.pk, "reason": "换届"}
    begun = desk.post("/desk/handovers/", said, follow=True)
    assert matter.number in begun.content.decode()
    handover = Matter.objects.get(kind="handover")
    press(new, handover, "accept")
    press(deputy, handover, "sign")
    successor = Mandate.objects.get(user=new.user, role=Actor.BODY_HEAD)
    matter.refresh_from_db()
    assert matter.commitment.owner == successor
    assert "指定的承办岗位" in page(as_(office.officer), "/desk/commitments/")

    # A year later its day has passed: the same night there is a lead at the organ above, and nowhere else.
    after = monday + (DUE - monday.date()) + timedelta(days=1)
    with clock.standing_at(after):
        run_nightly(at=after)
        lead = Matter.objects.get(kind="lead")
        assert (lead.body, lead.organ) == (housing_bureau, office.officer.body)
        assert lead.number in page(as_(office.officer), f"/desk/matters/{matter.pk}/")
        assert as_(office.liaison).get(f"/desk/matters/{lead.pk}/").status_code == 404
        assert not Publication.objects.exists()

        # That the head is another is no excuse; the breach is found by the head of the organ above.
        told = press(office.liaison, matter, "explain", excuse="government_change", text="前任局长作出的答复")
        assert "理由不成立" in told
        matter.refresh_from_db()
        press(office.head, matter, "break", reason="换届不是不履行的理由")
        matter.refresh_from_db()
        assert (matter.state, matter.decided_by) == ("broken", office.head)
        checks = dict.fromkeys(("disclosure_passed", "secrecy_passed", "personal_passed"), "on")
        press(office.release_reviewer, matter, "release", ground="同意公开", **checks)

    shown = parse_canonical(bytes(PublicationVersion.objects.get().content or b""))
    assert isinstance(shown, dict)
    assert shown["standing"] == "broken"
    assert "演示代表团" not in f"{shown}"
    assert lead.number not in f"{shown}"
