"""公示期: until when a record may be published, when repair may be asked for, and the arithmetic of both.

Several texts limit the same publication. Each gives a candidate; the earliest lawful end wins (policy Q-02).
A window is computed with the law of the day on which it is asked and that of the day of the instrument, so
the same record may have another end after a new text came into force, and the trace says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from chengxin_core.calendar import nominal_end
from chengxin_core.rulebook import NothingInForce, Parameter, Rulebook
from chengxin_core.vocabulary import Severity

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """What the window of a public body's record depends on.

    `instrument_on` is the day of the instrument that determined the dishonesty; `conduct_ended_on` the day on
    which the conduct ended, where known; `fulfilment_confirmed_on` the day on which the determining organ
    confirmed correction and full performance (N-32). `publication_required` says that the competent organ
    holds the publication of a minor case to be necessary (C-33).
    """

    severity: Severity
    instrument_on: date
    conduct_ended_on: date | None = None
    fulfilment_confirmed_on: date | None = None
    publication_required: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One text's answer: from which day, how long, and the last day it allows; none where it says nothing."""

    rule_id: str
    source: str
    rule: str
    start: date
    period: str
    last_day: date | None
    note: str = ""

    def explain(self) -> str:
        """Return the arithmetic as one line."""
        result = f"至 {self.last_day} 止" if self.last_day else "不产生期限"
        note = f"; {self.note}" if self.note else ""
        return f"{self.rule_id} {self.rule} ({self.source}): 自 {self.start} 起{self.period}, {result}{note}"


@dataclass(frozen=True, slots=True)
class Permission:
    """May it be published on that day: yes or no, why, under which rules, by which arithmetic."""

    allowed: bool
    reason: str
    rule_ids: tuple[str, ...]
    arithmetic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """The publication window of a record as the law of `on` sees it.

    `last_day` is the last day on which it may be public, none where no text allows any. `repairable_from` is
    the first day on which repair may be asked for; `repair` is the reason.
    """

    facts: RecordFacts
    on: date
    candidates: tuple[Candidate, ...]
    binding: Candidate | None
    repair: Candidate | None
    published_in_principle: bool

    @property
    def last_day(self) -> date | None:
        """The last day on which the record may be public."""
        return self.binding.last_day if self.binding else None

    @property
    def withdrawn_on(self) -> date | None:
        """The first day on which nothing of it may be public any more."""
        return self.last_day + ONE_DAY if self.last_day else None

    @property
    def repairable_from(self) -> date | None:
        """The first day on which repair may be asked for; none where no text in force says."""
        return self.repair.last_day if self.repair else None

    @property
    def permission(self) -> Permission:
        """Say whether the record may be public on the day the window was asked for."""
        arithmetic = tuple(self.explain())
        if self.binding is None or self.last_day is None:
            return Permission(False, f"{self.on} 没有施行中的公示期限规定, 不得公示", ("C-16",), arithmetic)
        if self.on < self.facts.instrument_on:
            return Permission(
                False, f"认定文书 {self.facts.instrument_on} 尚未作出, 不得公示", ("C-36",), arithmetic
            )
        if self.on > self.last_day:
            reason = f"公示期已于 {self.last_day} 届满 ({self.binding.source}), 不得公示"
            return Permission(False, reason, (self.binding.rule_id,), arithmetic)
        if not self.published_in_principle:
            return Permission(False, "轻微失信原则上不公示", ("C-33",), arithmetic)
        reason = f"可以公示至 {self.last_day} ({self.binding.source})"
        return Permission(True, reason, (self.binding.rule_id,), arithmetic)

    def explain(self) -> list[str]:
        """Return the trace in Chinese: every candidate, the one that binds, and when repair opens."""
        lines = [candidate.explain() for candidate in self.candidates]
        if self.binding:
            lines.append(
                f"取最早的合法终止日 {self.last_day} ({self.binding.rule_id}); 期限不因节假日顺延 (G-02)"
            )
        if self.repair:
            lines.append(
                f"自 {self.repairable_from} 起可以申请修复: {self.repair.rule} ({self.repair.rule_id})"
            )
        return lines


def publication_window(facts: RecordFacts, rulebook: Rulebook, *, on: date) -> Window:
    """Return the window of a body's record by the law of `on`, with every candidate."""
    candidates = tuple(_candidates(facts, rulebook, on))
    lawful = [candidate for candidate in candidates if candidate.last_day is not None]
    return Window(
        facts=facts,
        on=on,
        candidates=candidates,
        binding=min(lawful, key=_last_day, default=None),
        repair=min(_repairs(facts, rulebook, on), key=_last_day, default=None),
        published_in_principle=_published_in_principle(facts, rulebook, on),
    )


def may_publish(facts: RecordFacts, rulebook: Rulebook, *, on: date) -> Permission:
    """Say whether a body's record may be public on a day, with clause and arithmetic (Q-31)."""
    return publication_window(facts, rulebook, on=on).permission


def _candidates(facts: RecordFacts, rulebook: Rulebook, on: date) -> Iterator[Candidate]:
    yield _from_conduct(facts, rulebook, on)
    yield from _from_instrument(facts, rulebook, on)
    yield from _confirmed(facts, rulebook, on)


def _from_conduct(facts: RecordFacts, rulebook: Rulebook, on: date) -> Candidate:
    """C-16: the longest disclosure, counted from the end of the conduct."""
    start = facts.conduct_ended_on or facts.instrument_on
    note = "" if facts.conduct_ended_on else "行为终止之日不明, 暂自认定文书之日起算, 查明后重新计算"
    parameter = _in_force(rulebook, "record.max_disclosure_years", on)
    if parameter is None:
        return Candidate("C-16", "", "最长披露期", start, "", None, f"{on} 没有施行中的规定")
    return _candidate(parameter, "最长披露期, 自失信行为终止之日起算", start, note)


def _from_instrument(facts: RecordFacts, rulebook: Rulebook, on: date) -> Iterator[Candidate]:
    """C-33…C-35, C-44: the longest publication by severity, by the law then and by the law now."""
    key = f"repair.{facts.severity}_max_months"
    then, now = (_in_force(rulebook, key, day) for day in (facts.instrument_on, on))
    rule = f"{facts.severity.zh}失信最长公示期, 自认定文书之日起算"
    if then is None and now is None:
        yield Candidate("C-36", "", rule, facts.instrument_on, "", None, f"{on} 没有施行中的规定")
    if now is not None:
        note = "" if now == then else f"{now.in_force_from} 起施行, 晚于认定, 期限较早届满的从其规定"
        yield _candidate(now, rule, facts.instrument_on, note)
    if then is not None and then != now:
        yield _candidate(then, rule, facts.instrument_on, "认定时施行的规定")


def _confirmed(facts: RecordFacts, rulebook: Rulebook, on: date) -> Iterator[Candidate]:
    """N-32: the determining department confirmed correction; the record ends at once."""
    confirmed = facts.fulfilment_confirmed_on
    if confirmed is not None and confirmed <= on:
        source = rulebook.authority_of("N-32", on=on)
        yield Candidate("N-32", source, "整改到位、履约完毕经认定部门确认", confirmed, "即行终止", confirmed)


def _repairs(facts: RecordFacts, rulebook: Rulebook, on: date) -> Iterator[Candidate]:
    minimum = _in_force(rulebook, f"repair.{facts.severity}_min_months", on)
    if minimum is not None:
        term = _candidate(minimum, f"{facts.severity.zh}失信最短公示期", facts.instrument_on, "")
        first = facts.instrument_on if not minimum.number else (term.last_day or on) + ONE_DAY
        yield Candidate(term.rule_id, term.source, term.rule, term.start, term.period, first)
    yield from _confirmed(facts, rulebook, on)


def _candidate(parameter: Parameter, rule: str, start: date, note: str) -> Candidate:
    number, unit = parameter.period
    return Candidate(
        rule_id=parameter.rule_id,
        source=parameter.shown,
        rule=rule,
        start=start,
        period=f" {number} {unit.zh}",
        last_day=nominal_end(start, number, unit),
        note=note,
    )


def _published_in_principle(facts: RecordFacts, rulebook: Rulebook, on: date) -> bool:
    if facts.severity is not Severity.MINOR or facts.publication_required:
        return True
    rule = _in_force(rulebook, "publication.minor_published", on)
    return rule is None or rule.value is True


def _in_force(rulebook: Rulebook, key: str, day: date) -> Parameter | None:
    try:
        return rulebook.parameter(key).on(day)
    except NothingInForce:
        return None


def _last_day(candidate: Candidate) -> date:
    return candidate.last_day or date.max
