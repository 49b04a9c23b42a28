"""A simulated platform that is started and killed, and a town that publishes what is to be reported. 演示数据。"""

import json
import socket
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from tests.make import Office
from tests.publishing import matter_of

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.reporting import connection, sending
from chengxin.foundation.reporting.models import Submission
from chengxin.foundation.reporting.sending import Exchanged
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication, ReleaseReview
from chengxin.foundation.transparency.operations import correct, publish, review_release, withdraw
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin_core.vocabulary import Ground

TOKEN = "演示".encode().hex()
ROOT = Path(__file__).parents[3]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class Simulation:
    """The platform in a process of its own; its state outlives the process."""

    def __init__(self, state: Path) -> None:
        self._state, self._port = state, _free_port()
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        """Start it and return its address, the same one each time."""
        program = [sys.executable, "-m", "tests.rooms.reporting.simulated_platform"]
        words = ["--port", str(self._port), "--state", str(self._state), "--token", TOKEN]
        self._process = subprocess.Popen([*program, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()

    def control(self, **words: Any) -> dict[str, Any]:
        """Tell it how to behave; return all that it holds."""
        request = Request(
            f"http://127.0.0.1:{self._port}/control", data=json.dumps(words).encode(), method="POST"
        )
        with urlopen(request, timeout=10) as answer:
            found = json.load(answer)
        assert isinstance(found, dict)
        return found

    @property
    def held(self) -> dict[str, Any]:
        held = self.control()["held"]
        assert isinstance(held, dict)
        return held


@dataclass(frozen=True)
class Town:
    """Publishes, corrects and withdraws about one body, as records do, and lets the log follow."""

    body: PublicBody
    office: Office
    rulebook: str
    at: datetime

    def matter(self) -> Matter:
        organ = self.office.head.body
        return Matter.objects.create(
            kind="record",
            state="active",
            title="演示记录",
            body=self.body,
            organ=organ,
            subject_path=self.body.path,
            organ_path=organ.path,
            rulebook=self.rulebook,
            opened_at=self.at,
            moved_at=self.at,
            shown_at=self.at,
            is_demo=True,
        )

    def publish(self, *, at: datetime | None = None, **changes: Any) -> Publication:
        matter, moment = self.matter(), at or self.at
        return publish(
            kind="record",
            matter=matter,
            body=content(self.body, **changes),
            review=self.review(matter, moment),
            at=moment,
        )

    def review(self, matter: Matter, at: datetime) -> ReleaseReview:
        return review_release(
            matter=matter,
            kind="record",
            by=self.office.release_reviewer,
            author=self.office.officer,
            disclosure_passed=True,
            secrecy_passed=True,
            personal_passed=True,
            ground="演示数据：同意公开",
            at=at,
        )

    def correct(self, publication: Publication, *, at: datetime, **changes: Any) -> None:
        publication.refresh_from_db()
        review = self.review(matter_of(publication), at)
        body = content(self.body, **changes)
        correct(publication=publication, body=body, why="演示数据：文号有误", review=review, at=at)

    def withdraw(self, publication: Publication, *, at: datetime, ground: Ground = Ground.REVERSED) -> None:
        publication.refresh_from_db()
        withdraw(
            publication=publication, ground=ground, clauses=["C-18"], decided_by_role="credit_head", at=at
        )


def content(body: PublicBody, **changes: Any) -> dict[str, Any]:
    """What is published about the body."""
    region = [{"id": body.region.id, "name": body.region.name}]
    return {
        "body": {"id": body.pk, "name": body.name, "region": region},
        "title": "未按照生效判决支付工程款",
        "facts": "演示数据：未在判决确定的期限内支付工程款。",
        "severity": "general",
        "reasons": [{"question": "判决是否已经生效", "answer": "是", "citation": "行政诉讼法 第八十八条"}],
        "basis": {
            "kind": "judgment",
            "number": "（2026）演01行终1号",
            "organ": "演示市中级人民法院",
            "date": date(2026, 9, 1),
        },
        "organ": "演示市发展和改革委员会",
        "measures": [],
        "progress": [],
        "remedies": ["认为公示信息有误的，可以提出异议。"],
        "published_on": date(2026, 11, 23),
        "ends_on_latest": date(2027, 5, 23),
        "is_demo": True,
        **changes,
    }


def exchange(at: datetime) -> Exchanged:
    """Let the log follow, send what is due and fetch what came."""
    run_sequencer(at=at)
    return sending.exchange(at=at)


def send_only(at: datetime) -> Exchanged:
    """Let the log follow and send what is due."""
    run_sequencer(at=at)
    with connection.alone():
        return sending.send_due(connection.platform(), at=at)


def states() -> dict[str, int]:
    """How many rows stand in each state."""
    found: dict[str, int] = {}
    for state in Submission.objects.values_list("state", flat=True):
        found[state] = found.get(state, 0) + 1
    return found


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    assert isinstance(port, int)
    return port
