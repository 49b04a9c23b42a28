"""见证服务: what is answered to a log, and the order that keeps it safe: decide, keep on disk, then answer."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from chengxin_core.ledger.checkpoint import Checkpoint, CheckpointMalformed
from chengxin_core.ledger.cosignature import cosignature_of, signed_also, write_lines
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.signatures import NoteUnverified, SigningKey
from chengxin_core.ledger.witness import (
    SIZE_TYPE,
    LogForked,
    Logs,
    OldSizeStale,
    Refusal,
    Witnessed,
    WitnessRequest,
    believe,
    cosign,
)
from chengxin_witness.state import State, StateUnusable, log_id

TEXT = "text/plain; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a request is answered."""

    status: int
    body: bytes
    content_type: str = TEXT


class Witness:
    """A witness of some logs; of each log, one request is decided at a time."""

    def __init__(self, state: State, logs: Logs, *, now: Callable[[], int]) -> None:
        """Read key and state; `now` gives POSIX seconds. Raises `StateUnusable` for what is damaged."""
        self._state = state
        self._logs = logs
        self._now = now
        self._key: SigningKey = state.key()
        self.verifier_key = self._key.verifier_key
        self._one_at_a_time = {origin: threading.Lock() for origin in logs}
        for origin in logs:
            self._last(origin)

    def add_checkpoint(self, body: bytes) -> Answer:
        """Answer C2SP tlog-witness `add-checkpoint`."""
        try:
            request = WitnessRequest.from_bytes(body)
            checkpoint = believe(request, self._logs)
            with self._one_at_a_time[checkpoint.origin]:
                return Answer(200, self._cosign(request, checkpoint))
        except OldSizeStale as refusal:
            return Answer(refusal.status, f"{refusal.known_size}\n".encode(), SIZE_TYPE)
        except Refusal as refusal:
            return Answer(refusal.status, f"{refusal}\n".encode())
        except OSError as fault:
            return Answer(500, f"见证人无法保存状态, 没有联署: {fault}\n".encode())

    def newest(self, origin_id: str) -> bytes | None:
        """Return the newest cosigned checkpoint of a log that is followed, by the hash of its origin."""
        followed = {log_id(origin) for origin in self._logs}
        return self._state.newest(origin_id) if origin_id in followed else None

    def _cosign(self, request: WitnessRequest, checkpoint: Checkpoint) -> bytes:
        note, last = self._last(checkpoint.origin)
        try:
            line = cosign(request, checkpoint, last=last, key=self._key, posix_seconds=self._now())
        except LogForked:
            self._state.keep_evidence(note or b"", request.checkpoint)
            raise
        known = {(key.name, key.key_id) for key in self._logs[checkpoint.origin]}
        asked = Note.from_bytes(request.checkpoint)
        signed = tuple(each for each in asked.signatures if (each.name, each.key_id) in known)
        cosigned = signed_also(Note(asked.text, signed), [line])
        self._state.keep(log_id(checkpoint.origin), cosigned.to_bytes())
        return write_lines([line])

    def _last(self, origin: str) -> tuple[bytes | None, Witnessed | None]:
        """Return what was cosigned last of a log; raises `StateUnusable` if it is not what we signed."""
        data = self._state.newest(log_id(origin))
        if data is None:
            return None, None
        try:
            note = Note.from_bytes(data)
            checkpoint = Checkpoint.from_text(note.text)
            cosignature = cosignature_of(note, self.verifier_key)
        except (NoteMalformed, CheckpointMalformed, NoteUnverified) as fault:
            raise StateUnusable(f"“{origin}”的见证状态已损坏, 不再联署: {fault}") from fault
        if cosignature is None or checkpoint.origin != origin:
            raise StateUnusable(f"“{origin}”的见证状态不是本见证人所签, 不再联署")
        return data, Witnessed(checkpoint, int(cosignature.at.timestamp()))
