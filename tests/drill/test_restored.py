"""The drill's second half: a backup made while something was public is restored after that has ended.

First it is shown that without the log what ended comes back; then that with the log it does not. One story, told once
in real processes; each test looks at a part of it.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from tests.drill.installation import ROOT, Done, Installation, installations

pytestmark = pytest.mark.own_sql


@dataclass(frozen=True)
class Story:
    """What was said and seen on the way."""

    town: Installation
    new: str  # the key of what was published after the backup
    before: Any
    ended: Any
    refused: dict[str, Done]
    without_log: Any
    replayed: Done
    again: Done
    with_log: Any
    told: Any
    restored: Installation
    receipt: Path
    verifier_key: str


@pytest.fixture(scope="module")
def story(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Story]:
    """Publish, back up, end and correct and publish more, lose the house, restore it twice."""
    folder = tmp_path_factory.mktemp("drill")
    with (
        django_db_blocker.unblock(),
        installations(folder, "town", "forgetful", "restored") as (town, forgetful, restored),
    ):
        begun = town.steps("publish", "traces", "receipt")
        receipt = folder / "receipt.json"
        receipt.write_text(begun["receipt"], encoding="utf-8")
        assert town.says("backup", str(folder / "backups")).code == 0
        (archive,) = (folder / "backups").glob("*.tar")
        went_on = town.steps("go_on", "scrubbed", "traces")

        for house in (forgetful, restored):
            done = house.says("restore", str(archive), "--home", str(house.home))
            assert done.code == 0, done.said
        refused = {
            "serve": forgetful.says("serve", "--port", "0"),
            "clock": forgetful.says("clock"),
            "run": forgetful.says("ledger", "run"),
            "export": forgetful.says("public", "export", str(folder / "export")),
            "replay": forgetful.says("replay"),
        }
        assert forgetful.says("replay", "--without-log").code == 0
        without_log = forgetful.steps("traces")["traces"]

        replayed = restored.says("replay", "--log", str(town.bundle))
        seen = restored.steps("scrubbed", "traces", "titles", "appoint")
        again = restored.says("replay", "--log", str(town.bundle))
        status = restored.says("ledger", "status").said
        verifier_key = next(line.split()[1] for line in status.splitlines() if line.startswith("公钥"))
        yield Story(
            town,
            went_on["go_on"]["new"],
            begun["traces"],
            went_on["traces"],
            refused,
            without_log,
            replayed,
            again,
            seen["traces"],
            seen["titles"],
            restored,
            receipt,
            verifier_key,
        )


def test_the_string_was_everywhere_and_then_nowhere(story: Story) -> None:
    assert {place for place, found in story.before.items() if found} == {"public_pages", "bundle", "inside"}
    assert nowhere(story.ended)


def test_a_restored_home_refuses_to_serve_and_says_what_to_run(story: Story) -> None:
    for door in ("serve", "clock", "run", "export"):
        assert story.refused[door].code == 1, door
        assert "chengxin replay --log" in story.refused[door].said, door


def test_without_a_log_it_is_told_what_is_lost_and_nothing_happens(story: Story) -> None:
    refused = story.refused["replay"]

    assert refused.code == 1
    for word in ("重新公示", "凭据没有了", "矛盾", "--without-log"):
        assert word in refused.said


def test_without_the_replay_what_ended_comes_back(story: Story) -> None:
    assert {place for place, found in story.without_log.items() if found} == {
        "public_pages",
        "bundle",
        "inside",
    }


def test_with_the_replay_it_does_not(story: Story) -> None:
    assert story.replayed.code == 0, story.replayed.said
    assert "补办日志 4 条: 终止公示 1 项" in story.replayed.said
    assert nowhere(story.with_log)


def test_what_is_in_force_is_shown_as_it_was(story: Story) -> None:
    (listed,) = story.told["listed"]

    for title in ("另一条记录（更正）", "排队的记录", "备份之后的记录"):
        assert title in listed


def test_the_case_file_of_what_ended_says_so(story: Story) -> None:
    assert len([note for note in story.told["notes"] if "公示已于 2026-02-05 终止" in note]) == 1


def test_replaying_again_changes_nothing(story: Story) -> None:
    assert (story.again.code, story.again.said) == (0, "没有要补办的\n")


def test_the_log_is_without_fault_and_goes_on(story: Story) -> None:
    assert story.restored.says("ledger", "fsck").said == "日志无误\n"
    unknown = story.restored.says("ledger", "unknown").said
    assert story.new in unknown
    assert unknown.count("事项不在本机") == 1

    refused = end(story, "nobody")
    assert refused.code == 1
    assert "不是信用主管部门负责人" in refused.said
    assert end(story, "zhou").code == 0

    assert "共 7 条" in story.restored.says("ledger", "run").said
    assert story.restored.says("ledger", "unknown").said == "没有\n"
    assert story.restored.says("ledger", "fsck").said == "日志无误\n"
    assert "备份之后的记录" not in story.restored.steps("titles")["titles"]["listed"][0]
    checked = verify(str(story.restored.bundle / "log"), "--key", story.verifier_key)
    assert checked.returncode == 0, checked.stdout


def test_an_old_receipt_still_verifies_and_learns_of_the_end(story: Story) -> None:
    log = story.restored.home / "public" / "log"

    alone = verify(str(story.receipt), "--key", story.verifier_key)
    followed = verify(str(story.receipt), "--key", story.verifier_key, "--log", str(log))

    assert alone.returncode == 0, alone.stdout
    assert followed.returncode == 0, followed.stdout
    assert "撤回" in followed.stdout


def nowhere(traces: dict[str, list[str]]) -> bool:
    return not any(traces.values())


def end(story: Story, username: str) -> Done:
    return story.restored.says(
        *("ledger", "end", story.new),
        *("--ground", "error", "--clause", "C-55", "--by", username, "--reason", "事项已遗失"),
    )


def verify(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "chengxin_verify", *words],
        cwd=ROOT,
        env={"PYTHONPATH": "src"},
        capture_output=True,
        text=True,
    )
