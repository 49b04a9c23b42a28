"""`chengxin routing`: trains, proposes and looks twice, from files, without a database."""

import csv
import json
import re
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from python_calamine import load_workbook
from tests.core.voices.samples import examples

from chengxin.mechanisms.supervision.routing_command import routing
from chengxin.site.cli import chengxin


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    rows = [(each.text, each.label) for each in examples()]
    return table(tmp_path / "已办.csv", ("内容", "类别"), rows)


def table(file: Path, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows([titles, *rows])
    return file


def ask(*words: str | Path) -> Result:
    return CliRunner().invoke(routing, [str(word) for word in words])


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_before_training_the_rules_propose(tmp_path: Path) -> None:
    file = table(
        tmp_path / "来信.csv", ("编号", "标题", "内容"), [("7", "欠薪", "历城区某公司拖欠工资，不签劳动合同")]
    )

    told = ask("classify", file, "--json")

    assert lines(told) == [
        {
            "row": 2,
            "id": "7",
            "label": "劳动和社会保障",
            "confidence": 0.75,
            "words": ["欠薪", "拖欠工资", "劳动合同"],
            "needs_person": False,
            "department": "人力资源和社会保障局",
            "region": "济南市历城区",
            "region_words": ["历城区"],
            "by": "rules",
        }
    ]


def test_after_training_the_model_proposes(labelled: Path, home: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "来信.csv", ("内容",), [("小区物业不修电梯",)])

    trained, told = ask("train", labelled), ask("classify", file, "--json")

    assert trained.stdout.startswith("已保存模型：60 条来信，3 个类别\n交叉验证：宏平均 F1 ")
    assert [(line["label"], line["by"]) for line in lines(told)] == [("城乡建设", "model")]
    assert stat.S_IMODE((home / "models" / "routing.model").stat().st_mode) == 0o600


def test_the_rules_can_be_asked_although_there_is_a_model(labelled: Path, tmp_path: Path) -> None:
    file = table(tmp_path / "来信.csv", ("内容",), [("小区物业不修电梯",)])
    ask("train", labelled)

    assert lines(ask("classify", file, "--json", "--rules"))[0]["by"] == "rules"


def test_training_twice_changes_nothing(labelled: Path, home: Path) -> None:
    ask("train", labelled)
    before = (home / "models" / "routing.model").read_bytes()

    again = ask("train", labelled, labelled)

    assert again.stdout.startswith("模型没有变化")
    assert (home / "models" / "routing.model").read_bytes() == before


def test_bad_rows_of_training_are_told_and_come_back_and_the_rest_is_learnt(
    labelled: Path, tmp_path: Path
) -> None:
    bad = table(
        tmp_path / "坏.csv",
        ("内容", "类别"),
        [("没有类别的来信", ""), ("", "交通运输"), ("低保怎么办", "民政")],
    )

    told = ask("train", labelled, bad, "--refused", tmp_path / "退回.xlsx")

    assert told.exit_code == 0, told.output
    assert "坏.csv 第 2 行「类别」没有填，应当是类别的文字。" in told.stderr
    assert "坏.csv 第 3 行「内容」没有填，应当是内容的文字。" in told.stderr
    assert (
        "坏.csv 第 4 行「类别」填的是“民政”，应当是至少有 5 条不同来信的类别（此类别只有 1 条）。"
        in told.stderr
    )
    assert "未接受 3 行" in told.stderr
    back = load_workbook(tmp_path / "退回.xlsx").get_sheet_by_index(0).to_python()
    assert [row[0] for row in back[1:]] == ["2", "3", "4"]
    assert all("坏.csv" in row for row in back[1:])


def test_a_file_without_labels_teaches_nothing_and_leaves_the_model(
    labelled: Path, home: Path, tmp_path: Path
) -> None:
    ask("train", labelled)
    before = (home / "models" / "routing.model").read_bytes()
    file = table(tmp_path / "来信.csv", ("编号", "内容"), [("1", "小区物业")])

    told = ask("train", labelled, file)

    assert told.exit_code == 1
    assert "表头缺少「类别」" in told.stderr
    assert (home / "models" / "routing.model").read_bytes() == before


def test_a_torn_model_is_refused_by_name(labelled: Path, home: Path, tmp_path: Path) -> None:
    ask("train", labelled)
    model = home / "models" / "routing.model"
    model.write_bytes(model.read_bytes()[:-100])
    file = table(tmp_path / "来信.csv", ("内容",), [("小区物业不修电梯",)])

    told = ask("classify", file, "--json")

    assert told.exit_code == 1
    assert "routing.model: 模型文件不完整或者被改动过" in told.stderr
    assert told.stdout == ""


def test_a_bad_row_gets_a_line_of_its_own_and_costs_no_other(tmp_path: Path) -> None:
    file = table(
        tmp_path / "来信.csv", ("标题", "内容"), [("一", "小区物业"), ("二", ""), ("三", "学校补课")]
    )

    told = lines(ask("classify", file, "--json"))

    assert [line["row"] for line in told] == [2, 3, 4]
    assert told[1] == {"row": 3, "problem": "第 3 行「内容」没有填，应当是内容的文字。"}
    assert told[2]["label"] == "教育文体"


def test_says_it_in_words_for_people(tmp_path: Path) -> None:
    file = table(tmp_path / "来信.csv", ("内容",), [("小区物业",), ("谢谢",)])

    assert ask("classify", file).stdout.splitlines() == [
        "第 2 行：城乡建设（住房和城乡建设局），把握 67%，需人工判断，依据：小区、物业",
        "第 3 行：无法建议，把握 0%，需人工判断",
    ]


def test_answers_that_say_nothing_are_held_back_with_the_reason(tmp_path: Path) -> None:
    complaint = "工地每天夜里两点还在施工，打桩机的声音很大，老人和孩子都睡不着觉。"
    file = table(
        tmp_path / "答复.csv",
        ("编号", "内容", "答复"),
        [
            ("1", complaint, "已收悉"),
            ("2", complaint, "经查，施工单位没有夜间施工许可，已责令停工。"),
            ("3", complaint, f"来信收悉。{complaint}"),
        ],
    )

    told = lines(ask("replies", file, "--json"))

    assert [(line["id"], line["held"], line["kind"]) for line in told] == [
        ("1", True, "receipt"),
        ("2", False, None),
        ("3", True, "copied"),
    ]
    assert told[0]["reason"].startswith("只说已经收到或者致谢（“已收悉”）")


def test_starts_without_the_framework_and_without_a_database(tmp_path: Path) -> None:
    file = table(tmp_path / "来信.csv", ("内容",), [("小区物业不修电梯",)])
    program = (
        "import sys; sys.modules['django'] = None; "
        f"sys.argv = ['chengxin', 'routing', 'classify', {str(file)!r}, '--json']; "
        "from chengxin.site.cli import main; main()"
    )

    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["label"] == "城乡建设"
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["classify", "没有.csv"], "没有这个文件或者文件夹：没有.csv"),
        (["train"], "缺少参数 'FILE...'"),
        (["classify", "--nothing"], "没有选项 --nothing"),
        (["replies", "--refused"], "选项 --refused 后面没有填内容"),
        (["classifying"], "没有命令 classifying"),
    ],
)
def test_a_slip_in_the_command_is_told_in_chinese(words: list[str], said: str) -> None:
    told = CliRunner().invoke(chengxin, ["routing", *words])

    assert told.exit_code == 2
    assert f"错误: {said}" in told.stderr.replace("'FILE'：", "")
    assert not re.search(r"Error|Usage:|Try ", told.stderr)
