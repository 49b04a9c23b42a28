"""`chengxin deadline due`: one question or a file of them, without a database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from chengxin.foundation.deadlines.due_command import deadline

SPRING_FESTIVAL = ("--from", "2024-02-08", "--days", "7", "--unit", "wd")
NOTICE_OF_2027 = """
[[notice]]
year = 2027
title = "演示通知"
issued_on = 2026-11-10
source = "演示数据"

[[notice.holiday]]
name = "元旦"
off = [2027-01-01, 2027-01-02, 2027-01-03, 2027-01-04]
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    return tmp_path


def asked(*words: str, lines: str = "") -> Result:
    return CliRunner().invoke(deadline, ["due", *words], input=lines)


def test_tells_the_day_and_every_day_on_the_way() -> None:
    told = asked(*SPRING_FESTIVAL).output.splitlines()

    assert told[:2] == ["到期日: 2024-02-23", "暂定: 否"]
    assert "2024-02-10 不计: 春节放假 (G-09)" in told
    assert "2024-02-18 计入: 春节调休上班, 第 2 日 (G-09)" in told


def test_tells_it_as_json() -> None:
    told = json.loads(asked(*SPRING_FESTIVAL, "--json").output)

    assert (told["due"], told["provisional"]) == ("2024-02-23", False)
    assert {"day": "2024-02-10", "counted": False, "reason": "春节放假", "rule": "G-09"} in told["steps"]


def test_counts_with_what_was_known() -> None:
    told = asked(*SPRING_FESTIVAL, "--known-on", "2023-10-01").output

    assert told.startswith("到期日: 2024-02-19\n暂定: 是\n")


def test_moves_the_last_day_on_unless_told_otherwise() -> None:
    to_a_saturday = ("--from", "2024-02-08", "--days", "2", "--unit", "d")

    assert asked(*to_a_saturday).output.startswith("到期日: 2024-02-18")
    assert asked(*to_a_saturday, "--no-roll").output.startswith("到期日: 2024-02-10")


def test_knows_a_notice_that_was_loaded_in_this_home(home: Path) -> None:
    question = ("--from", "2026-12-31", "--days", "1", "--unit", "wd")
    before = asked(*question).output

    (home / "notices").mkdir()
    (home / "notices" / "one.toml").write_text(NOTICE_OF_2027, encoding="utf-8")

    assert before.startswith("到期日: 2027-01-04\n暂定: 是")
    assert asked(*question).output.startswith("到期日: 2027-01-05\n暂定: 否")


def test_answers_a_batch_line_by_line_and_goes_on_after_a_bad_one() -> None:
    lines = '{"from": "2024-02-08", "days": 7, "unit": "wd"}\n不是\n{"from": "2024-02-08", "days": 1, "unit": "y"}\n'

    done = asked("--batch", "-", lines=lines)

    first, second, third = (json.loads(line) for line in done.output.splitlines())
    assert done.exit_code == 0
    assert first == {"due": "2024-02-23", "provisional": False}
    assert second["error"].startswith("第 2 行: ")
    assert third["due"] == "2025-02-08"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--from", "2024-02-30", "--days", "1", "--unit", "wd"),
            "应为日期 (如 2024-02-08), 实为“2024-02-30”",
        ),
        (("--days", "1", "--unit", "wd"), "请给出 --from"),
        ((*SPRING_FESTIVAL, "--batch", "-"), "--batch 不能与"),
        (("--from", "2024-02-08", "--days", "9000", "--unit", "y"), "超出日历范围"),
    ],
)
def test_refuses_what_it_cannot_answer(words: tuple[str, ...], told: str) -> None:
    done = asked(*words)

    assert done.exit_code != 0
    assert told in done.output


def test_starts_without_the_framework() -> None:
    program = "import sys, chengxin.foundation.deadlines.due_command; print('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
