"""Why a lead cannot be published: the clause, and the arithmetic where a day has passed (policy C-52, Q-31)."""

from dataclasses import dataclass
from datetime import date

from chengxin.chain.evidence.queries import widest_window
from chengxin.chain.leads.models import Lead


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
