"""Reads of wordings: what is in force for an organ, its versions, who may hand in and decide."""

from dataclasses import dataclass

from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document, WordingState, WordingVersion
from chengxin.foundation.documents.plugs import DocumentKind, document_kind
from chengxin.foundation.documents.rendering.document import OfficialDocument
from chengxin.foundation.documents.wording.value import Wording, printed, read, shipped
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.lifecycle.table import Actor

_REVIEWERS = DOCUMENT.move("legal_review").actors
_DRAFTERS = DOCUMENT.move("review").actors | _REVIEWERS
_READERS = _DRAFTERS | DOCUMENT.move("issue").actors


@dataclass(frozen=True, slots=True)
class InForce:
    """The wording that speaks for an organ: its version, none for the platform's own."""

    wording: Wording
    version: WordingVersion | None


def may_look(mandate: Mandate) -> bool:
    """Say whether somebody has to do with documents, and so with their templates."""
    return Actor(mandate.role) in _READERS


def may_hand_in(mandate: Mandate) -> bool:
    """Say whether somebody may hand in templates of the own organ."""
    return Actor(mandate.role) in _DRAFTERS


def may_decide(mandate: Mandate) -> bool:
    """Say whether somebody may let templates of the own organ be."""
    return Actor(mandate.role) in _REVIEWERS


def versions_of(organ: str, kind: DocumentKind) -> QuerySet[WordingVersion]:
    """Return the versions of an organ's wording of a kind, the oldest first."""
    return WordingVersion.objects.filter(organ=organ, kind=kind.code)


def newest_by_kind(organ: str) -> dict[str, list[WordingVersion]]:
    """Return the versions of an organ by kind of document, the newest first, in one query."""
    found: dict[str, list[WordingVersion]] = {}
    for each in WordingVersion.objects.filter(organ=organ).order_by("-number"):
        found.setdefault(each.kind, []).append(each)
    return found


def in_force(organ: str, kind: DocumentKind) -> InForce:
    """Return what speaks for an organ in a kind of document now."""
    newest = versions_of(organ, kind).filter(state=WordingState.APPROVED).order_by("-number").first()
    return _standing(newest, kind)


def wording_of(version: WordingVersion | None, kind: DocumentKind) -> Wording:
    """Return what a version says; the platform's own for none, and for one that goes back to it."""
    return _standing(version, kind).wording


def version_for(document: Document) -> WordingVersion | None:
    """Return the version that speaks in a document: of a draft the newest, later the one that was reviewed."""
    if document.matter.state != DOCUMENT.initial:
        return document.wording
    return in_force(document.matter.organ_id, document_kind(document.kind)).version


def in_own_words(document: Document, official: OfficialDocument) -> OfficialDocument:
    """Return what a document says in the words of its organ."""
    version, kind = version_for(document), document_kind(document.kind)
    if version is None or version.wording is None:
        return official
    matter = document.matter.parent or document.matter
    said = {
        "addressee": official.addressee,
        "organ": official.organ,
        "body": document.matter.body.name if document.matter.official_id is None else official.addressee,
        "matter": matter.title,
        "matter_number": matter.number,
    }
    return printed(read(version.wording), official, kind=kind, said=said)


def _standing(version: WordingVersion | None, kind: DocumentKind) -> InForce:
    if version is None or version.wording is None:
        return InForce(shipped(kind), None)
    return InForce(read(version.wording), version)
