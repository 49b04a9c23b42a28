"""A record that is public, and an objection against it, taken as far as a test needs. 演示数据。"""

from datetime import datetime
from typing import Any

from tests.make import Office, make_record

from chengxin.chain.objections import deciding, operations
from chengxin.chain.records.queries import record_of
from chengxin.chain.records.showing import review_and_publish
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin_core.lifecycle.ends import ObjectionGround

RIGHT_FACTS = "演示数据：应付工程款已经支付一半，其余尚未支付。"


def fresh(matter: Matter) -> Matter:
    """The matter as it stands now."""
    return Matter.objects.select_related("body__region", "organ__region", "parent").get(pk=matter.pk)


def release(matter: Matter, office: Office, at: datetime) -> Publication:
    """Review the record for release and publish it."""
    published = review_and_publish(
        matter=fresh(matter),
        by=office.release_reviewer,
        at=at,
        disclosure_passed=True,
        secrecy_passed=True,
        personal_passed=True,
        ground="演示数据：同意公开",
    )
    assert published is not None
    return published


def make_public_record(*, body: PublicBody, office: Office, at: datetime) -> Matter:
    """A determined record that is being published."""
    matter = make_record(body=body, office=office, at=at)
    release(matter, office, at)
    return fresh(matter)


def object_to(
    record: Matter, office: Office, at: datetime, ground: str = ObjectionGround.ERROR, state: str = "filed"
) -> Matter:
    """An objection: filed, accepted or verifying."""
    matter = operations.file_objection(
        matter=record, by=office.liaison, at=at, ground=ground, claim="演示数据：一半已付", attachments=[]
    )
    if state != "filed":
        operations.accept(matter=matter, by=office.officer, at=at)
    if state == "verifying":
        operations.ask_supplier(
            matter=matter, by=office.officer, at=at, supplier="演示市中级人民法院", question="是否已付一半"
        )
    return matter


def put_right(objection: Matter, office: Office, at: datetime, **changes: Any) -> None:
    """Correct the record as the objection asks for."""
    assert objection.parent is not None
    record = record_of(objection.parent)
    right = {
        "facts": RIGHT_FACTS,
        "conduct_ended_on": record.conduct_ended_on,
        "loss": record.loss,
        "impact": record.impact,
        "relief": record.relief,
        "aggravation": [],
    }
    deciding.correct(
        matter=objection, by=office.head, at=at, reason="演示数据：经核查属实", **{**right, **changes}
    )


def shown(record: Matter) -> Publication | None:
    """What is public of a record now."""
    return Publication.objects.filter(matter=record, state="in_force").first()


def documents(matter: Matter) -> dict[str, Document]:
    """The documents drafted in a matter, by kind."""
    return {
        each.kind: each for each in Document.objects.filter(matter__parent=matter).select_related("matter")
    }
