"""Tables of returns: what a body owes, who asked for it by hand, each version of what it stated, its cells."""

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody


class Ask(models.Model):
    """专项要求: what an organ asks of bodies once, by form: why, on what basis, what, until when (policy Q-38)."""

    organ = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    title = models.CharField(max_length=60)
    why = models.CharField(max_length=200)  # in plain words
    basis = models.CharField(max_length=200)  # a clause of a law, or a document with its number
    period = models.CharField(max_length=8)  # that the figures are about
    due_on = models.DateField()
    columns = models.JSONField(default=list)  # of figures: code, zh, unit
    question = models.CharField(max_length=500, blank=True)  # answered in words, where it is not empty
    papers = models.CharField(max_length=200, blank=True)  # which files go with it, where it is not empty

    class Meta:
        indexes = [models.Index(fields=["organ", "-asked_at"], name="ask_by_organ")]
        constraints = [
            models.CheckConstraint(
                name="ask_says_why_and_on_what_basis", condition=~Q(why="") & ~Q(basis="") & ~Q(title="")
            ),
            models.CheckConstraint(
                name="ask_asks_for_something", condition=~Q(columns=[]) | ~Q(question="") | ~Q(papers="")
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Return(models.Model):
    """填报: one return of one body for one period; its matter's body reports, its organ receives."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="stated_return"
    )
    code = models.CharField(max_length=40)  # of the list `statutory_returns`, or of the ask
    ask = models.ForeignKey(Ask, on_delete=models.PROTECT, null=True, related_name="returns")
    period = models.CharField(max_length=8)  # such as 2026-10 or 2026
    owner = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+")  # when it was opened
    due_on = models.DateField()  # the last day for handing it in

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "period", "owner"], name="return_once_a_period"),
        ]
        indexes = [models.Index(fields=["owner", "code", "period"], name="return_by_owner")]

    def __str__(self) -> str:
        return self.matter.title


class ReturnVersion(models.Model):
    """填报的一版: what was stated, checked by another person, handed in; once handed in it stays as it is."""

    of = models.ForeignKey(Return, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()  # counts from 1
    note = models.TextField(blank=True)
    made_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    checked_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    is_late = models.BooleanField(default=False)  # handed in after the day by which the return was due
    papers = models.JSONField(default=list)  # digests of the photos and files that go with it
    signed_scan = models.CharField(
        max_length=64, blank=True
    )  # digest of the sheet that the head signed by hand
    signed_by_post = models.CharField(max_length=60, blank=True)  # which post signed it, never who
    signed_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True)  # of what was handed in: its receipt says it

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="return_version_numbered_once"),
            models.CheckConstraint(
                name="return_version_checked_by_another",
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | (Q(checked_at__isnull=False) & ~Q(checked_by=F("made_by"))),
            ),
            models.CheckConstraint(
                name="return_version_handed_in_only_when_checked",
                condition=Q(submitted_by__isnull=True, submitted_at__isnull=True, is_late=False)
                | Q(submitted_by__isnull=False, submitted_at__isnull=False, checked_by__isnull=False)
                | (Q(submitted_by__isnull=False, submitted_at__isnull=False) & ~Q(signed_scan="")),
            ),
            models.CheckConstraint(
                name="return_version_signed_by_a_post_on_a_day",
                condition=Q(signed_scan="", signed_by_post="", signed_on__isnull=True)
                | (Q(signed_on__isnull=False) & ~Q(signed_scan="") & ~Q(signed_by_post="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of}（{self.number}）"


class ReturnCell(models.Model):
    """填报的一栏: a figure as it was stated, with the keys of the matters behind it, or with why it is so by hand."""

    version = models.ForeignKey(ReturnVersion, on_delete=models.CASCADE, related_name="cells")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    zh = models.CharField(max_length=80)
    unit = models.CharField(max_length=8)  # 元 is kept in fen
    basis = models.CharField(max_length=300)  # the citation of the column, or 系统默认，可调整
    value = models.PositiveBigIntegerField()
    before = models.PositiveBigIntegerField(null=True)  # the same period of the year before; null: not known
    is_manual = models.BooleanField()
    reason = models.CharField(max_length=500, blank=True)
    taken_from = models.CharField(max_length=300, blank=True)  # the receipt that it was reported under before
    rows = models.JSONField(default=list)  # keys of matters, ascending

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="return_cell_stated_once"),
            models.CheckConstraint(
                name="return_cell_by_hand_has_a_reason", condition=Q(is_manual=False) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.zh} {self.value}"
