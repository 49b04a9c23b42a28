"""The law on the command line: checked, shown, compared, exported."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from chengxin.foundation.rules.commands import rulebook

pytestmark = pytest.mark.django_db


def say(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(rulebook, words)
    return done.exit_code, done.output


def test_the_shipped_rules_are_sound() -> None:
    code, said = say("check")

    assert code == 0
    assert "shandong: " in said
    assert "，0 处问题" in said


def test_a_slip_is_told_with_file_and_line_and_what_was_perhaps_meant(tmp_path: Path) -> None:
    file = tmp_path / "shandong" / "slip.toml"
    file.parent.mkdir()
    file.write_text(
        '[[clock]]\nid = "C-17"\nkey = "objection.slip"\nbudget = "三"\nunit = "wd"\nstarts_on = "收到"\n'
        'cites = "order-63"\nconfidence = "V:web"\n',
        encoding="utf-8",
    )

    code, said = say("check", str(file))

    assert code == 1
    assert "shandong/slip.toml:1: budget 应为整数, 实为“三”" in said
    assert "引用的文件 order-63 不存在，是不是 order-36？" in said


def test_a_rule_is_shown_as_it_stood_on_a_day(rules: str) -> None:
    code, before = say("show", "C-44", "--on", "2026-03-31")
    _, after = say("show", "C-44", "--on", "2026-04-01")

    assert code == 0
    assert "36 个月" in before
    assert "《失信行为纠正后的信用信息修复管理办法（试行）》" in before
    assert "没有施行中的规定" in after


def test_an_unknown_rule_is_refused_with_what_an_id_looks_like(rules: str) -> None:
    code, said = say("show", "Z-99")

    assert code == 1
    assert "规则库没有规则 Z-99" in said
    assert "C-17" in said


def test_two_days_are_compared(rules: str) -> None:
    _, said = say("diff", "--from", "2026-03-31", "--to", "2026-04-01", "--json")

    changed = {change["after"]["key"] for change in json.loads(said) if change["difference"] == "changed"}

    assert "repair.general_max_months" in changed


def test_everything_is_exported_with_its_hash(rules: str, tmp_path: Path) -> None:
    code, _ = say("export", "--out", str(tmp_path / "rules.json"))

    exported = json.loads((tmp_path / "rules.json").read_text(encoding="utf-8"))

    assert code == 0
    assert exported["hash"] == rules
    assert any(rule["id"] == "C-17" for rule in exported["rules"])


def test_what_was_not_loaded_yet_is_shown_as_shipped() -> None:
    code, said = say("show", "C-17", "--on", "2026-11-23")

    assert code == 0
    assert "尚未载入规则库" in said
    assert "3 个工作日" in said
