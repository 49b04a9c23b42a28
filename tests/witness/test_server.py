"""The witness as a process: over HTTP, within its limits, killed at any moment."""

import http.client
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import sleep

import pytest
from tests.witness.logs import KEY, GrowingLog

from chengxin_core.ledger.cosignature import cosignature_of, read_lines, signed_also
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import VerifierKey
from chengxin_core.ledger.witness import LARGEST_REQUEST, WitnessRequest, read_known_size
from chengxin_witness.state import log_id

SOURCES = Path(__file__).parents[2] / "src"
WITHOUT_DJANGO = """
import sys
sys.modules["django"] = sys.modules["chengxin"] = None
from chengxin_witness.cli import main
sys.exit(main(sys.argv[1:]))
"""
LOG = GrowingLog((b"1", b"2", b"3"))


def run(*argv: str) -> "subprocess.Popen[str]":
    """Run the witness where Django cannot be imported."""
    return subprocess.Popen(
        [sys.executable, "-c", WITHOUT_DJANGO, *argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={"PYTHONPATH": str(SOURCES), "PYTHONIOENCODING": "utf-8"},
    )


@dataclass
class Running:
    """A witness process and the way to it."""

    state: Path
    process: "subprocess.Popen[str]" = field(init=False)
    port: int = field(init=False)
    verifier_key: VerifierKey = field(init=False)

    def __post_init__(self) -> None:
        words = ("--state", str(self.state), "--log", str(KEY.verifier_key), "--port", "0")
        self.process = run(*words)
        said = ""
        assert self.process.stdout is not None
        while "监听" not in said:
            line = self.process.stdout.readline()
            assert line, said
            said += line
        self.port = int(said.rsplit(":", 1)[1].strip("/\n"))
        self.verifier_key = VerifierKey.from_string(said.splitlines()[0].split()[1])

    def ask(self, body: bytes, address: str = "/add-checkpoint") -> tuple[int, str, bytes]:
        """Ask once; return status, content type and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", address, body)
            answer = connection.getresponse()
            return answer.status, answer.headers["Content-Type"], answer.read()
        finally:
            connection.close()

    def get(self, address: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def end(self, how: signal.Signals) -> int:
        """End the process; return how it ended."""
        self.process.send_signal(how)
        code = self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return code


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """The folder of a new witness, made by the command."""
    folder = tmp_path / "witness"
    made, _ = run("--state", str(folder), "--key-new", "--name", "witness.example/w1").communicate()
    assert re.fullmatch(r"见证人公钥 witness\.example/w1\+[0-9a-f]{8}\+\S+\n", made)
    return folder


@pytest.fixture
def witness(state: Path) -> Iterator[Running]:
    """A witness that runs."""
    running = Running(state)
    yield running
    if running.process.poll() is None:
        running.end(signal.SIGKILL)


def test_answers_as_the_standard_says(witness: Running) -> None:
    status, _, answer = witness.ask(LOG.asks(0))
    note = signed_also(Note.from_bytes(WitnessRequest.from_bytes(LOG.asks(0)).checkpoint), read_lines(answer))

    assert status == 200
    assert cosignature_of(note, witness.verifier_key)
    assert witness.ask(LOG.grown(b"4").asks(0)) == (409, "text/x.tlog.size", b"3\n")
    assert witness.ask(b"nonsense")[0] == 400
    assert witness.get(f"/{log_id(KEY.name)}/checkpoint") == (200, note.to_bytes())


def test_refuses_the_second_of_two_logs_of_one_origin(witness: Running) -> None:
    one, other = LOG.grown(b"a"), LOG.grown(b"b")
    witness.ask(one.asks(0))

    assert witness.ask(other.asks(0))[0] == 409
    assert witness.ask(other.asks(4))[0] == 409
    assert witness.ask(other.grown(b"c").asks(4))[0] == 422


def test_stays_within_its_limits(witness: Running) -> None:
    assert witness.ask(b"x" * (LARGEST_REQUEST + 1))[0] == 413
    assert witness.ask(b"", "/elsewhere")[0] == 404
    assert witness.get("/add-checkpoint")[0] == 404
    assert witness.get(f"/{'0' * 64}/checkpoint")[0] == 404


def test_who_sends_nothing_keeps_nobody_waiting(witness: Running) -> None:
    silent = [socket.create_connection(("127.0.0.1", witness.port)) for _ in range(40)]

    assert witness.ask(LOG.asks(0))[0] == 200
    for each in silent:
        each.close()


def test_stops_when_asked(witness: Running) -> None:
    assert witness.end(signal.SIGTERM) == 0


def test_a_second_process_is_refused(witness: Running) -> None:
    second = run("--state", str(witness.state), "--log", str(KEY.verifier_key), "--port", "0")

    said, _ = second.communicate(timeout=20)

    assert second.returncode == 2
    assert "另一个见证进程" in said


def test_says_what_it_cannot_start_with(tmp_path: Path) -> None:
    for words, why in (
        (("--state", str(tmp_path / "none"), "--log", str(KEY.verifier_key)), "--key-new"),
        (("--state", str(tmp_path / "none")), "没有要见证的日志"),
        (("--state", str(tmp_path / "none"), "--log", "x"), "不是"),
    ):
        process = run(*words)
        said, _ = process.communicate(timeout=20)
        assert (process.returncode, why in said) == (2, True), said


@pytest.mark.parametrize("times", [4, pytest.param(120, marks=pytest.mark.soak)])
def test_never_cosigns_two_that_contradict_each_other_however_often_it_is_killed(
    times: int, state: Path
) -> None:
    """Each round offers two branches from where the witness stood, over and over, while it is killed."""
    random, log, cosigned = Random(20261125), LOG, dict[int, bytes]()
    for number in range(times):
        witness = Running(state)
        branches = [log.grown(f"{number} {branch}".encode()) for branch in "ab"]
        old_size = log.size if cosigned else 0
        asking = [
            threading.Thread(target=_ask_again_and_again, args=[witness, each, old_size, cosigned])
            for each in branches
        ]
        for thread in asking:
            thread.start()
        sleep(random.uniform(0, 0.08))
        witness.end(signal.SIGKILL)
        for thread in asking:
            thread.join()

        witness = Running(state)
        for branch in random.sample(branches, 2):
            _ask_once(witness, branch, old_size, cosigned)
        status, known = witness.get(f"/{log_id(KEY.name)}/checkpoint")
        assert status == 200
        root = Note.from_bytes(known).text.splitlines()
        (log,) = (branch for branch in branches if cosigned[branch.size] == branch.root)
        assert root[1] == str(log.size)
        witness.end(signal.SIGKILL)

    assert len(cosigned) == times


def _ask_again_and_again(
    witness: Running, log: GrowingLog, old_size: int, cosigned: dict[int, bytes]
) -> None:
    try:
        while True:
            _ask_once(witness, log, old_size, cosigned)
    except (OSError, http.client.HTTPException):
        return


def _ask_once(witness: Running, log: GrowingLog, old_size: int, cosigned: dict[int, bytes]) -> None:
    """Ask, and hold what was cosigned against all that was cosigned before."""
    for known in (old_size, log.size):
        status, _, answer = witness.ask(log.asks(known))
        if status == 200:
            note = Note.from_bytes(WitnessRequest.from_bytes(log.asks(known)).checkpoint)
            assert cosignature_of(signed_also(note, read_lines(answer)), witness.verifier_key)
            assert cosigned.setdefault(log.size, log.root) == log.root, "two that contradict each other"
        else:
            assert status in {409, 422}
            if status == 409 and read_known_size(answer) is not None:
                assert read_known_size(answer) in {old_size, log.size}
