"""Our log before real witnesses over HTTP: cosigned, published, held up by nobody, and caught when it forks."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pytest_django.fixtures import Settings
from tests.publishing import FEB_2, later, make_body, make_matter, make_publication
from tests.rooms.transparency.conftest import Notebook

from chengxin.foundation.transparency import asking, fsck, witnessing
from chengxin.foundation.transparency.commands import ledger
from chengxin.foundation.transparency.log_files import LogFiles
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.rotating import rotate_key
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.foundation.transparency.witnesses import (
    WitnessesMalformed,
    configured_witnesses,
    witnessed,
)
from chengxin.foundation.transparency.witnessing import REFRESH, gather_cosignatures
from chengxin.ground import signer
from chengxin.ground.home import Home
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.signatures import SignatureType, SigningKey, VerifierKey
from chengxin_core.ledger.witness import logs_by_origin
from chengxin_verify.cli import main as verify
from chengxin_witness.server import WitnessServer
from chengxin_witness.service import Witness
from chengxin_witness.state import State, log_id

pytestmark = pytest.mark.django_db(databases="__all__")


class RunningWitness:
    """A witness of the log on this machine, whose clock the test sets."""

    def __init__(self, folder: Path, name: str, log: VerifierKey) -> None:
        self.at = FEB_2
        self.state = State.make(folder, name=name)
        self.witness = Witness(self.state, logs_by_origin([log]), now=lambda: int(self.at.timestamp()))
        self.key = self.witness.verifier_key
        self.server = WitnessServer(("127.0.0.1", 0), self.witness)
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()

    @property
    def setting(self) -> str:
        return f"{self.key} http://127.0.0.1:{self.server.server_port}"

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def start(home: Home, tmp_path: Path, settings: Settings) -> Iterator[Callable[[str], RunningWitness]]:
    """Starts a witness and has our log ask it."""
    running: list[RunningWitness] = []

    def run(name: str) -> RunningWitness:
        folder = tmp_path / f"witness-{len(running)}"
        running.append(RunningWitness(folder, name, signer.log_key(home).verifier_key))
        settings.WITNESSES = ", ".join(each.setting for each in running)
        return running[-1]

    yield run
    for each in running:
        each.stop()


@pytest.fixture
def grow(home: Home, notebook: Notebook) -> Callable[[], None]:
    """Publishes something and lets the log grow."""

    def run() -> None:
        number = Publication.objects.count() + 1
        make_publication(make_matter(make_body(f"示范市第{number}局", number)))
        run_sequencer(at=FEB_2)

    return run


def names_on_checkpoint(home: Home) -> list[str]:
    return [line.name for line in Note.from_bytes(LogFiles.of(home).checkpoint() or b"").signatures]


@contextmanager
def answering(answer: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """Something that is no witness, at the address that the setting names."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, args=[0.01], daemon=True).start()
        key = SigningKey("odd.example", b"o" * 32, SignatureType.COSIGNATURE).verifier_key
        yield f"{key} http://127.0.0.1:{server.server_port}"
        server.shutdown()


class TestCosigned:
    def test_the_checkpoint_is_published_with_the_logs_own_signature_first_and_the_same_text(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], home: Home
    ) -> None:
        start("one.example"), start("two.example")
        grow()
        before = Note.from_bytes(LogFiles.of(home).checkpoint() or b"")

        done = gather_cosignatures(at=FEB_2)

        assert done.refused == ()
        assert names_on_checkpoint(home) == ["chengxin.example/log", "one.example", "two.example"]
        assert Note.from_bytes(LogFiles.of(home).checkpoint() or b"").text == before.text

    def test_anybody_can_verify_who_witnessed(
        self,
        start: Callable[[str], RunningWitness],
        grow: Callable[[], None],
        home: Home,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        one = start("one.example")
        grow()
        gather_cosignatures(at=FEB_2)
        grow()
        log, key = str(home.root / "public" / "log"), str(signer.log_key(home).verifier_key)

        verify([log, "--key", key, "--witness", str(one.key)])

        told = capsys.readouterr().out
        assert "✓ 见证联署 one.example: 于 2026-02-02T01:30:00Z 联署, 日志大小 1" in told
        assert "✓ 与先前检查点一致: 1 个" in told

    def test_a_log_that_grew_is_cosigned_from_where_the_witness_stands(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], home: Home
    ) -> None:
        one = start("one.example")
        for _ in range(3):
            grow()
            gather_cosignatures(at=FEB_2)

        assert witnessed(LogFiles.of(home))[one.key].size == 3

    def test_a_witness_says_where_it_stands_when_we_have_forgotten(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], home: Home
    ) -> None:
        one = start("one.example")
        grow()
        gather_cosignatures(at=FEB_2)
        (LogFiles.of(home).root / "witnesses.json").unlink()
        grow()

        assert gather_cosignatures(at=FEB_2).cosigned == ("one.example",)
        assert witnessed(LogFiles.of(home))[one.key].size == 2

    def test_is_asked_again_when_the_log_has_not_grown_for_long(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], home: Home
    ) -> None:
        one = start("one.example")
        grow()
        gather_cosignatures(at=FEB_2)

        soon = gather_cosignatures(at=FEB_2 + REFRESH - timedelta(seconds=1))
        one.at = FEB_2 + REFRESH
        after = gather_cosignatures(at=one.at)

        assert (soon.cosigned, after.cosigned) == ((), ("one.example",))
        assert witnessed(LogFiles.of(home))[one.key].at == one.at

    def test_a_replaced_key_is_followed_once_the_witness_knows_it(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None]
    ) -> None:
        start("one.example")
        grow()
        gather_cosignatures(at=FEB_2)
        rotate_key(at=FEB_2, overlap=timedelta(days=9))
        grow()

        assert gather_cosignatures(at=FEB_2).cosigned == ("one.example",)


class TestHeldUpByNobody:
    def test_one_that_is_down_is_said_and_the_others_cosign(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], home: Home
    ) -> None:
        down, up = start("down.example"), start("up.example")
        down.server.server_close()
        grow()

        done = gather_cosignatures(at=FEB_2)

        assert done.cosigned == ("up.example",)
        assert "“down.example”没有答复" in done.refused[0]
        assert names_on_checkpoint(home) == ["chengxin.example/log", "up.example"]
        assert up.key in witnessed(LogFiles.of(home))

    @pytest.mark.django_db(transaction=True, databases="__all__")
    def test_the_log_grows_while_a_witness_is_silent(
        self,
        grow: Callable[[], None],
        home: Home,
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(asking, "SECONDS", 5.0)
        grow()
        asked, may_end = threading.Event(), threading.Event()

        def keep_silent(door: BaseHTTPRequestHandler) -> None:
            asked.set()
            may_end.wait(5)

        with answering(keep_silent) as settings.WITNESSES:
            waiting = threading.Thread(target=gather_cosignatures, kwargs={"at": FEB_2})
            waiting.start()
            assert asked.wait(5)
            began = time.monotonic()
            grow()
            took = time.monotonic() - began
            may_end.set()
            waiting.join()

        assert took < 4
        assert Note.from_bytes(LogFiles.of(home).checkpoint() or b"").text.splitlines()[1] == "2"

    def test_what_was_cosigned_of_a_checkpoint_that_stands_no_more_is_kept_beside_the_new_one(
        self,
        start: Callable[[str], RunningWitness],
        grow: Callable[[], None],
        home: Home,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        one = start("one.example")
        grow()
        real = one.witness.add_checkpoint

        def slowly(body: bytes) -> Any:
            files = LogFiles.of(home)
            stands = files.checkpoint() or b""
            files.write_checkpoint(stands.replace(b"\n1\n", b"\n9\n"), keys=signer.key_ring(home).dated)
            return real(body)

        monkeypatch.setattr(one.witness, "add_checkpoint", slowly)
        gather_cosignatures(at=FEB_2)

        assert names_on_checkpoint(home) == ["chengxin.example/log"]
        assert witnessed(LogFiles.of(home))[one.key].size == 1

    def test_one_that_drips_its_answer_holds_up_no_other_and_is_not_asked_twice(
        self,
        start: Callable[[str], RunningWitness],
        grow: Callable[[], None],
        settings: Settings,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(witnessing, "PATIENCE", 0.5)
        start("up.example")
        grow()
        asked, may_end = list[int](), threading.Event()

        def drip(door: BaseHTTPRequestHandler) -> None:
            asked.append(1)
            may_end.wait(5)

        with answering(drip) as dripping:
            settings.WITNESSES = f"{dripping}, {settings.WITNESSES}"
            done = gather_cosignatures(at=FEB_2)
            gather_cosignatures(at=FEB_2)
            may_end.set()

        assert done.cosigned == ("up.example",)
        assert "没有在 0.5 秒内答复" in done.refused[0]
        assert asked == [1]

    @pytest.mark.parametrize(
        ("status", "body", "why"),
        [
            (200, b"", "有误"),
            (200, "— other.example AAAAAAAAAAAA\n".encode(), "没有用约定的密钥"),
            (200, b"x" * 20_000, "有误"),
            (302, b"", "答复 302"),
            (500, b"", "答复 500"),
            (404, b"", "答复 404"),
        ],
        ids=["空", "别人的签名", "过长", "转向", "出错", "不认识"],
    )
    def test_what_is_no_answer_changes_nothing(
        self,
        grow: Callable[[], None],
        home: Home,
        settings: Settings,
        status: int,
        body: bytes,
        why: str,
    ) -> None:
        def answer(door: BaseHTTPRequestHandler) -> None:
            door.send_response(status)
            door.send_header("Location", "http://127.0.0.1:9/")
            door.send_header("Content-Length", str(len(body)))
            door.end_headers()
            door.wfile.write(body)

        grow()
        with answering(answer) as settings.WITNESSES:
            done = gather_cosignatures(at=FEB_2)

        assert why in done.refused[0]
        assert names_on_checkpoint(home) == ["chengxin.example/log"]

    def test_a_witness_whose_clock_runs_ahead_does_not_count(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], home: Home
    ) -> None:
        start("ahead.example").at = later(30)
        grow()

        assert "时钟快于本机" in gather_cosignatures(at=FEB_2).refused[0]
        assert names_on_checkpoint(home) == ["chengxin.example/log"]


class TestCaught:
    """Our own log, rewritten."""

    def test_a_log_that_was_rewritten_is_objected_to(
        self,
        start: Callable[[str], RunningWitness],
        grow: Callable[[], None],
        home: Home,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        one = start("one.example")
        grow()
        gather_cosignatures(at=FEB_2)
        foreign = one.state.newest(log_id("chengxin.example/log")) or b""
        grow()
        files = LogFiles.of(home)
        entries = files.root / "tile" / "0" / "000.p" / "2"
        hashes = entries.read_bytes()
        entries.write_bytes(hashes[32:] + hashes[:32])

        done = gather_cosignatures(at=FEB_2)

        assert "认为日志没有接续它见过的检查点（422）" in done.refused[0]
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        assert one.state.newest(log_id("chengxin.example/log")) == foreign

    def test_a_published_file_that_no_witness_signed_is_a_fault(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], home: Home
    ) -> None:
        start("one.example")
        grow()
        gather_cosignatures(at=FEB_2)
        file = LogFiles.of(home).root / "witnesses.json"
        assert fsck.first_fault() is None

        file.write_bytes(file.read_bytes().replace(b"log\\n1\\n", b"log\\n2\\n"))

        assert (fsck.first_fault() or "").startswith("见证文件: ")

    def test_a_log_that_was_set_back_is_objected_to(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], home: Home
    ) -> None:
        start("one.example")
        grow()
        first = LogFiles.of(home).checkpoint() or b""
        grow()
        gather_cosignatures(at=FEB_2)
        LogFiles.of(home).write_checkpoint(first, keys=signer.key_ring(home).dated)

        assert "见过 2 条，日志只有 1 条" in gather_cosignatures(at=FEB_2).refused[0]


class TestSetting:
    key = str(SigningKey("one.example", b"o" * 32, SignatureType.COSIGNATURE).verifier_key)
    log = str(SigningKey("one.example", b"o" * 32).verifier_key)

    def test_is_a_list_of_keys_with_addresses(self) -> None:
        read = configured_witnesses(f"{self.key} https://one.example/w/, {self.key} http://two.example")

        assert [witness.url for witness in read] == ["https://one.example/w", "http://two.example"]
        assert configured_witnesses("") == ()

    @pytest.mark.parametrize(
        "setting",
        [key, f"{key} ftp://one.example", f"{key} https://", "x https://one.example", f"{log} https://x"],
        ids=["无网址", "非网页", "无主机", "非公钥", "日志的公钥"],
    )
    def test_what_cannot_be_read_is_named(self, setting: str, settings: Settings) -> None:
        settings.WITNESSES = setting

        with pytest.raises(WitnessesMalformed, match="见证人设置"):
            configured_witnesses(setting)

    def test_the_command_says_who_cosigned(
        self, start: Callable[[str], RunningWitness], grow: Callable[[], None], monday: object
    ) -> None:
        start("one.example")
        grow()

        said = CliRunner().invoke(ledger, ["witness"]).output

        assert said == "见证: 日志 1 条，新联署 1 位\n"
        assert (
            "见证人 one.example: 2026-02-02 01:30 UTC 联署，当时 1 条"
            in CliRunner().invoke(ledger, ["status"]).output
        )

    def test_without_witnesses_nothing_is_asked(self, grow: Callable[[], None], home: Home) -> None:
        grow()

        assert gather_cosignatures(at=FEB_2).cosigned == ()
        assert LogFiles.of(home).read("witnesses.json") is None
