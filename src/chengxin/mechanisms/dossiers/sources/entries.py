"""一行信息: from a row of a supplier to an entry of closed lists, or a refusal with column, found and expected.

Form, workbook, CSV, JSON Lines and programs all pass here: there is no other way into a dossier.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.subjects.identities import (
    IdentityRefused,
    by_name,
    mask_name,
    normal_name,
    read_identity,
)
from chengxin.foundation.subjects.models import Official
from chengxin.foundation.subjects.officials import officials_found_by
from chengxin.ground.personal import personal_in
from chengxin.ground.sheets import Column, Problem
from chengxin_core.determination.dossiers import (
    LISTS,
    DossierInput,
    PeriodRefused,
    WordsRefused,
    last_day,
    period_of,
    refuse_denied,
    refuse_measure,
)
from chengxin_core.rulebook import Rulebook
from chengxin_core.rulebook.book import NotListed
from chengxin_core.rulebook.entries import Item, NothingInForce, NotStated

TITLE = "公务员信用档案信息"
REFERENCE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,39}")
_IDENTITY = re.compile(r"[0-9]{17}[0-9Xx]")
NUMBER = re.compile(r"[\u4e00-\u9fff（）]{1,16}〔[12]\d{3}〕[1-9]\d{0,5}号")
_DAY = "2026-02-02 这样的日期"
_PERSON = {"name", "number"}


@dataclass(frozen=True, slots=True)
class EntrySaid:
    """What a row says, once it can be kept."""

    official: Official
    input: DossierInput
    item: str
    document_number: str
    decided_on: date
    months: int | None
    until: date | None
    reference: str = ""


def columns(rulebook: Rulebook, on: date) -> tuple[Column, ...]:
    """Return the columns of the template; nothing else is accepted."""
    items = tuple(dict.fromkeys(item.zh for each in DossierInput for item in _items(rulebook, each, on)))
    return (
        Column("number", "公民身份号码", required=True, explanation="18 位", example="999999180001000010"),
        Column("name", "姓名", required=True, explanation="与登记的一致，用来核对号码", example="测试甲"),
        Column(
            "input",
            "信息类别",
            required=True,
            example=DossierInput.VIOLATIONS.zh,
            choices=tuple(each.zh for each in DossierInput),
        ),
        Column(
            "item",
            "内容",
            required=True,
            explanation="只用清单中的用语，不写情况",
            example="警告",
            choices=items,
        ),
        Column(
            "document_number",
            "文号",
            required=True,
            explanation="作出决定或者结论的文书字号",
            example="演示纪〔2026〕1号",
        ),
        Column(
            "decided_on", "日期", required=True, explanation="决定或者结论作出的日期", example="2026-03-05"
        ),
        Column("count", "合并的处分个数", explanation="多个相同的撤职以下处分合并确定期间时填写"),
        Column("months", "合并确定的期间（月）", explanation="多个相同处分合并确定的期间"),
        Column(
            "reference",
            "报送单位编号",
            explanation="本单位系统中的编号，再次报送同一编号不会重复；不用身份证件号码",
            example="JC-2026-0001",
        ),
    )


def read(
    row: int, cells: Mapping[str, object], *, organ: str, rulebook: Rulebook, on: date
) -> EntrySaid | tuple[Problem, ...]:
    """Return what a row says, or everything that is wrong with it. No personal number or name is repeated."""
    known = {column.name: column for column in columns(rulebook, on)}
    said = {name: str(value).strip() for name, value in cells.items() if value is not None}
    strange = [name for name, value in said.items() if name not in known and value]
    problems = [
        Problem(row, _title(name, rulebook, organ, on), "", "空白：档案只收模板的各列，不收其他内容")
        for name in strange
    ]
    problems += [
        Problem(row, column.title_zh, "", "不空的内容")
        for column in known.values()
        if column.required and not said.get(column.name)
    ]
    if problems:
        return tuple(problems)
    problems += _denied(row, said, known, organ, rulebook, on)
    decided_on = _day(said["decided_on"])
    kind = next((each for each in DossierInput if each.zh == said["input"]), None)
    if decided_on is None or decided_on > on:
        problems.append(Problem(row, known["decided_on"].title_zh, said["decided_on"], f"{_DAY}，不晚于今天"))
    if kind is None:
        problems.append(
            Problem(row, known["input"].title_zh, said["input"], "、".join(each.zh for each in DossierInput))
        )
    if not NUMBER.fullmatch(said["document_number"]):
        problems.append(
            Problem(
                row,
                known["document_number"].title_zh,
                said["document_number"],
                "“演示纪〔2026〕1号”这样的字号",
            )
        )
    problems += _misnumbered(row, said, known)
    official = _official(row, said, known, problems)
    if problems or kind is None or decided_on is None or official is None:
        return tuple(problems)
    offered = _items(rulebook, kind, decided_on)
    item = next((each for each in offered if each.zh == said["item"]), None)
    if item is None:
        listed = "、".join(each.zh for each in offered) or "当天没有施行的清单"
        return (Problem(row, known["item"].title_zh, said["item"], f"{kind.zh}的清单用语：{listed}"),)
    try:
        months = _months(said, kind, item, rulebook, decided_on)
    except PeriodRefused as refusal:
        return (Problem(row, known["months"].title_zh, said.get("months", ""), str(refusal)),)
    except ValueError:
        return (Problem(row, known["count"].title_zh, said.get("count", ""), "整数"),)
    until = last_day(decided_on, months) if months else None
    return EntrySaid(
        official,
        kind,
        item.code,
        said["document_number"],
        decided_on,
        months,
        until,
        said.get("reference", ""),
    )


def _items(rulebook: Rulebook, kind: DossierInput, on: date) -> tuple[Item, ...]:
    return rulebook.items(LISTS[kind], on=on)


def _months(
    said: Mapping[str, str], kind: DossierInput, item: Item, rulebook: Rulebook, on: date
) -> int | None:
    count, months = said.get("count", ""), said.get("months", "")
    if kind is not DossierInput.VIOLATIONS:
        if count or months:
            raise PeriodRefused(f"空白：只有处分有期间，{kind.zh}没有")
        return None
    try:
        return period_of(
            item.code, rulebook, on=on, count=int(count or 1), months=int(months) if months else None
        )
    except (NotListed, NothingInForce, NotStated):
        raise PeriodRefused("当天施行的处分种类") from None


def _misnumbered(row: int, said: Mapping[str, str], known: Mapping[str, Column]) -> Iterator[Problem]:
    """Yield what is wrong with the supplier's own number: it may not be a person's."""
    reference = said.get("reference", "")
    if not reference:
        return
    if _IDENTITY.search(reference) or personal_in(reference):
        yield Problem(row, known["reference"].title_zh, "", "不含身份证件号码、电话号码的编号")
    elif not REFERENCE.fullmatch(reference):
        yield Problem(
            row, known["reference"].title_zh, reference, "1 至 40 个字母、数字和 . _ / - 组成的编号"
        )


def _official(
    row: int, said: Mapping[str, str], known: Mapping[str, Column], problems: list[Problem]
) -> Official | None:
    """Return whose row it is: the number finds the person, the name must be the same."""
    try:
        identity = read_identity(said["name"], said["number"])
    except IdentityRefused as refusal:
        problems.append(Problem(row, refusal.column, "", refusal.expected.strip()))
        return None
    official = officials_found_by(identity.number).first()
    if official is None:
        problems.append(Problem(row, known["number"].title_zh, said["number"], "已登记的公务员的号码"))
    elif official.name_index not in by_name(normal_name(identity.name)):
        problems.append(
            Problem(row, known["name"].title_zh, mask_name(identity.name), "与该号码登记的姓名一致")
        )
    return official


def _denied(
    row: int, said: Mapping[str, str], known: Mapping[str, Column], organ: str, rulebook: Rulebook, on: date
) -> Iterator[Problem]:
    for name, value in said.items():
        if name in _PERSON:
            continue
        try:
            refuse_denied(value, rulebook, on=on, organ=organ)
            if name == "document_number":
                refuse_measure(value)
        except WordsRefused as refusal:
            yield Problem(row, known[name].title_zh, "", f"空白：{refusal}")


def _title(name: str, rulebook: Rulebook, organ: str, on: date) -> str:
    """Return a strange column's title, with the rule it breaks where it breaks one."""
    try:
        refuse_denied(name, rulebook, on=on, organ=organ)
    except WordsRefused as refusal:
        return f"{name}，{refusal}"
    return name


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.replace("/", "-").replace(".", "-"))
    except ValueError:
        return None
