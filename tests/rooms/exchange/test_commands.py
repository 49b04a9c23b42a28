"""`chengxin import judgments`: every row ends as kept, duplicate or refused, and the same again changes nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import python_calamine
from click.testing import CliRunner
from django.apps import apps
from tests.ground.odd_files import SHEET, with_part, workbook
from tests.rooms.exchange.conftest import Importing
from tests.rooms.exchange.files import (
    LONG_AGO,
    PRIVATE,
    comma_separated,
    judgment,
    lost_at_first,
    spreadsheet,
)

from chengxin.chain.evidence.models import ImportRow, ImportRun, Instrument, InstrumentBody, Naming, RunState
from chengxin.doors.exchange.commands import import_
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import OutsideBody, PublicBody
from chengxin.ground import home

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

NO_COURT = judgment(number=7, court="")
MIXED = [judgment(number=1), lost_at_first(id="d-2"), NO_COURT, judgment(number=1, id="again")]
LINE = ["row", "id", "case_no", "outcome", "reason", "bodies", "proposal", "final", "steps"]


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [msgspec.json.decode(line) for line in path.read_bytes().splitlines()]


def counted() -> dict[str, int]:
    """How many rows each table holds."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def cells_of(path: Path) -> list[list[str]]:
    return [
        [str(cell) for cell in row]
        for row in python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()
    ]


class TestRows:
    def test_ends_every_row_as_kept_duplicate_or_refused(self, importing: Importing, tmp_path: Path) -> None:
        result = importing(MIXED, "--report", str(tmp_path / "report.jsonl"))

        lines = lines_of(tmp_path / "report.jsonl")
        assert result.exit_code == 0, result.output
        assert "保存 2 行，重复 1 行，未接受 1 行，新提出失信记录 1 件" in result.output
        assert [list(line) for line in lines] == [LINE] * 4
        assert [line["outcome"] for line in lines] == ["kept", "kept", "refused", "duplicate"]
        assert [line["row"] for line in lines] == [1, 2, 3, 4]
        assert lines[2]["reason"] == "第 3 行「法院」没有填，应当是作出裁判的法院全称。"
        assert [line["case_no"] for line in lines[2:]] == ["（2026）演01行终7号", "（2026）演01行终1号"]

    def test_reports_the_proposal_with_its_steps(self, importing: Importing, tmp_path: Path) -> None:
        importing(MIXED, "--report", str(tmp_path / "report.jsonl"))

        final, first, *_ = lines_of(tmp_path / "report.jsonl")
        assert final["bodies"] == ["演示县住房和城乡建设局"]
        assert (final["proposal"], final["final"]) == ("adverse", True)
        assert (first["proposal"], first["final"]) == ("adverse", False)
        assert set(final["steps"][0]) == {"question", "answer", "words", "rule"}

    def test_changes_nothing_when_the_same_file_comes_twice(self, importing: Importing) -> None:
        importing(MIXED)
        before = counted()

        result = importing(MIXED)

        assert "保存 0 行，重复 3 行，未接受 1 行" in result.output
        runs = {"evidence.ImportRun", "evidence.ImportRow"}
        assert {key: value for key, value in counted().items() if key not in runs} == {
            key: value for key, value in before.items() if key not in runs
        }

    def test_keeps_refused_rows_once_they_are_mended(self, importing: Importing, tmp_path: Path) -> None:
        importing(MIXED, "--refused", str(tmp_path / "refused.xlsx"))
        titles, row = cells_of(tmp_path / "refused.xlsx")
        assert row[titles.index("案号")] == NO_COURT["caseNo"]

        row[titles.index("法院")] = "演示市中级人民法院"
        result = importing(workbook(titles, row), name="mended.xlsx")

        assert "保存 1 行，重复 0 行，未接受 0 行" in result.output
        assert Instrument.objects.filter(number=NO_COURT["caseNo"]).exists()


class TestFormats:
    def test_says_the_same_of_json_csv_and_a_workbook(self, importing: Importing) -> None:
        rows = [judgment(number=n) for n in (1, 2, 3)]
        importing(rows)

        again = [
            importing(comma_separated(rows), name="a.csv"),
            importing(comma_separated(rows, "gb18030", "\n"), name="b.csv"),
            importing(spreadsheet(rows), name="c.xlsx"),
        ]

        assert ["保存 0 行，重复 3 行，未接受 0 行" in result.output for result in again] == [True] * 3

    def test_knows_public_bodies_where_the_source_does_not_flag_them(self, importing: Importing) -> None:
        importing(comma_separated([judgment()]), name="a.csv")

        mention = InstrumentBody.objects.get()
        assert (mention.name, mention.is_adverse) == ("演示县住房和城乡建设局", True)

    def test_takes_its_own_template_back(self, importing: Importing, tmp_path: Path) -> None:
        place = tmp_path / "template.xlsx"
        CliRunner().invoke(import_, ["template", str(place)])
        untouched = importing(place.read_bytes(), name="untouched.xlsx")
        titles, example = cells_of(place)

        filled = dict(zip(titles, example, strict=True)) | {"案号": "（2026）演01行终5号"}
        filled[titles[-1]] = ""
        result = importing(workbook(titles, list(filled.values())), name="filled.xlsx")

        assert "保存 0 行，重复 0 行，未接受 0 行" in untouched.output
        assert "保存 1 行" in result.output


class TestTrying:
    def test_leaves_no_trace(self, importing: Importing, tmp_path: Path) -> None:
        before, files = counted(), sorted(home.current().root.rglob("*"))
        outside = judgment("江苏省南京市水利局", number=2)

        result = importing([*MIXED, outside], "--dry-run", "--report", str(tmp_path / "report.jsonl"))

        assert "试读，未保存: 保存 3 行，重复 1 行，未接受 1 行，新提出失信记录 1 件" in result.output
        assert len(lines_of(tmp_path / "report.jsonl")) == 5
        assert counted() == before
        assert sorted(home.current().root.rglob("*")) == files

    def test_says_of_many_batches_what_the_import_then_does(
        self, importing: Importing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("chengxin.chain.evidence.reading.BATCH", 2)
        monkeypatch.setattr("os.sched_getaffinity", lambda process: {0})
        rows = [*(judgment(number=n % 4) for n in range(9)), NO_COURT]

        importing(rows, "--dry-run", "--report", str(tmp_path / "tried.jsonl"))
        importing(rows, "--report", str(tmp_path / "done.jsonl"))

        assert lines_of(tmp_path / "tried.jsonl") == lines_of(tmp_path / "done.jsonl")


class TestWhatFollows:
    def test_opens_a_record_with_the_organ_above(
        self, importing: Importing, register: dict[str, PublicBody]
    ) -> None:
        importing([judgment()])

        matter = Matter.objects.get()
        assert (matter.kind, matter.state) == ("record", "draft")
        assert (matter.body, matter.organ) == (register["housing"], register["office"])
        assert Deadline.objects.get().clock == "record.supply"

    def test_opens_nothing_once_the_window_has_run_out(self, importing: Importing, tmp_path: Path) -> None:
        old = judgment(date=LONG_AGO.isoformat(), caseNo="（2016）演01行终1号")

        importing([old], "--report", str(tmp_path / "report.jsonl"))

        (line,) = lines_of(tmp_path / "report.jsonl")
        assert line["proposal"] == "adverse"
        assert line["steps"][-1]["answer"] == "已过公示期限"
        assert "2016-03-02" in line["steps"][-1]["words"]
        assert not Matter.objects.exists()

    @pytest.mark.parametrize(
        "row",
        [lost_at_first(), judgment(裁判结果="驳回上诉，维持原判。本判决为终审判决。")],
        ids=["not yet effective", "not adverse"],
    )
    def test_opens_nothing_where_nothing_is_established(
        self, importing: Importing, row: dict[str, Any]
    ) -> None:
        importing([row])

        assert Instrument.objects.count() == 1
        assert not Matter.objects.exists()

    def test_never_takes_a_body_of_another_province_for_ours(self, importing: Importing) -> None:
        importing([judgment("江苏省南京市水利局")])

        mention = InstrumentBody.objects.get()
        assert (mention.naming, mention.body) == (Naming.OUTSIDE, None)
        assert mention.outside == OutsideBody.objects.get(name="江苏省南京市水利局")
        assert not Matter.objects.exists()


class TestRefusals:
    """What is told, by code 1 and one sentence."""

    def test_tells_of_a_place_it_cannot_write_to_before_it_reads(
        self, importing: Importing, tmp_path: Path
    ) -> None:
        result = importing([judgment()], "--report", str(tmp_path / "nowhere" / "report.jsonl"))

        assert result.exit_code == 1
        assert "无法读写" in result.output
        assert not ImportRun.objects.exists()

    def test_keeps_what_stands_before_the_damage(
        self, importing: Importing, last_run: Callable[[], ImportRun]
    ) -> None:
        whole = spreadsheet([judgment(number=n) for n in range(30)])
        damaged = with_part(whole, SHEET, lambda xml: xml[: len(xml) // 2])

        result = importing(damaged, name="damaged.xlsx")

        assert result.exit_code == 1
        assert "Traceback" not in result.output
        run = last_run()
        assert run.state == RunState.REFUSED
        assert run.kept == Instrument.objects.count() > 0

    def test_says_how_to_prepare_an_installation_without_law(self, tmp_path: Path, db: None) -> None:
        file = tmp_path / "a.jsonl"
        file.write_bytes(msgspec.json.encode(judgment()))

        result = CliRunner().invoke(import_, ["judgments", str(file)])

        assert result.exit_code == 1
        assert "chengxin init" in result.output


class TestPrivacy:
    def test_keeps_no_name_of_a_party_in_the_clear(self, importing: Importing) -> None:
        talkative = judgment(
            number=2,
            court="",
            parties=f"原告 {PRIVATE}；被告：演示县水利局",
            docName=PRIVATE * 300,
            备注=f"{PRIVATE}，电话 13800138000",
        )
        person = judgment("赵甲乙", number=3)

        importing([judgment(), talkative, person, lost_at_first(裁判结果=f"被告向{PRIVATE}作出答复。")])

        stored = [
            str(value)
            for model in apps.get_models()
            for row in model._default_manager.all()
            for value in vars(row).values()
        ]
        assert Instrument.objects.count() == 3
        assert not [value for value in stored if PRIVATE in value or "赵甲乙" in value]
        assert not any(PRIVATE.encode() in bytes(row.sealed or b"") for row in ImportRow.objects.all())
