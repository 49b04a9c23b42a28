"""Tables of complaints: the complaint, what is answered, reminders, who may say 督办, and handed-in work orders."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.lifecycle.complaints import ComplaintChannel, ComplaintSubject
from chengxin_core.vocabulary import Area
from chengxin_core.voices.turns_of_speech import Emptiness


class Complaint(models.Model):
    """违约失信投诉: what was sent stands sealed in its conversation (`reception.Voice`), never here."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="complaint"
    )
    channel = models.CharField(max_length=24, choices=[(each, each.zh) for each in ComplaintChannel])
    subject = models.CharField(max_length=12, choices=[(each, each.zh) for each in ComplaintSubject])
    area = models.CharField(max_length=16, choices=[(area, area.zh) for area in Area])
    number = models.CharField(max_length=60, null=True)  # of the channel's own work order
    lead = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")  # took it in
    competent_by = models.CharField(max_length=300, blank=True)  # why the verifying organ is competent
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    question = models.TextField(blank=True)  # what the body complained of is asked, in the organ's words
    finding = models.TextField(blank=True)  # what was found, in the organ's words; no word of the sender's
    refusal = models.TextField(
        blank=True
    )  # how the body refused, or let the term pass, without a proper reason
    days = models.PositiveSmallIntegerField(null=True)  # of putting right
    instrument = models.CharField(max_length=80, blank=True)  # number of the served finding
    reviewed_from = models.ForeignKey(
        "subjects.PublicBody", on_delete=models.PROTECT, null=True, related_name="+"
    )  # whose result the sender had reviewed
    found_by = models.ForeignKey(
        "subjects.PublicBody", on_delete=models.PROTECT, null=True, related_name="+"
    )  # whose finding the body had reviewed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "number"], name="complaint_of_a_channel_once"),
            models.CheckConstraint(
                name="complaint_merged_into_another",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("matter")),
            ),
        ]

    def __str__(self) -> str:
        return self.matter.title


class Reply(models.Model):
    """投诉答复: what an officer proposes to answer with an outcome; a head, another person, decides and it is sent."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="replies")
    outcome = models.CharField(max_length=20)  # the move that it goes with
    finding = models.TextField()
    sealed = models.BinaryField()  # the answer to the sender
    days = models.PositiveSmallIntegerField(null=True)
    held = models.CharField(max_length=12, choices=[(each, each.zh) for each in Emptiness], blank=True)
    held_because = models.CharField(max_length=400, blank=True)  # sealed words of the answer are not in it
    drafted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    looked_because = models.CharField(max_length=400, blank=True)  # why it goes out although it was held back
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    dropped_because = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="reply_held_back_sent_after_a_second_look",
                condition=Q(sent_at__isnull=True) | Q(held="") | ~Q(looked_because=""),
            ),
            models.CheckConstraint(
                name="reply_sent_by_a_decider",
                condition=Q(sent_at__isnull=True) | Q(decided_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["complaint"],
                condition=Q(sent_at__isnull=True, dropped_because=""),
                name="reply_waiting_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.outcome}"


class Designation(models.Model):
    """督查授权: the document by which a government lets a body carry out 政府督查, and its days (policy Q-37)."""

    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    document_number = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day; null: until further notice

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "document_number"], name="designation_by_a_document_once")
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.document_number}"


class Urging(models.Model):
    """投诉催办: one reminder to the body complained of, under the word that its sender may use on that day."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="urgings")
    word = models.CharField(max_length=8)  # 提醒, 催办, 督办
    designation = models.ForeignKey(Designation, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.CharField(max_length=600)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="urging_says_inspection_by_designation_only",
                condition=~Q(word="督办") | Q(designation__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.complaint}: {self.word}"


class WorkOrderBatch(models.Model):
    """工单批次: one handing in of work orders of a channel, and what became of its rows."""

    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kept = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"工单批次 {self.pk}"


class RefusedOrder(models.Model):
    """未接受的工单: sealed as it came, until it was mended and handed in again."""

    batch = models.ForeignKey(WorkOrderBatch, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["row"]

    def __str__(self) -> str:
        return f"第 {self.row} 行"


class MonthlyCounts(models.Model):
    """投诉办理月度统计: the figures of one month as they may be told; small numbers were hidden before."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="complaint_counts"
    )
    month = models.CharField(max_length=7, unique=True)  # 2026-10
    figures = models.JSONField()  # smallest, rows, satisfaction

    class Meta:
        ordering = ["-month"]

    def __str__(self) -> str:
        return self.month
