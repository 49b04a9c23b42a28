"""回执: what was put in, which rules answered, each step and the outcome, to be computed again."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from chengxin_core.ledger.canonical import Json, canonical_bytes, parse_canonical


class ReceiptRefused(ValueError):
    """The bytes are no receipt, or one that was made with another rulebook."""


@dataclass(frozen=True)
class Receipt:
    """A computation that can be replayed: the same inputs and the same rulebook give the same bytes."""

    computation: str
    on: date
    rulebook: str
    inputs: Mapping[str, Json]
    steps: tuple[str, ...]
    outcome: Mapping[str, Json]

    @cached_property
    def canonical(self) -> bytes:
        """The receipt as RFC 8785 writes it."""
        return canonical_bytes(
            {
                "computation": self.computation,
                "on": self.on.isoformat(),
                "rulebook": self.rulebook,
                "inputs": self.inputs,
                "steps": list(self.steps),
                "outcome": self.outcome,
            }
        )

    @cached_property
    def sha256(self) -> str:
        """The hash of the canonical bytes, in hex."""
        return hashlib.sha256(self.canonical).hexdigest()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Read back canonical bytes; raises `ReceiptRefused`."""
        try:
            match parse_canonical(data):
                case {
                    "computation": str(computation),
                    "on": str(on),
                    "rulebook": str(rulebook),
                    "inputs": dict(inputs),
                    "steps": [*steps],
                    "outcome": dict(outcome),
                }:
                    told = tuple(map(str, steps))
                    return cls(computation, date.fromisoformat(on), rulebook, inputs, told, outcome)
        except ValueError as fault:
            raise ReceiptRefused(f"不是回执: {fault}") from fault
        raise ReceiptRefused("不是回执: 缺少字段")
