"""An entry in words and as JSON: what pages, exports and the command line show of the law."""

from chengxin_core.ledger.canonical import Json
from chengxin_core.rulebook.authority import Law
from chengxin_core.rulebook.entries import (
    Attribute,
    Clock,
    ClosedList,
    Entry,
    Gate,
    Item,
    Parameter,
    Quantity,
    Silence,
)
from chengxin_core.vocabulary import Term


class EntryKind(Term):
    """条目种类: what an entry is, by the table that it was read from."""

    PROVISION = "provision", "条款"
    GATE = "gate", "关口"
    PARAMETER = "parameter", "参数"
    CLOCK = "clock", "期限"
    LIST = "list", "清单"
    ITEM = "item", "清单条目"


def kind_of(entry: Entry) -> EntryKind:
    """Return what an entry is."""
    match entry:
        case Clock():
            return EntryKind.CLOCK
        case Parameter():
            return EntryKind.PARAMETER
        case Gate():
            return EntryKind.GATE
        case ClosedList():
            return EntryKind.LIST
        case Item():
            return EntryKind.ITEM
    return EntryKind.PROVISION


def told(entry: Entry) -> str:
    """Return what an entry says beside its gist, in Chinese; empty for a provision, which is its gist.

    A clock tells its period, its start, what suspends and extends it, and what silence brings about.
    """
    match entry:
        case Clock():
            return "；".join(_clock(entry))
        case Parameter():
            return _number(entry)
        case Gate():
            return f"不符合的，{entry.refuses}"
        case ClosedList():
            return entry.zh
        case Item():
            return entry.zh
    return ""


def as_json(entry: Entry) -> dict[str, Json]:
    """Return an entry with everything that it says; days as `2026-04-01`, codes beside their wording."""
    kind = kind_of(entry)
    common: dict[str, Json] = {
        "id": entry.rule_id,
        "kind": kind.value,
        "kind_zh": kind.zh,
        "key": entry.key,
        "gist": entry.gist,
        "says": told(entry),
        "shown_as": entry.shown,
        "confidence": entry.authority.confidence.value,
        "confidence_zh": entry.authority.confidence.zh,
        "source": entry.source,
        "issuer": entry.issuer,
        "in_force_from": entry.in_force_from.isoformat(),
        "in_force_until": entry.in_force_until.isoformat() if entry.in_force_until else None,
        "cites": _cited(entry),
    }
    return {**common, **_own_fields(entry)}


def _cited(entry: Entry) -> Json:
    if not isinstance(entry.authority, Law):
        return None
    document = entry.authority.document
    return {
        "title": document.title,
        "number": document.number,
        "issuer": document.issuer,
        "article": entry.authority.article,
    }


def _own_fields(entry: Entry) -> dict[str, Json]:
    match entry:
        case Clock():
            return {
                "budget": entry.budget,
                "unit": entry.counted_in.value,
                "starts_on": entry.starts_on,
                "suspended_by": list(entry.suspended_by),
                "extension": entry.extension,
                "extension_approver": entry.extension_approver,
                "silence": entry.silence,
                "on_silence": entry.on_silence.value,
            }
        case Parameter():
            return {"value": entry.value, "unit": entry.unit, "quantity": entry.quantity}
        case Gate():
            return {"refuses": entry.refuses}
        case Item():
            attributes: dict[str, Json] = {name: _plain(value) for name, value in entry.attributes.items()}
            return {"code": entry.code, "attributes": attributes, "is_demo": entry.is_demo}
    return {}


def _plain(value: Attribute) -> Json:
    return list(value) if isinstance(value, tuple) else value


def _clock(clock: Clock) -> list[str]:
    period = f"{clock.budget} {clock.counted_in.zh}，自{clock.starts_on}起算"
    suspended = [f"因{'、'.join(clock.suspended_by)}中止"] if clock.suspended_by else []
    approver = f"经{clock.extension_approver}批准" if clock.extension_approver else ""
    extended = (
        [f"{approver}可以延长，合计不超过 {clock.extension} {clock.counted_in.zh}"] if clock.extension else []
    )
    return [period, *suspended, *extended, *_silence(clock)]


def _silence(clock: Clock) -> list[str]:
    if clock.silence:
        return [f"逾期不答的，{clock.silence}"]
    return [f"逾期不答的，{clock.on_silence.zh}"] if clock.on_silence is not Silence.NONE else []


def _number(parameter: Parameter) -> str:
    if isinstance(parameter.value, bool):
        return "是" if parameter.value else "否"
    if parameter.unit:
        return f"{parameter.value} {parameter.unit.zh}"
    if parameter.quantity is Quantity.PERMYRIAD:
        return f"万分之 {parameter.value}"
    return f"{parameter.value}{parameter.quantity.zh if parameter.quantity else ''}"
