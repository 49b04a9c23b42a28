"""An organ's own words around what a document must say: handed in as DOCX, checked, approved, and printed."""

import inspect
import io
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime

import docx
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx.document import Document as Word
from hypothesis import given
from hypothesis import strategies as st
from tests.make import Office, make_record

from chengxin.chain.records import operations as records
from chengxin.foundation.documents.models import Document, WordingVersion
from chengxin.foundation.documents.operations import issue, preview, review, review_in_law
from chengxin.foundation.documents.plugs import document_kind, document_kinds
from chengxin.foundation.documents.rendering.elements import elements
from chengxin.foundation.documents.wording.checking import WordingRefused
from chengxin.foundation.documents.wording.operations import approve, go_back, hand_in, refuse
from chengxin.foundation.documents.wording.queries import in_force
from chengxin.foundation.documents.wording.value import PLAIN, Line, Wording, printed, shipped
from chengxin.foundation.documents.wording.word_files import as_docx, wording_in
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import files, home

engine = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]
DAY = date(2026, 11, 23)
KIND = "record_decision"
GREETING = "演示数据：根据我单位的核查，现就{{ 当事单位 }}的有关行为认定如下。"


def edited(change: Callable[[Word], object], kind: str = KIND) -> bytes:
    """The template that comes with the platform, as somebody changed it in a word processor."""
    word = docx.Document(io.BytesIO(as_docx(shipped(document_kind(kind)), day=DAY)))
    change(word)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def replaced(old: str, new: str) -> Callable[[Word], None]:
    def change(word: Word) -> None:
        for paragraph in word.paragraphs:
            if old in paragraph.text:
                paragraph.text = paragraph.text.replace(old, new)

    return change


GREETED = replaced("{{ 开头 }}", GREETING)


@pytest.fixture
def draft(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Document:
    record = make_record(body=housing_bureau, office=office, at=monday, state="heard")
    return records.draft_decision(matter=record, by=office.officer, at=monday)


def in_use(office: Office, at: datetime, content: bytes) -> WordingVersion:
    version = hand_in(kind=document_kind(KIND), content=content, reason="演示", by=office.officer, at=at)
    approve(version=version, by=office.lawyer, at=at)
    return version


def test_no_two_kinds_are_listed_alike() -> None:
    named = Counter(each.zh for each in document_kinds())
    listed = Counter((each.zh, each.drawn_in) for each in document_kinds())

    assert set(listed.values()) == {1}
    assert all(each.drawn_in for each in document_kinds() if named[each.zh] > 1)


def test_every_kind_has_a_template_whose_fields_its_own_text_fills() -> None:
    sources = "".join(
        inspect.getsource(each)
        for name, each in list(sys.modules.items())
        if name.startswith("chengxin.foundation.documents.rendering.kinds.")
    )
    for plugged in document_kinds():
        own = inspect.getsource(sys.modules[plugged.build.__module__])

        assert all(f'"{name}"' in own or f'"{name}"' in sources for name in plugged.sections), plugged.code
        assert wording_in(as_docx(shipped(plugged), day=DAY)) == shipped(plugged)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.text("演示数据，。{ 开头}", min_size=1, max_size=9)), max_size=6)
)
def test_a_wording_comes_back_from_the_word_processor_as_it_went(lines: list[tuple[int, str]]) -> None:
    wording = Wording(
        "关于{{ 当事单位 }}的决定书",
        (Line(PLAIN, "演示"), *(Line(level, text.strip()) for level, text in lines if text.strip())),
    )

    assert wording_in(as_docx(wording, day=DAY)) == wording


class TestADocument:
    pytestmark = engine

    def test_says_the_same_in_the_words_of_its_organ_in_both_files(
        self, draft: Document, office: Office, monday: datetime
    ) -> None:
        version = in_use(office, monday, edited(GREETED))
        before = {each.words for each in elements(preview(draft))}

        review(matter=draft.matter, by=office.second_officer, at=monday)
        review_in_law(matter=draft.matter, by=office.lawyer, at=monday)
        issue(matter=draft.matter, by=office.head, at=monday)

        draft.refresh_from_db()
        greeting = GREETING.replace("{{ 当事单位 }}", draft.matter.body.name)
        said = [each["text"] for each in draft.said]
        assert draft.wording == version
        assert greeting in said
        assert greeting in before
        assert any("异议申请" in each for each in said)
        here = home.current()
        word = docx.Document(io.BytesIO(files.read(here, draft.docx)))
        assert greeting in [each.text for each in word.paragraphs]
        assert pikepdf.open(io.BytesIO(files.read(here, draft.pdf))).pages

    def test_keeps_the_words_that_were_reviewed(
        self, draft: Document, office: Office, monday: datetime
    ) -> None:
        review(matter=draft.matter, by=office.second_officer, at=monday)
        in_use(office, monday, edited(GREETED))

        assert not any("根据我单位的核查" in each.words for each in elements(preview(draft)))

    def test_loses_nothing_that_the_template_does_not_know(self, draft: Document) -> None:
        official = preview(draft)
        bare = Wording("{{ 标题 }}", (Line(PLAIN, "{{ 救济途径 }}"),))
        shown = [each.words for each in elements(printed(bare, official, kind=document_kind(KIND), said={}))]

        for each in elements(official)[3:]:
            assert (
                each.words in shown
                or "收悉" in each.words
                or "现认定如下" in each.words
                or "救济" in each.words
            )


class TestATemplate:
    pytestmark = engine

    @pytest.mark.parametrize(
        ("change", "told"),
        [
            (replaced("{{ 开头 }}", "{{ 金额 }}"), "没有“金额”这个栏目"),
            (replaced("{{ 开头 }}", "{% for x in y %}"), "不能写程序"),
            (replaced("{{ 救济途径 }}", "演示"), "缺少救济告知.*异议申请"),
            (replaced("{{ 查明的事实 }}", "演示"), "应当写明查明的事实"),
            (replaced("{{ 查明的事实 }}", "如下：{{ 查明的事实 }}"), "应当单独成段"),
            (replaced("{{ 开头 }}", "{{ 查明的事实 }}"), "只能写一次"),
            (replaced("{{ 主送机关 }}", "演示局"), "主送机关.*系统印制"),
            (lambda word: word.add_table(1, 1), "表格"),
        ],
    )
    def test_is_refused_with_what_was_found(
        self, office: Office, rules: str, monday: datetime, change: Callable[[Word], object], told: str
    ) -> None:
        with pytest.raises(WordingRefused, match=told):
            hand_in(
                kind=document_kind(KIND), content=edited(change), reason="演示", by=office.officer, at=monday
            )
        assert not WordingVersion.objects.exists()

    def test_tells_the_right_to_be_heard_where_the_kind_does(
        self, office: Office, rules: str, monday: datetime
    ) -> None:
        content = edited(replaced("{{ 陈述、申辩的权利 }}", "演示"), kind="record_notice")

        with pytest.raises(WordingRefused, match="陈述、申辩的权利和期限"):
            hand_in(
                kind=document_kind("record_notice"),
                content=content,
                reason="演示",
                by=office.officer,
                at=monday,
            )

    def test_that_is_torn_is_not_called_a_workbook(
        self, office: Office, rules: str, monday: datetime
    ) -> None:
        with pytest.raises(
            WordingRefused, match=r"文件已损坏，读不下去。请用 Office 或者 WPS 打开"
        ) as refused:
            hand_in(
                kind=document_kind(KIND),
                content=b"PK\x03\x04",
                reason="演示",
                by=office.officer,
                at=monday,
            )
        assert "工作簿" not in str(refused.value)

    def test_with_a_macro_is_refused(self, office: Office, rules: str, monday: datetime) -> None:
        content = io.BytesIO(edited(GREETED))
        with zipfile.ZipFile(content, "a") as package:
            package.writestr("word/vbaProject.bin", b"demo")

        with pytest.raises(WordingRefused, match="宏"):
            hand_in(
                kind=document_kind(KIND),
                content=content.getvalue(),
                reason="演示",
                by=office.officer,
                at=monday,
            )

    def test_speaks_only_after_another_person_of_the_organ_approved_it(
        self, office: Office, rules: str, monday: datetime
    ) -> None:
        kind = document_kind(KIND)
        version = hand_in(kind=kind, content=edited(GREETED), reason="演示", by=office.lawyer, at=monday)

        for by in (office.lawyer, office.second_officer):
            with pytest.raises(NotCompetent):
                approve(version=version, by=by, at=monday)
        assert in_force(office.officer.body_id, kind).version is None

    def test_goes_back_to_the_one_that_came_with_the_platform(
        self, office: Office, rules: str, monday: datetime
    ) -> None:
        kind = document_kind(KIND)
        in_use(office, monday, edited(GREETED))
        assert in_force(office.officer.body_id, kind).wording != shipped(kind)

        back = go_back(kind=kind, reason="演示", by=office.officer, at=monday)
        approve(version=back, by=office.lawyer, at=monday)

        assert in_force(office.officer.body_id, kind).wording == shipped(kind)

    def test_that_is_turned_down_needs_a_reason(self, office: Office, rules: str, monday: datetime) -> None:
        kind = document_kind(KIND)
        version = hand_in(kind=kind, content=edited(GREETED), reason="演示", by=office.officer, at=monday)

        with pytest.raises(WordingRefused, match="理由"):
            refuse(version=version, by=office.lawyer, at=monday, opinion=" ")


@pytest.mark.django_db(databases="__all__")
def test_an_office_changes_its_template_on_its_pages(office: Office, rules: str, monday: datetime) -> None:
    client, lawyer = Client(), Client()
    client.force_login(office.officer.user)
    lawyer.force_login(office.lawyer.user)
    page = f"/desk/documents/templates/{KIND}/"

    wrong = SimpleUploadedFile("模板.docx", edited(replaced("{{ 救济途径 }}", "演示")))
    refused = client.post(page, {"step": "hand_in", "reason": "演示", "file": wrong})
    right = SimpleUploadedFile("模板.docx", edited(GREETED))
    client.post(page, {"step": "hand_in", "reason": "演示", "file": right})
    lawyer.post(page, {"step": "approve", "number": "1", "opinion": ""})

    assert "缺少救济告知" in refused.content.decode()
    assert "第 1 版" in client.get("/desk/documents/templates/").content.decode()
    assert "根据我单位的核查" in client.get(f"{page}compare/?before=0&after=1").content.decode()
    assert client.get(f"{page}1.docx").content[:2] == b"PK"
    assert client.get("/desk/documents/templates/nothing/").status_code == 404
