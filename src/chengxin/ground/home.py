"""家目录: where all state of an installation lives (`CHENGXIN_HOME`, by default ./var)."""

import os
from dataclasses import dataclass
from pathlib import Path

FOLDERS = ("files", "public", "imports", "backups", "log", "rulebooks", "notices")


@dataclass(frozen=True, slots=True)
class Home:
    """The folder of one installation and the places inside it."""

    root: Path

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def imports(self) -> Path:
        return self.root / "imports"

    @property
    def exports(self) -> Path:
        """Where ledgers stand that were made behind the page, for a few days; no backup holds them."""
        return self.root / "exports"

    @property
    def rulebooks(self) -> Path:
        """Where cities lay their own rules, a folder each."""
        return self.root / "rulebooks"

    @property
    def notices(self) -> Path:
        return self.root / "notices"

    @property
    def models(self) -> Path:
        """Where models stand that were trained on the data of this installation."""
        return self.root / "models"

    @property
    def backups(self) -> Path:
        return self.root / "backups"

    @property
    def replay_due(self) -> Path:
        """The file that stands here from a restore until what the log says has ended since was replayed."""
        return self.root / "replay-due"

    @property
    def log(self) -> Path:
        return self.root / "log"

    def database(self, name: str) -> Path:
        """Return the file of the embedded database `name` (internal, outer or public)."""
        return self.root / f"{name}.db"

    def prepare(self) -> None:
        """Make the folders; the home and its keys can be read by their owner only."""
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for folder in FOLDERS:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        self.keys.mkdir(mode=0o700, exist_ok=True)
        self.keys.chmod(0o700)


class ReplayDue(RuntimeError):
    """A restored home would serve before the log's later withdrawals were replayed."""


def require_replayed(home: Home) -> None:
    """Raise `ReplayDue` in a home that was restored and does not know yet what has ended since."""
    if home.replay_due.exists():
        raise ReplayDue(
            "本家目录刚从备份恢复，备份之后终止公示的内容还没有补办撤下，不能对外服务。"
            "请先运行 chengxin replay --log 存证日志所在的文件夹或者网址"
        )


def current() -> Home:
    """Return the home that the environment names."""
    return Home(Path(os.environ.get("CHENGXIN_HOME", "var")).absolute())
