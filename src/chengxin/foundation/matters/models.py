"""Tables of matters, their moves and their attachments."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import Columns, visible
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.documents import DOCUMENT

_WHOSE = Columns(
    body="body_id", subject="subject_path", organ="organ_path", shown="shown_at", archived="archived_at"
)


def _is_out_or_drafted_by(mandate: Mandate) -> Q:
    """Return the condition that a document has left its organ, or is that of `mandate`: a draft is nobody else's."""
    is_out = Q(shown_at__isnull=False) | Q(archived_at__isnull=False)
    return ~Q(kind=DOCUMENT.kind) | is_out | Q(organ_id=mandate.body_id)


class MatterQuerySet(models.QuerySet["Matter"]):
    """Reads that chain. A person's read begins with `visible_to`."""

    def visible_to(self, mandate: Mandate) -> "MatterQuerySet":
        return self.filter(visible(mandate, _WHOSE) & _is_out_or_drafted_by(mandate))

    def of_kind(self, *kinds: str) -> "MatterQuerySet":
        return self.filter(kind__in=kinds)

    def about(self, body_id: str) -> "MatterQuerySet":
        return self.filter(body_id=body_id)


class Matter(models.Model):
    """事项: something that is being handled, whatever its kind, and where it stands."""

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)  # counts its moves: who saw an older one must look again
    title = models.CharField(max_length=200)
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    subject_path = models.CharField(max_length=110)
    organ_path = models.CharField(max_length=110)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    rulebook = models.CharField(max_length=64)  # hash of the snapshot it began under
    harms = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)  # when the subject was first shown it
    archived_at = models.DateTimeField(null=True)  # when its case file went to the archive zone
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)  # 演示数据

    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="matter_that_harms_was_decided_by_someone_at_some_time",
                condition=Q(harms=False) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_path", "kind", "state"], name="matter_by_subject"),
            models.Index(fields=["organ_path", "kind", "state"], name="matter_by_organ"),
            models.Index(fields=["moved_at"], name="matter_by_last_move"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number by which people call it."""
        return f"{legal_day(self.opened_at).year}-{self.pk:06d}"


class MatterMove(models.Model):
    """办理步骤: one move that a matter made: what, from where to where, by whom, when, why, on what clause."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="moves")
    code = models.CharField(max_length=20)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    by = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: the platform
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    basis = models.JSONField(default=list)  # rule ids

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.matter}: {self.code}"


class Attachment(models.Model):
    """附件: a file that belongs to a matter, kept under its hash."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=80)
    part = models.CharField(
        max_length=20
    )  # what it is to the matter: evidence, defence, plan, report, proof …
    added_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at", "pk"]

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """情况记录: what somebody stated in a matter, in words: a defence, an explanation, a plan, a report."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="notes")
    part = models.CharField(max_length=20)
    text = models.TextField()
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.matter}: {self.part}"


class ArchiveRead(models.Model):
    """档案查阅: one reading of an archived matter: under which mandate, for what purpose, when (policy Q-28)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="archive_reads")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(name="archive_read_for_a_purpose", condition=~Q(purpose="")),
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {self.purpose}"
