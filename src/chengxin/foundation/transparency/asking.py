"""请求见证: one witness is asked to cosign one checkpoint (C2SP tlog-witness), within limits of time and size."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from chengxin.foundation.transparency.witnesses import Witness, Witnessed, cosigned_by
from chengxin_core.ledger.checkpoint import Checkpoint
from chengxin_core.ledger.cosignature import LARGEST_ANSWER, read_lines, signed_also
from chengxin_core.ledger.note import Note, NoteMalformed
from chengxin_core.ledger.signatures import NoteUnverified
from chengxin_core.ledger.witness import SIZE_TYPE, WitnessRequest, read_known_size

SECONDS = 10.0  # that a witness may keep silent
CLOCKS_DIFFER = timedelta(
    minutes=10
)  # at most: a time further ahead would hide that nobody witnesses any more

Proof = Callable[[int], list[bytes]]
"""Gives the proof that the checkpoint continues the log of a size."""


class WitnessSilent(OSError):
    """A witness that could not be asked, or answered something that is no answer; it is asked again later."""


class WitnessObjects(RuntimeError):
    """A witness that knows a log of this name which ours does not continue: one of the two was rewritten."""


class _NeverElsewhere(HTTPRedirectHandler):
    """Follows no redirection: a witness answers where it said that it does."""

    def redirect_request(self, *args: object, **words: object) -> None:
        return None


def ask(witness: Witness, note: Note, proof_from: Proof, *, known_size: int, at: datetime) -> Witnessed:
    """Return `note` as this witness alone has cosigned it; `known_size` is what it cosigned last, as we believe.

    A witness that knows another size says so, and is asked once more from there. Raises `WitnessSilent` or
    `WitnessObjects`.
    """
    _refuse_a_shorter_log(witness, note, known_size)
    status, answer = _post(witness, note, proof_from, known_size)
    told = read_known_size(answer) if status == 409 else None
    if told is not None and told != known_size:
        _refuse_a_shorter_log(witness, note, told)
        status, answer = _post(witness, note, proof_from, told)
    if status == 409 and read_known_size(answer) is not None:
        raise WitnessSilent(f"见证人“{witness.key.name}”正在联署别的检查点")
    if status in {409, 422}:
        raise WitnessObjects(f"见证人“{witness.key.name}”认为日志没有接续它见过的检查点（{status}）")
    if status != 200:
        raise WitnessSilent(f"见证人“{witness.key.name}”答复 {status}")
    return _checked(witness, note, answer, at)


def _refuse_a_shorter_log(witness: Witness, note: Note, known_size: int) -> None:
    size = Checkpoint.from_text(note.text).size
    if known_size > size:
        raise WitnessObjects(f"见证人“{witness.key.name}”见过 {known_size} 条，日志只有 {size} 条")


def _checked(witness: Witness, note: Note, answer: bytes, at: datetime) -> Witnessed:
    try:
        line = next(
            line
            for line in read_lines(answer)
            if (line.name, line.key_id) == (witness.key.name, witness.key.key_id)
        )
        cosigned = cosigned_by(witness.key, signed_also(note, [line]))
    except StopIteration:
        raise WitnessSilent(f"见证人“{witness.key.name}”没有用约定的密钥联署") from None
    except (NoteMalformed, NoteUnverified) as fault:
        raise WitnessSilent(f"见证人“{witness.key.name}”的联署有误: {fault}") from fault
    if cosigned.at > at + CLOCKS_DIFFER:
        raise WitnessSilent(f"见证人“{witness.key.name}”的时钟快于本机: {cosigned.at:%Y-%m-%d %H:%M:%S} UTC")
    return cosigned


def _post(witness: Witness, note: Note, proof_from: Proof, old_size: int) -> tuple[int, bytes]:
    """Ask from a size; return the status and, where it cosigns or tells a size, the body."""
    request = WitnessRequest(old_size, tuple(proof_from(old_size)), note.to_bytes())
    posted = Request(  # noqa: S310 - the setting allows web addresses only
        f"{witness.url}/add-checkpoint",
        data=request.to_bytes(),
        headers={"Content-Type": "text/plain; charset=utf-8", "User-Agent": "chengxin"},
        method="POST",
    )
    try:
        with build_opener(_NeverElsewhere).open(posted, timeout=SECONDS) as answer:
            return answer.status, answer.read(LARGEST_ANSWER + 1)
    except HTTPError as refused:
        with refused:
            tells_size = refused.headers.get("Content-Type") == SIZE_TYPE
            return refused.code, refused.read(LARGEST_ANSWER) if tells_size else b""
    except (URLError, HTTPException, OSError) as fault:
        raise WitnessSilent(f"见证人“{witness.key.name}”没有答复: {fault}") from fault
