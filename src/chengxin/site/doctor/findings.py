"""What an examination finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from chengxin.ground.home import Home
from chengxin_core.vocabulary import Term


class Weight(Term):
    """轻重: whether something must be mended before people use the installation, or soon, or is only said."""

    FAULT = "fault", "必须处理"
    WARNING = "warning", "应当处理"
    NOTE = "note", "提示"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be."""

    code: str  # stable: scripts and tests know it by this
    weight: Weight
    what: str
    why: str  # with the clause where a law asks for it
    todo: str  # a command, or what to change

    def __str__(self) -> str:
        return f"【{self.weight.zh}】{self.what}\n    原因: {self.why}\n    办法: {self.todo}\n    （{self.code}）"

    def as_json(self) -> dict[str, str]:
        members = ("code", "what", "why", "todo")
        return {"weight": str(self.weight)} | {name: getattr(self, name) for name in members}


@dataclass(frozen=True, slots=True)
class Deployment:
    """What is examined: a home, the settings as they are, a moment."""

    home: Home
    settings: Any
    at: datetime
    address: str = ""  # where the site answers, if it is to be asked
    time_source: str = ""  # whose clock is believed, if any


Check: TypeAlias = Callable[[Deployment], Iterator[Finding]]
