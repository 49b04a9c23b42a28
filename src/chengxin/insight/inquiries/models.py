"""Tables of inquiries: questions and answers, lists, unusual use, figures."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.matters.models import Matter
from chengxin_core.determination.inquiries import Outcome
from chengxin_core.vocabulary import Term


class ListState(Term):
    """名单状态: where the answering of a list stands."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    STOPPED = "stopped", "已中断，可继续"
    REFUSED = "refused", "文件未被接受"


class UnusualKind(Term):
    """异常情形: what was unusual about a use."""

    VOLUME = "volume", "数量异常"
    NIGHT = "night", "非工作时间查询"
    NEIGHBOURS = "neighbours", "集中查询同事或者邻近机关"


class InquiryList(models.Model):
    """查询名单: a file of subjects asked about for one purpose, how far it was answered, what was refused."""

    purpose = models.CharField(max_length=20)
    document_number = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=10)
    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=150)
    file = models.CharField(max_length=64)  # hash of its bytes; the file goes once it was read
    state = models.CharField(
        max_length=10, choices=[(each, each.zh) for each in ListState], default=ListState.WAITING
    )
    progress = models.PositiveSmallIntegerField(default=0)  # per mille of the file
    rows_done = models.PositiveIntegerField(default=0)  # number of the last row done: it goes on after that
    answered = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    deferral = models.CharField(max_length=20, blank=True)
    deferred_until = models.DateField(null=True)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["by", "purpose", "document_number", "file"], name="inquiry_list_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_under_way(self) -> bool:
        """Whether somebody works at it, or will."""
        return self.state in {ListState.WAITING, ListState.RUNNING}


class RefusedSubject(models.Model):
    """名单中未接受的行: sealed, as it came, so that its sender can mend it; gone once the sender says so."""

    list = models.ForeignKey(InquiryList, on_delete=models.CASCADE, related_name="refused_rows")
    row = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["row", "pk"]
        constraints = [models.UniqueConstraint(fields=["list", "row"], name="inquiry_row_refused_once")]

    def __str__(self) -> str:
        return f"{self.list_id}: {self.row}"


class Inquiry(models.Model):
    """查询: one question about one subject; written before it is answered, and never changed."""

    number = models.CharField(max_length=16, unique=True)  # drawn by lot: by which people call it
    purpose = models.CharField(max_length=20)  # of the list `inquiry_purposes`
    document_number = models.CharField(max_length=60)  # the work for which it is asked
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, null=True, related_name="+")
    official = models.ForeignKey("subjects.Official", on_delete=models.PROTECT, null=True, related_name="+")
    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, related_name="+")
    list = models.ForeignKey(InquiryList, on_delete=models.PROTECT, null=True, related_name="inquiries")
    row = models.PositiveIntegerField(null=True)  # of the list
    deferral = models.CharField(max_length=20, blank=True)  # of the list `inquiry_deferrals`
    deferred_until = models.DateField(null=True)  # the last day on which the subject does not see it
    rulebook = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inquiry_about_a_body_or_an_official",
                condition=Q(body__isnull=False, official__isnull=True)
                | Q(body__isnull=True, official__isnull=False),
            ),
            models.CheckConstraint(
                name="inquiry_by_a_person_or_a_program",
                condition=Q(by__isnull=False, program__isnull=True)
                | Q(by__isnull=True, program__isnull=False),
            ),
            models.CheckConstraint(
                name="inquiry_for_a_purpose", condition=~Q(purpose="") & ~Q(document_number="")
            ),
            models.CheckConstraint(
                name="inquiry_deferred_by_a_law_to_a_day",
                condition=Q(deferral="", deferred_until__isnull=True)
                | (~Q(deferral="") & Q(deferred_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="inquiry_of_officials_by_a_person",
                condition=Q(official__isnull=True) | Q(program__isnull=True),
            ),
            models.UniqueConstraint(fields=["list", "row"], name="inquiry_row_asked_once"),
        ]
        indexes = [
            models.Index(fields=["body", "-id"], name="inquiry_by_body"),
            models.Index(fields=["official", "-id"], name="inquiry_by_official"),
            models.Index(fields=["organ", "-id"], name="inquiry_by_organ"),
            models.Index(fields=["at"], name="inquiry_by_moment"),
        ]

    def __str__(self) -> str:
        return self.number


class Answered(models.Model):
    """查询答复: the least that answers; the day on which it holds; an obstacle with its last day and clause."""

    inquiry = models.OneToOneField(
        Inquiry, on_delete=models.PROTECT, primary_key=True, related_name="answered"
    )
    outcome = models.CharField(max_length=10, choices=[(each, each.zh) for each in Outcome])
    until = models.DateField(null=True)
    clause = models.CharField(max_length=200, blank=True)
    valid_on = models.DateField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="answer_with_a_day_exactly_for_an_obstacle",
                condition=Q(outcome=Outcome.OBSTACLE, until__isnull=False)
                | (~Q(outcome=Outcome.OBSTACLE) & Q(until__isnull=True, clause="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inquiry_id}: {Outcome(self.outcome).zh}"


class UnusualUse(models.Model):
    """异常查询: what one post or program did on one day that is beyond a limit of the rulebook."""

    kind = models.CharField(max_length=10, choices=[(each, each.zh) for each in UnusualKind])
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    count = models.PositiveIntegerField()  # when it was noticed
    limit = models.PositiveIntegerField()
    noticed_at = models.DateTimeField()
    matter = models.OneToOneField(  # null: nobody is there yet to look into it
        Matter, on_delete=models.PROTECT, null=True, related_name="unusual_use"
    )

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "by", "day"], condition=Q(program=None), name="unusual_use_of_a_post_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "program", "day"], condition=Q(by=None), name="unusual_use_of_a_program_once"
            ),
            models.CheckConstraint(
                name="unusual_use_of_a_post_or_a_program",
                condition=Q(by__isnull=False, program__isnull=True)
                | Q(by__isnull=True, program__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{UnusualKind(self.kind).zh} {self.day}"


class Figures(models.Model):
    """查询统计: the counts of one quarter, small ones hidden before they were kept; public once reviewed."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="figures")
    first_day = models.DateField(unique=True)
    last_day = models.DateField()
    smallest = models.PositiveSmallIntegerField()  # counts from 1 to below it are hidden
    rows = models.JSONField()  # [purpose, its words, {outcome: count, or null where hidden}]
    ground = models.CharField(max_length=500, blank=True)  # of the release review
    reviewed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-first_day"]

    def __str__(self) -> str:
        return self.matter.title
