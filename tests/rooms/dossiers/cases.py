"""Rows as suppliers write them, and opinions taken as far as a test needs. 演示数据。"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries.operations import dispatch, sign_for
from chengxin.foundation.documents import operations as documents
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import Official
from chengxin.ground.sheets import SourceRow
from chengxin.mechanisms.dossiers import operations
from chengxin.mechanisms.dossiers.models import Entry
from chengxin.mechanisms.dossiers.supplying import hand_in
from chengxin.site.demo.steps import agree_to_electronic_service

NAME, NUMBER = "测试甲", "999999180001000010"
REASONS = "依据档案中的处分决定，本人处在影响期内。"


@dataclass(frozen=True)
class Office:
    """The people of a personnel organ, and the official."""

    clerk: Mandate
    second: Mandate
    third: Mandate
    chief: Mandate
    oneself: Mandate


def row(**changes: str) -> SourceRow:
    """A warning of the first of September, unless said otherwise."""
    cells = {
        "number": NUMBER,
        "name": NAME,
        "input": "违法违纪违约行为",
        "item": "警告",
        "document_number": "演示监〔2026〕3号",
        "decided_on": "2026-09-01",
    }
    return SourceRow(2, {**cells, **changes})


def sanctioned(by: Mandate, at: datetime, **changes: str) -> Entry:
    """The entry of one sanction."""
    supply = hand_in(rows=[row(**changes)], by=by, at=at)
    assert (supply.kept, supply.refused) == (1, 0)
    return Entry.objects.get(supply=supply)


def fresh(matter: Matter) -> Matter:
    return Matter.objects.select_related("body", "organ", "official").get(pk=matter.pk)


def served(matter: Matter, kind: str, office: Office, at: datetime) -> Document:
    """Take the newest document of that kind through four people to the hands of the person."""
    document = Document.objects.filter(matter__parent=matter, kind=kind).latest("pk")
    documents.review(matter=document.matter, by=office.second, at=at)
    documents.review_in_law(matter=document.matter, by=office.third, at=at)
    documents.issue(matter=document.matter, by=office.chief, at=at)
    agree_to_electronic_service(office.oneself, at)
    dispatch(matter=document.matter, by=office.clerk, at=at)
    sign_for(matter=document.matter, by=office.oneself, at=at)
    document.refresh_from_db()
    return document


def opinion(
    official: Official,
    office: Office,
    at: datetime,
    *,
    code: str = "in_effect",
    until: str = "served",
    **said: Any,
) -> Matter:
    """An opinion of 2026 taken as far as drafted, proposed, told, replied, decided or served."""
    matter = operations.open_opinion(official=official, year=2026, by=office.clerk, at=at)
    if until == "drafted":
        return matter
    operations.propose(matter=matter, by=office.clerk, at=at, code=code, reasons=said.get("reasons", REASONS))
    if until == "proposed":
        return matter
    if code == "none":
        operations.decide_clear(matter=fresh(matter), by=office.chief, at=at)
    else:
        served(matter, operations.NOTICE, office, at)
        if until == "told":
            return fresh(matter)
        operations.reply(matter=fresh(matter), by=office.oneself, at=at, text="演示答复", attachments=[])
        if until == "replied":
            return fresh(matter)
        operations.decide(matter=fresh(matter), by=office.chief, at=at)
    if until == "served":
        served(matter, operations.LETTER, office, at)
    return fresh(matter)
