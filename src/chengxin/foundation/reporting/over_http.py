"""HTTP 接口: JSON over http or https, bounded in time and size, never on to another address.

The addresses and forms stand in docs/reference/platform-protocol.md.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from chengxin.foundation.reporting.adapter import (
    Fetched,
    Inventory,
    Package,
    PlatformRefused,
    PlatformSilent,
    Tally,
)
from chengxin.foundation.reporting.messages import (
    Fields,
    Held,
    MessageMalformed,
    Notice,
    Receipt,
    read_held,
    read_notice,
    read_receipt,
)
from chengxin.ground.posting import Unanswered, checked, send

Message = TypeVar("Message")


class OverHttp:
    """A platform with an address."""

    def __init__(self, address: str, token: Callable[[], str]) -> None:
        self._parts, self._token = checked(address, "平台地址"), token

    def deliver(self, package: Package) -> None:
        """Post a package."""
        body = {
            "batch": package.number,
            "made_at": package.made_at.isoformat(),
            "rows": list(package.rows),
        }
        self._ask("POST", "/batches", body)

    def knows(self, number: str) -> bool:
        """Ask for the package by its number."""
        return self._ask("GET", f"/batches/{quote(number)}", missing_is_none=True) is not None

    def receipts(self, after: str) -> Fetched[Receipt]:
        """Ask for receipts."""
        return self._fetched("receipts", after, read_receipt)

    def notices(self, after: str) -> Fetched[Notice]:
        """Ask for notices."""
        return self._fetched("notices", after, read_notice)

    def inventory(self) -> Inventory:
        """Ask for the counts; keys are asked for group by group."""
        answer = self._ask("GET", "/counts")
        tallies = {}
        for number, row in enumerate(_rows(answer, "counts"), 1):
            fields = Fields(row, f"counts 第 {number} 行")
            group = (fields.text("kind"), fields.text("region"), fields.text("day"))
            tallies[group] = Tally(fields.number("count"), fields.text("digest"))
        try:
            as_of = Fields(answer, "counts ").moment("as_of")
        except MessageMalformed as fault:
            raise PlatformSilent(str(fault)) from None
        return Inventory(as_of, tallies, self._keys_of)

    def answer(self, notice: str, answer: str) -> None:
        """Post an answer to a notice."""
        self._ask("POST", f"/notices/{quote(notice)}/answer", {"answer": answer})

    def forget(self, keys: Collection[str]) -> None:
        """Nothing waits here: what was sent is withdrawn by a row."""

    def _keys_of(self, group: tuple[str, str, str]) -> Sequence[Held]:
        words = urlencode(dict(zip(("kind", "region", "day"), group, strict=True)))
        return _read(_rows(self._ask("GET", f"/keys?{words}"), "keys"), "keys", read_held)

    def _fetched(
        self, name: str, after: str, read: Callable[[Mapping[str, Any], str], Message]
    ) -> Fetched[Message]:
        answer = self._ask("GET", f"/{name}?{urlencode({'after': after})}")
        cursor = answer.get("next", after) if isinstance(answer, dict) else after
        if not isinstance(cursor, str) or len(cursor) > 200:
            raise PlatformSilent(f"平台答复的 {name} 没有可用的 next")
        return Fetched(_read(_rows(answer, name), name, read), cursor)

    def _ask(self, method: str, path: str, body: Any = None, *, missing_is_none: bool = False) -> Any:
        data = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Authorization": f"Bearer {self._token()}", "Accept": "application/json"}
        if data is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        try:
            answer = send(self._parts, method, path, data, headers)
        except Unanswered as fault:
            raise PlatformSilent(f"平台没有答复（{fault}）") from None
        if answer.status == 404 and missing_is_none:
            return None
        if 400 <= answer.status < 500 and answer.status not in (408, 425, 429):
            raise PlatformRefused(f"平台拒绝（HTTP {answer.status}）：{_said(answer.content)}")
        if not 200 <= answer.status < 300:
            raise PlatformSilent(f"平台答复 HTTP {answer.status}")
        return _json(answer.content)


def _json(content: bytes) -> Any:
    try:
        return json.loads(content or b"{}")
    except ValueError:
        raise PlatformSilent("平台的答复不是 JSON") from None


def _rows(answer: Any, name: str) -> list[Any]:
    rows = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PlatformSilent(f"平台的答复没有 {name} 这一列")
    return rows


def _read(rows: Sequence[Any], name: str, read: Callable[[Mapping[str, Any], str], Message]) -> list[Message]:
    try:
        return [read(row, f"{name} 第 {number} 行") for number, row in enumerate(rows, 1)]
    except MessageMalformed as fault:
        raise PlatformSilent(f"平台的答复不合约定：{fault}") from None


def _said(content: bytes) -> str:
    """Return what a refusal says, briefly; a credential that it repeats must not go on."""
    try:
        said = json.loads(content).get("error", "")
    except (ValueError, AttributeError):
        return "没有说明理由"
    return str(said)[:200]
