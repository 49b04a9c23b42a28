"""Tables of suggestions and proposals, their answers, and what was said of these."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin_core.vocabulary import Term


class Source(Term):
    """来源."""

    DEPUTY = "deputy", "人大代表建议"
    CPPCC = "cppcc", "政协提案"


class Proposal(models.Model):
    """建议提案: its body is who answers, its organ who assigned it; who proposed is sealed and never public."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="proposal")
    source = models.CharField(max_length=8, choices=[(each, each.zh) for each in Source])
    session = models.CharField(max_length=60)  # 届次, such as 十九届一次会议
    number = models.CharField(max_length=20)  # of the session
    text = models.TextField()
    proposer = models.BinaryField()  # sealed: name and, where given, delegation or sector
    received_on = models.DateField()
    is_confidential = models.BooleanField(default=False)  # 要求保密 (policy S-05)
    is_hard = models.BooleanField(default=False)  # 涉及面广、处理难度大 (policy S-01)
    assigned_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, unique=True)  # of source, organ, session and number
    is_behind = models.BooleanField(default=False)  # what is public lags behind what has happened since

    def __str__(self) -> str:
        return self.matter.title


class Answer(models.Model):
    """建议提案答复: drafted by the body, signed by its head; one "planned" names target, day, and its promise."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)  # of the list `suggestion_answer_kinds`
    answer_class = models.CharField(max_length=20)  # of the list `suggestion_answer_classes`
    text = models.TextField()
    target = models.CharField(max_length=300, blank=True)  # measurable, where it is planned
    due_on = models.DateField(null=True)
    drafted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(null=True)  # when its words became what they are
    returned_because = models.TextField(
        blank=True
    )  # what the head wants changed in the draft, the body's own
    number = models.CharField(max_length=60, blank=True)  # 发文字号
    signed_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(null=True)
    signed_scan = models.CharField(max_length=64, blank=True)  # digest of the sheet signed by hand
    commitment = models.ForeignKey(
        "commitments.Commitment", on_delete=models.PROTECT, null=True, related_name="answers"
    )

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "round"], name="answer_once_a_round"),
            models.CheckConstraint(
                name="answer_signed_by_somebody_under_a_number",
                condition=Q(signed_on__isnull=True, signed_by__isnull=True, number="", signed_scan="")
                | (Q(signed_on__isnull=False, signed_by__isnull=False, signed_scan="") & ~Q(number=""))
                | (Q(signed_on__isnull=False, signed_by__isnull=True) & ~Q(number="") & ~Q(signed_scan="")),
            ),
            models.CheckConstraint(
                name="answer_planned_names_target_and_day",
                condition=Q(target="", due_on__isnull=True) | (~Q(target="") & Q(due_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} 第{self.round}次答复"


class Feedback(models.Model):
    """代表、委员意见: of one answer, about attitude and result; levels are of the list `satisfaction_levels`."""

    answer = models.OneToOneField(Answer, on_delete=models.PROTECT, primary_key=True, related_name="feedback")
    attitude = models.CharField(max_length=30)
    result = models.CharField(max_length=30)
    reason = models.TextField(blank=True)
    said_on = models.DateField()
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.result}"


class Withholding(models.Model):
    """不予公开: on which ground of the list `suggestion_withheld_grounds`, decided by whom; and that it was lifted."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="withholdings")
    ground = models.CharField(max_length=30)
    reason = models.TextField()
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(lifted_at__isnull=True), name="proposal_withheld_once"
            ),
            models.CheckConstraint(
                name="proposal_withholding_lifted_by_somebody",
                condition=Q(lifted_at__isnull=True, lifted_by__isnull=True)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.ground}"


class ProposalImport(models.Model):
    """建议提案批量登记: what became of one file of suggestions or proposals; the file itself is not kept."""

    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.organ} {self.at:%Y-%m-%d}"


class RefusedProposal(models.Model):
    """未接受的建议提案: sealed, as it came, so that its sender can mend it."""

    taken_in = models.ForeignKey(ProposalImport, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.taken_in_id}: {self.row}"
