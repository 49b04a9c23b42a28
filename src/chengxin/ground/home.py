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
    def rulebooks(self) -> Path:
        """Where cities lay their own rules, a folder each."""
        return self.root / "rulebooks"

    @property
    def notices(self) -> Path:
        return self.root / "notices"

    @property
    def log(self) -> Path:
        return self.root / "log"

    def database(self, name: str) -> Path:
        """Return the file of the embedded database `name` (internal, outer or public)."""
        return self.root / f"{name}.db"

    def prepare(self) -> None:
        """Make the folders; the keys' folder can be read by its owner only."""
        for folder in FOLDERS:
            (self.root / folder).mkdir(parents=True, exist_ok=True)
        self.keys.mkdir(mode=0o700, exist_ok=True)
        self.keys.chmod(0o700)


def current() -> Home:
    """Return the home that the environment names."""
    return Home(Path(os.environ.get("CHENGXIN_HOME", "var")).absolute())
