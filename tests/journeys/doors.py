"""What people do with the pages: sign in, open a matter, press its buttons, fill its forms. Nothing else."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

import python_calamine
import xlsxwriter
from playwright.sync_api import BrowserContext, Locator, Page, expect
from tests.papers import paper

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import clock

PASSWORD = "not-a-secret-1"
BEIJING = ZoneInfo("Asia/Shanghai")
PDF = paper()

Said: TypeAlias = Mapping[str, str | bool | Path]
Sheet: TypeAlias = list[list[Any]]


@contextmanager
def morning_of(day: str) -> Iterator[datetime]:
    """Let the clock stand at nine in the morning of a day in Beijing."""
    moment = datetime.fromisoformat(f"{day}T09:00:00").replace(tzinfo=BEIJING)
    with clock.standing_at(moment):
        yield moment


# People.


def as_(page: Page, mandate: Mandate) -> None:
    """Let somebody else go on at the desk: each signs in once, and later finds the own sign-in as it was left."""
    signed_in = _SIGNED_IN.setdefault(page.context, {})
    page.context.clear_cookies()
    page.context.add_cookies(signed_in.get(mandate.user.username, []))
    page.goto("/desk/")
    if page.get_by_label("密码").count():
        page.get_by_label("用户名").fill(mandate.user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("banner")).to_contain_text(f"{mandate.body.name} · {mandate.post}")
    signed_in[mandate.user.username] = page.context.cookies()


_SIGNED_IN: WeakKeyDictionary[BrowserContext, dict[str, list[Any]]] = WeakKeyDictionary()


# Matters.


def open_matter(page: Page, title: str) -> None:
    """Go from the list of all matters to the one with this title."""
    page.goto("/desk/all/")
    page.get_by_role("table").get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)


def press(page: Page, button: str, said: Said | None = None) -> None:
    """Press a button of the matter that is open, fill its form, confirm, and see that it was done."""
    offer(page, button, said)
    expect(page.get_by_role("status").first).to_contain_text(f"已办理：{button}")


def offer(page: Page, button: str, said: Said | None = None) -> None:
    """Press a button of the matter that is open, fill its form and confirm, whatever comes of it."""
    page.locator("ul.actions").get_by_role("link", name=button, exact=True).click()
    form = page.locator("form.form")
    for label, words in (said or {}).items():
        _fill(form.get_by_label(label, exact=True), words)
    sure = form.get_by_label("我已核对")
    if sure.count():
        sure.check()
    form.get_by_role("button", name=f"确认{button}").click()


def buttons(page: Page) -> list[str]:
    """Return what the holder of the desk may press in the matter that is open."""
    return [words.strip() for words in page.locator("ul.actions a").all_inner_texts()]


def tick_only(page: Page, button: str, choice: str) -> None:
    """Press a button whose form offers things to tick, and leave this one ticked."""
    page.locator("ul.actions").get_by_role("link", name=button, exact=True).click()
    form = page.locator("form.form")
    for box in form.get_by_role("checkbox").all():
        box.uncheck()
    form.get_by_role("checkbox", name=choice).check()
    form.get_by_role("button", name=f"确认{button}").click()
    expect(page.get_by_role("status").first).to_contain_text(f"已办理：{button}")


@contextmanager
def addresses_opened(page: Page) -> Iterator[set[str]]:
    """Collect the address of every page of a matter, and of every file of one, that is opened meanwhile."""
    opened: set[str] = set()

    def note(asked: Any) -> None:
        if "/desk/matters/" in asked.url or "/desk/files/" in asked.url:
            opened.add(asked.url)

    for event in ("request", "download"):
        page.on(event, note)
    yield opened
    for event in ("request", "download"):
        page.remove_listener(event, note)


# Files.


def download(page: Page, link: str) -> bytes:
    """Save what a link gives."""
    with page.expect_download() as saved:
        page.get_by_role("link", name=link).click()
    return Path(saved.value.path()).read_bytes()


def papers(folder: Path, name: str) -> Path:
    """Lay a scanned paper ready."""
    file = folder / name
    file.write_bytes(PDF)
    return file


def rows_of(workbook: bytes) -> Sheet:
    """Return the rows of a workbook's first sheet."""
    return python_calamine.load_workbook(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()


def save(rows: Sequence[Sequence[Any]], file: Path) -> Path:
    """Save rows as a workbook, every cell as text."""
    with xlsxwriter.Workbook(str(file), {"strings_to_numbers": False}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, [str(cell) for cell in row])
    return file


def send(page: Page, file: Path) -> None:
    """Send a file of judgments through the page for it."""
    page.goto("/desk/imports/")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="开始导入").click()


# The public side.


def the_log_follows() -> None:
    """Do what the clock does every few seconds: entries get their numbers, public pages follow."""
    run_sequencer(at=clock.now())


def _fill(control: Locator, words: str | bool | Path) -> None:
    if isinstance(words, Path):
        control.set_input_files(words)
    elif isinstance(words, bool):
        control.set_checked(words)
    elif control.evaluate("each => each.tagName") == "SELECT":
        control.select_option(label=words)
    else:
        control.fill(words)
