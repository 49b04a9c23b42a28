"""Tables of matters, their moves and their attachments."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import Clause, Columns, clauses, meeting
from chengxin.ground.ciphers import unseal
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.documents import DOCUMENT

_WHOSE = Columns(
    body="body_id",
    subject="subject_path",
    organ="organ_path",
    organ_id="organ_id",
    holder="holder__user",
    shown="shown_at",
    archived="archived_at",
    official="official_id",
)


def sight_of(mandate: Mandate, *, archived_too: bool = False) -> tuple[Clause, ...]:
    """Return the conditions under which `mandate` sees a matter about a body; a draft is its organ's alone."""
    is_out = Q(shown_at__isnull=False) | Q(archived_at__isnull=False)
    is_no_draft = ~Q(kind=DOCUMENT.kind) | is_out | Q(organ_id=mandate.body_id)
    draft = Clause("no_draft_of_others", "不是其他单位尚未发出的文书", "Q-24", is_no_draft)
    no_affair = Clause("no_internal_affair", "不是机关的内部事务", "T-42", Q(is_internal=False))
    return (*clauses(mandate, _WHOSE, archived_too=archived_too), draft, no_affair)


def sight_inside(mandate: Mandate) -> tuple[Clause, ...]:
    """Return the conditions under which `mandate` sees an organ's own affair: who takes part in it does."""
    part = Q(pk__in=Participant.objects.filter(mandate=mandate.pk).values("matter"))
    return (
        Clause("internal_affair", "是机关的内部事务", "T-42", Q(is_internal=True)),
        Clause("takes_part", "是该内部事务的参与人", "T-42", part),
    )


class MatterQuerySet(models.QuerySet["Matter"]):
    """Reads that chain. A person's read begins with `visible_to`."""

    def visible_to(self, mandate: Mandate, *, archived_too: bool = False) -> "MatterQuerySet":
        """Return the matters about bodies that `mandate` may see: every list, search, count and export begins here.

        With `archived_too` also those that it saw until they were archived: to be counted, never to be shown.
        """
        return self.filter(meeting(sight_of(mandate, archived_too=archived_too)))

    def taking_part(self, mandate: Mandate) -> "MatterQuerySet":
        """Return the internal affairs of organs in which `mandate` takes part."""
        return self.filter(meeting(sight_inside(mandate)))

    def one_visible_to(self, mandate: Mandate, pk: int) -> "MatterQuerySet":
        """Return the one matter or affair, if `mandate` may see it: what a page of one matter begins with."""
        seen = meeting(sight_of(mandate)) | meeting(sight_inside(mandate))
        return self.filter(seen, pk=pk)

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
    official = models.ForeignKey(  # the natural person that it is about, if it is about one
        "subjects.Official", on_delete=models.PROTECT, null=True, related_name="+"
    )
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    rulebook = models.CharField(max_length=64)  # hash of the snapshot it began under
    holder = (
        models.ForeignKey(  # 承办人: the first of its organ who took a step, or to whom it was handed over
            Mandate, on_delete=models.PROTECT, null=True, related_name="+"
        )
    )
    is_internal = models.BooleanField(
        default=False
    )  # 内部事务: an organ's own affair, about no body's conduct
    harms = models.BooleanField(default=False)
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True)  # when the subject was first shown it
    archived_at = models.DateTimeField(null=True)  # when its case file went to the archive zone
    filed_at = models.DateTimeField(
        null=True
    )  # when its case file was filed for good: read-only since (归档)
    opened_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    is_demo = models.BooleanField(default=False)  # 演示数据
    # 历史补录: it happened before it was entered; nobody is timed or reminded, and no figure counts it as new
    is_historic = models.BooleanField(default=False)
    is_open = models.BooleanField(default=True)  # somebody may have to do something in it still

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
            # What waits is little beside what was ever handled: lists of work read these and nothing else.
            models.Index(fields=["organ", "subject_path"], name="matter_open_at", condition=Q(is_open=True)),
            models.Index(fields=["body", "kind"], name="matter_open_about", condition=Q(is_open=True)),
            models.Index(fields=["subject_path"], name="matter_open_under", condition=Q(is_open=True)),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def number(self) -> str:
        """The number by which people call it."""
        return f"{legal_day(self.opened_at).year}-{self.pk:06d}"


class MatterTerm(models.Model):
    """检索词: with which matters of a block of numbers a pair of characters stands, as a Roaring bitmap."""

    pk = models.CompositePrimaryKey("term", "block")
    term = models.CharField(max_length=64)
    block = models.IntegerField()
    documents = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.term} {self.block}"


class ToIndex(models.Model):
    """待建索引: a matter that the index of the search does not know yet as it stands now."""

    matter = models.OneToOneField(Matter, on_delete=models.CASCADE, primary_key=True, related_name="+")

    def __str__(self) -> str:
        return str(self.matter_id)


class Participant(models.Model):
    """参与人: who takes part in an organ's own affair, under which mandate; nobody else sees it."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="participants")
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "mandate"], name="participant_once")]

    def __str__(self) -> str:
        return f"{self.matter}: {self.mandate}"


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
        indexes = [models.Index(fields=["by", "code", "matter"], name="move_by_whom")]

    def __str__(self) -> str:
        return f"{self.matter}: {self.code}"


ATTACHED_NAME = "files.name"


class Attachment(models.Model):
    """附件: a file of a matter, kept under its digest; of a matter about a natural person, file and name are sealed."""

    matter = models.ForeignKey(Matter, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    sealed_name = models.BinaryField(default=b"")  # where `name` says only what type of file it is
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

    @property
    def called(self) -> str:
        """What its sender called it, to who may see the matter."""
        sealed = bytes(self.sealed_name)
        return unseal(sealed, purpose=ATTACHED_NAME) if sealed else self.name


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


class Interest(models.Model):
    """利害关系申报: a person has an interest in a body or in one matter, and from then on does not handle it (R-59)."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")
    ground = models.CharField(max_length=30)  # of the rulebook's list `recusal_grounds`
    declared_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="interest_in_a_body_or_a_matter",
                condition=Q(body__isnull=True, matter__isnull=False)
                | Q(body__isnull=False, matter__isnull=True),
            ),
            models.CheckConstraint(
                name="interest_lifted_with_a_reason",
                condition=Q(lifted_at__isnull=True) | (Q(lifted_by__isnull=False) & ~Q(lifted_because="")),
            ),
            models.UniqueConstraint(
                fields=["user", "body"], condition=Q(lifted_at__isnull=True), name="interest_in_body_once"
            ),
            models.UniqueConstraint(
                fields=["user", "matter"], condition=Q(lifted_at__isnull=True), name="interest_in_matter_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.declared_by.post}: {self.ground}"


class RecusalRequest(models.Model):
    """回避申请: somebody asks that a person handle a matter no more; the head of the organ decides (R-59)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="recusal_requests")
    person = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")  # under which it handles
    ground = models.CharField(max_length=30)  # of the rulebook's list `recusal_grounds`
    reason = models.CharField(max_length=500)
    asked_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)  # null: not decided yet
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="recusal_decided_by_somebody_at_some_time",
                condition=Q(granted__isnull=True) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["matter", "person"], condition=Q(granted__isnull=True), name="recusal_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {self.person.post}"
