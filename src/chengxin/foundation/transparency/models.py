"""Tables of reviews, publications, the log's entries, and how far each sink has followed."""

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin_core.ledger.entry import Event
from chengxin_core.vocabulary import Term


class ReviewOutcome(Term):
    """公开审查结论."""

    PASSED = "passed", "同意公开"
    REFUSED = "refused", "不予公开"


class PublicationState(Term):
    """Whether anything is in force under a key."""

    IN_FORCE = "in_force", "公示中"
    ENDED = "ended", "已终止公示"


class ReleaseReview(models.Model):
    """公开审查: three checks of what is to be published, by somebody who did not write it (policy Q-27)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="release_reviews")
    kind = models.CharField(max_length=64)  # of the publication it is about
    reviewer = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    disclosure_passed = models.BooleanField()  # 信息公开审查 (policy Q-27)
    secrecy_passed = models.BooleanField()  # 保密审查（保守国家秘密法第三十五条）
    personal_passed = models.BooleanField()  # 个人信息处理
    ground = models.TextField()
    outcome = models.CharField(max_length=10, choices=[(outcome, outcome.zh) for outcome in ReviewOutcome])
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="release_review_is_not_by_the_author", condition=~Q(reviewer=F("author"))
            ),
            models.CheckConstraint(
                name="release_review_passes_with_all_three_checks",
                condition=Q(outcome=ReviewOutcome.REFUSED)
                | Q(disclosure_passed=True, secrecy_passed=True, personal_passed=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter}: {ReviewOutcome(self.outcome).zh}"


class Publication(models.Model):
    """公示信息: something published under an opaque key, and the version in force."""

    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=32, unique=True)  # random: derived from nothing (policy Q-29)
    matter = models.ForeignKey(
        Matter, on_delete=models.PROTECT, null=True, related_name="publications"
    )  # null: known from the log alone, because the backup that was restored is older
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(
        max_length=10,
        choices=[(state, state.zh) for state in PublicationState],
        default=PublicationState.IN_FORCE,
    )
    marked = models.BooleanField(default=False)  # 异议标注
    published_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_publication_of_a_kind_in_force_for_a_matter",
                fields=["matter", "kind"],
                condition=Q(state=PublicationState.IN_FORCE),
            ),
            models.CheckConstraint(
                name="publication_that_ended_ended_at_some_time",
                condition=Q(state=PublicationState.IN_FORCE, ended_at__isnull=True)
                | Q(state=PublicationState.ENDED, ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class PublicationVersion(models.Model):
    """公示版本: the content (canonical JSON) and the salt of its commitment, until both are destroyed."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveIntegerField()
    content = models.BinaryField(null=True)
    salt = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(name="version_is_made_once", fields=["publication", "version"]),
            models.CheckConstraint(
                name="content_and_salt_are_destroyed_together",
                condition=Q(content__isnull=False, salt__isnull=False, destroyed_at__isnull=True)
                | Q(content__isnull=True, salt__isnull=True, destroyed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication} v{self.version}"


class Anchor(models.Model):
    """链头存证: where a chain that never leaves the house stood, as the log says for ever.

    `place` and `day` stay inside. One known from the log alone, because a restored backup is older, has no place.
    """

    thing = models.CharField(max_length=64)  # which chain: the code that the entry has as its kind
    key = models.CharField(max_length=32, unique=True)  # random: derived from nothing
    place = models.BigIntegerField(null=True)  # number of the entry of that chain
    link = models.BinaryField()  # 32 bytes: the entry's commitment
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="a_chain_is_anchored_once_a_day",
                fields=["thing", "day"],
                condition=Q(place__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.day}"


class OfficersEnd(models.Model):
    """另行终止决定: who ended a publication whose matter nobody knows any more, and why."""

    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="officers_end")
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.publication}: {self.reason}"


class LogEntry(models.Model):
    """日志条目: queued while it has no number; once it has one, its bytes never change."""

    publication = models.ForeignKey(
        Publication, on_delete=models.PROTECT, null=True, related_name="entries"
    )  # null: of what is anchored
    anchor = models.OneToOneField(Anchor, on_delete=models.PROTECT, null=True, related_name="entry")
    version = models.PositiveIntegerField()
    event = models.CharField(max_length=10, choices=[(event, event.zh) for event in Event])
    at = models.DateTimeField()
    commitment = models.BinaryField(null=True)
    certificate = models.JSONField(null=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="successor")
    index = models.BigIntegerField(null=True, unique=True)  # its number in the log
    data = models.BinaryField(null=True)  # canonical bytes, which name the number it supersedes

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="entry_with_a_number_has_bytes",
                condition=Q(index__isnull=True, data__isnull=True)
                | Q(index__isnull=False, data__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_is_of_a_publication_or_of_an_anchor",
                condition=Q(publication__isnull=False, anchor__isnull=True) & ~Q(event=Event.ANCHORED)
                | Q(publication__isnull=True, anchor__isnull=False, event=Event.ANCHORED),
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="entry_queue", condition=Q(index__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.index}: {self.publication or self.anchor} {self.event}"


class Log(models.Model):
    """日志: one row; whoever raises `size` from what it read has claimed the numbers in between."""

    size = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"日志（{self.size} 条）"


class SinkProgress(models.Model):
    """回执: how many entries, from the first on, a sink has said to have applied."""

    sink = models.CharField(max_length=64, primary_key=True)
    applied = models.BigIntegerField(default=0)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sink}: {self.applied}"
