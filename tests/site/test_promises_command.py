"""`chengxin promises`: a report in, targets out; targets and the next report in, verdicts out. No database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.core.promises.reports import AIMS, RESULTS

from chengxin.site.promises_command import promises


@pytest.fixture
def aims(tmp_path: Path) -> Path:
    return written(tmp_path / "2030.txt", AIMS)


@pytest.fixture
def results(tmp_path: Path) -> Path:
    return written(tmp_path / "2031.txt", RESULTS)


def written(file: Path, text: str) -> Path:
    file.write_text(text, encoding="utf-8")
    return file


def told(*words: str | Path, given: str = "") -> Result:
    return CliRunner().invoke(promises, [str(word) for word in words], input=given)


def test_reads_targets_as_json_lines(aims: Path) -> None:
    first = json.loads(told("read", aims, "--year", "2030", "--json").output.splitlines()[0])

    assert {name: first[name] for name in ("metric", "kind", "value", "unit", "target_year")} == {
        "metric": "地区生产总值",
        "kind": "growth_pct",
        "value": 8,
        "unit": "%",
        "target_year": 2030,
    }
    assert first["sentence"] in AIMS


def test_verdicts_keep_the_target_and_add_what_came_of_it(aims: Path, results: Path, tmp_path: Path) -> None:
    targets = told("read", aims, "--json").output
    file = written(tmp_path / "targets.jsonl", targets)

    lines = [json.loads(line) for line in told("verdicts", file, results, "--json").output.splitlines()]

    assert [line["metric"] for line in lines] == [json.loads(line)["metric"] for line in targets.splitlines()]
    assert {line["verdict"] for line in lines} == {"met", "missed", "undisclosed", "conflicting"}
    assert all(
        line["actual"] is None or line["evidence"] in RESULTS or "\n" in line["evidence"] for line in lines
    )


def test_targets_can_be_piped(aims: Path, results: Path) -> None:
    targets = told("read", aims, "--json").output

    assert (
        "达到: 新建农村公路（数值）目标 30公里，实际 31.5公里"
        in told("verdicts", "-", results, given=targets).output
    )


def test_says_when_the_report_names_another_year(aims: Path) -> None:
    assert "报告自己像是2030年的" in told("read", aims, "--year", "2031").stderr


def test_says_when_nothing_was_read(tmp_path: Path) -> None:
    done = told("read", written(tmp_path / "a.txt", "各位代表：演示。"), "--year", "2030")

    assert (done.exit_code, done.stdout) == (0, "")
    assert "没有读出" in done.stderr


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"%PDF-1.7", "PDF"),
        ("二、2030年工作安排".encode("gbk"), "GBK"),
        ("各位代表：演示。".encode(), "请用 --year 写明"),
    ],
    ids=["empty", "pdf", "gbk", "no-year"],
)
def test_refuses_what_is_no_report(tmp_path: Path, content: bytes, words: str) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)

    done = told("read", file)

    assert done.exit_code == 1
    assert words in done.stderr


def test_refuses_a_missing_file_a_folder_and_a_torn_line(tmp_path: Path, results: Path) -> None:
    torn = written(tmp_path / "torn.jsonl", '{"metric": "甲"')

    assert "没有这个文件" in told("read", tmp_path / "nowhere").stderr
    assert "文件夹" in told("read", tmp_path).stderr
    assert "第 1 行不是 JSON" in told("verdicts", torn, results).stderr


def test_starts_without_the_framework() -> None:
    program = "import sys, chengxin.site.promises_command; print('django' in sys.modules)"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout == "False\n"
