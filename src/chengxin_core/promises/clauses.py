"""子句: reads a sentence into statements: which figure is said of which measure, as level, growth or change.

A figure belongs to the words before it (`财政收入达到20亿元`), to the measure before those (`，增长8%`), to several
measures at once (`分别增长8%、9%`), or to the noun that a plain verb takes (`新建5条道路`). A figure that only
describes a thing (`700万吨露天矿`) states nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from chengxin_core.promises.figures import Figure, figures, plain, scaled
from chengxin_core.promises.metrics import LONGEST, act_of, cut_acts, cut_lead, cut_tail, names_of_both
from chengxin_core.promises.statement import Basis, Kind, Resolve, Statement
from chengxin_core.promises.times import basis_meant, is_part_of_a_year, year_meant

_NOUN = re.compile(r"[^，,；;：:。！!？?（(]{1,24}")
_VAIN = re.compile(
    r"(?:的)?(?:大关|目标|水平|规模|任务|标准线|安排|的|[)）])?(?=$|[，,；;：:。！!？?、和与及（(])"
)
_UP = re.compile(r"增长|递增|增幅|增速|涨幅|上涨|提高|上升|增加|提升|扩大")
_DOWN = re.compile(r"下降|降低|减少|降幅|压减|减")
_TO = re.compile(r"(?:增长|提高|增加|上升|提升|扩大|下降|降低|减少|回落|降|增|升|减)(?:到|至)")
_MEASURE = re.compile(
    r"(?:人均[^和与、]{0,8}标准|增加值|总产值|产值|总收入|收入|产量|总额|投资|面积|人数|参保率|覆盖率|普及率|处理率|合格率|率|标准|数量|数|人次|额|值|量|比重|强度|能耗)$"
)
_CAPACITY = re.compile(r"吨|千瓦|兆瓦|千瓦时$")
_LONGEST_DOER = 6
_LONG_LIST = 12
_LONGEST_CLAUSE = 80
_TOWN_AND_COUNTRY = ("城镇", "农村")
_NO_NAMES = ("其", "增速", "总量", "总额", "人", "人均", "月人均", "年人均", "月", "年")
_STRIVE = re.compile(r"力争|争取|努力|力促|奋力")
_FORECAST = re.compile(r"预计|有望")
_SHARED_OUT = re.compile(r"分别|(?<![人年平])均")
_BESIDE_OTHERS = re.compile(r"高于|超过|低于|快于|领先|好于")
_PURPOSE = re.compile(r"支持|用于|保障|推动|补充")
_ENDS_A_NAME = re.compile(r"等(?=[^级])|以上|工作|建成|完工|基本|进展|投入|全面|正式|竣工|年内|按[期时]|主体")


@dataclass(frozen=True, slots=True)
class _Way:
    """What the words before a figure say of its time and of how firmly it is meant."""

    year: int
    basis: Basis
    resolve: Resolve


@dataclass
class _Reader:
    """Reads one sentence from left to right and remembers what measures it has named."""

    sentence: str
    text: str
    year: int
    own_year: int
    named: list[str] = field(default_factory=list)
    units: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, Kind] = field(default_factory=dict)
    act: str = ""


def statements(sentence: str, *, year: int, own_year: int, from_past: bool = False) -> list[Statement]:
    """Return what a sentence states; `year` is meant unless it says another, `own_year` is the report's.

    >>> [(s.metric, s.kind.value, str(s.value), s.unit) for s in
    ...  statements("地区生产总值增长8%，达到50亿元。", year=2030, own_year=2030)]
    [('地区生产总值', 'growth_pct', '8', '%'), ('地区生产总值', 'level', '50', '亿元')]
    """
    reader = _Reader(sentence, plain(sentence), year, own_year)
    groups = list(_groups(reader.text, figures(reader.text)))
    told: list[Statement] = []
    start = 0
    for place, group in enumerate(groups):
        ahead = groups[place + 1][0].start if place + 1 < len(groups) else len(reader.text)
        of_group = _of_group(reader, start, group, ahead)
        if of_group is not None:
            told += of_group
            start = group[-1].end
    if from_past:
        return [statement for statement in told if statement.year <= year]
    return [statement for statement in told if statement.year >= own_year]


def _groups(text: str, found: list[Figure]) -> Iterator[list[Figure]]:
    """Yield the figures that a list joins (`8%、9%`) together, others alone."""
    group: list[Figure] = []
    for figure in found:
        if group and (figure.start < group[-1].end):
            continue
        joint = text[group[-1].end : figure.start] if group else ""
        if group and joint in ("、", "和", "与", "及", "以及"):
            group.append(figure)
            continue
        if group:
            yield group
        group = [figure]
    if group:
        yield group


def _of_group(reader: _Reader, start: int, group: list[Figure], ahead: int) -> list[Statement] | None:
    """Return the statements of a group of figures; None where it only describes a thing."""
    text, first, last = reader.text, group[0], group[-1]
    clause = max((text.rfind(mark, start, first.start) for mark in "，,；;：:。"), default=-1) + 1
    clause = max(clause, start, first.start - _LONGEST_CLAUSE)
    words = text[clause : first.start]
    subject, tail = cut_tail(words)
    noun = _noun_after(text, last.end, ahead)
    way = _Way(
        year=year_meant(text, first.start, reader.year, reader.own_year),
        basis=basis_meant(words, text[: first.start]),
        resolve=_resolve(text, first.start),
    )
    if is_part_of_a_year(words) or (reader.year >= reader.own_year and _FORECAST.search(words)):
        return []
    if first.unit.endswith("百分点") and _BESIDE_OTHERS.search(words):
        return []
    if noun and not (_PURPOSE.match(noun) and act_of(words) is None):
        return _of_object(reader, group, words, noun, way)
    metrics = _metrics(reader, clause, subject, tail, group)
    if not metrics:
        return []
    for metric in metrics:
        _remember(reader, metric, first.unit)
    names = [name for metric in metrics for name in names_of_both(metric)]
    if len(group) not in (1, len(names)):
        return []
    kinds = dict(reader.kinds)
    pairs = zip(names, group if len(group) > 1 else [first] * len(names), strict=True)
    told = [_statement(reader, name, figure, tail, way) for name, figure in pairs]
    return told if cut_lead(subject) else [_of_the_kind_before(each, kinds) for each in told]


def _of_the_kind_before(step: Statement, kinds: Mapping[str, Kind]) -> Statement:
    """Return a second step that names no kind of its own as the first (增长6%以上，力争达到7%)."""
    if step.unit == "%" and step.kind is Kind.LEVEL:
        return replace(step, kind=kinds.get(step.metric, step.kind))
    return step


def _of_object(
    reader: _Reader, group: list[Figure], words: str, noun: str, way: _Way
) -> list[Statement] | None:
    """Return what is said of a noun after the figure (新建5条道路); None where no plain verb takes it."""
    first = group[0]
    lead = cut_lead(words)
    if words.rstrip() == "" or re.search(r"(?:和|与|及|、)$", words):
        lead = reader.act
    elif lead.endswith("等"):
        lead = cut_acts(lead)[0]
    else:
        lead = cut_lead(re.split(r"[、]", words)[-1])
    act = reader.act = act_of(lead) or ""
    if not act or len(lead) - len(act) > _LONGEST_DOER or _CAPACITY.search(group[-1].unit):
        return None
    is_of_the_noun = noun.startswith("的")
    further, rest = cut_acts(_ENDS_A_NAME.split(noun.removeprefix("的"))[0])
    rest = rest.removeprefix("了")
    thing = act + further + rest
    if (further or is_of_the_noun) and act.endswith("投资"):
        thing = f"{rest}投资"
    if not _is_name(thing):
        return None
    _remember(reader, thing, first.unit)
    return [_statement(reader, thing, figure, "", way) for figure in group]


def _noun_after(text: str, end: int, ahead: int) -> str:
    """Return the noun that a figure stands before, empty where the figure ends its clause."""
    if _VAIN.match(text, end):
        return ""
    found = _NOUN.match(text, end, max(ahead, end))
    return re.sub(r"(?:和|与|及|、|并|\s)+$", "", found[0]) if found else ""


def _metrics(reader: _Reader, clause: int, subject: str, tail: str, group: list[Figure]) -> list[str]:
    """Return the measures that a group of figures is said of, those named before where no other is."""
    bare, figures_of_group = cut_lead(subject).removesuffix("的"), len(group)
    both = _SHARED_OUT.search(tail) is not None
    if not bare or bare in _NO_NAMES:
        return _named_before(reader, clause, group, both=both)
    if bare in ("占比", "比重"):
        return [f"{reader.named[-1]}{bare}"] if reader.named else []
    if bare.startswith("占"):
        return [f"{reader.named[-1]}{bare}的比重"] if reader.named else []
    if bare.startswith("经济") and len(bare) <= len("经济增长") and _UP.search(tail + bare):
        return ["经济增长"]
    if (
        figures_of_group == len(_TOWN_AND_COUNTRY)
        and bare.startswith("城乡")
        and names_of_both(bare) == (bare,)
    ):
        return [side + bare.removeprefix("城乡") for side in _TOWN_AND_COUNTRY]
    if figures_of_group > 1 or both or re.fullmatch(r"[^、和]+率(?:和|、)[^、和]+率", bare):
        parts = _listed(bare, figures_of_group)
        if len(parts) > 1:
            return [cut_lead(name) for name in _with_shared_measure(parts)]
    if figures_of_group == 1 and len(bare) > _LONG_LIST and (listed := re.match(r".*(?:、|等)", bare)):
        bare = cut_acts(bare)[0] + cut_lead(bare[listed.end() :])
    return [bare] if _is_name(bare) else []


def _named_before(reader: _Reader, clause: int, group: list[Figure], *, both: bool) -> list[str]:
    """Return the measures that the clause before names, or those named last before it."""
    count = len(group)
    before = re.split(r"[，,；;：:]", reader.text[:clause].rstrip("，,；;：:"))[-1]
    if not figures(before):
        parts = [cut_lead(name) for name in _with_shared_measure(_listed(cut_tail(before)[0], count))]
        return parts if len(parts) == count and (count > 1 or _MEASURE.search(parts[-1])) else []
    if reader.text[clause - 1 : clause] in ("；", ";") or len(reader.named) < count:
        return []
    if count > 1 or both:
        return reader.named[-count:] if count > 1 else reader.named[:]
    name = reader.named[-1]
    same = group[0].unit in ("%", "倍") or scaled(Decimal(1), group[0].unit)[1] == reader.units[name]
    return [name] if same or reader.units[name] == "%" else []


def _remember(reader: _Reader, metric: str, unit: str) -> None:
    if metric not in reader.units:
        reader.named.append(metric)
    reader.units.setdefault(metric, scaled(Decimal(1), unit)[1])


def _listed(words: str, count: int) -> list[str]:
    """Return the names of a list, as many as there are figures; with one figure, all of them."""
    for joints in (r"、", r"、|和|与|及(?!其)"):
        parts = [part for part in re.split(joints, words) if part]
        if len(parts) > 1 and count in (1, len(parts)):
            return parts
    return [words]


def _with_shared_measure(parts: list[str]) -> list[str]:
    """Return the names with the measure that only the last of them bears (高技术、装备制造业增加值)."""
    shared = _MEASURE.search(parts[-1])
    if shared is None:
        return parts
    return [part if _MEASURE.search(part) else part + shared[0] for part in parts]


def _is_name(words: str) -> bool:
    return 2 <= len(words) <= LONGEST and re.search(r"[\u4e00-\u9fffA-Z]", words) is not None


def _statement(reader: _Reader, metric: str, figure: Figure, tail: str, way: _Way) -> Statement:
    kind = _kind(figure, tail, metric)
    if figure.unit == "%":
        reader.kinds[metric] = kind
    return Statement(
        metric=metric,
        kind=kind,
        value=figure.value,
        high=figure.high,
        unit=figure.unit,
        bound=figure.bound,
        year=way.year,
        sentence=reader.sentence,
        basis=way.basis,
        resolve=way.resolve,
    )


def _kind(figure: Figure, tail: str, metric: str) -> Kind:
    """Return what the verbs before a figure make of it: 增长8% is growth, 增长到8% a level."""
    if _TO.search(tail):
        return Kind.LEVEL
    up, down = _UP.search(tail), _DOWN.search(tail)
    if figure.unit == "倍" and figure.bound is None:
        return Kind.MULTIPLE
    if figure.unit == "%":
        if down or re.search(r"降幅$|降低率$", metric):
            return Kind.DECLINE_PCT
        return (
            Kind.GROWTH_PCT
            if up or re.search(r"增[速幅长]$|涨幅$", metric) or metric == "经济增长"
            else Kind.LEVEL
        )
    if down:
        return Kind.DECREASE
    return Kind.INCREASE if up else Kind.LEVEL


def _resolve(text: str, place: int) -> Resolve:
    clause = text[max((text.rfind(mark, 0, place) for mark in "；;。，,"), default=-1) + 1 : place]
    return Resolve.STRIVE if _STRIVE.search(clause) else Resolve.FIRM
