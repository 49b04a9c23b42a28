"""Routing of complaints against labels made by hand: by cross-validation, beside TF-IDF and a linear machine.

Reads the collected messages beside the repository (never committed); where they are absent, says so and stops. Five
folds; messages that are nearly the same stand in one fold. Each fold is proposed by a model trained from the others as
an installation trains, its confidence included, so what is told of confidence is held out, too. Besides: the 457
messages as they were written (the others are cut into words), proposed by a model that has learnt none of them or of
their twins, and by the shipped rules, which no message was used to write.

Cost, lengths of pieces and rarity were chosen on one tenth of the messages, which stand in these folds as well; no
other choice was made on them. `--peer` installs scikit-learn into an environment of its own below the user's cache.

Run with `python -m benchmarks.routing [--peer]`.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from chengxin_core.voices.functions import Rules
from chengxin_core.voices.model import Proposal, macro_f1
from chengxin_core.voices.model_file import as_bytes
from chengxin_core.voices.pieces import pieces
from chengxin_core.voices.training import FOLDS, Example, folds_of, train
from chengxin_reference.functions import functions

MESSAGES = Path(__file__).parents[1] / ".." / "shared" / "data" / "complaints"
BASELINE = 0.92
PEER = "scikit-learn==1.9.1"
TWINS = 0.8
"""The share of a message's pieces that another one holds, from which on they are the same."""


def main() -> int:
    if not MESSAGES.exists():
        print("没有找到收集的来信（../shared/data/complaints），不测。")
        return 0
    print(f"负载 {os.getloadavg()[0]:.1f}")
    examples = sorted({Example(row["tokens"], row["label1"]) for row in rows("labelled_train_segmented.csv")})
    written = [Example(f"{row['title']}\n{row['body']}", row["label1"]) for row in rows("labelled_457.csv")]
    folds = folds_of(examples)
    proposals = cross_validated(examples, folds)
    ours = tell("交叉验证", examples, proposals)
    confusion(examples, proposals)
    reliability(examples, proposals)
    if "--peer" in sys.argv:
        guesses = peer(examples, folds)
        other = macro_f1(zip((each.label for each in examples), guesses, strict=True))
        print(
            f"基线（{PEER}，词的 TF-IDF 与线性支持向量机，同样的五折）：宏平均 F1 {other:.4f}，本模型 {ours:.4f}"
        )
    else:
        print("基线没有测：加 --peer 装入单独的环境")
    unseen = without_twins(examples, written)
    twins = sorted(set(examples) - set(unseen))
    model = train(unseen)
    print(f"没有学过这些来信的模型（{len(unseen)} 条，{len(as_bytes(model)) / 1e6:.1f} MB）：")
    tell("  原文 457 条", written, [model.propose(each.text) for each in written])
    tell("  同样的来信，切成词的", twins, [model.propose(each.text) for each in twins])
    rules = Rules(functions())
    tell("  随附规则，原文 457 条", written, [rules.propose(each.text).proposal for each in written])
    print(f"目标 {BASELINE}：{'达到' if round(ours, 2) >= BASELINE else '未达到'}")
    return 0


def rows(name: str) -> list[dict[str, str]]:
    with (MESSAGES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def cross_validated(examples: Sequence[Example], folds: Sequence[int]) -> list[Proposal]:
    """Return the proposal for each message by a model that was trained without its fold."""
    proposals: dict[int, Proposal] = {}
    for fold in range(FOLDS):
        model = train(each for each, of in zip(examples, folds, strict=True) if of != fold)
        proposals |= {at: model.propose(examples[at].text) for at, of in enumerate(folds) if of == fold}
    return [proposals[at] for at in range(len(examples))]


def tell(what: str, examples: Sequence[Example], proposals: Sequence[Proposal]) -> float:
    """Print how good the proposals are, and those that stand without a mark; return the macro-F1."""
    pairs = [(each.label, told.label) for each, told in zip(examples, proposals, strict=True)]
    right = [label == guess for label, guess in pairs]
    sure = [holds for holds, told in zip(right, proposals, strict=True) if not told.needs_person]
    figure = macro_f1(pairs)
    print(
        f"{what}：{len(pairs)} 条，宏平均 F1 {figure:.4f}，正确 {sum(right) / len(right):.4f}；"
        f"不标需人工 {len(sure) / len(right):.1%}，其中正确 {sum(sure) / max(1, len(sure)):.4f}"
    )
    return figure


def confusion(examples: Sequence[Example], proposals: Sequence[Proposal]) -> None:
    """Print precision and recall of each label, and which labels are most often taken for which."""
    pairs = Counter((each.label, told.label) for each, told in zip(examples, proposals, strict=True))
    for label in sorted({each.label for each in examples}):
        right = pairs[label, label]
        told = sum(count for (_, guess), count in pairs.items() if guess == label)
        of_it = sum(count for (each, _), count in pairs.items() if each == label)
        print(f"  {label}：精确率 {right / max(1, told):.3f}，召回率 {right / of_it:.3f}（{of_it} 条）")
    misses = [(count, label, guess) for (label, guess), count in pairs.items() if label != guess]
    for count, label, guess in sorted(misses, key=lambda miss: (-miss[0], miss[1]))[:8]:
        print(f"  {label} 误为 {guess}：{count} 条")


def reliability(examples: Sequence[Example], proposals: Sequence[Proposal]) -> None:
    """Print how often proposals of each confidence are right, and the mean gap between the two."""
    gaps = 0.0
    for low, high in pairwise((0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01)):
        some = [
            (told.confidence, told.label == each.label)
            for each, told in zip(examples, proposals, strict=True)
            if low <= told.confidence < high
        ]
        if some:
            said, right = (sum(column) / len(some) for column in zip(*some, strict=True))
            gaps += abs(said - right) * len(some) / len(examples)
            print(
                f"  把握 {low:.2f}～{min(high, 1):.2f}：{len(some)} 条，平均把握 {said:.3f}，实际正确 {right:.3f}"
            )
    print(f"  把握与实际平均相差 {gaps:.3f}")


def without_twins(examples: Sequence[Example], written: Sequence[Example]) -> list[Example]:
    """Return the examples of which no message of `written` holds nearly all pieces."""
    held = [frozenset(pieces(each.text)) for each in written]
    holders: dict[str, list[int]] = {}
    for at, some in enumerate(held):
        for piece in some:
            holders.setdefault(piece, []).append(at)

    def has_twin(example: Example) -> bool:
        own = set(pieces(example.text))
        shared = Counter(at for piece in own for at in holders.get(piece, ()))
        return any(count >= TWINS * len(own) for count in shared.values())

    return [example for example in examples if not has_twin(example)]


def peer(examples: Sequence[Example], folds: Sequence[int]) -> list[str]:
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    place = cache / "chengxin-benchmarks" / PEER
    if not (place / "bin" / "python").exists():
        venv.create(place, with_pip=True)
        subprocess.run([place / "bin" / "pip", "install", "-q", PEER], check=True)
    told = {
        "texts": [each.text for each in examples],
        "labels": [each.label for each in examples],
        "folds": list(folds),
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "messages.json"
        file.write_text(json.dumps(told), "utf-8")
        script = Path(__file__).with_name("tfidf_peer.py")
        run = subprocess.run(
            [place / "bin" / "python", script, file], check=True, capture_output=True, text=True
        )
    guesses: list[str] = json.loads(run.stdout)
    return guesses


if __name__ == "__main__":
    sys.exit(main())
