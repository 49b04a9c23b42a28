"""对应机构: which body of the register a written name means; remembered for the length of an import."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chengxin.chain.evidence.models import Naming
from chengxin.foundation.subjects.models import OutsideBody
from chengxin.foundation.subjects.queries import name_index
from chengxin_core.names import Ambiguous, Candidate, Outside, Resolved, resolve


@dataclass(frozen=True, slots=True)
class Named:
    """What became of a name."""

    naming: Naming
    body_id: str | None = None
    outside_id: int | None = None
    candidates: list[dict[str, Any]] = field(default_factory=list)


class Namer:
    """Resolves names against the register as it stood when the import began."""

    def __init__(self) -> None:
        self._index = name_index()
        self._known: dict[tuple[str, date], Named] = {}

    def name(self, written: str, *, on: date) -> Named:
        """Return the body that `written` meant on a day, or the candidates among which a person must choose."""
        key = (written, on)
        if key not in self._known:
            self._known[key] = self._resolve(written, on)
        return self._known[key]

    def _resolve(self, written: str, on: date) -> Named:
        found = resolve(written, on=on, index=self._index)
        if isinstance(found, Resolved):
            return Named(Naming.RESOLVED, body_id=found.body_id)
        if isinstance(found, Outside):
            outside, _ = OutsideBody.objects.get_or_create(
                name=written[:120], defaults={"region_word": found.region[:60], "first_seen_on": on}
            )
            return Named(Naming.OUTSIDE, outside_id=outside.pk)
        candidates = [_plain(each) for each in found.candidates] if isinstance(found, Ambiguous) else []
        return Named(Naming.AMBIGUOUS if candidates else Naming.UNKNOWN, candidates=candidates)


def _plain(candidate: Candidate) -> dict[str, Any]:
    return {
        "body": candidate.body_id,
        "name": candidate.name,
        "likeness": candidate.likeness,
        "reasons": list(candidate.reasons),
    }
