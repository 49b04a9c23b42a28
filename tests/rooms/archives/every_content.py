"""What every kind of matter holds is told as plain JSON and blanked, whatever stands in its tables: the told demo."""

import json
from collections import Counter
from datetime import datetime

from django.db import transaction

from chengxin.foundation.archives.plugs import all_contents, contents_of
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.queries import current_rulebook

# Words that stay: who it was that issued, was asked, answered; the title of a public instrument.
STAYS = {
    "issuer",
    "number",
    "document_number",
    "source",
    "answerer",
    "instruments",
    "zh",
    "voucher",
    "session",
}


def words_in(told: object, column: str = "") -> list[tuple[str, str]]:
    """Return each text of a plain value with the column that it stands in."""
    if isinstance(told, dict):
        return [found for name, value in told.items() for found in words_in(value, str(name))]
    if isinstance(told, list):
        return [found for value in told for found in words_in(value, column)]
    return [(column, told)] if isinstance(told, str) else []


def test_what_every_kind_holds_is_told_and_then_gone(told: datetime) -> None:
    kinds = [each.kind for each in all_contents()]
    seen: Counter[str] = Counter()
    left: list[tuple[str, str, str]] = []
    with transaction.atomic():
        for matter in Matter.objects.filter(kind__in=kinds).order_by("pk"):
            room = contents_of(matter.kind)
            assert room is not None
            before = json.loads(json.dumps(room.values(matter)))
            seen[matter.kind] += any(True for _ in words_in(before))
            room.destroy(matter, told)
            after = [each for each in words_in(room.values(matter)) if each[0] not in STAYS]
            left += [(matter.kind, column, text) for column, text in after if "演示数据" in text]
        transaction.set_rollback(True)

    assert left == []
    assert {"record", "lead", "complaint", "commitment", "proposal", "received_opinion"} <= set(+seen)


def test_each_kind_in_the_scope_says_how_it_ends(told: datetime) -> None:
    scope = {each.code for each in current_rulebook().items("filing_scope", on=told.date())}

    assert scope <= {each.kind for each in all_contents()}
