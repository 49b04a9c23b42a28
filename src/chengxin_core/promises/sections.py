"""篇章: which part of a report a sentence stands in: what was done, what is to be done this year, or in five."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """What a part of a report tells of."""

    REVIEW = "review"
    SPAN_REVIEW = "span_review"
    PLAN = "plan"
    OUTLOOK = "outlook"


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, verbatim, and the part that it stands in."""

    sentence: str
    part: Part


LONGEST_HEADING = 40
_HEADING = re.compile(
    r"^[#\s　*]*(?:第?[一二三四五六七八九十]{1,3}(?:[、．.]|部分)|[1-9][、．])\s*(?P<words>[^。；;]{2,60})$"
)
_BARE_HEADING = re.compile(r"^[#\s　*]*(?P<words>[^。；;，,：:]{4,40})$")
_SPAN = (
    r"(?:过去|近|这|上一?届)?(?:的)?五年(?:来|间)?|“?十[一二三四五六]五”?(?:期间|时期|规划)|本届政府|上届政府"
)
_PAST = re.compile(
    r"回顾|过去|总结|(?:所做|完成)的?(?:主要)?工作|主要(?:工作)?成绩|主要成就|工作情况|取得的?成[绩就]"
)
_FUTURE = re.compile(
    r"(?:总体|主要|工作|目标|预期|发展|奋斗)的?(?:要求|目标|任务|思路|安排|部署|打算|建议|重点|取向)|目标任务|今年|明年|重点工作"
)
_AHEAD = re.compile(
    r"(?:今后|未来|下一?个?)(?:的)?[五5]年|“?十[一二三四五六]五”?(?:时期|期间|规划).{0,12}(?:目标|思路|任务|蓝图|展望)|展望|远景"
)
_CUE_PLAN = re.compile(
    r"(?:今年|(?P<year>20\d\d)年).{0,24}(?:预期目标|主要目标|目标任务|奋斗目标|总体要求|工作安排|重点(?:抓好|做好))|(?:主要)?预期目标(?:是|为|[:：])"
)
_DONE = re.compile(r"完成|实现了|超额|好于")
_SENTENCE = re.compile(r"[^。！!？?\n]{1,1500}[。！!？?]?[”’]?")


def passages(text: str, year: int) -> Iterator[Passage]:
    """Yield the sentences of the report of `year` with their parts; a text without headings turns at its words.

    A heading decides; where there is none, the report looks back until it speaks of the aims of the year.
    """
    part = Part.REVIEW
    lines = [line.strip().strip("　") for line in text.split("\n")]
    has_headings = any(line and _turned(line, year) is not None for line in lines)
    for words in lines:
        if not words:
            continue
        if (turned := _turned(words, year)) is not None:
            part = turned
            if _HEADING.match(words) or len(words) <= LONGEST_HEADING:
                continue
        for found in _SENTENCE.finditer(words):
            sentence = found[0].strip().strip("　")
            if part in (Part.REVIEW, Part.SPAN_REVIEW):
                part = _looking_back(sentence, part, year)
                if not has_headings and re.search(rf"今年|{year}年(?!\d{{1,2}}月)", sentence):
                    part = Part.PLAN
                cue = _CUE_PLAN.search(sentence)
                if cue and cue["year"] in (None, str(year)) and not _DONE.search(sentence, 0, cue.end()):
                    part = Part.PLAN
            yield Passage(sentence, part)


def _looking_back(sentence: str, part: Part, year: int) -> Part:
    """Return whether a sentence of the review turns to five years or to the last one."""
    if re.match(r"[^，。]{0,8}五年(?:来|间)", sentence):
        return Part.SPAN_REVIEW
    if re.search(rf"{year - 1}年|过去一年|一年来|去年", sentence):
        return Part.REVIEW
    return part


def _turned(line: str, year: int) -> Part | None:
    """Return the part that a line opens as its heading; None where it is no heading of a part."""
    heading = _HEADING.match(line) or (
        _BARE_HEADING.match(line) if line[-1] not in "。！!？?；;：:" else None
    )
    if heading is None:
        return None
    words, numbered = heading["words"], bool(_HEADING.match(line))
    if not numbered and not re.search(
        rf"回顾|(?:{year}年|今年).{{0,12}}(?:工作|目标|任务)|今后五年|预期目标$", words
    ):
        return None
    if re.search(r"回顾|过去", words) or (_PAST.search(words) and not _FUTURE.search(words)):
        return Part.SPAN_REVIEW if re.search(_SPAN, words) else Part.REVIEW
    if str(year - 1) in words and str(year) not in words and not _AHEAD.search(words):
        return Part.REVIEW
    if _AHEAD.search(words) and str(year) not in words and "今年" not in words:
        return Part.OUTLOOK
    if re.search(r"完成|超额", words):
        return None
    if str(year) in words or _FUTURE.search(words):
        return Part.PLAN
    return None
