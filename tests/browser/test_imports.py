"""A credit officer sends a file, watches it being read, takes the refused rows back and names a body."""

from pathlib import Path

import pytest
import python_calamine
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.browser.test_desk import sign_in
from tests.rooms.exchange.conftest import register
from tests.rooms.exchange.files import json_lines, judgment

from chengxin.chain.evidence.models import ImportRun
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import home
from chengxin.ground.jobs import work_off

__all__ = ["register"]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("monday"),
]


def test_a_file_is_sent_read_mended_and_named(
    page: Page,
    register: dict[str, PublicBody],
    officer_lin: Mandate,
    pictures: Path,
    tmp_path: Path,
) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    file = tmp_path / "裁判文书.jsonl"
    file.write_bytes(json_lines([judgment(), judgment(number=2, court=""), judgment("县住建局", number=3)]))
    sign_in(page, "lin")
    page.goto("/desk/imports/")
    expect(page.get_by_role("heading", level=1)).to_have_text("导入裁判文书")
    assert_accessible(page)

    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="开始导入").click()
    expect(page.get_by_text("等待").first).to_be_visible()
    assert_accessible(page)
    work_off()

    expect(page.get_by_role("status")).to_contain_text(
        "保存 2 行，重复 0 行，未接受 1 行，新提出失信记录 1 件"
    )
    expect(page.get_by_role("table")).to_contain_text("作出裁判的法院全称")
    assert_accessible(page)
    picture(page, pictures, f"import-{width}")
    run = ImportRun.objects.get()
    assert not (home.current().imports / f"run-{run.pk}").exists()

    with page.expect_download() as download:
        page.get_by_role("link", name="下载未接受的行").click()
    rows = python_calamine.load_workbook(download.value.path()).get_sheet_by_index(0).to_python()
    assert len(rows) == 2

    page.goto("/desk/imports/names/")
    assert_accessible(page)
    picture(page, pictures, f"names-{width}")
    page.get_by_role("link", name="县住建局").click()
    page.get_by_label("机构名称").fill("住房和城乡建设局")
    page.get_by_role("button", name="查找").click()
    assert_accessible(page)
    picture(page, pictures, f"name-{width}")
    page.get_by_role("button", name="就是这个机构").first.click()
    expect(page.get_by_role("status").first).to_contain_text("新提出失信记录 1 件")
    assert Matter.objects.filter(body=register["housing"]).count() == 2
