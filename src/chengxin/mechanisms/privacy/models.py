"""Tables of personal information: what people asked for, breaches, what is processed and how it was assessed."""

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.mechanisms.dossiers.own_words import words_of
from chengxin_core.lifecycle.privacy import BreachNature, IdentityProof, PersonPapers
from chengxin_core.vocabulary import Term

DESTROYED = "保存期满，内容已按清单销毁"


class DataRequest(models.Model):
    """个人信息请求: which right of the person, about what, and how it was made sure who asks."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="data_request"
    )
    right = models.CharField(max_length=40)  # of the rulebook's list `personal_rights`
    entry = models.ForeignKey("dossiers.Entry", on_delete=models.PROTECT, null=True, related_name="+")
    sealed_words = models.BinaryField()  # what the person stated
    identity_by = models.CharField(
        max_length=20, choices=[(proof, proof.zh) for proof in IdentityProof], default=IdentityProof.SIGNED_IN
    )
    taken_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    filed_on = models.DateField()
    reason = models.TextField(blank=True)  # of the decision

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="request_at_the_counter_names_who_checked_identity",
                condition=Q(identity_by="signed_in", taken_by=None)
                | ~Q(identity_by="signed_in") & Q(taken_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.matter.title

    @property
    def stated(self) -> str:
        """What the person asked for, in own words; that they are gone once they were destroyed at their term's end."""
        return words_of(bytes(self.sealed_words)) if self.sealed_words else DESTROYED


class PersonRequest(models.Model):
    """窗口登记的个人信息请求: of a person who has no account here; who it is stands sealed, and is found by index."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="person_request"
    )
    right = models.CharField(max_length=40)  # of the rulebook's list `personal_rights`
    papers = models.CharField(max_length=10, choices=[(each, each.zh) for each in PersonPapers])
    name_sealed = models.BinaryField()
    number_sealed = models.BinaryField()  # of the papers shown
    number_index = models.CharField(max_length=80, db_index=True)  # keyed
    contact_sealed = models.BinaryField()  # where the answer goes
    words_sealed = models.BinaryField()  # what the person stated
    taken_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    filed_on = models.DateField()
    reason = models.TextField(blank=True)  # of the decision
    served_on = models.DateField(null=True)  # the answer, to the person

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.matter.title


class PersonLook(models.Model):
    """请求人身份查阅: one look at who asked and where the answer goes: under which mandate, what for, when."""

    request = models.ForeignKey(PersonRequest, on_delete=models.PROTECT, related_name="looks")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="person_look_for_a_purpose", condition=~Q(purpose=""))]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.purpose}"


class Breach(models.Model):
    """个人信息安全事件: what happened to which kinds of information, what was done, who was told. Names nobody."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="breach")
    chief = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")  # who decides
    nature = models.CharField(max_length=10, choices=[(each, each.zh) for each in BreachNature])
    discovered_on = models.DateField()
    stated = models.TextField()  # what was found
    kinds = models.TextField(blank=True)  # of information
    persons = models.PositiveIntegerField(null=True)  # how many, as far as is known
    cause = models.TextField(blank=True)
    harm = models.TextField(blank=True)
    measures = models.TextField(blank=True)  # taken
    advice = models.TextField(blank=True)  # what a person can do against harm
    contact = models.CharField(max_length=200, blank=True)
    reported_to = models.CharField(max_length=120, blank=True)
    told_how = models.TextField(blank=True)  # how the persons were told, or why not

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.matter.title


class AssessmentState(Term):
    """影响评估状态."""

    DRAFTED = "drafted", "待批准"
    APPROVED = "approved", "已批准"
    SENT_BACK = "sent_back", "已退回"


class ProcessingActivity(models.Model):
    """处理活动: one thing that a body does with personal information, on which basis, and why it must be assessed."""

    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    purpose = models.TextField()
    basis = models.CharField(max_length=40)  # of the rulebook's list `lawful_bases`
    triggers = models.JSONField(default=list)  # of the list `impact_assessment_triggers`
    registered_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(name="a_body_registers_an_activity_once", fields=["body", "name"]),
        ]

    def __str__(self) -> str:
        return self.name


class ImpactAssessment(models.Model):
    """个人信息保护影响评估: the three things that the law asks for, in versions, approved by another person.

    Kept for at least as long as the law says (`pia.keep`): nothing here deletes one.
    """

    activity = models.ForeignKey(ProcessingActivity, on_delete=models.PROTECT, related_name="assessments")
    version = models.PositiveIntegerField()
    lawful = models.TextField()  # 处理目的、处理方式等是否合法、正当、必要
    risks = models.TextField()  # 对个人权益的影响及安全风险
    measures = models.TextField()  # 所采取的保护措施是否合法、有效并与风险程度相适应
    state = models.CharField(
        max_length=10,
        choices=[(state, state.zh) for state in AssessmentState],
        default=AssessmentState.DRAFTED.value,
    )
    drafted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.TextField(blank=True)
    review_on = models.DateField(null=True)  # when it is due to be looked at again

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(name="assessment_version_is_made_once", fields=["activity", "version"]),
            models.UniqueConstraint(
                name="one_assessment_of_an_activity_waits",
                fields=["activity"],
                condition=Q(state="drafted"),
            ),
            models.CheckConstraint(
                name="assessment_is_decided_by_another_mandate",
                condition=Q(state="drafted", decided_by=None, decided_at=None)
                | ~Q(state="drafted")
                & Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="approved_assessment_is_due_for_review",
                condition=Q(state="approved", review_on__isnull=False)
                | ~Q(state="approved") & Q(review_on=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity} 第 {self.version} 版"

    @property
    def state_zh(self) -> str:
        """Where it stands, in words."""
        return AssessmentState(self.state).zh
