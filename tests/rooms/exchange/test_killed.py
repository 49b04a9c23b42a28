"""An import by the real command, in a home of its own: killed without warning, it goes on where it stopped."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from benchmarks.generated_judgments import CITY, COUNTIES, OFFICES, write_judgments

from chengxin.ground import clock

COMMAND = Path(sys.executable).parent / "chengxin"
ROWS = 2500
PREPARE = f"""
import django
django.setup()
from django.core.management import call_command
from chengxin.foundation.rules.operations import load_shipped_rules
from chengxin.foundation.subjects.models import BodyKind, Level, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin.ground import ciphers, clock, home, keys

home.current().prepare()
for name in ("django", ciphers.SEALING_KEY):
    keys.make_key(home.current(), name)
for database in ("default", "public"):
    call_command("migrate", database=database, verbosity=0, interactive=False)
load_shipped_rules(at=clock.now(), demo=True)

def region(id, name, level, above=None):
    path = (above.path if above else "") + id + "/"
    return Region.objects.create(id=id, path=path, level=level, name=name, code=id, parent=above)

def body(id, name, region):
    kind = BodyKind.DEPARTMENT
    add_body(id=id, name=name, kind=kind, region=region, source="演示数据", is_fictional=True)

province = region("p", "演示省", Level.PROVINCE)
city = region("c", {CITY!r}, Level.CITY, province)
body("lead", {CITY!r} + "发展和改革委员会", city)
for n, county in enumerate({COUNTIES!r}):
    place = region(f"x{{n}}", county, Level.COUNTY, city)
    for m, office in enumerate({OFFICES!r}):
        body(f"b{{n}}-{{m}}", county + office, place)
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the law and a small register, and beside it a file of judgments."""
    root = tmp_path_factory.mktemp("killed")
    settings = {"DJANGO_SETTINGS_MODULE": "chengxin.site.settings"}
    subprocess.run(
        [sys.executable, "-c", PREPARE], env=os.environ | settings | place(root / "home"), check=True
    )
    write_judgments(root / "judgments.jsonl", ROWS, today=clock.today() - timedelta(days=1))
    return root


def place(home: Path) -> dict[str, str]:
    return {
        "CHENGXIN_HOME": str(home),
        "CHENGXIN_DATABASE": "",
        "DJANGO_SETTINGS_MODULE": "chengxin.site.settings",
    }


def start(home: Path, *words: str) -> "subprocess.Popen[str]":
    command = [str(COMMAND), "import", "judgments", str(home.parent / "judgments.jsonl"), *words]
    environment = os.environ | place(home)
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def run(home: Path, *words: str) -> str:
    said, _ = start(home, *words).communicate(timeout=300)
    return said


def rows_done(home: Path) -> int:
    with closing(sqlite3.connect(home / "internal.db")) as connection:
        found = connection.execute("SELECT MAX(rows_done) FROM evidence_importrun").fetchone()
    return int(found[0] or 0)


def wait_for_rows(home: Path, importing: "subprocess.Popen[str]") -> None:
    while not rows_done(home):
        assert importing.poll() is None, importing.communicate()[0]
        time.sleep(0.02)


def helpers_of(process: int) -> list[int]:
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [int(child) for child in children]


def is_alive(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_killed_import_goes_on_and_ends_as_if_nothing_had_happened(prepared: Path) -> None:
    undisturbed, killed = prepared / "undisturbed", prepared / "killed"
    for home in (undisturbed, killed):
        shutil.copytree(prepared / "home", home)
    whole = run(undisturbed, "--report", str(prepared / "whole.jsonl"))

    first = start(killed)
    wait_for_rows(killed, first)
    first.send_signal(signal.SIGSTOP)
    meanwhile = run(killed)
    helpers = helpers_of(first.pid)
    first.kill()
    first.communicate()
    stopped_at = rows_done(killed)
    resumed = run(killed, "--report", str(prepared / "resumed.jsonl"))

    assert "同一个文件正在导入，请等它结束" in meanwhile
    assert 0 < stopped_at < ROWS
    assert f"上次导入中断在第 {stopped_at} 行" in resumed
    assert whole.splitlines()[-1] == resumed.splitlines()[-1]
    assert (prepared / "whole.jsonl").read_bytes() == (prepared / "resumed.jsonl").read_bytes()
    assert not any(is_alive(helper) for helper in helpers)


def test_no_name_of_a_party_stands_in_any_byte_of_the_home(prepared: Path) -> None:
    home = prepared / "sealed"
    shutil.copytree(prepared / "home", home)
    run(home)

    with closing(sqlite3.connect(home / "internal.db")) as connection:
        kept, refused = connection.execute(
            "SELECT SUM(kept), SUM(refused) FROM evidence_importrun"
        ).fetchone()
    files = [path for path in home.rglob("*") if path.is_file()]
    assert kept
    assert refused
    assert {path.name for path in files} >= {"internal.db"}
    for path in files:
        content = path.read_bytes()
        assert "建筑有限公司".encode() not in content, path.name
        assert "建筑有限公司".encode("utf-16-le") not in content, path.name
