import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("times", [6, pytest.param(200, marks=pytest.mark.soak)])
def test_no_signed_checkpoint_is_contradicted_however_often_the_process_is_killed(
    times: int, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.rooms.transparency.killing", str(times)],
        cwd=ROOT,
        env=os.environ
        | {
            "CHENGXIN_HOME": str(tmp_path / "home"),
            "CHENGXIN_BUNDLE": str(tmp_path / "bundle"),
            "CHENGXIN_DATABASE": "",
        },
        capture_output=True,
        text=True,
    )

    assert done.returncode == 0, done.stderr
    assert f"{times} kills" in done.stdout
