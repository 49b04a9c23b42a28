"""Tables of official documents."""

from typing import Any

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate


class Document(models.Model):
    """文书: an official document in a matter; itself a matter, so that it moves and is seen like every other."""

    matter = models.OneToOneField(
        "matters.Matter", on_delete=models.PROTECT, primary_key=True, related_name="document"
    )
    kind = models.CharField(max_length=30)  # of the documents plugged in
    value = models.JSONField(default=dict)  # what it says: the fields of its kind
    number = models.CharField(max_length=80, blank=True)
    drafted_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", null=True)
    reviewed_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", null=True)
    law_reviewed_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", null=True)
    issued_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", null=True)
    issued_on = models.DateField(null=True)
    said = models.JSONField(default=list)  # its elements in order, as they were issued
    docx = models.CharField(max_length=64, blank=True)  # hashes of the files made at issue
    pdf = models.CharField(max_length=64, blank=True)
    sealed_scan = models.CharField(max_length=64, blank=True)  # the formal copy, when it came back
    served_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="document_issued_has_number_and_files",
                condition=Q(issued_on__isnull=True) | (~Q(number="") & ~Q(docx="") & ~Q(pdf="")),
            ),
            models.CheckConstraint(
                name="document_served_only_when_issued",
                condition=Q(served_on__isnull=True) | Q(issued_on__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(number=""), name="document_number_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.title} {self.number}".strip()

    def text(self, field: str) -> str:
        """Return one field of the value as text."""
        found: Any = self.value.get(field, "")
        return str(found)


class NumberBook(models.Model):
    """发文字号簿: the last number given by an organ in a year; numbers have no gaps."""

    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=60)  # 机关代字: no other organ's
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="number_book_one_a_year"),
            models.UniqueConstraint(fields=["word", "year"], name="number_book_word_of_one_organ"),
        ]

    def __str__(self) -> str:
        return f"{self.word}〔{self.year}〕"
