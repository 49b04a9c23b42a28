"""Breaking a long title: lines whole in meaning, fitting in length, in the shape of a ladder or a rhombus."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from chengxin.foundation.documents.rendering.layout import (
    BLOCK_WIDTH_MM,
    MM_PER_PT,
    TITLE_PT,
    width_in_characters,
)

WIDEST: Final = int(BLOCK_WIDTH_MM / MM_PER_PT / TITLE_PT)
SHAPES: Final = {2: (1.1, 0.9), 3: (0.95, 1.1, 0.95)}  # share of the mean length that each line should have

NEVER_FIRST: Final = frozenset("的了、，。；：！？》）〕”’」』】…—")
NEVER_LAST: Final = frozenset("《（〔“‘「『【对将把被和与及在")
GOOD_ENDS: Final = (
    "关于",
    "》",
    "）",
    "、",
    "政府",
    "局",
    "委员会",
    "厅",
    "办公室",
    "镇",
    "街道办事处",
    "的",
)
WHOLE_WORDS: Final = (
    "政务失信", "失信记录", "失信行为", "信用修复", "人民政府", "委员会", "办公室", "街道办事处", "政府采购",
    "责令整改", "拟列入", "认定", "关于", "解除", "撤回", "撤销", "公示", "恢复名誉", "公开通报", "异议处理",
    "移送", "告知书", "决定书", "通知书", "通知", "决定", "通报", "通知函", "送达回证", "有限公司",
    "公共资源交易", "政府和社会资本合作", "有关", "核查", "处理", "情况", "问题", "合同", "义务", "约定",
    "监督意见", "舆论监督", "建议提案",
)  # fmt: skip

SPLIT_WORD: Final = 400.0
BAD_EDGE: Final = 400.0
PLAIN_BREAK: Final = 6.0


@lru_cache(maxsize=1024)  # a document is looked at many times on its path
def title_lines(title: str) -> tuple[str, ...]:
    """Return the lines of a title: its author's own, or as few as hold it, broken where the sense allows.

    >>> title_lines("关于某市某镇人民政府未履行生效判决拟列入政务失信记录的告知书")
    ('关于某市某镇人民政府未履行生效判决', '拟列入政务失信记录的告知书')
    """
    return tuple(line for part in title.split("\n") if part for line in _broken(part))


def _broken(title: str) -> tuple[str, ...]:
    width = width_in_characters(title)
    fewest = -int(-width // WIDEST)
    break_costs = [_break_cost(title, at) for at in range(1, len(title) + 1)]
    for count in range(fewest, len(title) + 1):
        lines = _best(title, count, break_costs)
        if lines:
            return lines
    return (title,)


def _best(title: str, count: int, break_costs: Sequence[float]) -> tuple[str, ...]:
    """Return the cheapest way to set `title` in `count` lines, empty where none fits."""
    mean = width_in_characters(title) / count
    shape = SHAPES.get(count, (1.0,) * count)
    best: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for share in shape:
        following: dict[int, tuple[float, tuple[str, ...]]] = {}
        for start, (cost, lines) in best.items():
            for end, line in _lines_from(title, start):
                total = cost + (width_in_characters(line) - share * mean) ** 2 + break_costs[end - 1]
                if end not in following or total < following[end][0]:
                    following[end] = (total, (*lines, line))
        best = following
    return best[len(title)][1] if len(title) in best else ()


def _lines_from(title: str, start: int) -> Iterator[tuple[int, str]]:
    for end in range(start + 1, len(title) + 1):
        line = title[start:end]
        if width_in_characters(line) > WIDEST:
            return
        yield end, line


def _break_cost(title: str, at: int) -> float:
    if at == len(title):
        return 0.0
    if title[at] in NEVER_FIRST or title[at - 1] in NEVER_LAST:
        return BAD_EDGE
    if (title[at - 1] + title[at]).isascii() or _splits_a_word(title, at):
        return SPLIT_WORD
    good = title.startswith(("关于", "拟", "《"), at) or title[:at].endswith(GOOD_ENDS)
    return 0.0 if good else PLAIN_BREAK


def _splits_a_word(title: str, at: int) -> bool:
    return any(
        word[:cut] == title[max(0, at - cut) : at] and title.startswith(word[cut:], at)
        for word in WHOLE_WORDS
        for cut in range(1, len(word))
    )
