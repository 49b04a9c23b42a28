"""Tables of official documents."""

from typing import Any

from django.db import models
from django.db.models import F, Q

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.vocabulary import Term


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
    wording = models.ForeignKey(  # of its organ, as it was at the review; none: the words of the platform
        "documents.WordingVersion", on_delete=models.PROTECT, null=True, related_name="documents"
    )

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


class DocumentVersion(models.Model):
    """文书的一稿: what a document said when a step was taken; the same text is kept once."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()  # counts from 1
    step = models.CharField(max_length=20)  # the move that was made
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    said = models.JSONField()  # its elements in order

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.number}"


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


class GivenNumber(models.Model):
    """已用文号: one number of a book and the matter whose paper bears it; a void one stays, with the reason."""

    book = models.ForeignKey(NumberBook, on_delete=models.PROTECT, related_name="given")
    serial = models.PositiveIntegerField()
    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="given_numbers")
    given_on = models.DateField()
    void_because = models.CharField(max_length=500, blank=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["serial"]
        constraints = [
            models.UniqueConstraint(fields=["book", "serial"], name="number_given_once"),
            models.CheckConstraint(
                name="number_void_with_a_reason", condition=Q(voided_at__isnull=True) | ~Q(void_because="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book}{self.serial}号"


class WordingState(Term):
    """文书模板版本的状态: where a version of an organ's wording stands."""

    WAITING = "waiting", "待审核"
    APPROVED = "approved", "已通过"
    REFUSED = "refused", "未通过"


class WordingVersion(models.Model):
    """文书模板的一版: the words that an organ puts around what a kind of document says; none are the platform's own.

    The newest approved version of an organ and kind speaks in the documents that are reviewed from then on.
    """

    organ = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=30)  # of the documents plugged in
    number = models.PositiveIntegerField()  # counts from 1
    wording = models.JSONField(
        null=True
    )  # title and lines; none: back to the words that come with the platform
    reason = models.CharField(max_length=500)
    state = models.CharField(
        max_length=10,
        choices=[(state, state.zh) for state in WordingState],
        default=WordingState.WAITING.value,
    )
    handed_in_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()
    decided_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    opinion = models.CharField(max_length=500, blank=True)  # of who decided

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "number"], name="wording_numbered_once"),
            models.UniqueConstraint(
                fields=["organ", "kind"], condition=Q(state="waiting"), name="wording_waits_once_a_kind"
            ),
            models.CheckConstraint(
                name="wording_decided_by_someone_at_some_time",
                condition=Q(state="waiting", decided_by=None, decided_at=None)
                | ~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="wording_approved_by_another_person",
                condition=~Q(state="approved") | ~Q(decided_by=F("handed_in_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def state_zh(self) -> str:
        """Where it stands, in words."""
        return WordingState(self.state).zh
