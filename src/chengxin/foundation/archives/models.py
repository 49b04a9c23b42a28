"""Tables of filing: scope and terms, filings and what was filed, appraisals."""

from datetime import date

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.vocabulary import Term


class FilingState(Term):
    """立卷归档状态."""

    WAITING = "waiting", "等待"
    PACKING = "packing", "正在生成归档包"
    DONE = "done", "已归档"
    EMPTY = "empty", "没有应归档的案卷"
    FAILED = "failed", "出错，可以重新生成"


class AppraisalState(Term):
    """鉴定销毁状态."""

    DRAFTED = "drafted", "待审批"
    APPROVED = "approved", "已批准，待销毁"
    REFUSED = "refused", "不予销毁"
    DESTROYED = "destroyed", "已销毁"


class KeepingTable(models.Model):
    """归档范围与保管期限表: which kinds of closed case file an organ files, and how long each is kept; by versions."""

    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    drafted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_because = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(name="keeping_table_versions_count", fields=["organ", "version"]),
            models.UniqueConstraint(
                name="keeping_table_one_draft", fields=["organ"], condition=Q(approved_at__isnull=True)
            ),
            models.CheckConstraint(
                name="keeping_table_approved_by_someone_with_a_reason",
                condition=Q(approved_by=None, approved_at=None, approved_because="")
                | Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_because=""),
            ),
        ]

    def __str__(self) -> str:
        return f"归档范围与保管期限表第{self.version}版"


class KeepingLine(models.Model):
    """归档范围的一行: a kind of matter and its term; a kind without a line is not filed."""

    table = models.ForeignKey(KeepingTable, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=20)
    zh = models.CharField(max_length=60)
    term = models.CharField(max_length=12)  # of the rulebook's list `keeping_terms`
    term_zh = models.CharField(max_length=20)
    years = models.PositiveSmallIntegerField(null=True)  # null: for ever
    transfers = models.BooleanField()  # the archives take it over

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="keeping_line_once", fields=["table", "kind"])]

    def __str__(self) -> str:
        return f"{self.zh}：{self.term_zh}"


class Filing(models.Model):
    """年度立卷: the closed case files of one organ and year, filed together, and the package made of them."""

    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()  # what is closed late is filed in a further one of the year
    table = models.ForeignKey(KeepingTable, on_delete=models.PROTECT, related_name="filings")
    state = models.CharField(max_length=10, choices=[(state, state.zh) for state in FilingState])
    asked_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    whole = models.PositiveIntegerField(default=0)  # case files
    packed = models.PositiveIntegerField(default=0)
    package = models.CharField(max_length=64, blank=True)  # SHA-256 of the package, under which it is kept
    size = models.PositiveBigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)  # when the kept package was last read through
    is_sound = models.BooleanField(null=True)  # whether it was then the one that was made

    class Meta:
        ordering = ["-year", "-serial"]
        constraints = [
            models.UniqueConstraint(name="filing_serial_in_its_year", fields=["organ", "year", "serial"])
        ]

    def __str__(self) -> str:
        return f"{self.year}年度第{self.serial}批"

    @property
    def is_under_way(self) -> bool:
        """Whether a job works on it now or soon."""
        return self.state in {FilingState.WAITING, FilingState.PACKING}

    @property
    def share(self) -> int:
        """How much of it is packed, in per cent."""
        return self.packed * 100 // self.whole if self.whole else 0


class FiledCase(models.Model):
    """归档案卷: one case file of a filing: its place, its term, its files with their digests."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="cases")
    place = models.PositiveIntegerField()  # 案卷号, counts from 1 in the filing
    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="filed_case")
    term_zh = models.CharField(max_length=20)
    closed_on = models.DateField()
    ends_on = models.DateField(null=True)  # last day of its term; null: for ever
    transfer_on = models.DateField(null=True)  # from when on the archives take it over; null: they do not
    transferred_on = models.DateField(null=True)
    transferred_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.CharField(max_length=120, blank=True)  # number of the paper that both sides signed
    contents = models.JSONField(default=list)  # 卷内目录: name, title, day, digest of each file
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["filing", "place"]
        constraints = [
            models.UniqueConstraint(name="filed_case_place_once", fields=["filing", "place"]),
            models.CheckConstraint(
                name="filed_case_transferred_with_a_receipt",
                condition=Q(transferred_on=None, transferred_by=None, receipt="")
                | Q(transferred_on__isnull=False, transferred_by__isnull=False) & ~Q(receipt=""),
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(destroyed_at=None), name="filed_case_by_end"),
            models.Index(
                fields=["transfer_on"],
                condition=Q(transferred_on=None, destroyed_at=None),
                name="filed_case_by_transfer",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """档号: by which the case is known in the archives."""
        return f"{self.filing.year}-{self.filing.serial}-{self.place:04d}"

    def is_past(self, day: date) -> bool:
        """Whether its term has run out."""
        return self.ends_on is not None and self.ends_on < day


class PackageRead(models.Model):
    """归档包调取: who took a package out, and for what purpose (policy Q-28)."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="reads")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(name="package_read_for_a_purpose", condition=~Q(purpose=""))]

    def __str__(self) -> str:
        return f"{self.filing}: {self.purpose}"


class Appraisal(models.Model):
    """鉴定销毁清单: case files past their term that one person appraised and another let be destroyed; it stays."""

    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()  # of the organ in the year, without gaps
    state = models.CharField(max_length=10, choices=[(state, state.zh) for state in AppraisalState])
    opinion = models.TextField()
    appraised_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    appraised_at = models.DateTimeField()
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    destroyed_at = models.DateTimeField(null=True)
    lines = models.JSONField(
        default=list
    )  # 销毁清单: code, kind, term, days, files: what stays known of them

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(name="appraisals_are_numbered", fields=["organ", "year", "number"]),
            models.CheckConstraint(
                name="appraisal_decided_by_someone_with_a_reason",
                condition=Q(state="drafted", decided_by=None, decided_at=None)
                | ~Q(state="drafted") & Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"鉴定销毁清单〔{self.year}〕{self.number}号"


class AppraisedCase(models.Model):
    """列入鉴定的案卷: a filed case on a list."""

    appraisal = models.ForeignKey(Appraisal, on_delete=models.PROTECT, related_name="cases")
    case = models.ForeignKey(FiledCase, on_delete=models.PROTECT, related_name="appraisals")

    class Meta:
        constraints = [models.UniqueConstraint(name="appraised_once_in_a_list", fields=["appraisal", "case"])]

    def __str__(self) -> str:
        return f"{self.appraisal}: {self.case_id}"


class CaseHold(models.Model):
    """案卷停止销毁: one case file is kept beyond its term for a review, a suit, a compensation, until it is lifted."""

    case = models.ForeignKey(FiledCase, on_delete=models.PROTECT, related_name="holds")
    ground = models.CharField(max_length=500)
    set_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lift_ground = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(name="case_hold_has_a_ground", condition=~Q(ground="")),
            models.CheckConstraint(
                name="case_hold_lifted_on_a_ground",
                condition=Q(lifted_by=None, lifted_at=None, lift_ground="")
                | Q(lifted_by__isnull=False, lifted_at__isnull=False) & ~Q(lift_ground=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.ground}"
