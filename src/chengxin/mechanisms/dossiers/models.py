"""Tables of officials' dossiers."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.matters.models import Matter
from chengxin.mechanisms.dossiers.own_words import words_of
from chengxin_core.determination.dossiers import DossierInput
from chengxin_core.vocabulary import Term


class LookKind(Term):
    """查阅方式: what was looked at."""

    DOSSIER = "dossier", "查阅档案"
    IDENTITY = "identity", "查看完整身份"


class NoticeKind(Term):
    """告知事项: what a person is told."""

    ENTRY = "entry", "档案新增信息"
    LAPSED = "lapsed", "影响期满，自动解除"
    LIFTED = "lifted", "从宽处理，影响解除"
    CHANGED = "changed", "从宽处理，处分变更"
    REMOVED = "removed", "信息已撤下"
    OPINION = "opinion", "年度信用意见已经送达"
    OPINION_ENDED = "opinion_ended", "年度信用意见的影响期满"
    OPINION_WITHDRAWN = "opinion_withdrawn", "年度信用意见已经撤销"
    USED = "used", "年度信用意见被使用"


class SupplyAuthority(models.Model):
    """信息提供授权: which organ may supply which input, by which document, between two days (policy Q-07)."""

    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    input = models.CharField(max_length=20, choices=[(each, each.zh) for each in DossierInput])
    document_number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day; null: until further notice
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "input", "valid_from"], name="supply_authority_granted_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {DossierInput(self.input).zh}"


class Supply(models.Model):
    """档案信息报送批次: what a supplier handed in at once; its file is not kept, for it names people."""

    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    kept = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="supply_by_a_person_or_a_program",
                condition=Q(by__isnull=False, program__isnull=True)
                | Q(by__isnull=True, program__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.at:%Y-%m-%d}"

    @property
    def sender(self) -> str:
        """The post or the program that handed it in, never a person."""
        return self.by.post if self.by else str(self.program)


class RefusedEntry(models.Model):
    """未接受的档案信息: sealed, as it came, so that its supplier can mend it; gone once the supplier says so."""

    supply = models.ForeignKey(Supply, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self) -> str:
        return f"{self.supply_id}: {self.row}"


class Entry(models.Model):
    """档案条目: one thing that a supplier says of an official: an item of a closed list, never words."""

    official = models.ForeignKey("subjects.Official", on_delete=models.PROTECT, related_name="entries")
    input = models.CharField(max_length=20, choices=[(each, each.zh) for each in DossierInput])
    item = models.CharField(max_length=40)  # code of the list that belongs to the input
    supplier = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    authority = models.ForeignKey(SupplyAuthority, on_delete=models.PROTECT, related_name="+")
    supply = models.ForeignKey(Supply, on_delete=models.PROTECT, related_name="entries")
    reference = models.CharField(max_length=40, blank=True)  # the supplier's own number
    document_number = models.CharField(max_length=60)
    decided_on = models.DateField()
    months = models.PositiveSmallIntegerField(null=True)  # of a sanction with a period
    until = models.DateField(null=True)  # the last day of its effect
    rulebook = models.CharField(max_length=64)
    entered_at = models.DateTimeField()
    lapsed_on = models.DateField(null=True)  # the first day without effect
    lifted_on = models.DateField(null=True)  # by leniency
    removed_on = models.DateField(null=True)  # it was wrong, or its decision was revoked

    class Meta:
        ordering = ["-decided_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["official", "input", "item", "document_number", "decided_on"], name="entry_kept_once"
            ),
            models.UniqueConstraint(
                fields=["supplier", "reference"],
                condition=~Q(reference=""),
                name="entry_of_a_suppliers_number_once",
            ),
            models.CheckConstraint(
                name="entry_ends_only_with_a_period",
                condition=Q(until__isnull=True, months__isnull=True)
                | Q(until__isnull=False, months__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official_id}: {DossierInput(self.input).zh}"


class Look(models.Model):
    """查阅记录: one look at a dossier: who, in which post, what for, when; written before it is answered."""

    official = models.ForeignKey("subjects.Official", on_delete=models.PROTECT, related_name="looks")
    kind = models.CharField(max_length=10, choices=[(kind, kind.zh) for kind in LookKind])
    purpose = models.CharField(max_length=20)  # of the list `dossier_uses`, or `handling`
    document_number = models.CharField(max_length=60)  # the work for which it was looked at
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="look_for_a_purpose", condition=~Q(purpose="") & ~Q(document_number="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official_id}: {self.purpose}"


class Opinion(models.Model):
    """年度信用意见: of one official for one year, an item of a closed list with human reasons (policy Q-34)."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="opinion")
    official = models.ForeignKey("subjects.Official", on_delete=models.PROTECT, related_name="opinions")
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20, blank=True)  # of the list `official_opinions`
    until = models.DateField(null=True)
    clause = models.CharField(max_length=200, blank=True)
    reasons = models.TextField(blank=True)
    sealed_reply = models.BinaryField(default=b"")  # what the person answered, in own words
    decided_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)  # the first day without effect

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["official", "year"], condition=Q(ended_on__isnull=True), name="opinion_one_a_year"
            ),
            models.CheckConstraint(
                name="opinion_decided_with_reasons",
                condition=Q(decided_on__isnull=True) | (~Q(code="") & ~Q(reasons="")),
            ),
        ]

    def __str__(self) -> str:
        return self.matter.title

    @property
    def reply(self) -> str:
        """What the person answered to the proposed opinion; "" where nothing."""
        return words_of(bytes(self.sealed_reply)) if self.sealed_reply else ""


class OpinionUse(models.Model):
    """意见使用: where an opinion was used: in appraisal, appointment or awards, by which document."""

    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, related_name="uses")
    use = models.CharField(max_length=20)  # of the list `dossier_uses`
    document_number = models.CharField(max_length=60)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "use", "document_number"], name="opinion_use_logged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.opinion_id}: {self.use}"


class Claim(models.Model):
    """本人主张: what an official asks for: objection or correction, leniency, review or appeal."""

    matter = models.OneToOneField(Matter, on_delete=models.PROTECT, primary_key=True, related_name="claim")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="claims")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, null=True, related_name="claims")
    ground = models.CharField(max_length=20)
    sealed_words = models.BinaryField()  # what the person stated
    filed_on = models.DateField()
    reason = models.TextField(blank=True)  # of the decision
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="claim_about_an_entry_or_an_opinion",
                condition=Q(entry__isnull=False, opinion__isnull=True)
                | Q(entry__isnull=True, opinion__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.matter.title

    @property
    def stated(self) -> str:
        """What the person stated, in own words."""
        return words_of(bytes(self.sealed_words))


class PersonNotice(models.Model):
    """告知: what a person was told, and when the person said to know of it; clocks of appeal start there."""

    official = models.ForeignKey("subjects.Official", on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(max_length=20, choices=[(kind, kind.zh) for kind in NoticeKind])
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="notices")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, null=True, related_name="notices")
    at = models.DateTimeField()
    known_on = models.DateField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.official_id}: {NoticeKind(self.kind).zh}"


class Restoration(models.Model):
    """恢复说明: an organ that had looked is told that an entry or opinion has no effect any more (policy R-35).

    The scope is the original one: who looked or used it, and nobody else.
    """

    official = models.ForeignKey("subjects.Official", on_delete=models.PROTECT, related_name="restorations")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="restorations")
    opinion = models.ForeignKey(Opinion, on_delete=models.PROTECT, null=True, related_name="restorations")
    kind = models.CharField(max_length=20, choices=[(kind, kind.zh) for kind in NoticeKind])
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.official_id}: {self.body_id}"
