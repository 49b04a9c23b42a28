"""A wheel is installed where there is neither Node nor git, prepares a home, serves it and stops when asked."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, build_opener

import pytest

ROOT = Path(__file__).parents[2]
UV = Path(sys.executable).parent / "uv"
CARRIED = ("src", "requirements", "pyproject.toml", "README.md", "LICENSE")
SECONDS_TO_ANSWER = 120.0  # a busy machine starts slowly
SECONDS_TO_STOP = 15.0

pytestmark = pytest.mark.skipif(
    not (ROOT / "src/chengxin/site/static/built/chengxin.css").exists() or not UV.exists(),
    reason="the front end has not been built here, or uv is missing: `make setup` does both",
)

without_proxy = build_opener(ProxyHandler({}))


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the working tree, so that building leaves the tree itself as it is."""
    copy = tmp_path_factory.mktemp("tree")
    for name in CARRIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        elif source.exists():
            shutil.copy(source, copy / name)
    return copy


@pytest.fixture(scope="module")
def wheel(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of the working tree, built by the same command as `make wheel` uses."""
    shelf = tmp_path_factory.mktemp("shelf")
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(shelf), str(tree)])
    [built] = shelf.glob("*.whl")
    return built


@dataclass(frozen=True)
class Machine:
    """A bare environment with the wheel, and a home of its own."""

    bin: Path
    environment: dict[str, str]

    def command(self, *words: str) -> list[str]:
        return [str(self.bin / "chengxin"), *words]


@pytest.fixture(scope="module")
def machine(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine with Python, the wheel and what its metadata ask for; no Node, no git, not our folder."""
    place = tmp_path_factory.mktemp("machine")
    bare = place / "env" / "bin"
    run([str(UV), "venv", "-q", "--python", sys.executable, str(place / "env")])
    into_it = [str(UV), "pip", "install", "-q", "--python", str(bare / "python")]
    run([*into_it, "--constraints", str(ROOT / "requirements" / "base.lock"), str(wheel)])
    environment = {
        "PATH": str(bare),
        "HOME": str(place),
        "LANG": "C.UTF-8",
        "CHENGXIN_HOME": str(place / "home"),
    }
    return Machine(bin=bare, environment=environment)


@pytest.fixture(scope="module")
def served(machine: Machine, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Served"]:
    """The installed program, prepared and serving on a free port."""
    folder = tmp_path_factory.mktemp("elsewhere")
    run(machine.command("init"), environment=machine.environment, folder=folder)
    port = free_port()
    process = subprocess.Popen(
        machine.command("serve", "--port", str(port), "--workers", "1"),
        env=machine.environment,
        cwd=folder,
        start_new_session=True,
    )
    server = Served(process, f"http://127.0.0.1:{port}")
    try:
        server.wait_until_ready()
        yield server
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@dataclass
class Served:
    """A running server and the address at which it answers."""

    process: "subprocess.Popen[bytes]"
    address: str

    def get(self, path: str) -> tuple[int, str]:
        try:
            with without_proxy.open(self.address + path, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as refused:
            return refused.code, refused.read().decode()

    def wait_until_ready(self) -> None:
        end = time.monotonic() + SECONDS_TO_ANSWER
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if self.get("/readyz")[0] == 200:
                    return
            except (URLError, ConnectionError, TimeoutError):
                pass
            time.sleep(0.25)
        pytest.fail(f"the server did not become ready; its exit code is {self.process.poll()}")


def test_the_wheel_carries_every_file_of_the_source(tree: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        missing = source_files(tree / "src") - set(opened.namelist())

    assert missing == set()


def test_neither_node_nor_git_can_be_found(machine: Machine) -> None:
    found = [shutil.which(name, path=machine.environment["PATH"]) for name in ("node", "npm", "git")]

    assert found == [None, None, None]


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/accounts/login/", "/static/built/chengxin.css", "/"]
)
def test_answers(served: Served, path: str) -> None:
    status, body = served.get(path)

    assert (status, bool(body)) == (200, True)


def test_the_login_page_is_ours_and_in_chinese(served: Served) -> None:
    _, body = served.get("/accounts/login/")

    assert "登录" in body
    assert "/static/built/chengxin.css" in body


def test_stops_cleanly_when_asked(served: Served) -> None:
    served.process.send_signal(signal.SIGTERM)

    assert served.process.wait(SECONDS_TO_STOP) == 0


def source_files(source: Path) -> set[str]:
    """Return every file that a wheel must carry, as its name inside the wheel."""
    names = {file.relative_to(source).as_posix() for file in source.rglob("*") if file.is_file()}
    return {name for name in names if ".egg-info/" not in name}


def free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def run(words: Sequence[str], environment: dict[str, str] | None = None, folder: Path = ROOT) -> None:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, (
        f"{words[0]} ended with {done.returncode}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    )
