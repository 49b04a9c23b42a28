"""Tables of the lists."""

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin_core.lifecycle.consultations import ConsultationKind
from chengxin_core.vocabulary import Term


class Star(models.Model):
    """收藏: a matter that somebody in a post wants at hand."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mandate", "matter"], name="star_once")]

    def __str__(self) -> str:
        return f"{self.mandate_id}: {self.matter_id}"


class Circulation(models.Model):
    """传阅: a matter laid before a post, which notes that it read it."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="circulations")
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "to"], condition=Q(read_at__isnull=True), name="circulation_waits_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.to.post}"


class Nudge(models.Model):
    """催办: who has a matter in hands was asked to hurry; once a day for each matter."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="nudges")
    day = models.DateField()
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    to = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")  # null: the organ
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["matter", "day"], name="nudge_once_a_day")]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.day}"


class Handing(models.Model):
    """转办: a matter that went from one hand of its organ to another, and how it came back, if it did."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="handings")
    was = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    now = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)  # given back by the one, or taken back by the other

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="handing_to_another", condition=Q(was__isnull=True) | ~Q(was=F("now"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}: {self.now.post}"


class Consultation(models.Model):
    """会签或协办: one unit asked about one matter; itself a matter of that unit, with a clock of its own."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="consultation"
    )
    purpose = models.CharField(max_length=12, choices=[(each, each.zh) for each in ConsultationKind])
    asked_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    question = models.TextField()
    said = models.JSONField(default=list)  # the text laid before the unit, as it stood when it was asked
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.matter.title


class SavedFilter(models.Model):
    """常用筛选: a list with its filters, kept under a name by the holder of a post."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=20)
    tab = models.CharField(max_length=12)
    query = models.CharField(max_length=300)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["mandate", "name"], name="saved_filter_name_once")]

    def __str__(self) -> str:
        return self.name


class Outcome(Term):
    """批量办理中每一件的结果."""

    WAITING = "waiting", "待办理"
    DONE = "done", "已办理"
    REFUSED = "refused", "未办理"


class Batch(models.Model):
    """批量办理: one act upon many matters, carried out in the background, each with its own result."""

    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)  # button:<code>, assign, circulate, nudge, remind
    to = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.act} {self.pk}"


class BatchItem(models.Model):
    """批量办理的一件: the matter as it was seen, and what came of it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    outcome = models.CharField(
        max_length=8, choices=[(each, each.zh) for each in Outcome], default=Outcome.WAITING
    )
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["batch", "matter"], name="batch_item_once")]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.matter_id}"
