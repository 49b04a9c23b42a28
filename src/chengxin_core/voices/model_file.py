"""模型文件: a model as bytes, and back; what is torn, altered or of another version is refused."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from typing import Any

from chengxin_core.voices.model import Measured, Model, Piece

KIND = "chengxin-routing-model"
VERSION = 1
ADVICE = "请用 chengxin routing train 重新训练"


class ModelRefused(ValueError):
    """The bytes are no model that can be used; the text says in Chinese why, and what to do."""


def as_bytes(model: Model) -> bytes:
    """Return a model as one line that names kind, version and hash, and one line that holds it."""
    body = _json(
        {
            "labels": model.labels,
            "sharpness": model.sharpness,
            "sure_from": model.sure_from,
            "learnt_from": model.learnt_from,
            "measured": asdict(model.measured),
            "pieces": {piece: [each.rarity, *each.weights] for piece, each in sorted(model.pieces.items())},
        }
    )
    head = _json({"kind": KIND, "version": VERSION, "sha256": sha256(body).hexdigest()})
    return head + b"\n" + body + b"\n"


def read_model(content: bytes) -> Model:
    """Read a model back; raises `ModelRefused`."""
    head, _, rest = content.partition(b"\n")
    told = _head(head)
    if told.get("version") != VERSION:
        raise ModelRefused(f"模型文件是第 {told.get('version')} 版，本程序只能读第 {VERSION} 版。{ADVICE}")
    body = rest.removesuffix(b"\n")
    found = sha256(body).hexdigest()
    if not rest.endswith(b"\n") or found != told.get("sha256"):
        raise ModelRefused(
            f"模型文件不完整或者被改动过：散列值应为 {told.get('sha256')}，实为 {found}。{ADVICE}"
        )
    try:
        return _model(json.loads(body))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ModelRefused(f"模型文件的内容不是模型。{ADVICE}") from None


def _head(line: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict) or told.get("kind") != KIND:
        raise ModelRefused(f"这不是分办模型文件。{ADVICE}")
    return told


def _model(told: Mapping[str, Any]) -> Model:
    labels = tuple(str(label) for label in told["labels"])
    pieces = {
        piece: Piece(int(rarity), tuple(int(weight) for weight in weights))
        for piece, (rarity, *weights) in told["pieces"].items()
    }
    if not labels or any(len(piece.weights) != len(labels) for piece in pieces.values()):
        raise ValueError("weights and labels differ in number")
    return Model(
        labels=labels,
        pieces=pieces,
        sharpness=int(told["sharpness"]),
        sure_from=int(told["sure_from"]),
        learnt_from=str(told["learnt_from"]),
        measured=Measured(**told["measured"]),
    )


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
