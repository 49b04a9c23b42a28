"""分办建议: who could be asked about a message, by which words; made anew each time and kept nowhere."""

import os
from dataclasses import dataclass
from functools import lru_cache

from chengxin.ground import home
from chengxin.mechanisms.supervision.model_keeping import NAME, model_of
from chengxin_core.voices.functions import Rules
from chengxin_core.voices.model import Model
from chengxin_core.voices.model_file import ModelRefused
from chengxin_core.voices.places import Gazetteer
from chengxin_reference.divisions.written import places
from chengxin_reference.functions import functions

DISCIPLINE = "纪检监察"
"""The field of a complaint about a person's breach of discipline: it is passed on and not handled (policy Q-33)."""


@dataclass(frozen=True, slots=True)
class Routed:
    """A proposal: field, department, region ('' where unknown), how sure in hundredths, the words, made by what."""

    label: str
    department: str
    region: str
    percent: int
    words: tuple[str, ...]
    needs_person: bool
    by_model: bool

    @property
    def is_discipline(self) -> bool:
        """Whether it may be about a person's breach of discipline."""
        return self.label == DISCIPLINE


def route(text: str) -> Routed:
    """Propose for a message: by the model of this home where there is one that can be read, else by the rules."""
    rules, model, located = _rules(), _model(), _gazetteer().locate(text)
    if model is None:
        asked = rules.propose(text)
        proposal, department = asked.proposal, asked.department
    else:
        proposal = model.propose(text)
        department = rules.department_for(text, proposal.label) if proposal.label else ""
    return Routed(
        proposal.label or "",
        department,
        located.whole_name,
        round(100 * proposal.confidence),
        (*proposal.words, *located.words),
        proposal.needs_person,
        model is not None,
    )


def seems_discipline(text: str) -> bool:
    """Say whether a message has a word of a person's breach of discipline, whatever else it is about."""
    return bool(_rules().department_for(text, DISCIPLINE))


@lru_cache(maxsize=1)
def _rules() -> Rules:
    return Rules(functions())


@lru_cache(maxsize=1)
def _gazetteer() -> Gazetteer:
    return Gazetteer(places())


def _model() -> Model | None:
    file = home.current().models / NAME
    try:
        stamp = os.stat(file)  # noqa: PTH116 - one call for both values
    except FileNotFoundError:
        return None
    return _read(str(file), stamp.st_mtime_ns, stamp.st_size)


@lru_cache(maxsize=2)
def _read(_file: str, _written: int, _size: int) -> Model | None:
    """Return the model as it was last written; None where it is torn: then the rules propose."""
    try:
        return model_of(home.current())
    except ModelRefused:
        return None
