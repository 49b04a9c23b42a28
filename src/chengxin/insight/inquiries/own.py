"""本人所见: what was asked about an official, on the person's own page; what a law defers comes when it is over."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from chengxin.foundation.subjects.models import Official
from chengxin.insight.inquiries.queries import in_words, inquiries_about_official, shown


def own_inquiries(official: Official, on: date) -> Mapping[str, Any]:
    """Return who asked, what for, when, and what was answered."""
    return {"asked": shown(inquiries_about_official(official, on=on))}


def own_rows(official: Official, on: date) -> Sequence[Mapping[str, Any]]:
    """Return the same for the person's copy of the own dossier."""
    return [
        {
            "机关": each.inquiry.organ.name,
            "岗位": each.asker,
            "用途": each.purpose,
            "文号": each.inquiry.document_number,
            "答复": in_words(each.outcome, each.inquiry.answered.until, each.inquiry.answered.clause),
            "时间": each.inquiry.at,
        }
        for each in own_inquiries(official, on)["asked"]
    ]
