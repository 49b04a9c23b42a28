"""Tables of the ledger of promises."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin_core.vocabulary import Area, Term


class Beneficiary(Term):
    """受益方."""

    PUBLIC = "public", "社会公众"
    FIRM = "firm", "企业"
    ORGANISATION = "organisation", "其他组织"
    PERSON = "person", "个人"
    DEPUTY = "deputy", "人大代表、政协委员"


class Outcome(Term):
    """审查意见."""

    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"
    NOT_APPLICABLE = "not_applicable", "不适用"


class Loss(Term):
    """补偿或者赔偿的由来."""

    CHANGE = "change", "依法变更、终止造成的损失"
    UNLAWFUL = "unlawful", "承诺违法无效造成的损失"


class Word(Term):
    """受益方的意见."""

    CONFIRMED = "confirmed", "确认"
    DISPUTED = "disputed", "不认可"


class Vacancy(Term):
    """为什么要移交."""

    HANDED_OVER = "handed_over", "岗位交接"
    POST_ENDED = "post_ended", "承办岗位已经终止"
    HEAD_CHANGED = "head_changed", "单位负责人变更"
    MERGED = "merged", "单位撤并，由承继单位履行"


class Commitment(models.Model):
    """承诺: what a body said it will do; `due_on` is that of the version that stands."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="commitment"
    )
    kind = models.CharField(max_length=20)  # of the list `commitment_kinds`
    area = models.CharField(max_length=16, choices=[(area, area.zh) for area in Area], default=Area.GENERAL)
    promised_by = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    beneficiary_kind = models.CharField(max_length=12, choices=[(each, each.zh) for each in Beneficiary])
    beneficiary = models.BinaryField()  # sealed: may name a person; empty where it is the public
    document_title = models.CharField(max_length=200)
    document_number = models.CharField(max_length=120)
    made_on = models.DateField()  # of the document
    budget = models.BigIntegerField(null=True)  # in fen
    budget_source = models.CharField(max_length=200, blank=True)
    is_secret = models.BooleanField(default=False)  # 涉及商业秘密: nothing of it is published
    digest = models.CharField(max_length=64, unique=True)  # of what makes it the same promise
    own_number = models.CharField(
        max_length=60, blank=True
    )  # under which its own system has it, if it has one
    due_on = models.DateField()
    owner = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    head = models.ForeignKey(  # of the body, who knows of it: another head acknowledges it anew
        Mandate, on_delete=models.PROTECT, null=True, related_name="+"
    )
    fulfilled_on = models.DateField(null=True)  # as reported, then as verified
    overdue_since = models.DateField(null=True)  # the first day after the due day of the version that stood
    lead = models.ForeignKey("leads.Lead", on_delete=models.PROTECT, null=True, related_name="+")
    instrument = models.CharField(
        max_length=80, blank=True
    )  # number of the served finding that it was broken
    is_behind = models.BooleanField(default=False)  # what is public lags behind what has happened since

    class Meta:
        indexes = [models.Index(fields=["due_on"], name="commitment_by_due_day")]
        constraints = [
            models.CheckConstraint(
                name="commitment_overdue_has_a_lead",
                condition=Q(overdue_since__isnull=True) | Q(lead__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["promised_by", "own_number"],
                condition=~Q(own_number=""),
                name="commitment_own_number_once",
            ),
        ]

    def __str__(self) -> str:
        return self.matter.title


class CommitmentVersion(models.Model):
    """承诺版本: the words, target and day that stood from a moment on; a change adds one and takes none away."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    target = models.CharField(max_length=300)  # measurable
    due_on = models.DateField()
    ground = models.CharField(
        max_length=30, blank=True
    )  # of the list `promise_change_grounds`; the first has none
    decision = models.CharField(max_length=200, blank=True)  # by which the change was decided
    stood_from = models.DateTimeField(null=True)  # null: proposed, not adopted
    is_refused = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="commitment_version_once"),
            models.CheckConstraint(
                name="commitment_change_has_a_ground", condition=Q(number=1) | ~Q(ground="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id} 第{self.number}版"


class CommitmentReview(models.Model):
    """前置审查: one condition of the rulebook's list, who reviewed it, by which paper, with which outcome."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="reviews")
    condition = models.CharField(max_length=30)  # of the list `promise_conditions`
    outcome = models.CharField(max_length=16, choices=[(each, each.zh) for each in Outcome])
    basis = models.CharField(max_length=300)  # who reviewed, by which paper; why not applicable
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "condition"], name="commitment_condition_reviewed_once"
            ),
            models.CheckConstraint(name="commitment_review_has_a_basis", condition=~Q(basis="")),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.condition}"


class Compensation(models.Model):
    """补偿: what is owed for a lawful change, or for a promise that was unlawful; nothing is said with a reason."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="compensations")
    loss = models.CharField(max_length=10, choices=[(each, each.zh) for each in Loss])
    fen = models.BigIntegerField()
    reason = models.TextField()
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    paid_on = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="commitment_compensation_not_negative", condition=Q(fen__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.fen}"


class BeneficiaryWord(models.Model):
    """受益方意见: whether the one to whom it was promised agrees that it was kept."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="words")
    word = models.CharField(max_length=10, choices=[(each, each.zh) for each in Word])
    said_on = models.DateField()
    basis = models.CharField(max_length=300)  # the paper or record by which it was said
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.word}"


class Taking(models.Model):
    """承诺移交: a promise whose post fell vacant goes to another, who acknowledges it; until then it is escalated."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="takings")
    was = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=12, choices=[(each, each.zh) for each in Vacancy])
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    escalated_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(taken_at__isnull=True), name="commitment_taken_over_once"
            ),
            models.CheckConstraint(
                name="commitment_taken_by_somebody",
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.why}"


class Payable(models.Model):
    """应付款: what a contract owes a supplier, and what its days are counted from (policy K1-11…K1-17)."""

    commitment = models.OneToOneField(
        Commitment, on_delete=models.PROTECT, primary_key=True, related_name="payable"
    )
    owed = models.BigIntegerField()  # in fen
    disputed = models.BigIntegerField(default=0)  # in fen
    delivered_on = models.DateField(null=True)
    acceptance_due_on = models.DateField(null=True)
    accepted_on = models.DateField(null=True)
    confirmed_on = models.DateField(null=True)
    agreed_days = models.PositiveSmallIntegerField(null=True)
    agreed_rate = models.PositiveIntegerField(null=True)  # hundredths of a percent a year
    rate_floor = models.PositiveIntegerField(null=True)  # 合同订立时1年期贷款市场报价利率, the same unit
    pay_by = models.DateField()  # the last day, as counted

    class Meta:
        indexes = [models.Index(fields=["pay_by"], name="payable_by_last_day")]
        constraints = [
            models.CheckConstraint(
                name="payable_disputed_within_owed",
                condition=Q(owed__gt=0, disputed__gte=0, disputed__lte=models.F("owed")),
            ),
            models.CheckConstraint(
                name="payable_agreed_rate_has_a_floor",
                condition=Q(agreed_rate__isnull=True) | Q(rate_floor__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.owed}"


class Payment(models.Model):
    """付款: what was paid, on which day, by which voucher."""

    payable = models.ForeignKey(Payable, on_delete=models.PROTECT, related_name="payments")
    on = models.DateField()
    fen = models.BigIntegerField()
    voucher = models.CharField(max_length=120)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["payable", "voucher"], name="payment_entered_once"),
            models.CheckConstraint(name="payment_of_something", condition=Q(fen__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.payable_id}: {self.fen}"


class LedgerImport(models.Model):
    """承诺批量登记: what became of one file of promises; the file itself is not kept."""

    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(
        "subjects.PublicBody", on_delete=models.PROTECT, related_name="+"
    )  # who handed it in
    at = models.DateTimeField()
    kept = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.body} {self.at:%Y-%m-%d}"


class RefusedPromise(models.Model):
    """未接受的承诺: sealed, as it came, so that its sender can mend it."""

    taken_in = models.ForeignKey(LedgerImport, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.taken_in_id}: {self.row}"


class ReportRead(models.Model):
    """读过的工作报告: a body's yearly report; its targets are proposals until a person confirms each."""

    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")  # reads it
    year = models.PositiveSmallIntegerField()  # whose work it plans
    title = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["body", "sha256"], name="report_read_once"),
        ]

    def __str__(self) -> str:
        return self.title


class ReportTarget(models.Model):
    """报告里的目标: one target as the rules read it, what the next report says, what a person made of both."""

    report = models.ForeignKey(ReportRead, on_delete=models.PROTECT, related_name="targets")
    place = models.PositiveIntegerField()  # in the order of the report
    line = models.JSONField()  # as `chengxin promises read --json` writes it
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="read_from")
    set_aside_at = models.DateTimeField(null=True)  # a person found that it is no promise
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    next_report = models.ForeignKey(ReportRead, on_delete=models.PROTECT, null=True, related_name="+")
    finding = models.JSONField(default=dict)  # verdict, actual, evidence, why: as proposed, never as decided

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["report", "place"], name="report_target_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}: {self.place}"
