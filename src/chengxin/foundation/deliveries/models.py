"""Tables of deliveries."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.lifecycle.documents import ServiceChannel

CONSENT_ADDRESS = "deliveries.consent_address"


class ElectronicConsent(models.Model):
    """电子送达同意: an addressee agrees to be served on the platform, from then until it says otherwise (Q-23).

    Given by the addressee itself on the platform, or entered by an officer from a form that it signed; taken back in
    either way. Revoking it touches later services alone: what was sent under it may still be signed for.
    """

    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, null=True, related_name="+")
    official = models.ForeignKey("subjects.Official", on_delete=models.PROTECT, null=True, related_name="+")
    is_own = models.BooleanField()  # given on the platform by the addressee itself
    sealed_address = models.BinaryField()  # where it is told that something waits
    form = models.CharField(max_length=64, blank=True)  # hash of the signed form
    given_on = models.DateField()
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    revoked_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_because = models.CharField(max_length=500, blank=True)
    revoked_on = models.DateField(null=True)  # the day of the letter where it came on paper
    revocation = models.CharField(max_length=64, blank=True)  # hash of the signed letter that takes it back

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="consent_of_a_body_or_an_official",
                condition=Q(body__isnull=True, official__isnull=False)
                | Q(body__isnull=False, official__isnull=True),
            ),
            models.CheckConstraint(
                name="consent_is_ones_own_or_on_paper", condition=Q(is_own=True) | ~Q(form="")
            ),
            models.CheckConstraint(
                name="consent_revoked_by_someone_at_some_time",
                condition=Q(revoked_by=None, revoked_at=None)
                | Q(revoked_by__isnull=False, revoked_at__isnull=False) & ~Q(revoked_because=""),
            ),
            models.UniqueConstraint(
                fields=["body"], condition=Q(revoked_at=None), name="consent_stands_once_a_body"
            ),
            models.UniqueConstraint(
                fields=["official"], condition=Q(revoked_at=None), name="consent_stands_once_an_official"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.given_on}"


class Delivery(models.Model):
    """送达: one document on its way to one addressee, and its arrival with the proof."""

    document = models.ForeignKey("documents.Document", on_delete=models.PROTECT, related_name="deliveries")
    addressee = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=[(channel, channel.zh) for channel in ServiceChannel])
    sent_at = models.DateTimeField()
    served_on = models.DateField(null=True)
    received_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    receipt = models.CharField(max_length=64, blank=True)  # hash of the scanned proof
    reference = models.CharField(max_length=80, blank=True)  # 邮件号 or number of the document exchange
    circumstances = models.CharField(
        max_length=500, blank=True
    )  # 留置: why, and who attended, by unit and post
    declined_because = models.CharField(
        max_length=500, blank=True
    )  # the addressee wants no electronic service
    recorded_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    consent = models.ForeignKey(  # under which it was sent electronically; none before consents were kept
        ElectronicConsent, on_delete=models.PROTECT, null=True, related_name="deliveries"
    )

    class Meta:
        ordering = ["sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="delivery_served_with_a_proof",
                condition=Q(served_on__isnull=True) | Q(received_by__isnull=False) | ~Q(receipt=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {ServiceChannel(self.channel).zh}"
