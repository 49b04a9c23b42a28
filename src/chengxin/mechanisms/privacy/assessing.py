"""Every write about impact assessments: an activity is registered, assessed, approved by another person, reviewed.

The three texts are those of the law (policy T-58); what is assessed anew is a version of its own.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.ground import trail
from chengxin.mechanisms.privacy.models import AssessmentState, ImpactAssessment, ProcessingActivity
from chengxin.mechanisms.privacy.queries import ASSESSORS, CHIEFS
from chengxin_core.calendar import legal_day
from chengxin_core.calendar.counting import nominal_end
from chengxin_core.lifecycle.table import Actor

REVIEW = "pia.review"


class AssessmentRefused(ValueError):
    """What was asked for cannot be; the text says why, for people."""


@transaction.atomic
def register(
    *, by: Mandate, name: str, purpose: str, basis: str, triggers: Sequence[str], at: datetime
) -> ProcessingActivity:
    """Register what one's body does with personal information. Raises `AssessmentRefused`."""
    if Actor(by.role) not in ASSESSORS:
        raise AssessmentRefused("处理活动由本单位的安全管理员、组织人事或者信用主管部门经办人登记")
    try:
        with transaction.atomic():
            activity = ProcessingActivity.objects.create(
                body=by.body,
                name=name,
                purpose=purpose,
                basis=basis,
                triggers=list(triggers),
                registered_by=by,
                registered_at=at,
            )
    except IntegrityError:
        raise AssessmentRefused(f"本单位已经登记过“{name}”") from None
    trail.note("privacy.activity_registered", f"activity/{activity.pk}", mandate=by.pk)
    return activity


@transaction.atomic
def draft(
    *, activity: ProcessingActivity, by: Mandate, lawful: str, risks: str, measures: str, at: datetime
) -> ImpactAssessment:
    """Draft the next version. Raises `AssessmentRefused` for another body or role, or while one waits."""
    if Actor(by.role) not in ASSESSORS or by.body_id != activity.body_id:
        raise AssessmentRefused("影响评估由登记单位的经办人起草")
    newest = activity.assessments.first()
    if newest is not None and newest.state == AssessmentState.DRAFTED:
        raise AssessmentRefused(f"第 {newest.version} 版在等待批准，请先办结")
    drafted = ImpactAssessment.objects.create(
        activity=activity,
        version=newest.version + 1 if newest else 1,
        lawful=lawful,
        risks=risks,
        measures=measures,
        drafted_by=by,
        drafted_at=at,
    )
    trail.note("privacy.assessment_drafted", f"assessment/{drafted.pk}", mandate=by.pk)
    return drafted


@transaction.atomic
def approve(*, assessment: ImpactAssessment, by: Mandate, remark: str, at: datetime) -> None:
    """Approve a version, as a chief who did not draft it; the day of its review is set. Raises `AssessmentRefused`."""
    day = legal_day(at)
    length, unit = current_rulebook(by.body.path).parameter(REVIEW).on(day).period
    _decide(assessment, AssessmentState.APPROVED, by, remark, at, review_on=nominal_end(day, length, unit))


@transaction.atomic
def send_back(*, assessment: ImpactAssessment, by: Mandate, remark: str, at: datetime) -> None:
    """Send a version back, saying why; the next draft is another version. Raises `AssessmentRefused`."""
    if not remark.strip():
        raise AssessmentRefused("请写明退回的理由")
    _decide(assessment, AssessmentState.SENT_BACK, by, remark, at)


def _decide(
    assessment: ImpactAssessment,
    state: AssessmentState,
    by: Mandate,
    remark: str,
    at: datetime,
    **more: object,
) -> None:
    if Actor(by.role) not in CHIEFS or by.body_id != assessment.activity.body_id:
        raise AssessmentRefused("影响评估由登记单位的负责人批准")
    if assessment.drafted_by.user_id in persons_in(by):
        raise AssessmentRefused("起草人不能批准自己的评估")
    taken = ImpactAssessment.objects.filter(pk=assessment.pk, state=AssessmentState.DRAFTED)
    if not taken.update(state=state, decided_by=by, decided_at=at, remark=remark.strip(), **more):
        raise AssessmentRefused("这一版已经由他人办结")
    trail.note(f"privacy.assessment_{state}", f"assessment/{assessment.pk}", mandate=by.pk)
