import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("times", [8, pytest.param(40, marks=pytest.mark.soak)])
def test_nothing_is_lost_or_doubled_however_often_the_process_is_killed(times: int, tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.rooms.reporting.killing",
            str(times),
            str(tmp_path / "platform.json"),
        ],
        cwd=ROOT,
        env=os.environ | {"CHENGXIN_HOME": str(tmp_path / "home"), "CHENGXIN_DATABASE": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    assert f"{times} kills" in done.stdout
