"""A list is answered behind the page, chunk by chunk; refused rows come back; the same file again changes nothing."""

import io
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import python_calamine
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import make_body, make_mandate, make_official
from tests.make import Office
from tests.rooms.consequences.cases import make_measure
from tests.rooms.dossiers.cases import NAME, NUMBER
from tests.rooms.inquiries.cases import WORK

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.subjects.models import Official, PublicBody, Region
from chengxin.ground import trail
from chengxin.ground.home import Home
from chengxin.insight.inquiries import listing
from chengxin.insight.inquiries.listing import (
    AlreadyRunning,
    answer_list,
    discard_refused,
    refused_of,
    take_list,
    waiting_place,
    write_refused,
    write_results,
)
from chengxin.insight.inquiries.models import Inquiry, InquiryList, ListState, RefusedSubject
from chengxin.insight.inquiries.operations import asking
from chengxin.insight.inquiries.queries import lists_seen_by
from chengxin_core.calendar import legal_day
from chengxin_core.determination.inquiries import SubjectKind
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("rules", "house")]


def workbook(*rows: Sequence[str]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        book.set_properties({"created": datetime(2026, 11, 23)})  # the same rows are the same bytes
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def bodies(*names: str) -> bytes:
    return workbook(("单位全称", "统一社会信用代码"), *((name, "") for name in names))


def taken(
    content: bytes,
    by: Mandate,
    at: datetime,
    kind: SubjectKind = SubjectKind.BODY,
    document_number: str = WORK,
) -> InquiryList:
    purpose = "funds" if kind is SubjectKind.BODY else "promotion"
    asked = asking(who=by, kind=kind, purpose=purpose, document_number=document_number, on=legal_day(at))
    return take_list(uploaded=SimpleUploadedFile("名单.xlsx", content), asked=asked, at=at)


def rows_of(content: bytes) -> list[list[Any]]:
    return (
        python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    )


def told(each: InquiryList) -> tuple[str, int, int, int]:
    return str(each.state), each.answered, each.repeated, each.refused


def test_every_row_is_answered_repeated_or_comes_back_with_what_was_expected(
    housing_bureau: PublicBody,
    water_bureau: PublicBody,
    office: Office,
    owner_cao: Mandate,
    monday: datetime,
) -> None:
    make_measure(body=housing_bureau, office=office, owner=owner_cao, at=monday, state="in_force")
    names = (housing_bureau.name, "没有这个局", water_bureau.name, housing_bureau.name, owner_cao.body.name)
    sent = taken(bodies(*names), owner_cao, monday)

    under: list[str] = []
    answer_list(taken=sent, at=monday, told=lambda _: under.append(trail.doer_now().mandate))

    assert under == [str(owner_cao.pk)]  # what is written behind the page names the post that asked
    assert told(sent) == ("done", 2, 1, 2)
    assert not waiting_place(sent).exists()
    results = io.BytesIO()
    write_results(sent, results)
    _, *answers = rows_of(results.getvalue())
    assert [(row[0], row[1], row[2][:3]) for row in answers] == [
        ("2", housing_bureau.name, "有障碍"),
        ("4", water_bureau.name, "未见障"),
    ]
    back = io.BytesIO()
    assert write_refused(sent, back) == 2
    _, unknown, own = rows_of(back.getvalue())
    assert unknown[:3] == ["3", "单位全称", "没有这个局"]
    assert "登记册" in unknown[3]
    assert (own[0], own[2]) == ("6", owner_cao.body.name)
    assert own[3] == "可以查询的对象：不得查询本单位（《中华人民共和国公务员法》第七十六条）"


def test_the_same_file_for_the_same_work_is_the_same_list(
    housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime
) -> None:
    sent = taken(bodies(housing_bureau.name), owner_cao, monday)
    answer_list(taken=sent, at=monday)

    again = taken(bodies(housing_bureau.name), owner_cao, monday)
    answer_list(taken=again, at=monday)

    assert again == sent
    assert told(again) == ("done", 1, 0, 0)
    assert Inquiry.objects.count() == 1
    other_work = taken(bodies(housing_bureau.name), owner_cao, monday, document_number="演示财〔2026〕8号")
    assert other_work != sent


def test_an_interrupted_list_goes_on_where_it_stopped(
    county: Region, owner_cao: Mandate, monday: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(listing, "CHUNK", 3)
    names = [make_body(f"b{number}", f"演示县第{number}局", county).name for number in range(10)]
    sent = taken(bodies(*names), owner_cao, monday)
    seen: list[int] = []

    def killed(each: InquiryList) -> None:
        seen.append(each.progress)
        if len(seen) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        answer_list(taken=sent, at=monday, told=killed)
    sent.refresh_from_db()
    assert told(sent) == ("stopped", 6, 0, 0)
    assert seen == sorted(seen)
    before = set(Inquiry.objects.values_list("number", flat=True))

    answer_list(taken=sent, at=monday)

    assert told(sent) == ("done", 10, 0, 0)
    assert before < set(Inquiry.objects.values_list("number", flat=True))


def test_two_never_answer_the_same_list(
    housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime
) -> None:
    sent = taken(bodies(housing_bureau.name), owner_cao, monday)

    def second(each: InquiryList) -> None:
        with pytest.raises(AlreadyRunning):
            answer_list(taken=each, at=monday)

    answer_list(taken=sent, at=monday, told=second)

    assert told(sent) == ("done", 1, 0, 0)


def test_a_list_that_is_too_long_is_refused_before_anything_is_asked(
    owner_cao: Mandate, monday: datetime
) -> None:
    sent = taken(bodies(*(f"演示第{number}局" for number in range(10_001))), owner_cao, monday)

    answer_list(taken=sent, at=monday)

    assert sent.state == ListState.REFUSED
    assert "10000" in sent.message.replace(",", "").replace(" ", "")
    assert not Inquiry.objects.exists()
    assert not waiting_place(sent).exists()


@pytest.mark.parametrize(
    "content",
    [b"x", b"not a workbook", workbook(("别的", "表头"), ("甲", "乙"))],
    ids=["a letter", "words", "headed otherwise"],
)
def test_what_cannot_be_read_is_told_so(content: bytes, owner_cao: Mandate, monday: datetime) -> None:
    sent = taken(content, owner_cao, monday)

    answer_list(taken=sent, at=monday)

    assert sent.state == ListState.REFUSED
    assert sent.message


def test_who_lost_the_post_meanwhile_asks_nothing(
    housing_bureau: PublicBody, owner_cao: Mandate, monday: datetime
) -> None:
    sent = taken(bodies(housing_bureau.name), owner_cao, monday)
    Mandate.objects.filter(pk=owner_cao.pk).update(ended_at=monday)

    answer_list(taken=sent, at=monday)

    assert told(sent) == ("refused", 0, 0, 0)
    assert not Inquiry.objects.exists()


def people(*rows: tuple[str, str]) -> bytes:
    return workbook(("姓名", "公民身份号码"), *rows)


def test_officials_are_found_by_name_and_number_that_agree_within_ones_authority(
    official: Official,
    clerk: Mandate,
    stranger: Mandate,
    water_bureau: PublicBody,
    personnel_bureau: PublicBody,
    house: Home,
    monday: datetime,
    tmp_path: Path,
) -> None:
    foreign = make_official(water_bureau, water_bureau, 2, "测试乙", at=monday)
    assert foreign.authority != official.authority
    sent = taken(
        people(
            (NAME, NUMBER),
            ("测试丙", NUMBER),
            ("测试乙", "999999180001000020"),
            ("测试丁", "999999180001000990"),
        ),
        clerk,
        monday,
        SubjectKind.OFFICIAL,
    )

    assert NUMBER.encode() not in waiting_place(sent).read_bytes()

    answer_list(taken=sent, at=monday)

    assert told(sent) == ("done", 1, 0, 3)
    assert list(Inquiry.objects.values_list("official", flat=True)) == [official.pk]
    problems = {problem.expected for row in refused_of(sent) for problem in row.problems}
    assert len(problems) == 1, "a wrong name, a foreign and an unknown number are told apart by nobody"
    sealed = b"".join(bytes(row.sealed) for row in RefusedSubject.objects.all())
    assert NUMBER.encode() not in sealed
    assert discard_refused(taken=sent, by=clerk) == 3
    assert not RefusedSubject.objects.exists()


def test_a_list_is_seen_by_who_may_ask_still_and_by_nobody_who_stands_in_it(
    official: Official, clerk: Mandate, house: Home, monday: datetime
) -> None:
    sent = taken(people((NAME, NUMBER)), clerk, monday, SubjectKind.OFFICIAL)
    answer_list(taken=sent, at=monday)
    today = legal_day(monday)
    moved = make_mandate(clerk.user.username, Actor.MEASURE_OWNER, clerk.body, clerk.scope)

    assert list(lists_seen_by(clerk, on=today)) == [sent]
    assert not lists_seen_by(moved, on=today).exists()

    employer = official.employer
    make_mandate(clerk.user.username, Actor.OFFICIAL, employer, employer.path, official=official)
    assert not lists_seen_by(clerk, on=today).exists()


def test_refused_rows_are_for_who_handed_the_list_in_alone(owner_cao: Mandate, monday: datetime) -> None:
    sent = taken(bodies("没有这个局"), owner_cao, monday)
    answer_list(taken=sent, at=monday)
    until = legal_day(monday)
    acting = make_mandate(
        "dai", Actor.MEASURE_OWNER, owner_cao.body, owner_cao.scope, principal=owner_cao, valid_until=until
    )
    address = f"/desk/inquiries/lists/{sent.pk}/"

    assert list(lists_seen_by(acting, on=legal_day(monday))) == [sent]
    with pytest.raises(NotCompetent):
        discard_refused(taken=sent, by=acting)
    theirs, own = Client(), Client()
    theirs.force_login(acting.user)
    own.force_login(owner_cao.user)
    page = theirs.get(address)
    assert (page.status_code, "没有这个局" in page.content.decode()) == (200, False)
    assert theirs.get(f"{address}refused.xlsx").status_code == 403
    for said in ({"go_on": "1"}, {}):
        assert theirs.post(address, said).status_code == 403
    assert RefusedSubject.objects.count() == 1
    assert "没有这个局" in own.get(address).content.decode()
    assert own.post(address).status_code == 302
    assert not RefusedSubject.objects.exists()
