"""回执: what a body holds in hand once it has handed a return in: number, time, and the digest of what it stated."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext

from chengxin.insight.returns.known import number_of
from chengxin.insight.returns.models import ReturnVersion


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt of one version says; `holds` where what is kept today still has the digest."""

    number: str
    submitted_at: datetime
    digest: str  # SHA-256, in hexadecimal
    holds: bool
    signed: str  # which post signed, and how


def digest_of(version: ReturnVersion) -> str:
    """Return the SHA-256 of what was handed in: whose it is, the period, every figure with its source, note, papers.

    The order of keys and cells is fixed, so that anybody who holds the same statement comes to the same digest.
    """
    said = {
        "return": version.of.code,
        "period": version.of.period,
        "body": version.of.owner_id,
        "version": version.number,
        "figures": [
            [each.code, each.value, each.reason, each.taken_from]
            for each in sorted(version.cells.all(), key=lambda each: each.position)
        ],
        "note": version.note,
        "papers": version.papers,
        "signed_scan": version.signed_scan,
        "submitted_at": version.submitted_at.isoformat() if version.submitted_at else "",
    }
    return sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def receipt_of(version: ReturnVersion) -> Receipt | None:
    """Return the receipt of a version; None where it was not handed in, or before there were receipts."""
    if version.submitted_at is None or not version.digest:
        return None
    return Receipt(
        number_of(version.of.matter.number, version.number),
        version.submitted_at,
        version.digest,
        digest_of(version) == version.digest,
        _signed(version),
    )


def _signed(version: ReturnVersion) -> str:
    if version.signed_scan:
        told = {"post": version.signed_by_post, "day": version.signed_on}
        return gettext("%(post)s，%(day)s 在纸上签字，扫描件存档") % told
    if version.checked_by is None:
        return ""
    return gettext("%(post)s，在平台上签字") % {"post": version.checked_by.post}
