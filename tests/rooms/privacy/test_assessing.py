"""What a body does with personal information is assessed before, in versions, approved by another person, reviewed."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.cast import make_mandate

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.privacy import assessing
from chengxin.mechanisms.privacy.models import ImpactAssessment, ProcessingActivity
from chengxin.mechanisms.privacy.queries import activities_of, approved_of
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]


@pytest.fixture
def security(credit_office: PublicBody) -> Mandate:
    return make_mandate("anquan", Actor.SECURITY_ADMIN, credit_office, credit_office.path)


@pytest.fixture
def head(credit_office: PublicBody) -> Mandate:
    return make_mandate("fuze", Actor.BODY_HEAD, credit_office, credit_office.path)


@pytest.fixture
def activity(security: Mandate, monday: datetime) -> ProcessingActivity:
    return assessing.register(
        by=security, name="演示数据：档案查询", purpose="办理评先评优", basis="statutory_duty",
        triggers=["entrust_provide_publish"], at=monday,
    )  # fmt: skip


def drafted(activity: ProcessingActivity, by: Mandate, at: datetime) -> ImpactAssessment:
    return assessing.draft(
        activity=activity, by=by, lawful="演示：必要", risks="演示：低", measures="演示：加密", at=at
    )


def test_an_approved_version_is_due_for_review_as_the_rulebook_says(
    activity: ProcessingActivity, security: Mandate, head: Mandate, monday: datetime
) -> None:
    assessing.approve(assessment=drafted(activity, security, monday), by=head, remark="", at=monday)

    approved = approved_of(activities_of(head).get())
    assert approved is not None
    assert (approved.version, approved.review_on) == (1, date(2027, 11, 23))


def test_what_is_sent_back_stays_and_the_next_is_another_version(
    activity: ProcessingActivity, security: Mandate, head: Mandate, monday: datetime
) -> None:
    assessing.send_back(
        assessment=drafted(activity, security, monday), by=head, remark="演示：风险写得不够", at=monday
    )

    second = drafted(activity, security, monday)

    assert [each.version for each in activity.assessments.all()] == [2, 1]
    with pytest.raises(assessing.AssessmentRefused, match="第 2 版在等待批准"):
        drafted(activity, security, monday)
    assert second.state == "drafted"


def test_nobody_approves_what_they_drafted(
    activity: ProcessingActivity, security: Mandate, credit_office: PublicBody, monday: datetime
) -> None:
    same = Mandate.objects.create(
        user=security.user, role=Actor.BODY_HEAD, body=credit_office, scope=credit_office.path, post="负责人",
        valid_from=date(2020, 1, 1),
    )  # fmt: skip
    version = drafted(activity, security, monday)

    with pytest.raises(assessing.AssessmentRefused, match="起草人不能批准"):
        assessing.approve(assessment=version, by=same, remark="", at=monday)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImpactAssessment.objects.filter(pk=version.pk).update(
            state="approved", decided_by=security, decided_at=monday, review_on=date(2027, 1, 1)
        )


def test_other_bodies_neither_see_nor_decide_it(
    activity: ProcessingActivity, security: Mandate, housing_bureau: PublicBody, monday: datetime
) -> None:
    stranger = make_mandate("bie", Actor.BODY_HEAD, housing_bureau, housing_bureau.path)

    assert not activities_of(stranger).exists()
    with pytest.raises(assessing.AssessmentRefused):
        assessing.approve(assessment=drafted(activity, security, monday), by=stranger, remark="", at=monday)


def test_the_pages_lead_from_registering_to_the_approved_version(
    client: Client, security: Mandate, head: Mandate, officer_he: Mandate
) -> None:
    client.force_login(security.user)
    sent = client.post(
        "/desk/privacy/activities/",
        {"name": "演示数据：查询", "purpose": "演示", "basis": "statutory_duty", "triggers": ["sensitive"]},
    )
    address = sent["Location"]
    assert "第五十五条" in client.get(address).content.decode()
    client.post(address, {"lawful": "演示", "risks": "演示", "measures": "演示"})

    client.force_login(head.user)
    client.post(address, {"decision": "approve", "remark": "演示：同意"})

    assert "第 1 版" in client.get("/desk/privacy/activities/").content.decode()
    assert "已批准" in client.get(address).content.decode()
