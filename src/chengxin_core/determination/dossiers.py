"""公务员信用档案: how long a sanction has effect, what the year's opinion may be, what may not be written of a person.

No score: the answer is an item of a closed list with its reasons, and a person decides (policy Q-11, Q-34, T-53).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from chengxin_core.calendar import Unit, nominal_end
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.entries import Item
from chengxin_core.vocabulary import Term


class DossierInput(Term):
    """档案信息类别: the four inputs of policy A-15, and training and awards beside them."""

    PERSONAL_MATTERS = "personal_matters", "个人事项报告"
    INTEGRITY_RECORD = "integrity_record", "廉政记录"
    ANNUAL_ASSESSMENT = "annual_assessment", "年度考核结果"
    VIOLATIONS = "violations", "违法违纪违约行为"
    TRAINING = "training", "教育培训"
    AWARD = "award", "表彰奖励"


LISTS = {
    DossierInput.PERSONAL_MATTERS: "personal_matters_conclusions",
    DossierInput.INTEGRITY_RECORD: "integrity_record_kinds",
    DossierInput.ANNUAL_ASSESSMENT: "assessment_grades",
    DossierInput.VIOLATIONS: "discipline_types",
    DossierInput.TRAINING: "training_kinds",
    DossierInput.AWARD: "award_kinds",
}
_TO_CHECK = {
    (DossierInput.PERSONAL_MATTERS, "omission"),
    (DossierInput.PERSONAL_MATTERS, "concealment"),
    (DossierInput.ANNUAL_ASSESSMENT, "incompetent"),
}
_MEASURED = re.compile(
    r"\d+(?:\.\d+)?\s*分(?!别|钟|之)|第\s*[\d一二三四五六七八九十]+\s*名|排名|评分|得分|红榜|黑榜|[ABCD]\s*级"
)
_MEASURED_COLOUR = re.compile(r"[红黄绿蓝橙黑](?:牌|灯|码|色)")
_NUMBERS = re.compile(r"\d{11,}")


class PeriodRefused(ValueError):
    """A period that the law does not allow for a sanction; the text says which it allows."""


class WordsRefused(ValueError):
    """Words that may not be written of a person; says which rule, and never repeats a number."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the opinion needs to know of one entry: which item, from when, until when, whether it ended."""

    input: DossierInput
    item: str
    decided_on: date
    until: date | None = None
    ended_on: date | None = None  # lapsed or lifted: the first day without effect
    contested: bool = False

    @property
    def end(self) -> date | None:
        """The first day without effect, whether or not a job has noted it; None for what never had one."""
        return self.ended_on or (self.until and self.until + timedelta(days=1))

    def has_ended_by(self, day: date) -> bool:
        """Say whether it has no effect on the day any more."""
        return self.end is not None and self.end <= day


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Which opinion the entries bear, until when, under which clause, and why. It decides nothing."""

    code: str
    until: date | None
    clause: str
    reasons: tuple[str, ...]


def period_of(
    sanction: str, rulebook: Rulebook, *, on: date, count: int = 1, months: int | None = None
) -> int | None:
    """Return the period of a sanction in months, None for one without (开除).

    `count` equal sanctions of 撤职 and below may be set together: at least one period, at most their sum, never above
    the limit of the law (policy R-22, R-24). Raises `PeriodRefused`, `NotListed` or `NothingInForce`.
    """
    item = rulebook.item("discipline_types", sanction, on=on)
    key = item.text("period", "")
    if not key:
        if months is not None or count != 1:
            raise PeriodRefused(f"{item.zh}没有期间，期间和个数都不填")
        return None
    one = rulebook.parameter(key).on(on).number
    longest = min(one * count, rulebook.parameter("discipline.combined_max_months").on(on).number)
    if count < 1:
        raise PeriodRefused("处分个数应当不少于 1")
    if months is None:
        if count > 1:
            raise PeriodRefused(f"{count} 个{item.zh}合并的，应当写明合并确定的期间：{one} 至 {longest} 个月")
        return one
    if not one <= months <= longest:
        said = f"{one} 个月" if one == longest else f"{one} 至 {longest} 个月"
        raise PeriodRefused(f"{count} 个{item.zh}的期间应当是 {said}")
    return months


def last_day(decided_on: date, months: int) -> date:
    """Return the last day of a period that is counted from the day of the decision itself (policy R-23).

    Where the last month has no corresponding day, it ends with that month (G-02).

    >>> last_day(date(2026, 3, 5), 6)
    datetime.date(2026, 9, 4)
    >>> last_day(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    """
    corresponding = nominal_end(decided_on, months, Unit.MONTHS)
    return corresponding - timedelta(days=1) if corresponding.day == decided_on.day else corresponding


def suggest(entries: Iterable[Standing], rulebook: Rulebook, *, year: int, on: date) -> Suggestion:
    """Return the opinion that the entries of a dossier bear on a day for a year, with its reasons."""
    known = sorted(entries, key=lambda entry: entry.decided_on)
    contested = [entry for entry in known if entry.contested]
    running = [entry for entry in known if entry.until and not entry.has_ended_by(on)]
    if contested:
        return Suggestion(
            "to_check",
            None,
            "",
            tuple(f"{_named(each, rulebook)}：本人已提出异议，尚未办结" for each in contested),
        )
    if running:
        last = max(running, key=lambda entry: entry.until or on)
        clause = _clause(last, rulebook)
        return Suggestion(
            "in_effect",
            last.until,
            clause,
            tuple(
                f"{_named(each, rulebook)}：影响期至 {each.until}（{_clause(each, rulebook)}）"
                for each in running
            ),
        )
    this_year = [entry for entry in known if entry.decided_on.year == year]
    doubtful = [
        entry
        for entry in this_year
        if (entry.input, entry.item) in _TO_CHECK
        or (entry.input is DossierInput.INTEGRITY_RECORD and entry.item != "none")
        or (entry.input is DossierInput.VIOLATIONS and entry.until is None)
    ]
    if doubtful:
        return Suggestion(
            "to_check", None, "", tuple(f"{_named(each, rulebook)}：请核查情况和影响" for each in doubtful)
        )
    ended = [entry for entry in known if (end := entry.end) and end.year == year and end <= on]
    if ended:
        return Suggestion(
            "ended", None, "", tuple(f"{_named(each, rulebook)}：影响于 {each.end} 解除" for each in ended)
        )
    graded = any(entry.input is DossierInput.ANNUAL_ASSESSMENT for entry in this_year)
    missing = () if graded else (f"尚未收到 {year} 年度考核结果",)
    return Suggestion("none", None, "", ("四类信息中没有处在影响期内的记录", *missing))


def effects_of(sanction: str, rulebook: Rulebook, *, on: date) -> tuple[Item, ...]:
    """Return what a sanction brings about while its period runs (policy R-29)."""
    return tuple(
        item for item in rulebook.items("discipline_effects", on=on) if sanction in item.texts("types")
    )


def refuse_denied(text: str, rulebook: Rulebook, *, on: date, organ: str = "") -> None:
    """Raise `WordsRefused` where a text touches what may not be collected of a person (policy C-21, C-22, C-57).

    A word that stands in the name of the `organ` that writes is its name, not a statement.
    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    for item in rulebook.items("denied_inputs", on=on):
        if any(word in plain and word not in organ for word in (item.zh, *item.texts("words"))):
            raise WordsRefused(f"涉及“{item.zh}”，属于不得采集的信息（{item.rule_id}，{item.shown}）")


def refuse_measure(text: str) -> None:
    """Raise `WordsRefused` where a text gives a person a number, a rank or a colour, or holds a personal number."""
    plain = unicodedata.normalize("NFKC", text)
    if _MEASURED.search(plain) or _MEASURED_COLOUR.search(plain):
        raise WordsRefused("不得用分数、名次、等级或者颜色评价公务员（Q-11、Q-34），请写明事实和依据")
    if _NUMBERS.search(re.sub(r"[\s-]", "", plain)):
        raise WordsRefused("不得写入证件号码、电话号码、账号")


def _named(entry: Standing, rulebook: Rulebook) -> str:
    item = rulebook.item(LISTS[entry.input], entry.item, on=entry.decided_on)
    return f"{entry.input.zh} {item.zh}（{entry.decided_on}）"


def _clause(entry: Standing, rulebook: Rulebook) -> str:
    item = rulebook.item("discipline_types", entry.item, on=entry.decided_on)
    return rulebook.parameter(item.text("period")).on(entry.decided_on).shown
