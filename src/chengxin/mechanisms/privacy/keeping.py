"""保存期限: what people stated and proved, who they are, and receipts that name them, is destroyed when its term ends.

That somebody asked for which right, what was decided and with which reasons stays with the case file.
"""

from django.db import transaction
from django.db.models import QuerySet

from chengxin.foundation.matters.models import Attachment
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.retention.plugs import RecordClass
from chengxin.foundation.retention.rows import class_of_rows
from chengxin.ground import files, home
from chengxin.ground.home import Home
from chengxin.ground.keepers import is_kept
from chengxin.mechanisms.privacy.models import DataRequest, PersonLook, PersonRequest
from chengxin_core.lifecycle.privacy import DATA_REQUEST, PERSON_REQUEST
from chengxin_core.lifecycle.table import Actor

TERMS = ("pia.keep", "provision_record.keep")  # records of processing (T-58) and of what was provided (T-48)
DECIDERS = frozenset({Actor.AUDITOR, Actor.AUDIT_ADMIN})


def _ended_requests() -> QuerySet[DataRequest]:
    return DataRequest.objects.filter(matter__state__in=DATA_REQUEST.ends).exclude(sealed_words=b"")


def _ended_at_counter() -> QuerySet[PersonRequest]:
    return PersonRequest.objects.filter(matter__state__in=PERSON_REQUEST.ends).exclude(name_sealed=b"")


def _without_words(rows: QuerySet[DataRequest]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    _destroy(Attachment.objects.filter(matter__in=keys, part=Part.PROOF))
    return DataRequest.objects.filter(pk__in=keys).update(sealed_words=b"")


def _without_person(rows: QuerySet[PersonRequest]) -> int:
    keys = list(rows.values_list("pk", flat=True))
    _destroy(Attachment.objects.filter(matter__in=keys).exclude(part=Part.ANSWER))  # receipts name the person
    gone = dict.fromkeys(("name_sealed", "number_sealed", "contact_sealed", "words_sealed"), b"")
    return PersonRequest.objects.filter(pk__in=keys).update(number_index="", **gone)


def _destroy(papers: QuerySet[Attachment]) -> None:
    """Delete these attachments now, and their files once that is committed."""
    names, here = set(papers.values_list("sha256", flat=True)), home.current()
    papers.delete()
    transaction.on_commit(lambda: _forget(names, here))


def _forget(names: set[str], here: Home) -> None:
    """Remove the files that no row of any room names any more."""
    for name in names:
        if not is_kept(name):
            files.forget(here, name)


CLASSES: tuple[RecordClass, ...] = (
    class_of_rows(
        code="privacy.requests", zh="个人信息请求的内容", terms=TERMS, deciders=DECIDERS, rows=_ended_requests,
        moment="matter__moved_at", empty=_without_words,
    ),
    class_of_rows(
        code="privacy.persons", zh="窗口请求人的身份和请求内容", terms=TERMS, deciders=DECIDERS,
        rows=_ended_at_counter, moment="matter__moved_at", empty=_without_person,
    ),
    class_of_rows(
        code="privacy.looks", zh="请求人身份查阅记录", terms=(*TERMS, "log.network"), deciders=DECIDERS,
        rows=PersonLook.objects.all, moment="at",
    ),
)  # fmt: skip
