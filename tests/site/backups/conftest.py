"""A home with something of everything in it."""

from pathlib import Path

import pytest

from chengxin.ground import ciphers, keys, signer
from chengxin.ground.home import Home

FILES = {
    "files/ab/abc": b"%PDF",
    "imports/one.csv": b"a,b",
    "rulebooks/990100/promises.toml": b"# promises",
    "public/log/keys.json": b"{}",
    "demo": b"",
}
MADE_AGAIN = {
    "public.db": b"pages",
    "public.db-wal": b"pages",
    "backups/old.tar": b"x",
    "public/log.lock": b"",
}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: pytest.FixtureRequest) -> Home:
    """A home with keys, files, and what is made from them."""
    here = Home(tmp_path / "home")
    monkeypatch.setenv("CHENGXIN_HOME", str(here.root))
    here.prepare()
    for name in ("django", ciphers.SEALING_KEY):
        keys.make_key(here, name)
    signer.make_log_key(here, origin="chengxin.example/log")
    for path, data in {**FILES, **MADE_AGAIN}.items():
        (here.root / path).parent.mkdir(parents=True, exist_ok=True)
        (here.root / path).write_bytes(data)
    settings.BACKUPS = str(here.backups)  # type: ignore[attr-defined]
    return here
