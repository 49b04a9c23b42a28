"""What the pages of matters show of stopped sharing, and the list of a handover of tokens given out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.handovers.plugs import Line
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing.queries import given_out_by, owed_in, stop_of


def stop_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return who must answer, and what became of it."""
    return {"stop": stop_of(matter), "owed": owed_in(matter)}


def key_lines(posts: Sequence[Mandate]) -> Iterator[Line]:
    """Yield the consumers whose access these posts gave out: their tokens are to be looked after by the successor."""
    for consumer in given_out_by(posts):
        until = f"{consumer.until:%Y-%m-%d}" if consumer.until else ""
        yield Line("共享单位接入密钥", consumer.code, f"{consumer.name}（{consumer.post}）", until)
