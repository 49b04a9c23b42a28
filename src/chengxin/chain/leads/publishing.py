"""Why a lead cannot be published: the clause, and the arithmetic where a day has passed (policy C-52, Q-31)."""

from dataclasses import dataclass
from datetime import date

from chengxin.chain.evidence.queries import widest_window
from chengxin.chain.leads.models import Lead, OutsideLead


@dataclass(frozen=True, slots=True)
class Refusal:
    """The answer to whoever would publish a lead."""

    reason: str
    rule_ids: tuple[str, ...]
    arithmetic: tuple[str, ...]


def refusal_to_publish(lead: Lead, *, on: date) -> Refusal:
    """Return why the lead stays inside: no effective instrument, or its lawful window has run out.

    Even with the gravest severity the window is taken: where that has passed, every other has.
    """
    if lead.instrument_on is None or not lead.instrument_is_final:
        reason = "没有生效的法律文书，只能作为线索，不得形成失信记录，也不得公示"
        return Refusal(reason, ("C-52", "R-12"), ())
    window = widest_window(lead.instrument_on, on=on)
    if window.permission.allowed:
        reason = (
            "线索本身不公示；已有生效文书，应当按程序提出失信记录，告知、听取陈述申辩、认定并送达后再公示"
        )
        return Refusal(reason, ("Q-19", "Q-22"), tuple(window.explain()))
    return Refusal(window.permission.reason, window.permission.rule_ids, window.permission.arithmetic)


def refusal_to_publish_outside(lead: OutsideLead, *, on: date) -> Refusal:
    """Return why a case of another province's body stays inside: no organ of ours is competent, whatever the day.

    The arithmetic is that of the widest window from the day of the report, which the instrument cannot be later than.
    """
    reason = f"{lead.body.name}是{lead.body.region_word}的机构，本省没有有权认定的机关：只存查，不形成失信记录，不公示"
    if not lead.instrument:
        return Refusal(reason, ("Q-24", "C-52"), ())
    if not lead.is_adverse:
        return Refusal(f"{reason}；生效文书也没有认定该机构违约或者违法", ("Q-24", "C-52"), ())
    window = widest_window(lead.reported_on, on=on)
    bound = f"来源没有写明文书日期，文书不晚于 {lead.reported_on}；即使从这一天起算："
    if not window.permission.allowed:
        reason = f"{reason}；{window.permission.reason}"
    return Refusal(reason, ("Q-24", *window.permission.rule_ids), (bound, *window.permission.arithmetic))
