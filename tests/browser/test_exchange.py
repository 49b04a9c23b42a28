"""An officer watches a file being read: the page keeps itself up to date."""

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.browser.harness import assert_accessible, picture
from tests.browser.test_desk import sign_in

from chengxin.chain.evidence.models import ImportRun, RunState
from chengxin.foundation.accounts.models import Mandate

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases="__all__"),
]


def test_the_progress_of_an_import_moves_by_itself(
    page: Page, officer_lin: Mandate, monday: datetime, pictures: Path
) -> None:
    run = ImportRun.objects.create(
        source="judgments",
        file_name="演示文书.csv",
        file="0" * 64,
        size=1,
        state=RunState.RUNNING,
        progress=200,
        by=officer_lin,
        started_at=monday,
    )
    sign_in(page, "lin")
    page.goto(f"/desk/imports/{run.pk}/")
    expect(page.get_by_role("main")).to_contain_text("20%")
    assert_accessible(page)

    ImportRun.objects.filter(pk=run.pk).update(progress=600, kept=42)
    expect(page.get_by_role("main")).to_contain_text("60%")
    expect(page.get_by_role("main")).to_contain_text("保存 42 行")
    ImportRun.objects.filter(pk=run.pk).update(progress=1000, state=RunState.DONE)
    expect(page.get_by_role("main")).to_contain_text("100%")

    picture(page, pictures, f"import-{page.viewport_size['width'] if page.viewport_size else 0}")
    page.goto("/desk/imports/")
    assert_accessible(page)
