"""The reading of judgments against hand-made labels: what was missed, what was wrong, and how fast.

Reads the collected judgments beside the repository (never committed); where they are absent, says so and
stops. The requirement: of the judgments labelled adverse none is missed, and at most one proposal is false.
Left out are those that nobody could label (`pending`, `mixed_unknown`) and enforcement without a suit.

Run with `python -m benchmarks.judgments`.
"""

import json
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from chengxin_core.determination.judgments import JudgmentText, Party, Proposal, read_judgment

COURT = Path(__file__).parents[1] / ".." / "shared" / "data" / "court"
MOST_FALSE = 1
SECONDS_AT_LEAST = 1.0


@dataclass
class Score:
    """What the readings came to, label by label."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    final_right: int = 0
    final_wrong: list[str] = field(default_factory=list)

    @property
    def passes(self) -> bool:
        return not self.missed and len(self.false) <= MOST_FALSE


def judgments() -> dict[str, JudgmentText]:
    """Return the collected judgments by id, each once."""
    lines = (COURT / "admin_judgments.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return {row["id"]: text_of(row) for row in rows if not row["duplicate"]}


def text_of(row: dict[str, Any]) -> JudgmentText:
    parties = (Party(party["role"], party["name"], party["is_public_body"]) for party in row["parties"])
    return JudgmentText(
        court=row["court"],
        case_no=row["caseNo"],
        procedure=row["procedure"],
        instrument_kind=row["instrumentType"],
        decided_on=date.fromisoformat(row["date"]),
        parties=tuple(parties),
        reasoning=row["本院认为"],
        ruling=row["裁判结果"],
        title=row["docName"],
    )


def score() -> Score:
    """Read every labelled judgment and compare."""
    texts, told = judgments(), Score()
    for label in json.loads((COURT / "gold_labels.json").read_text("utf-8")):
        reading = read_judgment(texts[label["id"]])
        told.counts[label["label"], reading.proposal.value] += 1
        if reading.is_final is label["final"]:
            told.final_right += 1
        else:
            told.final_wrong.append(f"{label['id']} {label['label']}")
        if label["label"] in ("pending", "mixed_unknown") or label["label"].startswith("enforcement"):
            continue
        is_adverse, proposed = label["label"].startswith("adverse"), reading.proposal is Proposal.ADVERSE
        if is_adverse and not proposed:
            told.missed.append(label["id"])
        if proposed and not is_adverse:
            told.false.append(label["id"])
        if reading.proposal is Proposal.UNCLEAR:
            told.unclear.append(label["id"])
    return told


def readings_a_second() -> float:
    """Return the best rate of several rounds, in seconds of this process's own work."""
    texts = list(judgments().values())
    best, spent = 0.0, 0.0
    while spent < SECONDS_AT_LEAST:
        begun = time.process_time()
        for text in texts:
            read_judgment(text)
        took = time.process_time() - begun
        best, spent = max(best, len(texts) / took), spent + took
    return best


def main() -> int:
    if not COURT.exists():
        print("没有找到收集的裁判文书（../shared/data/court），不测。")
        return 0
    told = score()
    print("标注 → 建议：")
    for (label, proposal), count in sorted(told.counts.items()):
        print(f"  {label:<22} {proposal:<12} {count:>4}")
    print(f"漏报 {len(told.missed)} {told.missed}")
    print(f"误报 {len(told.false)} {told.false}（至多 {MOST_FALSE}）")
    print(f"无法判断 {len(told.unclear)} {told.unclear}")
    print(f"是否生效：与标注一致 {told.final_right}，不一致 {len(told.final_wrong)}")
    for line in told.final_wrong:
        print(f"  {line}")
    size = sum(len((text.reasoning + text.ruling).encode()) for text in judgments().values()) / len(
        judgments()
    )
    print(f"每秒 {readings_a_second():,.0f} 份（平均 {size / 1000:.1f} kB，一个核）")
    return 0 if told.passes else 1


if __name__ == "__main__":
    sys.exit(main())
