"""Tables of records."""

from django.db import models
from django.db.models import Q

from chengxin_core.vocabulary import Area, DisclosureMode, Severity


class Record(models.Model):
    """政务失信记录."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="record"
    )
    record_type = models.CharField(
        max_length=40, blank=True
    )  # code of the item of the loaded information list
    list_version = models.CharField(max_length=60, blank=True)
    disclosure_mode = models.CharField(
        max_length=20, choices=[(mode, mode.zh) for mode in DisclosureMode], blank=True
    )
    area = models.CharField(max_length=16, choices=[(area, area.zh) for area in Area], default=Area.GENERAL)
    facts = models.TextField(blank=True)  # as the organ states them, without any person's name
    instrument_on = models.DateField()  # the day of the instrument that determined it
    conduct_ended_on = models.DateField(null=True)
    severity = models.CharField(max_length=10, choices=[(each, each.zh) for each in Severity], blank=True)
    stated_severity = models.CharField(  # as an old instrument states it; counts until the record is graded
        max_length=10, choices=[(each, each.zh) for each in Severity], blank=True
    )
    loss = models.BigIntegerField(null=True)  # in fen
    impact = models.CharField(max_length=20, blank=True)  # code of the impact band
    relief = models.JSONField(default=list)  # codes of the grounds of relief that were shown
    proportionality = models.JSONField(default=dict)  # the receipt: inputs, versions, steps, hash
    notified = models.JSONField(default=dict)  # what its served notice told: nothing harsher is decided
    ends_on = models.DateField(null=True)  # the last lawful day of publication
    window = models.JSONField(default=list)  # its arithmetic, line by line
    is_behind = models.BooleanField(default=False)  # what is public lags behind what has happened since
    exposure = models.CharField(max_length=20, blank=True)  # ground of a typical case, of `exposure_grounds`
    fulfilment_confirmed_on = models.DateField(null=True)
    ended_ground = models.CharField(max_length=20, blank=True)
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="record_ended_has_ground_and_day",
                condition=Q(ended_on__isnull=True, ended_ground="")
                | (Q(ended_on__isnull=False) & ~Q(ended_ground="")),
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(ended_on__isnull=True), name="record_by_lawful_end")
        ]

    def __str__(self) -> str:
        return self.matter.title


class RecordInstrument(models.Model):
    """并案文书: an instrument that a record rests on; one fact may have several."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="instruments")
    instrument = models.ForeignKey("evidence.Instrument", on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "body"], name="instrument_counts_once_against_a_body"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.record}: {self.instrument}"
