"""The baseline of routing, in an environment of its own (`routing --peer`): TF-IDF of words and a linear machine.

Reads JSON from the file named: `texts`, `labels`, `folds`. Tells the label proposed for each text as JSON.
"""

import json
import sys
from pathlib import Path


def main(file: str) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer  # type: ignore[import-not-found]
    from sklearn.pipeline import make_pipeline  # type: ignore[import-not-found]
    from sklearn.svm import LinearSVC  # type: ignore[import-not-found]

    told = json.loads(Path(file).read_text("utf-8"))
    texts, labels, folds = told["texts"], told["labels"], told["folds"]
    proposed: list[str] = [""] * len(texts)
    for fold in sorted(set(folds)):
        seen = [at for at, of in enumerate(folds) if of != fold]
        words = TfidfVectorizer(token_pattern=r"\S+", sublinear_tf=True, min_df=2)
        machine = make_pipeline(words, LinearSVC(C=0.5))
        machine.fit([texts[at] for at in seen], [labels[at] for at in seen])
        asked = [at for at, of in enumerate(folds) if of == fold]
        for at, label in zip(asked, machine.predict([texts[at] for at in asked]), strict=True):
            proposed[at] = str(label)
    print(json.dumps(proposed, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
