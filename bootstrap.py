"""From a fresh clone to a running program, with the standard library alone: `make` calls this file.

Each step is done once: a stamp in .venv remembers what it was made of.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, TypeAlias

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
LOCKS = ROOT / "requirements"
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "chengxin" / "site" / "static" / "built"
Command: TypeAlias = list[str | Path]
UV_INSTALL: Command = [BIN / "uv", "pip", "install", "-q", "--python", BIN / "python"]
LOCKED_FORM = ("--generate-hashes", "--no-header", "-q", "--python-version", "3.11")
SOURCE_OF_FRONTEND = ("package.json", "package-lock.json", "build.mjs", "src")


def main(words: list[str]) -> int:
    """Do what the word says; `help` lists the words."""
    word, rest = (words or ["help"])[0], words[1:]
    task = TASKS.get(word)
    if task is None:
        print(__doc__, "\n".join(f"  {name}" for name in TASKS), sep="\n")
        return 0 if word == "help" else 2
    # Whatever starts later is spared compiling it all again: two seconds of a processor for each `chengxin`.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return task(rest)


def setup(words: list[str]) -> int:
    """Install what running needs, and build the front end."""
    _environment()
    _install("base")
    _project()
    _front_end()
    _translations()
    return 0


def setup_for_tests(words: list[str]) -> int:
    """Install what testing needs too, and the optional part."""
    setup(words)
    _install("parquet")
    _install("dev")
    return 0


def demo(words: list[str]) -> int:
    """Set up, prepare a home with demo matter, and serve it."""
    setup([])
    return _run([BIN / "chengxin", "demo", *words])


def platform(words: list[str]) -> int:
    """Serve the simulated platform of record, to which a demo on this machine can report."""
    setup([])
    state = Path(tempfile.gettempdir()) / "chengxin-platform.json"
    module = "tests.rooms.reporting.simulated_platform"
    return _run([BIN / "python", "-m", module, "--port", "9000", "--state", state, *words])


def test(words: list[str]) -> int:
    """Check types and contracts, then run every test on SQLite; beside it, on PostgreSQL, those with SQL of their own.

    Without words those on SQLite run in four parts: while a browser waits for its page, another part goes on. With
    words, which name tests, all of them that can run on PostgreSQL do.
    """
    setup_for_tests([])
    checks: tuple[Command, ...] = (
        [BIN / "ruff", "check", "."],
        [BIN / "ruff", "format", "--check", "."],
        [BIN / "lint-imports"],
        [BIN / "mypy"],
    )
    on_sqlite = _tests("not soak")
    parts = [[*on_sqlite, *words]] if words else [[*on_sqlite, *part] for part in _parts()]
    which = "engine or own_sql" if words else "own_sql"
    return _all(checks) or _side_by_side(_on_postgresql(which, *words), *parts)


def _parts() -> Iterable[Sequence[str]]:
    """Return the tests of SQLite as words for four processes: the rooms in two, what opens a browser, and all else."""
    rooms = sorted(
        {
            f"tests/rooms/{each.name}"
            for each in (ROOT / "tests/rooms").iterdir()
            if any(each.rglob("test_*.py"))
        }
    )
    pages = ["tests/browser", "tests/journeys"]
    return rooms[::2], rooms[1::2], pages, [f"--ignore={folder}" for folder in ("tests/rooms", *pages)]


def soak(words: list[str]) -> int:
    """Run the long kills, fuzzing and full enumerations; on PostgreSQL beside them what `test` ran on SQLite alone."""
    setup_for_tests([])
    return _side_by_side(_on_postgresql("engine and not own_sql", *words), [*_tests("soak"), *words])


def _tests(which: str) -> list[str | Path]:
    return [BIN / "python", "-m", "pytest", "-q", "-m", which]


def _on_postgresql(which: str, *words: str) -> Command:
    return [BIN / "python", "-m", "tests.postgresql", which, *words]


def wheel(words: list[str]) -> int:
    """Build a wheel that carries the front end, the rulebooks and the reference data."""
    setup_for_tests([])
    shutil.rmtree(ROOT / "build", ignore_errors=True)
    return _run([BIN / "python", "-m", "build", "--wheel", "--no-isolation", "--outdir", ROOT / "dist", ROOT])


def sbom(words: list[str]) -> int:
    """Write what an installation is made of into dist/, as CycloneDX."""
    setup_for_tests([])
    return _run([BIN / "python", "-m", "tests.sbom", ROOT / "dist" / "sbom.cdx.json"])


def lock(words: list[str]) -> int:
    """Resolve the requirements anew and write the locks, with hashes and without addresses."""
    _environment()
    for source in ("bootstrap", "node", "base", "parquet", "dev"):
        command: Command = [BIN / "uv", "pip", "compile", *words, *LOCKED_FORM]
        _must([*command, LOCKS / f"{source}.in", "-o", LOCKS / f"{source}.lock"])
    return 0


def _environment() -> None:
    if not (BIN / "python").exists():
        print("建立虚拟环境 …", flush=True)
        venv.create(VENV, with_pip=True)
    if _stale("bootstrap", [LOCKS / "bootstrap.lock"]):
        pip: Command = [BIN / "python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        _must([*pip, "--require-hashes", "-r", LOCKS / "bootstrap.lock"])
        _stamp("bootstrap", [LOCKS / "bootstrap.lock"])


def _install(name: str) -> None:
    lock_file = LOCKS / f"{name}.lock"
    if _stale(name, [lock_file]):
        print(f"安装依赖（{name}）…", flush=True)
        _must([*UV_INSTALL, "--require-hashes", "-r", lock_file])
        _stamp(name, [lock_file])


def _project() -> None:
    described = [ROOT / "pyproject.toml"]
    if _stale("project", described) or not (BIN / "chengxin").exists():
        _must([*UV_INSTALL, "--no-deps", "--no-build-isolation", "-e", ROOT])
        _stamp("project", described)


def _front_end() -> None:
    sources = [FRONTEND / name for name in SOURCE_OF_FRONTEND]
    if BUILT.exists() and not _stale("frontend", sources):
        return
    print("构建前端 …", flush=True)
    environment = os.environ | {"PATH": f"{_node_folder()}{os.pathsep}{os.environ['PATH']}"}
    _must(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=FRONTEND, env=environment)
    _must(["npm", "run", "--silent", "build"], cwd=FRONTEND, env=environment)
    _stamp("frontend", sources)


def _node_folder() -> Path:
    """Return where `node` and `npm` are; where the machine has none, they come as a package."""
    if shutil.which("node") and shutil.which("npm"):
        return Path(str(shutil.which("node"))).parent
    _install("node")
    return BIN


def _translations() -> None:
    catalogues = sorted((ROOT / "src" / "chengxin" / "site" / "locale").rglob("*.po"))
    missing = any(not catalogue.with_suffix(".mo").exists() for catalogue in catalogues)
    if catalogues and (missing or _stale("locale", catalogues)):
        folder = ROOT / "src" / "chengxin" / "site" / "locale"
        _must([BIN / "pybabel", "-q", "compile", "-d", folder, "-D", "django"])
        _stamp("locale", catalogues)


def _stale(name: str, sources: Iterable[Path]) -> bool:
    stamp = VENV / f".{name}.stamp"
    return not stamp.exists() or stamp.read_text() != _digest(sources)


def _stamp(name: str, sources: Iterable[Path]) -> None:
    (VENV / f".{name}.stamp").write_text(_digest(sources))


def _digest(sources: Iterable[Path]) -> str:
    digest = hashlib.sha256(sysconfig.get_python_version().encode())
    for source in sources:
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file():
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()


def _all(steps: Iterable[Command]) -> int:
    for step in steps:
        if code := _run(step):
            return code
    return 0


def _side_by_side(*commands: Command) -> int:
    """Run commands at once; the last speaks as it goes, the others after it, each from its beginning."""
    *quiet, told = commands
    with ExitStack() as files:
        begun = []
        for command in quiet:
            said = files.enter_context(tempfile.TemporaryFile())
            words = [str(word) for word in command]
            begun.append(
                (command, subprocess.Popen(words, cwd=ROOT, stdout=said, stderr=subprocess.STDOUT), said)
            )
        codes = [_run(told)]
        for command, process, said in begun:
            print("$", *(str(word).replace(str(ROOT), ".") for word in command), flush=True)
            codes.append(_tell(process, said))
    return next((code for code in codes if code), 0)


def _tell(process: subprocess.Popen[bytes], said: IO[bytes]) -> int:
    """Print what a process has said and what it goes on to say; return its code."""
    told = 0
    while True:
        code = process.poll()
        words = os.pread(said.fileno(), 1 << 20, told)
        told += len(words)
        sys.stdout.buffer.write(words)
        sys.stdout.flush()
        if code is not None and not words:
            return code
        if not words:
            time.sleep(0.2)


def _run(command: Command) -> int:
    words = [str(word) for word in command]
    print("$", *(word.replace(str(ROOT), ".") for word in words), flush=True)
    try:
        return subprocess.call(words, cwd=ROOT)
    except KeyboardInterrupt:
        return 130


def _must(command: Command, cwd: Path = ROOT, env: dict[str, str] | None = None) -> None:
    subprocess.run([str(word) for word in command], cwd=cwd, env=env, check=True)


TASKS: dict[str, Callable[[list[str]], int]] = {
    "setup": setup,
    "setup-for-tests": setup_for_tests,
    "demo": demo,
    "platform": platform,
    "test": test,
    "soak": soak,
    "wheel": wheel,
    "sbom": sbom,
    "lock": lock,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
