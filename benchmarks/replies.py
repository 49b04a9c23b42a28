"""The second look at answers against labels made by hand: what was held back wrongly, and what slipped through.

Reads the collected answers beside the repository (never committed); where they are absent, says so and stops.

How the labels were made. All 1,400 rows in the order of the SHA-256 of number and answer, which no one chose. The
first 480 were labelled before or while the turns of speech were written (`design`); the next 280 afterwards and before
the program was run on them (`held_out`). Nothing was changed for what they showed but the kind told of a bare
greeting; what was made stricter afterwards, for sentences of our own, changed none of their results. The sixty
shortest answers of all 1,400 had been seen before. Read once, by one reader; of long answers beginning and end;
held-out ones with more than 320 characters not at all (`unread`): none so long of the first 480 said nothing, so they
count as saying something.

The kinds are those of `Emptiness`. An answer says something (`-`) when it tells a finding, a reason, a measure or where
to turn, asks for what is missing to go on, or names a plan. It was passed on also where it tells whom to ring then.
`replies_kinds.tsv` holds the first 16 digits of the hash, the part and the kind, and no text.

No answer of the sample copies the complaint. So copies are made: the complaint given back behind “您好！来信收悉。”.

Run with `python -m benchmarks.replies`.
"""

import csv
import sys
from collections import Counter
from hashlib import sha256
from pathlib import Path

from chengxin_core.voices.replies import SecondLook, second_look
from chengxin_core.voices.turns_of_speech import Emptiness

ANSWERS = Path(__file__).parents[1] / ".." / "shared" / "data" / "complaints" / "replies.csv"
KINDS = Path(__file__).with_name("replies_kinds.tsv")
SAYS_SOMETHING = ("-", "unread")
LEAST_PRECISION, LEAST_RECALL = 0.9, 0.8
WORTH_COPYING = 40
"""Characters: shorter complaints are not taken for making copies."""


def main() -> int:
    if not ANSWERS.exists():
        print("没有找到收集的答复（../shared/data/complaints），不测。")
        return 0
    rows = {row_hash(row): row for row in read_rows()}
    labels = [line.split("\t") for line in KINDS.read_text("utf-8").splitlines()]
    good = True
    for part in ("design", "held_out"):
        kinds = {digest: kind for digest, of, kind in labels if of == part}
        good = told(part, kinds, {digest: look_at(rows[digest]) for digest in kinds}) and good
    held = sum(look_at(row) is not None for row in rows.values())
    print(f"全部 {len(rows)} 条答复中提请复核 {held} 条（{held / len(rows):.1%}）")
    return 0 if copies_found(list(rows.values())) and good else 1


def read_rows() -> list[dict[str, str]]:
    with ANSWERS.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def row_hash(row: dict[str, str]) -> str:
    return sha256(f"{row['msg_id']}\n{row['reply']}".encode()).hexdigest()[:16]


def look_at(row: dict[str, str]) -> SecondLook | None:
    return second_look(row["reply"], f"{row['title']}\n{row['body']}")


def told(part: str, kinds: dict[str, str], looks: dict[str, SecondLook | None]) -> bool:
    """Print precision, recall and every miss of one part; say whether the aim is met."""
    empty = {digest for digest, kind in kinds.items() if kind not in SAYS_SOMETHING}
    held = {digest for digest, look in looks.items() if look}
    unread = sum(kind == "unread" for kind in kinds.values())
    right = len(empty & held)
    precision, recall = right / max(1, len(held)), right / max(1, len(empty))
    print(f"{part}: {len(kinds)} 条（其中 {unread} 条长答复未读），言之无物 {len(empty)} 条")
    print(
        f"  提请复核 {len(held)} 条，精确率 {precision:.3f}（{right}/{len(held)}），"
        f"召回率 {recall:.3f}（{right}/{len(empty)}）"
    )
    of_kind = Counter(kinds[digest] for digest in empty)
    print(f"  {dict(of_kind)}")
    for digest in sorted(empty - held):
        print(f"  漏 {digest} {kinds[digest]}")
    for digest in sorted(held - empty):
        print(f"  错 {digest} {looks[digest]}")
    wrong_kind = [
        f"{digest} {kinds[digest]}→{look.kind}"
        for digest in sorted(empty & held)
        if (look := looks[digest]) and look.kind != kinds[digest]
    ]
    print(f"  情形与标注不同 {len(wrong_kind)} 条 {wrong_kind}")
    return part == "design" or (precision >= LEAST_PRECISION and recall >= LEAST_RECALL)


def copies_found(rows: list[dict[str, str]]) -> bool:
    """Give complaints back as answers, and count how many are seen; say whether nearly all are."""
    bodies = [row for row in rows if len(row["body"]) >= WORTH_COPYING]
    looks = [
        second_look(f"您好！来信收悉。{row['body']}", f"{row['title']}\n{row['body']}") for row in bodies
    ]
    seen = sum(look is not None for look in looks)
    copied = sum(look is not None and look.kind is Emptiness.COPIED for look in looks)
    print(f"造出的照抄答复 {len(bodies)} 条，提请复核 {seen} 条，其中认出是照抄 {copied} 条")
    return seen >= 0.95 * len(bodies)


if __name__ == "__main__":
    sys.exit(main())
