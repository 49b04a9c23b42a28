"""Who is told what: the liaison of what was sent to the body, everybody of what is due, nobody on a day off."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deadlines.models import Digest
from chengxin.foundation.matters.operations import NewMatter, open_matter
from chengxin.foundation.notifications.models import Message, Occasion
from chengxin.foundation.notifications.occasions import tell_digests, tell_posts, tell_subject
from chengxin.foundation.notifications.operations import KEPT, forget_old
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.leads import LEAD
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def test_everybody_with_a_digest_is_told_how_many_and_once(liaison: Mandate) -> None:
    Digest.objects.create(user=liaison.user, day=AT.date(), due=2, late=3, at=AT)

    assert (tell_digests(at=AT), tell_digests(at=AT)) == (1, 0)
    message = Message.objects.get()
    assert (message.occasion, message.count, message.path) == (Occasion.DIGEST, 5, "/desk/")


def test_a_day_without_digests_tells_nobody(liaison: Mandate) -> None:
    Digest.objects.create(user=liaison.user, day=AT.date(), due=2, late=3, at=AT)

    assert tell_digests(at=AT + timedelta(days=5)) == 0


def test_what_is_sent_to_a_body_is_told_to_its_liaisons_alone(
    liaison: Mandate, credit_office: PublicBody, housing_bureau: PublicBody, water_bureau: PublicBody
) -> None:
    head = make_mandate("zhang", Actor.BODY_HEAD, housing_bureau, housing_bureau.path)
    make_mandate("zhao", Actor.LIAISON, water_bureau, water_bureau.path)
    new = NewMatter(LEAD, "演示线索", housing_bureau, credit_office)
    matter = open_matter(new=new, by=make_mandate("li", Actor.CREDIT_OFFICER, credit_office, "p/c/"), at=AT)

    assert tell_subject(matter=matter, occasion=Occasion.SERVED, once="x", at=AT) == 1
    assert tell_posts(matter=matter, posts=[head, liaison], occasion=Occasion.SERVED, once="x", at=AT) == 1
    assert set(Message.objects.values_list("user__username", flat=True)) == {"wang", "zhang"}
    assert set(Message.objects.values_list("path", flat=True)) == {f"/desk/matters/{matter.pk}/"}


def test_what_was_told_long_ago_is_forgotten(liaison: Mandate) -> None:
    Digest.objects.create(user=liaison.user, day=AT.date(), due=1, late=0, at=AT)
    tell_digests(at=AT)

    assert forget_old(at=AT + KEPT) == 0
    assert forget_old(at=AT + KEPT + timedelta(seconds=1)) == 1
