"""Which procedure an instrument belongs to, and whether what it says is effective."""

import re

from chengxin_core.determination.judgments.citations import clause
from chengxin_core.determination.judgments.instrument import JudgmentText, Step
from chengxin_core.vocabulary import Term


class Procedure(Term):
    """审理程序: the kinds of procedure that decide who could still appeal."""

    FIRST = "first", "一审"
    SECOND = "second", "二审"
    REVIEW = "review", "再审审查"
    RETRIAL = "retrial", "再审"
    ENFORCEMENT = "enforcement", "非诉执行审查"
    COMPENSATION = "compensation", "赔偿委员会审理"
    UNKNOWN = "unknown", "程序不明"


_BY_NUMBER: tuple[tuple[re.Pattern[str], Procedure], ...] = (
    (re.compile(r"委赔|赔委|法委赔|委国赔"), Procedure.COMPENSATION),
    (re.compile(r"行审(?!.{0,3}[监申再提终])|非诉|非执|行执|执审|行非|审执"), Procedure.ENFORCEMENT),
    (re.compile(r"[行民知赔刑商][^初终申再监提抗]{0,4}(?:申|监|抗|访)|申字|监字"), Procedure.REVIEW),
    (re.compile(r"[行民知赔商刑][^初终申再监提抗]{0,4}(?:再|提)|再字|提字|再终|再初"), Procedure.RETRIAL),
    (re.compile(r"终"), Procedure.SECOND),
    (re.compile(r"初|立字|诉前|行立|行受"), Procedure.FIRST),
)
_BY_WORD: tuple[tuple[re.Pattern[str], Procedure], ...] = (
    (re.compile(r"非诉|执行审查|申请执行|强制执行"), Procedure.ENFORCEMENT),
    (re.compile(r"再审审查|审判监督|申诉审查|申请再审|再审复查"), Procedure.REVIEW),
    (re.compile(r"赔偿委员会|国家赔偿审理"), Procedure.COMPENSATION),
    (re.compile(r"再审|提审|抗诉"), Procedure.RETRIAL),
    (re.compile(r"二审|第二审|上诉|终审"), Procedure.SECOND),
    (re.compile(r"一审|第一审|初审|简易"), Procedure.FIRST),
)
_SAYS_FINAL = re.compile(
    r"本(?:判决|裁定|决定|判决书|裁定书|决定书)(?:书)?[为系是]?(?:发生法律效力的)?终审|为终审(?:判决|裁定)"
    r"|(?:本判决|本裁定|本决定|本裁定书|本决定书|本调解书)[^。；\n日内]{0,16}(?:即|立即|即时)?(?:发生法律效力|生效)(?!之日|后|之后|起)"
    r"|一审终审|不得上诉"
)
_SAYS_APPEALABLE = re.compile(
    r"(?:如|若|对本|当事人)?不服本?(?:院)?[^。；\n]{0,12}(?:判决|裁定)[^。；\n]{0,80}上诉"
)


def procedure_of(text: JudgmentText) -> tuple[Procedure, str]:
    """Return the procedure and the words that show it: the case number first, then the field, then the title.

    >>> procedure_of(JudgmentText(case_no="（2026）鲁00行终1号", procedure="二审"))[0].zh
    '二审'
    """
    by_number = _first(_BY_NUMBER, text.case_no[:60])
    by_field = _first(_BY_WORD, text.procedure[:60])
    if by_number is not None and by_field is not None and by_number is not by_field:
        return by_number, f"案号{text.case_no[:60]}（来源所填“{text.procedure[:20]}”与案号不同，以案号为准）"
    if by_number is not None:
        return by_number, text.case_no[:60]
    if by_field is not None:
        return by_field, text.procedure[:60]
    by_title = _first(_BY_WORD, text.title[-40:])
    return (by_title, text.title[-40:]) if by_title is not None else (Procedure.UNKNOWN, "")


def is_administrative(text: JudgmentText) -> bool:
    """Tell whether the suit is administrative; where nothing speaks against it, it is.

    >>> is_administrative(JudgmentText(case_no="（2026）鲁00民初1号"))
    False
    """
    number = text.case_no[:60]
    if "委赔" in number:
        return False
    if "行" in number or "行政" in text.instrument_kind or "行政" in text.title[-30:]:
        return True
    return not any(letter in number for letter in "民商知刑执") and "民事" not in text.title[-30:]


def _first(table: tuple[tuple[re.Pattern[str], Procedure], ...], words: str) -> Procedure | None:
    return next((procedure for pattern, procedure in table if pattern.search(words)), None) if words else None


def finality(
    text: JudgmentText, procedure: Procedure, operative: str, *, is_open: bool, withdraws: bool
) -> tuple[bool, Step]:
    """Return whether the instrument is effective, with the step that says why.

    `is_open` means that the case goes on elsewhere (发回重审, 指令审理, 再审); `withdraws` that the ruling
    only ends a suit its claimant gave up, which takes effect on service and cannot be appealed.
    """
    question = "是否已经生效"
    if is_open:
        answer = "否：案件仍要继续审理，本文书没有终结争议"
        return False, Step(question, answer, "", clause("appeal", text.decided_on))
    final = _SAYS_FINAL.search(operative)
    if final:
        return True, Step(question, "是：文书自己写明", final.group(), clause("appeal", text.decided_on))
    appealable = _SAYS_APPEALABLE.search(operative)
    if appealable:
        answer = "否：可以上诉；上诉期届满无人上诉才生效，需要另行核实"
        return False, Step(question, answer, appealable.group(), clause("appeal_period", text.decided_on))
    if procedure is Procedure.FIRST:
        return _first_instance(text, question, withdraws=withdraws)
    if procedure is Procedure.UNKNOWN:
        return False, Step(
            question, "看不出审理程序，按尚未生效处理", "", clause("appeal_period", text.decided_on)
        )
    topic = {
        Procedure.SECOND: "appeal",
        Procedure.REVIEW: "petition",
        Procedure.RETRIAL: "retrial",
        Procedure.ENFORCEMENT: "enforcement",
        Procedure.COMPENSATION: "petition",
    }[procedure]
    return True, Step(
        question, f"是：{procedure.zh}的裁判不能上诉", text.case_no[:60], clause(topic, text.decided_on)
    )


def _first_instance(text: JudgmentText, question: str, *, withdraws: bool) -> tuple[bool, Step]:
    if text.court.startswith("最高人民法院"):
        answer = "是：最高人民法院的第一审裁判"
        return True, Step(question, answer, text.court[:60], clause("appeal_period", text.decided_on))
    if withdraws:
        answer = "是：准许撤诉的裁定送达即生效，不能上诉"
        return True, Step(question, answer, text.case_no[:60], clause("withdrawal", text.decided_on))
    answer = "否：一审裁判在上诉期届满且无人上诉后才生效，文书本身看不出，需要另行核实"
    return False, Step(question, answer, text.case_no[:60], clause("appeal_period", text.decided_on))
