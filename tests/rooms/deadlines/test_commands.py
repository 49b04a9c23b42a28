"""`chengxin calendar`: shows what would move, asks, stores, counts again."""

from datetime import date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.rooms.deadlines.clocks import load_clocks, run_clock
from tests.rooms.deadlines.test_due_command import NOTICE_OF_2027
from tests.rooms.matters.cases import make_matter

from chengxin.foundation.deadlines.commands import calendar
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.rules.models import LoadedNotice
from chengxin.foundation.subjects.models import PublicBody

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def deadline(housing_bureau: PublicBody, credit_office: PublicBody, monday: datetime) -> Deadline:
    """Ends on 2027-01-11 as long as the notice of 2027 is not known."""
    matter = make_matter(body=housing_bureau, organ=credit_office, at=monday, rulebook=load_clocks(at=monday))
    return run_clock(matter, date(2026, 12, 14))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "2027.toml"
    written.write_text(NOTICE_OF_2027, encoding="utf-8")
    return written


def told(*words: str | Path, answer: str = "") -> Result:
    return CliRunner().invoke(calendar, [str(word) for word in words], input=answer)


def test_shows_what_would_move_and_changes_nothing_unless_confirmed(deadline: Deadline, file: Path) -> None:
    line = f"  {deadline.matter.number} {deadline.matter.title} “答复申请”: 2027-01-12 → 2027-01-13"

    dry, refused = told("load", file, "--dry-run"), told("load", file, answer="n\n")

    assert line in dry.output.splitlines()
    assert line in refused.output.splitlines()
    assert (dry.exit_code, refused.exit_code) == (0, 1)
    assert not LoadedNotice.objects.exists()
    assert deadline.due_on == Deadline.objects.get().due_on == date(2027, 1, 12)


def test_loads_counts_again_and_writes_why_into_the_timeline(
    deadline: Deadline, file: Path, home: Path
) -> None:
    done = told("load", file, answer="y\n")

    deadline.refresh_from_db()
    assert done.output.endswith("已重新推算，变动 1 项期限\n")
    assert (deadline.due_on, deadline.provisional) == (date(2027, 1, 13), False)
    assert [note.text for note in notes_of(deadline.matter)] == [
        "期限“答复申请”的到期日由 2027-01-12 改为 2027-01-13：按《演示通知》（2026-11-10）重新推算"
    ]
    assert [each.read_text(encoding="utf-8") for each in (home / "notices").iterdir()] == [NOTICE_OF_2027]


def test_the_same_file_again_changes_nothing(deadline: Deadline, file: Path) -> None:
    told("load", file, "--yes")

    again = told("load", file, "--yes")

    assert again.exit_code == 0
    assert "没有变化" in again.output
    assert LoadedNotice.objects.count() == len(notes_of(deadline.matter)) == 1


def test_refuses_a_wrong_file_by_its_name(file: Path, monday: datetime) -> None:
    file.write_text(NOTICE_OF_2027.replace("year = 2027", "year = 2026"), encoding="utf-8")

    done = told("load", file, "--yes")

    assert done.exit_code == 1
    assert (
        "2027.toml: 第 1 份通知第 1 个假日“元旦”的 off 有 2027-01-01, 应在 2025-12-25 至 2026-12-31"
        in done.output
    )


def test_lists_every_notice_known(file: Path, monday: datetime) -> None:
    told("load", file, "--yes")

    lines = told("list").output.splitlines()

    assert lines[0].startswith("2014-12-16 国务院办公厅关于2015年部分节假日安排的通知（2015 年")
    assert lines[-2] == "2026-11-10 演示通知（2027 年，放假 4 日，上班 0 日）"
    assert lines[-1].startswith("已知 2015 至 2027 年，共 16 份")
