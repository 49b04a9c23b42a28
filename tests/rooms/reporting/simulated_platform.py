"""演示平台: a 公共信用信息平台 in a process of its own, that behaves as real ones do on bad days. 演示数据。

    python -m tests.rooms.reporting.simulated_platform --port 9000 --state FILE --token TOKEN

It speaks docs/reference/platform-protocol.md and keeps its state in a file, so it may be killed and started again.
`POST /control` sets how it behaves: `reject_rows` (rows of a package, counted from 0, that it returns once),
`reject_as` (field and reason of such a return), `late` (receipts wait), `lose_rows` (said to be taken, and lost),
`twice` (each receipt under two numbers), `dies_after` (rows of a package after which it hangs up, having kept them),
`down` (503), `seconds_late`; and does `repair` and `withdraw` by key, `plant` (a key that was never reported),
`refuse_withdrawals`, `clock` (its time stands). `GET /control` shows all it holds.
"""

import argparse
import json
import threading
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
PAGE = 50  # receipts and notices in one answer
EMPTY: Json = {
    "held": {}, "ended": {}, "batches": [], "receipts": [], "notices": [], "answers": [], "asked": 0, "seen": [],
    "control": {},
}  # fmt: skip


class Simulated:
    """What the platform holds, and how it behaves."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.lock = threading.Lock()
        self.state: Json = json.loads(file.read_text()) if file.exists() else json.loads(json.dumps(EMPTY))

    def now(self) -> datetime:
        """Its own clock, unless a test has set it."""
        if standing := self.control("clock"):
            return datetime.fromisoformat(standing)
        return datetime.now(UTC)  # noqa: TID251 - the platform has a clock of its own

    def keep(self) -> None:
        part = self.file.with_suffix(".part")
        part.write_text(json.dumps(self.state, ensure_ascii=False))
        part.replace(self.file)

    def control(self, name: str, default: Any = None) -> Any:
        return self.state["control"].get(name, default)

    def take(self, package: Json) -> bool:
        """Take a package row by row; say whether it was taken whole. What was taken stays taken."""
        rows, number = package["rows"], package["batch"]
        if number in self.state["batches"]:
            return True
        for at, row in enumerate(rows):
            if at == self.control("dies_after"):
                del self.state["control"]["dies_after"]
                self.keep()
                return False
            self._row(row, number, at)
        self.state["batches"].append(number)
        for name in ("reject_rows", "lose_rows"):
            self.state["control"].pop(name, None)
        self.keep()
        return True

    def _row(self, row: Json, batch: str, at: int) -> None:
        key, version = row["key"], row["version"]
        self.state["seen"].append([key, version, row["action"]])
        if row["action"] == "withdraw":
            if self.control("refuse_withdrawals"):
                self._answer(row, batch, "returned", "", "撤销依据不清")
                return
            self.state["held"].pop(key, None)
            self.state["ended"][key] = version
            self._answer(row, batch, "accepted")
            return
        if key in self.state["ended"]:
            self._answer(row, batch, "returned", "", "该编号已经终止")
        elif at in self.control("reject_rows", ()) and not row["explanation"]:
            field, reason = self.control("reject_as", ("YJWH", "认定依据文号与登记不符"))
            self._answer(row, batch, "returned", field, reason)
        elif at in self.control("lose_rows", ()):
            self._answer(row, batch, "accepted")
        else:
            kept = self.state["held"].get(key)
            if kept is None or kept["version"] <= version:
                self.state["held"][key] = row
            self._answer(row, batch, "accepted")

    def _answer(self, row: Json, batch: str, outcome: str, field: str = "", reason: str = "") -> None:
        for _ in range(2 if self.control("twice") else 1):
            self.state["receipts"].append(
                {
                    "receipt": f"HZ{len(self.state['receipts']) + 1:06}",
                    "batch": batch,
                    "key": row["key"],
                    "version": row["version"],
                    "action": row["action"],
                    "outcome": outcome,
                    "field": field,
                    "reason": reason,
                    "issued_at": self.now().isoformat(),
                }
            )

    def end_first(self, key: str, event: str, reason: str) -> None:
        held = self.state["held"].pop(key, None)
        self.state["ended"][key] = held["version"] if held else 0
        self.state["notices"].append(
            {
                "notice": f"LH{len(self.state['notices']) + 1:06}",
                "key": key,
                "event": event,
                "reason": reason,
                "issued_at": self.now().isoformat(),
            }
        )

    def page(self, name: str, after: str) -> Json:
        rows = self.state[name]
        first = int(after or 0)
        if name == "receipts" and self.control("late"):
            rows = rows[:first]
        ripe = self.now() - timedelta(seconds=self.control("seconds_late", 0))
        shown = [
            row for row in rows[first : first + PAGE] if datetime.fromisoformat(row["issued_at"]) <= ripe
        ]
        return {name: shown, "next": str(first + len(shown))}

    def counts(self) -> Json:
        groups: dict[tuple[str, str, str], list[tuple[str, int]]] = {}
        for row in self.state["held"].values():
            group = (row["kind"], row["region"], row["day"])
            groups.setdefault(group, []).append((row["key"], row["version"]))
        return {
            "as_of": self.now().isoformat(),
            "counts": [
                {
                    "kind": kind,
                    "region": region,
                    "day": day,
                    "count": len(held),
                    "digest": sha256("".join(f"{k}:{v}\n" for k, v in sorted(held)).encode()).hexdigest(),
                }
                for (kind, region, day), held in sorted(groups.items())
            ],
        }

    def keys(self, kind: str, region: str, day: str) -> Json:
        rows = self.state["held"].values()
        mine = [row for row in rows if (row["kind"], row["region"], row["day"]) == (kind, region, day)]
        names = ("key", "version", "kind", "region", "day")
        return {"keys": [{name: row[name] for name in names} for row in mine]}


def handler_of(platform: Simulated, token: str) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_GET(self) -> None:
            self._handle()

        def do_POST(self) -> None:
            self._handle()

        def _handle(self) -> None:
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size) or b"{}")
            with platform.lock:
                parts = urlsplit(self.path)
                if parts.path == "/control":
                    self._control(body)
                    return
                platform.state["asked"] += 1
                if platform.control("down"):
                    self._say(503, {"error": "维护中"})
                elif self.headers.get("Authorization") != f"Bearer {token}":
                    self._say(401, {"error": "凭据不对"})
                else:
                    self._ask(parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}, body)

        def _ask(self, path: str, words: dict[str, str], body: Json) -> None:
            if path == "/batches":
                if platform.take(body):
                    self._say(202, {"batch": body["batch"]})
                else:
                    self.close_connection = True  # it hangs up in the middle
            elif path.startswith("/batches/"):
                known = path.rpartition("/")[2] in platform.state["batches"]
                self._say(200 if known else 404, {})
            elif path in ("/receipts", "/notices"):
                self._say(200, platform.page(path[1:], words.get("after", "")))
            elif path == "/counts":
                self._say(200, platform.counts())
            elif path == "/keys":
                self._say(
                    200, platform.keys(words.get("kind", ""), words.get("region", ""), words.get("day", ""))
                )
            elif path.endswith("/answer"):
                platform.state["answers"].append([path.split("/")[2], body["answer"]])
                platform.keep()
                self._say(200, {})
            else:
                self._say(404, {"error": "没有这个地址"})

        def _control(self, body: Json) -> None:
            for asked, event in (("repair", "repaired"), ("withdraw", "withdrawn")):
                if key := body.pop(asked, None):
                    platform.end_first(key, event, "演示数据：平台核实义务已经履行")
            if planted := body.pop("plant", None):
                platform.state["held"][planted["key"]] = planted
            platform.state["control"] |= body
            platform.keep()
            self._say(200, platform.state)

        def _say(self, status: int, body: Json) -> None:
            data = json.dumps(body, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    return Handler


def main() -> None:
    words = argparse.ArgumentParser(description="演示平台")
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--state", type=Path, required=True)
    words.add_argument("--token", default="demo-platform")
    given = words.parse_args()
    platform = Simulated(given.state)
    server = ThreadingHTTPServer(("127.0.0.1", given.port), handler_of(platform, given.token))
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    main()
