"""Planted identities stand nowhere but under seal: no database, file, log, address, fault, export, backup has them."""

import io
import logging
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.cast import make_mandate
from tests.rooms.dossiers.cases import NAME, NUMBER, Office, fresh, opinion, row, sanctioned, served

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents import operations as documents
from chengxin.foundation.documents import rendering
from chengxin.foundation.matters.models import Attachment, Matter
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.operations import AboutAPerson, publish
from chengxin.foundation.transparency.plugs import publication_kinds
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import ciphers, keyring, keys, signer
from chengxin.ground.home import Home
from chengxin.ground.jobs import work_off
from chengxin.insight.inquiries.models import Inquiry, InquiryList
from chengxin.mechanisms.dossiers import operations
from chengxin.mechanisms.dossiers.looking import reveal
from chengxin.mechanisms.dossiers.registering import COLUMNS, enter_from
from chengxin.mechanisms.dossiers.supplying import hand_in
from chengxin.site.sinks import carry_reference, write_bundle
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.personnel import (
    DOSSIER_OBJECTION,
    OFFICIAL_REPAIR,
    OPINION,
    PERSONNEL_REMEDY,
)
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__", transaction=True)]
PLANTED = [text.encode(code) for text in (NAME, NUMBER) for code in ("utf-8", "utf-16-le", "gb18030")]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A home with its keys, in which papers are really set."""
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    made = Home(tmp_path)
    made.prepare()
    keys.make_key(made, ciphers.SEALING_KEY)
    signer.make_log_key(made, origin="chengxin.example/log")
    monkeypatch.setattr(documents, "render_pdf", rendering.render_pdf)
    monkeypatch.setattr(documents, "render_docx", rendering.render_docx)
    yield made
    keyring.forget_opened()


@pytest.fixture
def told(
    here: Home,
    rules: str,
    official: Official,
    office: Office,
    inspector: Mandate,
    monday: datetime,
    caplog: pytest.LogCaptureFixture,
) -> Official:
    """Everything that can be done with a dossier was done, by operations and on pages."""
    caplog.set_level(logging.DEBUG)
    roll = io.BytesIO()
    with xlsxwriter.Workbook(roll) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, [column.title_zh for column in COLUMNS])
        body = official.employer.name
        sheet.write_row(1, 0, [NAME, NUMBER, body, "科员", "2026-01-01", body])
        sheet.write_row(2, 0, [NAME, "12", body, "科员", "2026-01-01", body])
    roll.seek(0)
    entered = list(enter_from(roll, name="名册.xlsx", at=monday, on=legal_day(monday)))
    assert NUMBER not in repr(entered)
    sanctioned(inspector, monday)
    hand_in(rows=[row(item="表现较差"), row(name="测试乙"), row(备注=NAME)], by=inspector, at=monday)
    _answer_a_proposed_opinion(official, office, monday)
    reveal(
        official=official, by=office.clerk, at=monday, purpose="awards", document_number="演示组〔2026〕7号"
    )
    desk = Client(raise_request_exception=False)
    desk.force_login(office.clerk.user)
    desk.post("/desk/dossiers/", {"do": "find", "words": NAME})
    desk.post("/desk/dossiers/nothing/", {"words": NUMBER})
    desk.post("/desk/dossiers/supplies/", {"number": NUMBER, "name": NAME})
    work = {
        "kind": "official",
        "official-purpose": "promotion",
        "official-document_number": "演示组〔2026〕7号",
    }
    for words in (NAME, NUMBER, "测试丙"):
        desk.post("/desk/inquiries/", {**work, "official-words": words})
    people = SimpleUploadedFile("名单.csv", f"姓名,公民身份号码\n{NAME},{NUMBER}\n{NAME},12\n".encode())
    desk.post("/desk/inquiries/lists/", {**work, "official-file": people})
    assert Inquiry.objects.count() == 2
    assert files_that_hold(here.root) == [], "a list waits under seal"
    work_off()
    assert InquiryList.objects.get().refused == 1
    return official


def _answer_a_proposed_opinion(official: Official, office: Office, monday: datetime) -> None:
    """The person answers on the page, in own words and with a file, both of which hold the name; it is decided."""
    matter = opinion(official, office, monday, until="told")
    person = Client()
    person.force_login(office.oneself.user)
    proof = io.BytesIO()
    with xlsxwriter.Workbook(proof) as book:
        book.add_worksheet().write(0, 0, f"{NAME}，{NUMBER}")
    address = f"/desk/matters/{matter.pk}/reply/"
    version = re.search(r'name="version" value="(\w+)"', person.get(address).content.decode())
    assert version is not None
    sent = person.post(
        address,
        {
            "version": version[1],
            "text": f"{NAME}的答复，{NUMBER}",
            "attachments": SimpleUploadedFile(f"{NAME}.xlsx", proof.getvalue()),
        },
    )
    assert sent.status_code == 302
    (file,) = Attachment.objects.filter(matter=matter)
    assert (file.name, file.called) == ("附件.xlsx", f"{NAME}.xlsx")
    handed = person.get(f"/desk/files/{matter.pk}/attachments/{file.pk}/")
    assert handed.getvalue() == proof.getvalue()
    assert f"{NAME}的答复" in person.get(f"/desk/matters/{matter.pk}/").content.decode()
    operations.decide(matter=fresh(matter), by=office.chief, at=monday)
    served(matter, operations.LETTER, office, monday)


def test_the_search_finds_what_is_not_sealed(tmp_path: Path) -> None:
    (tmp_path / "open.txt").write_text(f"{NAME}，{NUMBER}")

    assert files_that_hold(tmp_path) == ["open.txt"]


def hold(content: bytes) -> bool:
    return any(word in content for word in PLANTED)


def files_that_hold(root: Path) -> list[str]:
    """Every file under a folder in which a planted identity stands; packed files are unpacked."""
    found = []
    for file in (each for each in root.rglob("*") if each.is_file()):
        content = file.read_bytes()
        if content[:2] == b"PK":
            with zipfile.ZipFile(file) as packed:
                content += b"".join(packed.read(name) for name in packed.namelist())
        if hold(content):
            found.append(file.name)
    return found


def test_no_table_holds_a_planted_identity(told: Official) -> None:
    for model in apps.get_models():
        for values in model._default_manager.values_list():
            cells = [bytes(cell) if isinstance(cell, memoryview) else cell for cell in values]
            assert not any(hold(cell) for cell in cells if isinstance(cell, bytes)), model
            assert NAME not in repr(cells), model
            assert NUMBER not in repr(cells), model


def test_no_file_of_the_databases_nor_a_backup_of_them_holds_one(told: Official, tmp_path: Path) -> None:
    for database in connections.all():
        if database.vendor != "sqlite":
            continue  # PostgreSQL keeps its files elsewhere; its tables are searched above
        name = Path(str(database.settings_dict["NAME"]))
        for file in name.parent.glob(f"{name.name}*"):
            assert not hold(file.read_bytes()), file.name
        copy = tmp_path / f"backup-{database.alias}.db"
        with sqlite3.connect(name) as source, sqlite3.connect(copy) as target:
            source.backup(target)
        assert not hold(copy.read_bytes())


def test_no_file_of_the_home_no_log_and_no_bundle_holds_one(
    told: Official,
    here: Home,
    tmp_path_factory: pytest.TempPathFactory,
    monday: datetime,
    caplog: pytest.LogCaptureFixture,
) -> None:
    carry_reference()
    run_sequencer(at=monday)
    bundle = tmp_path_factory.mktemp("bundle")
    write_bundle(bundle, refresh=True)

    assert len(list(here.files.rglob("*"))) > 2, "papers were set"
    assert files_that_hold(here.root) == []
    assert files_that_hold(bundle) == []
    assert NAME not in caplog.text
    assert NUMBER not in caplog.text


def test_no_fault_page_repeats_one(told: Official, office: Office) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answers = [
        strict.post("/desk/dossiers/", {"words": NAME}),
        strict.post("/accounts/login/", {"login": NAME, "password": NUMBER}),
        Client().post("/desk/dossiers/own/notices/1/", {"words": NAME}),
        Client().get("/nowhere/"),
    ]

    assert [hold(answer.content) for answer in answers] == [False] * 4


def test_the_room_has_nothing_to_publish(told: Official, monday: datetime) -> None:
    personal = {OPINION.kind, DOSSIER_OBJECTION.kind, OFFICIAL_REPAIR.kind, PERSONNEL_REMEDY.kind}
    matter = Matter.objects.filter(official=told).latest("pk")

    assert {kind.code for kind in publication_kinds()} & personal == set()
    for kind in publication_kinds():
        with pytest.raises(AboutAPerson):
            publish(kind=kind.code, matter=matter, body={}, review=None, at=monday)
    assert not Publication.objects.exists()


def test_no_public_page_tells_of_an_official(told: Official, here: Home, monday: datetime) -> None:
    carry_reference()
    run_sequencer(at=monday)
    visitor = Client(raise_request_exception=False)
    public = [
        address for address in addresses(get_resolver()) if not address.startswith(("desk/", "accounts/"))
    ]
    assert len(public) > 10

    for address in public:
        page = visitor.get(f"/{address}")
        content = b"" if page.streaming else page.content
        assert told.code.encode() not in content, address
        assert "测*".encode() not in content, address
        assert not hold(content), address
    for words in (told.code, "测试甲", "年度信用意见"):
        found = visitor.get("/search/", {"q": words}).content.decode()
        assert "公务员 " not in found


def test_nobody_without_a_post_reaches_a_page_of_the_room(told: Official) -> None:
    visitor = Client(raise_request_exception=False)
    for address in addresses(get_resolver()):
        if address.startswith("desk/dossiers/"):
            answer = visitor.get(f"/{address}")
            assert answer.status_code in {302, 405}, address
            assert answer.status_code == 405 or "/accounts/login/" in answer["Location"]


def test_only_the_logged_look_and_the_register_ask_who_somebody_is() -> None:
    root = Path(__file__).parents[3] / "src"
    asking = {
        str(file.relative_to(root / "chengxin"))
        for file in root.rglob("*.py")
        if "identity_of(" in file.read_text(encoding="utf-8")
    }

    assert asking == {"foundation/subjects/identities.py", "mechanisms/dossiers/looking.py"}


def addresses(resolver: URLResolver, before: str = "") -> Iterator[str]:
    """Yield every address of the site, with a made-up value in each place."""
    for pattern in resolver.url_patterns:
        here = before + "".join(
            "1" if part.startswith("<") else part for part in _parts(str(pattern.pattern))
        )
        if isinstance(pattern, URLPattern):
            yield here
        elif not here.startswith("en/"):
            yield from addresses(pattern, here)


def _parts(pattern: str) -> list[str]:
    """Split a pattern into texts and places to fill."""
    parts, rest = [], pattern
    while "<" in rest:
        text, _, rest = rest.partition("<")
        _, _, rest = rest.partition(">")
        parts += [text, "<>"]
    return [*parts, rest]


def test_the_cast_has_no_public_post(told: Official, water_bureau: PublicBody) -> None:
    liaison = make_mandate("nobody", Actor.LIAISON, water_bureau, water_bureau.path)
    desk = Client()
    desk.force_login(liaison.user)

    for address in ("/desk/", "/desk/all/", "/desk/overdue/"):
        assert told.code not in desk.get(address).content.decode()
