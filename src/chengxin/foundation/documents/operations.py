"""Every write of documents: draft, review, review in law, send back, issue, keep the sealed scan, cancel, served."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document, DocumentVersion, GivenNumber, NumberBook
from chengxin.foundation.documents.plugs import document_kind, preconditions
from chengxin.foundation.documents.rendering import render_docx, render_pdf
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.rendering.elements import elements
from chengxin.foundation.documents.rendering.faces import refuse_undrawable
from chengxin.foundation.documents.showing import spelt
from chengxin.foundation.documents.supplements import ADDED, supplemented
from chengxin.foundation.documents.wording.queries import in_own_words, version_for
from chengxin.foundation.documents.words import words_for
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import (
    NewMatter,
    UnableToMove,
    attach,
    move,
    open_matter,
    show_to_subject,
)
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.matters.plugs import is_personal, kind_of
from chengxin.foundation.matters.two_persons import is_same_person, require_another_person
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import files, home
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.rulebook.book import NotListed, UnknownRule
from chengxin_core.rulebook.entries import NothingInForce, NotStated


class NotReady(UnableToMove):
    """The document cannot be made of what is known; the text says what is missing or cannot be printed."""


class NoLongerWanted(UnableToMove):
    """The matter that the document belongs to waits for it no more."""


@transaction.atomic
def draft_document(
    *,
    kind: str,
    parent: Matter,
    addressee: PublicBody,
    value: Mapping[str, Any],
    by: Mandate | None,
    at: datetime,
) -> Document:
    """Draft a document of `kind` in the matter `parent` to `addressee`; the organ that handles the matter issues it."""
    plugged = document_kind(kind)
    new = NewMatter(
        DOCUMENT,
        f"{plugged.zh}（{parent.official or addressee.name}）",
        addressee,
        parent.organ,
        parent.rulebook,
        parent,
        parent.official,
    )
    matter = open_matter(new=new, by=by, at=at)
    return Document.objects.create(matter=matter, kind=kind, value=dict(value), drafted_by=by)


@transaction.atomic
def revise(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    reason: str,
    added: Mapping[str, str],
    typed: Mapping[str, str],
) -> None:
    """Change a draft: what its drafter typed, and what is added to its sections (by heading); who does is its drafter.

    What the kind builds from the case stays. The draft as it was is kept among the versions. Raises `NotReady` where it
    could not be printed, `UnableToMove` where nothing would change.
    """
    document = matter.document
    value = {**document.value, **typed, ADDED: {name: text for name, text in added.items() if text.strip()}}
    if value == {ADDED: {}, **document.value}:
        raise UnableToMove("稿件没有改动，不需要保存")
    keep_version(document=document, step="draft", by=document.drafted_by, at=at)
    document.value, document.drafted_by = value, by
    said = spelt(preview(document))
    move(matter=matter, code="revise", by=by, at=at, note=reason)
    document.save(update_fields=["value", "drafted_by"])
    _keep_version(document, said, step="revise", by=by, at=at)


@transaction.atomic
def review(*, matter: Matter, by: Mandate, at: datetime, opinion: str = "") -> None:
    """Review a draft. A document that could not be issued is not passed on."""
    document = matter.document
    _require_yet_another(document, by, "审核")
    document.wording = standing = version_for(document)  # what speaks now is what was reviewed
    said = spelt(preview(document))
    move(matter=matter, code="review", by=by, at=at, note=opinion)
    _keep_version(document, said, step="review", by=by, at=at)
    Document.objects.filter(pk=document.pk).update(reviewed_by=by, wording=standing)


@transaction.atomic
def review_in_law(*, matter: Matter, by: Mandate, at: datetime, opinion: str = "") -> None:
    """Review a document in law."""
    document = matter.document
    _require_yet_another(document, by, "法制审核")
    move(matter=matter, code="legal_review", by=by, at=at, note=opinion)
    keep_version(document=document, step="legal_review", by=by, at=at)
    Document.objects.filter(pk=matter.pk).update(law_reviewed_by=by)


@transaction.atomic
def send_back(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Return a document to its drafter with a reason."""
    move(matter=matter, code="send_back", by=by, at=at, note=reason)
    keep_version(document=matter.document, step="send_back", by=by, at=at)
    Document.objects.filter(pk=matter.pk).update(reviewed_by=None, law_reviewed_by=None)


class NotYours(UnableToMove):
    """A step is taken back by who made it."""


@transaction.atomic
def withdraw_draft(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Take back one's own draft before its review, so that another can be drafted. Raises `NotYours`."""
    _require_same_person(_standing(matter).drafted_by, by, "稿件", "拟稿")
    move(matter=matter, code="withdraw", by=by, at=at, note=reason)


@transaction.atomic
def retract_review(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Take back one's own review, before the next step was taken."""
    _require_same_person(_standing(matter).reviewed_by, by, "审核意见", "审核")
    move(matter=matter, code="retract_review", by=by, at=at, note=reason)
    Document.objects.filter(pk=matter.pk).update(reviewed_by=None)


@transaction.atomic
def retract_legal(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Take back one's own review in law, before the document was issued."""
    _require_same_person(_standing(matter).law_reviewed_by, by, "法制审核意见", "法制审核")
    move(matter=matter, code="retract_legal", by=by, at=at, note=reason)
    Document.objects.filter(pk=matter.pk).update(law_reviewed_by=None)


@transaction.atomic
def issue(*, matter: Matter, by: Mandate, at: datetime) -> None:
    """Issue a document in the organ's name: it gets its number, its day, and the two files made of one value."""
    document = matter.document
    _require_yet_another(document, by, "签发")
    refuse_unwanted(document)
    for reason in (each.why_not(document) for each in preconditions()):
        if reason:
            raise UnableToMove(reason)
    move(matter=matter, code="issue", by=by, at=at)
    document.issued_by, document.issued_on = by, legal_day(at)
    document.number = give_number(matter=matter, organ=matter.organ, day=legal_day(at))
    official = preview(document)
    document.said = spelt(official)
    here = home.current()
    seals = is_personal(matter)
    document.docx, _ = files.keep(here, [render_docx(official)], seals=seals)
    document.pdf, _ = files.keep(here, [render_pdf(official)], seals=seals)
    document.save(update_fields=["issued_by", "issued_on", "number", "said", "docx", "pdf"])
    keep_version(document=document, step="issue", by=by, at=at)


@transaction.atomic
def keep_sealed_scan(*, matter: Matter, by: Mandate, at: datetime, scan: list[Upload]) -> None:
    """Keep the scan of the sealed paper: from then on it is the formal copy (policy Q-42).

    A better scan may follow; the earlier one stays among the attachments.
    """
    if matter.document.issued_on is None:
        raise UnableToMove("文书尚未签发，没有用印的正本")
    (sealed,) = attach(matter=matter, part=Part.SEALED, uploads=scan, by=by, at=at)
    Document.objects.filter(pk=matter.pk).update(sealed_scan=sealed.sha256)


@transaction.atomic
def cancel(*, matter: Matter, by: Mandate | None, at: datetime, reason: str) -> None:
    """Cancel a document that was not yet sent out."""
    move(matter=matter, code="cancel", by=by, at=at, note=reason)
    _void_number(matter, reason, at)


@transaction.atomic
def cancel_unsent(*, parent: Matter, why: str, at: datetime) -> int:
    """Cancel every document of `parent` that was not yet served; return how many.

    Called where the parent takes a way on which its documents are no longer true: it was dismissed, merged, ended.
    """
    unserved = parent.children.filter(kind="document").exclude(state__in=DOCUMENT.ends)
    for matter in unserved:
        code = "recall" if matter.state == "dispatched" else "cancel"
        move(matter=matter, code=code, by=None, at=at, note=why)
        _void_number(matter, why, at)
    return len(unserved)


def refuse_unwanted(document: Document) -> None:
    """Raise `NoLongerWanted` where the document must not go out any more, saying why."""
    kind, parent = document_kind(document.kind), document.matter.parent
    if kind.still_wanted is not None:
        reason = kind.still_wanted(document)
    elif kind.on_served is not None and parent is not None and kind_of(parent.kind).is_over(parent.state):
        reason = f"“{parent.title}”{kind_of(parent.kind).state_zh(parent.state)}"
    else:
        reason = ""
    if reason:
        raise NoLongerWanted(f"文书不能再发出: {reason}")


@transaction.atomic
def mark_served(
    *, matter: Matter, code: str, by: Mandate, at: datetime, served_on: date, note: str = ""
) -> None:
    """Note that a document reached its addressee on that day; what its service brings about happens now.

    Called by `deliveries`, which keeps the proof; `code` is the move (sign, record_service).
    """
    move(matter=matter, code=code, by=by, at=at, note=note)
    document = matter.document
    document.served_on = served_on
    document.save(update_fields=["served_on"])
    for shown in (matter, matter.parent):
        if shown is not None:
            show_to_subject(matter=shown, at=at)
    effect = document_kind(document.kind).on_served
    if effect is not None:
        effect(document=document, at=at)


def preview(document: Document) -> OfficialDocument:
    """Return the document as it would be issued today, to show or to check it; raise `NotReady` where it cannot."""
    try:
        built = document_kind(document.kind).build(document)
        official = in_own_words(document, supplemented(built, document.value.get(ADDED, {})))
        for element in elements(official):
            refuse_undrawable(element)
    except _MISSING as missing:
        raise NotReady(f"文书还不能成文: {missing}") from missing
    return official


# What building a document may end in, in words for people: texts that cannot be printed, law that says nothing.
_MISSING = (ValueError, NothingInForce, NotListed, NotStated, UnknownRule)


_STEPS = {"drafted_by": "拟稿", "reviewed_by": "审核", "law_reviewed_by": "法制审核"}


def _require_yet_another(document: Document, by: Mandate, to_do: str) -> None:
    """Refuse a step to who made an earlier one, under whatever mandate: no two of the four are one person."""
    made = step_made_by(document, by)
    require_another_person(f"{to_do}人不得与{made}人为同一人" if made else "")


def step_made_by(document: Document, by: Mandate) -> str:
    """Return which of the earlier steps of a document its reader made, or for whom it acts; '' for none."""
    made = Document.objects.select_related(*_STEPS).get(pk=document.pk)
    return next((done for column, done in _STEPS.items() if is_same_person(getattr(made, column), by)), "")


def keep_version(*, document: Document, step: str, by: Mandate | None, at: datetime) -> None:
    """Keep what the document says now, unless the last version says the same; what cannot be made yet says nothing."""
    try:
        said = document.said or spelt(preview(document))
    except UnableToMove:
        return
    _keep_version(document, said, step=step, by=by, at=at)


def _keep_version(
    document: Document, said: list[dict[str, Any]], *, step: str, by: Mandate | None, at: datetime
) -> None:
    last = document.versions.order_by("-number").first()
    if last is None or last.said != said:
        number = last.number + 1 if last else 1
        DocumentVersion.objects.create(document=document, number=number, step=step, by=by, at=at, said=said)


def give_number(*, matter: Matter, organ: PublicBody, day: date) -> str:
    """Return the organ's next number of the year (文号) and enter in its book which matter's paper bears it.

    The book is counted up in place, so that no two get the same; what is rolled back gave none.
    """
    book = _number_book(organ, day.year)
    NumberBook.objects.filter(pk=book.pk).update(last=F("last") + 1)
    book.refresh_from_db(fields=["last"])
    given = GivenNumber.objects.create(book=book, serial=book.last, matter=matter, given_on=day)
    return str(given)


def _void_number(matter: Matter, reason: str, at: datetime) -> None:
    """Let a number that was given be nobody's again: it stays in its book with the reason, and is not given twice."""
    given = matter.given_numbers.filter(voided_at=None)
    given.update(void_because=reason[:500] or "作废", voided_at=at)


def _standing(matter: Matter) -> Document:
    return Document.objects.select_related("reviewed_by", "law_reviewed_by").get(pk=matter.pk)


def _require_same_person(made_by: Mandate | None, by: Mandate, made: str, done: str) -> None:
    if made_by is None or made_by.user_id != by.user_id:
        raise NotYours(f"{made}只能由{done}人本人撤回")


def _number_book(organ: PublicBody, year: int) -> NumberBook:
    """Return the organ's book of the year, or begin it under the word it had before, else one that no other has."""
    books = NumberBook.objects.filter(organ=organ)
    if found := books.filter(year=year).first():
        return found
    kept = books.order_by("-year").values_list("word", flat=True).first()
    for word in [kept] if kept else words_for(organ):
        if NumberBook.objects.filter(word=word).exclude(organ=organ).exists():
            continue
        with suppress(IntegrityError), transaction.atomic():
            return NumberBook.objects.create(organ=organ, year=year, word=word)
        if found := books.filter(year=year).first():  # somebody else began it at this moment
            return found
    raise UnableToMove(f"不能确定{organ.name}的机关代字，请再试一次")
