"""The verifier from outside: as a program, without Django, over files, directories and the web."""

import gzip
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.core.ledger.publications import KEY, PublishedLog, published_log

from chengxin_core.ledger.checkpoint import Checkpoint, sign_checkpoint
from chengxin_core.ledger.cosignature import signed_also
from chengxin_core.ledger.note import Note
from chengxin_core.ledger.remembered import read_remembered
from chengxin_core.ledger.signatures import SignatureType, SigningKey
from chengxin_verify.cli import main
from chengxin_verify.places import LARGEST_FILE, PlaceUnreadable, read_file, read_url

SOURCES = Path(__file__).parents[2] / "src"
GUIDE = Path(__file__).parents[2] / "docs" / "how-to" / "verify-from-outside.md"
VKEY = str(KEY.verifier_key)
WITNESS = SigningKey("witness.example/w1", b"w" * 32, SignatureType.COSIGNATURE)
WITHOUT_DJANGO = """
import sys
sys.modules["django"] = None
sys.modules["chengxin"] = None
from chengxin_verify.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def log() -> PublishedLog:
    """The log that is checked."""
    return published_log()


@pytest.fixture
def directory(log: PublishedLog, tmp_path: Path) -> Path:
    """The published directory on disk."""
    for path, data in log.files.items():
        file = tmp_path / "public" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return tmp_path / "public"


@pytest.fixture
def receipt(log: PublishedLog, tmp_path: Path) -> Path:
    """A receipt on disk."""
    file = tmp_path / "回执.json"
    file.write_bytes(log.receipt(3).to_bytes())
    return file


class TestAsAProgram:
    """In a process of its own, where Django is not installed."""

    @staticmethod
    def run(*argv: str) -> subprocess.CompletedProcess[str]:
        """Run the verifier."""
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_DJANGO, *argv],
            capture_output=True,
            text=True,
            check=False,
            env={"PYTHONPATH": str(SOURCES), "PYTHONIOENCODING": "utf-8"},
        )

    def test_checks_a_receipt(self, receipt: Path) -> None:
        done = self.run(str(receipt), "--key", VKEY)

        assert (done.returncode, done.stderr) == (0, "")
        assert [line[0] for line in done.stdout.splitlines()] == ["✓", "✓", "✓", "✓", "“"]

    def test_checks_a_directory(self, directory: Path) -> None:
        done = self.run(str(directory), "--key", VKEY)

        assert done.returncode == 0
        assert "✓ 已终止内容不存在: 2 个版本" in done.stdout

    def test_is_run_by_its_name(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "chengxin_verify", "--help"],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONPATH": str(SOURCES), "PYTHONIOENCODING": "utf-8"},
        )

        assert "退出码" in done.stdout


class TestReceipt:
    """A receipt on disk."""

    def test_a_changed_receipt_fails(self, receipt: Path, capsys: pytest.CaptureFixture[str]) -> None:
        receipt.write_bytes(receipt.read_bytes().replace("第3号".encode(), "第4号".encode()))

        assert main([str(receipt), "--key", VKEY]) == 1
        assert "✗ 内容: " in capsys.readouterr().out

    def test_without_a_key_it_is_not_verified(
        self, receipt: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(receipt)]) == 2
        assert "? 检查点签名: 没有给出公钥" in capsys.readouterr().out

    def test_says_what_the_guide_shows(self, receipt: Path, capsys: pytest.CaptureFixture[str]) -> None:
        main([str(receipt), "--key", VKEY])

        assert capsys.readouterr().out in GUIDE.read_text("utf-8")

    def test_speaks_json(self, receipt: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([str(receipt), "--key", VKEY, "--json"]) == 0

        report = json.loads(capsys.readouterr().out)
        assert report["outcome"] == "passed"
        assert {step["outcome"] for step in report["steps"]} == {"passed"}

    @pytest.mark.parametrize(
        ("data", "place"),
        [(b'{"a":"\xff"}', "第 7 个字节 (0xff)"), (b"PK\x03\x04\x9c", "第 5 个字节 (0x9c)")],
        ids=["json", "zip"],
    )
    def test_says_in_chinese_where_a_file_is_no_text(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], data: bytes, place: str
    ) -> None:
        file = tmp_path / "x.json"
        file.write_bytes(data)

        assert main([str(file)]) == 1

        said = capsys.readouterr().out
        assert place in said
        assert not re.search("codec|decode|invalid|Expecting", said)

    def test_says_in_chinese_where_a_text_is_no_json(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for data in (b'{"a":1,\n}', b"", b"[" * 100_000, b"1" * 5000):
            (tmp_path / "x.json").write_bytes(data)
            main([str(tmp_path / "x.json")])

        assert not re.search("codec|decode|Expecting|Exceeds|recursion", capsys.readouterr().out)

    def test_evidence_of_a_split_view_is_checked_by_itself(
        self, log: PublishedLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        twins = [sign_checkpoint(Checkpoint(KEY.name, 500, root * 32), KEY) for root in (b"a", b"b")]
        file = tmp_path / "证据"
        file.write_bytes(b"\n".join(twins))

        assert main([str(file), "--key", VKEY]) == 0
        assert main([str(file)]) == 2

        said = capsys.readouterr().out
        assert "✓ 两个检查点互相矛盾: 大小同为 500" in said
        assert said.partition("\n? ")[0] in GUIDE.read_text("utf-8")

    @pytest.mark.parametrize("argv", [["不存在.json"], ["不存在.json", "--key", "x"]], ids=["文件", "公钥"])
    def test_says_what_it_could_not_read(self, argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        assert main(argv) == 2
        assert main([*argv, "--json"]) == 2

        assert capsys.readouterr().out.startswith("? ")

    def test_what_was_read_does_not_speak_to_the_terminal(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "x.json"
        file.write_bytes(b'{"format":"\\u001b[2J"}')

        main([str(file)])

        assert "\x1b" not in capsys.readouterr().out


class TestWhatFollowed:
    """An old receipt, and the log of today."""

    @pytest.fixture
    def old(self, log: PublishedLog, tmp_path: Path) -> Path:
        """A receipt saved before its publication ended."""
        before = PublishedLog()
        for number in range(10):
            before.publish(number)
        before.sign()
        file = tmp_path / "旧回执.json"
        file.write_bytes(before.receipt(7).to_bytes())
        return file

    def test_says_what_the_guide_shows(
        self, old: Path, directory: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert main([str(old), "--log", str(directory), "--key", VKEY]) == 0

        assert capsys.readouterr().out in GUIDE.read_text("utf-8")

    def test_the_newer_receipt_proves_the_end_and_holds_no_content(
        self, old: Path, directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        newer = tmp_path / "新回执.json"
        assert main([str(old), "--log", str(directory), "--key", VKEY, "--save", str(newer)]) == 0
        capsys.readouterr()

        assert main([str(newer), "--key", VKEY]) == 0

        assert "其后2026-05-04T08:00:00Z 修复后终止公示" in capsys.readouterr().out
        assert "演示数据" not in newer.read_text("utf-8")
        assert "演示数据" in old.read_text("utf-8")

    def test_runs_where_django_is_not_installed(self, old: Path, directory: Path) -> None:
        done = TestAsAProgram.run(str(old), "--log", str(directory), "--key", VKEY)

        assert (done.returncode, done.stderr) == (0, "")

    def test_a_log_that_contradicts_it_is_evidence(
        self, old: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        forked = PublishedLog()
        for number in range(20, 40):
            forked.publish(number)
        forked.sign()
        for path, data in forked.files.items():
            (tmp_path / "forked" / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / "forked" / path).write_bytes(data)
        newer = tmp_path / "新回执.json"

        code = main([str(old), "--log", str(tmp_path / "forked"), "--key", VKEY, "--save", str(newer)])

        assert code == 1
        assert "✗ 与回执的检查点一致: 前 10 条与回执的检查点不符" in capsys.readouterr().out
        assert not newer.exists()

    def test_an_existing_file_is_not_overwritten(
        self, old: Path, directory: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = old.read_bytes()

        assert main([str(old), "--log", str(directory), "--key", VKEY, "--save", str(old)]) == 2

        assert "已经存在, 不覆盖" in capsys.readouterr().out
        assert old.read_bytes() == before

    @pytest.mark.parametrize(
        ("argv", "told"),
        [
            (["{receipt}", "--log", "不存在"], "--log 应当是日志的网址或者目录, 不存在 不是"),
            (["{directory}", "--log", "{directory}"], "是一个目录"),
            (["{receipt}", "--save", "新.json"], "要与 --log 同时给出"),
            (["{receipt}", "--log", "{nothing}"], "这里没有日志的文件 checkpoint"),
        ],
    )
    def test_says_what_was_asked_amiss(
        self,
        argv: list[str],
        told: str,
        old: Path,
        directory: Path,
        tmp_path: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (tmp_path / "nothing").mkdir()
        places = {"receipt": old, "directory": directory, "nothing": tmp_path / "nothing"}

        assert main([each.format(**places) for each in argv]) == 2
        assert told in capsys.readouterr().out


class TestDirectory:
    """A published directory on disk."""

    def test_a_content_that_came_back_fails(
        self, directory: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (directory / "contents" / "left-over.json").write_bytes(b"{}")

        assert main([str(directory), "--key", VKEY]) == 1
        assert "✗ 已终止内容不存在: contents/left-over.json" in capsys.readouterr().out

    def test_remembers_what_it_saw_and_finds_a_rewritten_log(self, directory: Path, tmp_path: Path) -> None:
        seen = tmp_path / "seen.txt"
        assert main([str(directory), "--key", VKEY, "--remember", str(seen)]) == 0
        assert seen.read_bytes() == (directory / "checkpoint").read_bytes()

        other = PublishedLog()
        other.publish(1)
        other.sign()
        for path, data in other.files.items():
            (directory / path).parent.mkdir(parents=True, exist_ok=True)
            (directory / path).write_bytes(data)

        assert main([str(directory), "--key", VKEY, "--remember", str(seen)]) == 1
        assert seen.read_bytes() != (directory / "checkpoint").read_bytes()

    def test_holds_a_log_against_everything_it_has_ever_seen(
        self, directory: Path, tmp_path: Path, log: PublishedLog, capsys: pytest.CaptureFixture[str]
    ) -> None:
        seen = tmp_path / "seen.txt"
        seen.write_bytes(b"\n".join(log.old_checkpoints))

        assert main([str(directory), "--key", VKEY, "--remember", str(seen)]) == 0
        assert main([str(directory), "--key", VKEY, "--remember", str(seen)]) == 0

        assert "✓ 与先前检查点一致: 3 个" in capsys.readouterr().out
        assert read_remembered(seen.read_bytes()) == [*log.old_checkpoints, log.files["checkpoint"]]

    def test_names_the_contradiction_with_both_checkpoints(
        self, directory: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        other = PublishedLog()
        other.publish(9)
        other.sign()
        (tmp_path / "old").write_bytes(other.files["checkpoint"])

        assert main([str(directory), "--key", VKEY, "--earlier", str(tmp_path / "old")]) == 1

        told = capsys.readouterr().out
        assert "✗ 与先前检查点一致: 前 1 条与当时的检查点不符" in told
        assert other.files["checkpoint"].decode() in told
        assert (directory / "checkpoint").read_text("utf-8") in told

    def test_tells_who_witnessed(
        self, directory: Path, log: PublishedLog, capsys: pytest.CaptureFixture[str]
    ) -> None:
        note = Note.from_bytes(log.files["checkpoint"])
        line = WITNESS.cosign(note.text, posix_seconds=1_800_000_000)
        (directory / "checkpoint").write_bytes(signed_also(note, [line]).to_bytes())

        assert main([str(directory), "--key", VKEY, "--witness", str(WITNESS.verifier_key)]) == 0
        assert "✓ 见证联署 witness.example/w1: 于 2027-01-15T08:00:00Z" in capsys.readouterr().out
        assert main([str(directory), "--key", VKEY]) == 0
        assert "? 见证联署 witness.example/w1: 没有给出它的公钥" in capsys.readouterr().out

    def test_compares_with_a_checkpoint_seen_earlier(
        self, directory: Path, tmp_path: Path, log: PublishedLog, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "old").write_bytes(log.old_checkpoints[0])

        assert main([str(directory), "--key", VKEY, "--earlier", str(tmp_path / "old")]) == 0
        assert "✓ 与先前检查点一致: 1 个" in capsys.readouterr().out


@pytest.fixture
def site(log: PublishedLog) -> Iterator[str]:
    """The published directory behind a web address, with a few odd pages."""

    class Pages(BaseHTTPRequestHandler):
        """Answers from memory."""

        def do_GET(self) -> None:
            path = self.path.removeprefix("/log/")
            if path == "tile/entries/000":
                self._answer(200, gzip.compress(log.files[path]), {"Content-Encoding": "gzip"})
            elif path == "bomb":
                self._answer(200, gzip.compress(bytes(LARGEST_FILE + 1)), {"Content-Encoding": "gzip"})
            elif path == "truncated":
                self._answer(200, gzip.compress(b"text")[:-4], {"Content-Encoding": "gzip"})
            elif path == "broken":
                self._answer(500, b"")
            elif path == "to-a-file":
                self._answer(302, b"", {"Location": "file:///etc/hostname"})
            elif path == "receipt.json":
                self._answer(200, log.receipt(3).to_bytes())
            elif path in log.files:
                self._answer(200, log.files[path])
            else:
                self._answer(410, b"")

        def _answer(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/log"
        server.shutdown()


class TestWeb:
    """Over the web, on this machine."""

    def test_checks_a_site(self, site: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([site + "/", "--key", VKEY]) == 0
        assert "在公示 299 项" in capsys.readouterr().out

    def test_checks_a_receipt_behind_an_address(self, site: str) -> None:
        assert main([f"{site}/receipt.json", "--key", VKEY]) == 0
        assert main([f"{site}/no-receipt.json", "--key", VKEY]) == 2

    def test_asks_a_site_what_followed(self, site: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert main([f"{site}/receipt.json", "--log", site, "--key", VKEY]) == 0
        assert "✓ 后续条目: 至今没有" in capsys.readouterr().out

    def test_what_is_gone_is_none(self, site: str) -> None:
        assert read_url(f"{site}/anything") is None

    @pytest.mark.parametrize("page", ["bomb", "truncated", "broken", "to-a-file"])
    def test_refuses_what_would_harm_or_mislead(self, site: str, page: str) -> None:
        with pytest.raises(PlaceUnreadable):
            read_url(f"{site}/{page}")

    def test_says_when_nobody_answers(self) -> None:
        with pytest.raises(PlaceUnreadable):
            read_url("http://127.0.0.1:9/checkpoint")


def test_refuses_a_file_that_is_too_large(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as file:
        file.truncate(LARGEST_FILE + 1)

    with pytest.raises(PlaceUnreadable, match="32 MiB"):
        read_file(tmp_path / "large")
