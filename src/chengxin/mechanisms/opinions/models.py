"""The table of received opinions."""

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.matters.models import Matter


class ReceivedOpinion(models.Model):
    """监督意见: its body is whom it was told, its organ who keeps track of it."""

    matter = models.OneToOneField(
        Matter, on_delete=models.PROTECT, primary_key=True, related_name="received_opinion"
    )
    source = models.CharField(
        max_length=30
    )  # of the list `received_opinions`, or of `public_opinion_sources`
    issuer = models.CharField(max_length=120)  # the organ that gave it; the medium, the programme
    number = models.CharField(max_length=120)  # of the paper; of the edition, the broadcast
    place = models.CharField(max_length=300, blank=True)  # where what a medium published can be found
    text = models.TextField()
    received_on = models.DateField()
    answer_by = models.DateField()  # as the paper sets it
    answer = models.TextField(blank=True)
    result = models.TextField(blank=True)
    lead = models.OneToOneField(
        "leads.Lead", on_delete=models.PROTECT, null=True, related_name="received_opinion"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "number"], name="received_opinion_once"),
            models.CheckConstraint(
                name="received_opinion_answered_after_it_came", condition=Q(answer_by__gt=F("received_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} {self.number}"


class PromiseMade(models.Model):
    """公开作出的承诺: what a body promised in answer, as it stands in the ledger."""

    opinion = models.ForeignKey(ReceivedOpinion, on_delete=models.PROTECT, related_name="promises")
    commitment = models.OneToOneField(
        "commitments.Commitment", on_delete=models.PROTECT, related_name="made_in"
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.opinion_id}: {self.commitment_id}"
