"""材料类别: what a statement or a file is to its matter."""

from chengxin_core.vocabulary import Term


class Part(Term):
    """材料类别."""

    EVIDENCE = "evidence", "认定依据"
    DEFENCE = "defence", "陈述申辩"
    EXPLANATION = "explanation", "书面说明"
    PLAN = "plan", "整改方案"
    PROGRESS = "progress", "整改进展"
    REPORT = "report", "整改报告"
    OBJECTION = "objection", "异议理由"
    REPAIR = "repair", "修复申请"
    RIGHT = "right", "权利提示"
    PROOF = "proof", "证明材料"
    COMMITMENT = "commitment", "信用承诺书"
    RECEIPT = "receipt", "回执"
    REVERSAL = "reversal", "撤销或者变更的依据"
    MERGED = "merged", "并案"
    SERVICE = "service", "送达回证"
    SEALED = "sealed", "用印扫描件（正本）"
    SIGNED = "signed", "负责人签字扫描件"
    OPINION = "opinion", "办理意见"
    DEADLINE = "deadline", "期限变动"
    HANDOVER = "handover", "交接材料"
    URGING = "urging", "提醒、催办或者督办"
    ANSWER = "answer", "答复件"


def part_zh(code: str) -> str:
    """Return the wording of a part; a room's own code that is not listed here is called 情况记录."""
    return Part(code).zh if code in set(Part) else "情况记录"
