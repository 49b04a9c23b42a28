"""Tables of ratings: what was said of a finished matter, a bad one as it is handled, and reviews of bodies."""

from django.db import models
from django.db.models import Q

from chengxin_core.lifecycle.ratings import Electorate, Satisfaction

_GRADES = [(each, each.zh) for each in Satisfaction]


class Rating(models.Model):
    """评价: what whom a finished matter served says of its handling by `body`; one for each matter."""

    rated = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="rating"
    )
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    grade = models.CharField(max_length=20, choices=_GRADES)
    sealed = models.BinaryField(null=True)  # the words that came with it
    at = models.DateTimeField()
    counts = models.BooleanField(default=True)  # False: found to be wrong (policy X-34)
    again = models.CharField(max_length=20, choices=_GRADES, blank=True)  # the grade after it was put right
    again_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["body", "at"], name="rating_by_body")]
        constraints = [
            models.CheckConstraint(
                name="rating_again_at_a_time",
                condition=Q(again="", again_at__isnull=True) | (~Q(again="") & Q(again_at__isnull=False)),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rated_id}: {self.grade}"


class BadRating(models.Model):
    """差评: a bad rating as it is verified and put right; a matter about the body rated, of the organ above it."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="bad_rating"
    )
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="handled_as")
    is_late = models.BooleanField(default=False)  # the body let its days to put right run out

    def __str__(self) -> str:
        return self.matter.title


class Campaign(models.Model):
    """群众评议: a public review of some bodies by questions of a closed list, from one day to another."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="campaign"
    )
    bodies = models.ManyToManyField("subjects.PublicBody", related_name="+")
    questions = models.JSONField()  # codes of the list `campaign_questions`
    opens_on = models.DateField()
    closes_on = models.DateField()  # the last day
    minimum = models.PositiveIntegerField()  # ballots about a body, below which nothing is told of it
    electorate = models.CharField(max_length=10, choices=[(each, each.zh) for each in Electorate])
    result = models.JSONField(null=True)  # as counted; nothing of a body below the minimum but that it is
    alike = models.PositiveIntegerField(default=0)  # ballots that came in bunches of the same answers
    counted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="campaign_ends_after_it_begins",
                condition=Q(closes_on__gte=models.F("opens_on")),
            )
        ]

    def __str__(self) -> str:
        return self.matter.title


class Invitation(models.Model):
    """邀请码: a keyed digest of one invitation; the code itself was handed out once and is kept nowhere."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="invitations")
    digest = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.pk}"
