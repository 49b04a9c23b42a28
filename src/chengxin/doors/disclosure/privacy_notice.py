"""个人信息处理告知: who processes what of whom, how long, by which law, and what a person may ask for (policy T-50).

What the platform does is said in its own words; law is said by the rulebook alone, as far as it was read in a text.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from django.conf import settings

from chengxin.doors.disclosure.rendering import Rendered, page_and_twin
from chengxin_core.ledger.canonical import Json
from chengxin_core.rulebook import Entry, Law, Parameter, Rulebook

ADDRESS = "/privacy/"
_TERMS = ("log.network", "provision_record.keep", "pia.keep")
_BASES = frozenset({"statutory_duty", "contract_or_staff"})
_NOT_TOLD = "T-50"
EntryT = TypeVar("EntryT", bound=Entry)
_UNENDED = date.max  # a stored page says what the newest text says


def notice_pages(rulebook: Rulebook | None) -> Iterator[Rendered]:
    """Give the notice in two languages and as JSON; without a rulebook it names no law."""
    told = _told(rulebook) if rulebook else {"bases": [], "terms": [], "rights": [], "exceptions": []}
    values = {**told, "contact": settings.PRIVACY_CONTACT, "controller": settings.SITE_NAME}
    twin: dict[str, Json] = {
        "controller": settings.SITE_NAME or None,
        "contact": settings.PRIVACY_CONTACT or None,
        **{name: [list(row) for row in rows] for name, rows in told.items()},
    }
    yield from page_and_twin(ADDRESS, "privacy", values, twin, None)


def _told(rulebook: Rulebook) -> dict[str, list[tuple[str, ...]]]:
    bases = [each for each in rulebook.items("lawful_bases", on=_UNENDED) if each.code in _BASES]
    rights = rulebook.items("personal_rights", on=_UNENDED)
    terms = [rulebook.parameter(key).on(_UNENDED) for key in _TERMS]
    return {
        "bases": [(each.zh, each.shown) for each in _law(bases)],
        "terms": [(each.gist, _period(each), each.shown) for each in _law(terms)],
        "rights": [(each.zh, each.shown) for each in _law(rights)],
        "exceptions": [(each.gist, each.shown) for each in _law(_provisions(rulebook))],
    }


def _law(entries: Iterable[EntryT]) -> Iterator[EntryT]:
    """Leave out whatever was not read in a text of law: it may not be shown as such."""
    return (each for each in entries if isinstance(each.authority, Law))


def _provisions(rulebook: Rulebook) -> list[Entry]:
    return [
        each
        for each in rulebook.entries
        if each.rule_id == _NOT_TOLD and each.key == _NOT_TOLD and each.is_in_force(_UNENDED)
    ]


def _period(entry: Parameter) -> str:
    length, unit = entry.period
    return f"{length} {unit.zh}"
