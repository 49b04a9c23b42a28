"""诚信查询: one question for one purpose about one subject, and the least that answers it.

What a purpose may look at is said by the rulebook; everything else is as if it were not there. The answer decides
nothing: a person of the asking organ does (policy C-01, C-09, T-51, T-53).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from chengxin_core.rulebook import NotListed, Rulebook
from chengxin_core.rulebook.entries import Item
from chengxin_core.vocabulary import Term

PURPOSES, SCOPES, DEFERRALS = "inquiry_purposes", "inquiry_scopes", "inquiry_deferrals"


class SubjectKind(Term):
    """查询对象: whom a question may be about."""

    BODY = "body", "公共机构"
    OFFICIAL = "official", "公务员"


class Source(Term):
    """查询所见: the four things that a purpose may look at."""

    MEASURE = "measure", "惩戒措施"
    RECORD = "record", "失信记录"
    EFFECT = "effect", "处分影响"
    OPINION = "opinion", "年度信用意见"


class Outcome(Term):
    """查询答复: the whole of what is answered."""

    CLEAR = "clear", "未见障碍"
    OBSTACLE = "obstacle", "有障碍"
    PERSON = "person", "须由有权人员核查"


@dataclass(frozen=True, slots=True)
class Seen:
    """所见事项: one thing that stands about a subject, as the answer needs to know it.

    `code` is a measure, a severity, an effect or an opinion of its list; `area` the area of a record. It has effect
    from `since` to its last day `until`; None where no day is known. What is `doubtful` is contested.
    """

    source: Source
    code: str
    since: date
    until: date | None
    clause: str
    doubtful: bool = False
    area: str = ""

    def has_effect_on(self, day: date) -> bool:
        """Say whether it stands on the day; no job needs to have run for it to be over."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Purpose:
    """查询用途: a lawful use, its clause, whom it may be about, who may ask, and what it may look at."""

    code: str
    zh: str
    basis: str
    subjects: frozenset[str]
    roles: frozenset[str]
    measures: frozenset[str]  # that stand in its way
    effects: frozenset[str]  # that stand in its way
    severities: frozenset[str]  # of records that a person must look at
    areas: frozenset[str]  # of those records; empty: any
    opinions: frozenset[str]  # that a person must look at

    def bars(self, seen: Seen) -> bool:
        """Say whether a thing is one of those that stand in the way of this purpose."""
        listed = {Source.MEASURE: self.measures, Source.EFFECT: self.effects}
        return seen.code in listed.get(seen.source, ())

    def concerns(self, seen: Seen) -> bool:
        """Say whether a thing is one that this purpose may look at at all."""
        if seen.source is Source.RECORD:
            return seen.code in self.severities and (not self.areas or seen.area in self.areas)
        return self.bars(seen) or (seen.source is Source.OPINION and seen.code in self.opinions)


@dataclass(frozen=True, slots=True)
class Answer:
    """答复: the outcome; the last day and the clause only of an obstacle."""

    outcome: Outcome
    until: date | None = None
    clause: str = ""


def answer(purpose: Purpose, standing: Iterable[Seen], *, on: date) -> Answer:
    """Return the least that answers a question for a purpose on a day.

    An obstacle is what bars the purpose, stands beyond doubt and has a last day; of several the one that lasts longest.
    Whatever else concerns the purpose a person must look at. What does not concern it changes nothing.
    """
    concerned = [each for each in standing if purpose.concerns(each) and each.has_effect_on(on)]
    firm = [
        (each.until, each.clause)
        for each in concerned
        if purpose.bars(each) and not each.doubtful and each.until is not None
    ]
    if firm:
        until, clause = max(firm)
        return Answer(Outcome.OBSTACLE, until, clause)
    return Answer(Outcome.PERSON if concerned else Outcome.CLEAR)


def purposes(rulebook: Rulebook, *, on: date) -> tuple[Purpose, ...]:
    """Return the purposes for which one may ask on a day, in the order of the list."""
    scopes = {item.code: item for item in rulebook.items(SCOPES, on=on)}
    listed = rulebook.items(PURPOSES, on=on)
    return tuple(_purpose(item, scopes[item.code]) for item in listed if item.code in scopes)


def purpose_named(rulebook: Rulebook, code: str, *, on: date) -> Purpose:
    """Return one purpose. Raises `NotListed` for a use that the law does not know (policy C-09)."""
    for purpose in purposes(rulebook, on=on):
        if purpose.code == code:
            return purpose
    raise NotListed("查询用途应当是：" + "、".join(each.zh for each in purposes(rulebook, on=on)))


def _purpose(item: Item, scope: Item) -> Purpose:
    return Purpose(
        code=item.code,
        zh=item.zh,
        basis=item.shown,
        subjects=frozenset(item.texts("subjects")),
        roles=frozenset(scope.texts("roles")),
        measures=frozenset(scope.texts("measures")),
        effects=frozenset(scope.texts("effects")),
        severities=frozenset(scope.texts("severities")),
        areas=frozenset(scope.texts("areas")),
        opinions=frozenset(scope.texts("opinions")),
    )
