"""The desk through its doors."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.cast import make_mandate
from tests.papers import paper
from tests.rooms.desk.trial import make_deadline, make_trial

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.operations import end_mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Attachment, Matter
from chengxin.foundation.matters.operations import add_note
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import files
from chengxin.ground.home import current
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial", "monday")]
TODAY = date(2026, 11, 23)
PDF = paper()


@pytest.fixture
def matter(housing_bureau: PublicBody, credit_office: PublicBody) -> Matter:
    return make_trial(housing_bureau, credit_office)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHENGXIN_HOME", str(tmp_path))
    (tmp_path / "files").mkdir()
    return tmp_path


def signed_in(client: Client, mandate: Mandate) -> Client:
    client.force_login(mandate.user)
    return client


def hear(client: Client, matter: Matter, **data: Any) -> Any:
    sent = {"text": "工程款已经支付", "version": matter.version, **data}
    return client.post(f"/desk/matters/{matter.pk}/hear/", sent, follow=True)


class TestWhoMayEnter:
    def test_asks_to_sign_in(self, client: Client) -> None:
        response = client.get("/desk/")

        assert response.status_code == 302
        assert response["Location"] == "/accounts/login/?next=/desk/"

    def test_tells_who_holds_no_post_today(self, client: Client, officer_lin: Mandate) -> None:
        end_mandate(mandate=officer_lin, on=TODAY - timedelta(1))

        response = signed_in(client, officer_lin).get("/desk/")

        assert response.status_code == 403
        assert "没有岗位授权" in response.content.decode()

    def test_lets_the_holder_of_two_posts_choose(
        self, client: Client, officer_lin: Mandate, housing_bureau: PublicBody
    ) -> None:
        second = make_mandate("lin", Actor.LIAISON, housing_bureau, housing_bureau.path, "联络员")
        signed_in(client, officer_lin)

        page = client.post("/desk/mandate/", {"mandate": second.pk}, follow=True).content.decode()

        assert f"{housing_bureau.name} · 联络员" in page

    def test_ignores_a_post_that_is_somebody_elses(
        self, client: Client, officer_lin: Mandate, neighbour_bai: Mandate
    ) -> None:
        signed_in(client, officer_lin)

        page = client.post("/desk/mandate/", {"mandate": neighbour_bai.pk}, follow=True).content.decode()

        assert officer_lin.post in page
        assert neighbour_bai.body.name not in page


def nameless(answer: Any, address: str) -> bytes:
    """Return a page without its own address, as it stands in the page and as it stands in a link."""
    content: bytes = answer.content
    return content.replace(address.encode(), b"").replace(quote(address, safe="").encode(), b"")


class TestOutOfSight:
    @pytest.mark.parametrize(
        "place", ["matters/{}/", "matters/{}/hear/", "files/{}/attachments/1/", "matters/{}/deadlines/1/"]
    )
    def test_a_neighbours_matter_does_not_exist(
        self, place: str, client: Client, matter: Matter, neighbour_bai: Mandate
    ) -> None:
        signed_in(client, neighbour_bai)

        here, nowhere = f"/{place.format(matter.pk)}", f"/{place.format(999999)}"
        hidden, absent = client.get(f"/desk{here}"), client.get(f"/desk{nowhere}")

        assert hidden.status_code == absent.status_code == 404
        assert nameless(hidden, here) == nameless(absent, nowhere)

    def test_a_button_of_another_role_is_not_pressed(
        self, client: Client, matter: Matter, head_zhou: Mandate
    ) -> None:
        signed_in(client, head_zhou)

        page = hear(client, matter).content.decode()

        assert "现在不能办理" in page
        assert Matter.objects.get(pk=matter.pk).state == "noticed"


class TestQueue:
    @pytest.mark.parametrize("tab", ["", "all/", "overdue/", "done/", "started/", "circulated/", "starred/"])
    def test_costs_the_same_for_five_matters_and_for_fifty(
        self,
        tab: str,
        client: Client,
        officer_lin: Mandate,
        housing_bureau: PublicBody,
        credit_office: PublicBody,
    ) -> None:
        def fill(count: int) -> None:
            for number in range(count):
                make_deadline(make_trial(housing_bureau, credit_office), TODAY - timedelta(number + 1))

        def queries_of_a_page() -> int:
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/desk/{tab}")
            return len(asked)

        signed_in(client, officer_lin)
        fill(5)
        queries_of_a_page()  # the first one writes down the device
        few = queries_of_a_page()
        fill(45)

        assert queries_of_a_page() == few <= 20

    def test_leads_to_the_next_page_with_the_filters_kept(
        self, client: Client, officer_lin: Mandate, housing_bureau: PublicBody, credit_office: PublicBody
    ) -> None:
        for _ in range(21):
            make_trial(housing_bureau, credit_office)
        signed_in(client, officer_lin)

        first = client.get("/desk/?where=trial:noticed").content.decode()

        assert 'href="?where=trial%3Anoticed&amp;after=9999-12-31~' in first

    def test_says_when_nothing_waits(self, client: Client, officer_lin: Mandate) -> None:
        assert "没有等您办理的事项" in signed_in(client, officer_lin).get("/desk/").content.decode()

    def test_survives_filters_that_mean_nothing(self, client: Client, officer_lin: Mandate) -> None:
        response = signed_in(client, officer_lin).get("/desk/?where=nonsense&due=x&after=%00")

        assert response.status_code == 200


class TestMatter:
    def test_offers_exactly_the_holders_buttons(
        self, client: Client, matter: Matter, officer_lin: Mandate
    ) -> None:
        page = signed_in(client, officer_lin).get(f"/desk/matters/{matter.pk}/").content.decode()

        assert f"/desk/matters/{matter.pk}/hear/" in page
        assert f"/desk/matters/{matter.pk}/activate/" not in page

    def test_shows_posts_and_no_names(
        self, client: Client, matter: Matter, officer_lin: Mandate, liaison_tang: Mandate
    ) -> None:
        officer_lin.user.display_name = "经办人真实姓名"
        officer_lin.user.save()
        hear(signed_in(client, officer_lin), matter)

        page = signed_in(client, liaison_tang).get(f"/desk/matters/{matter.pk}/").content.decode()

        assert officer_lin.post in page
        assert "经办人真实姓名" not in page

    def test_does_not_tell_the_body_what_offices_said_among_themselves(
        self, client: Client, matter: Matter, officer_lin: Mandate, liaison_tang: Mandate, monday: datetime
    ) -> None:
        earlier, later = monday - timedelta(hours=1), monday + timedelta(hours=1)
        add_note(matter=matter, part="merged", text="受理前的内部讨论", by=officer_lin, at=earlier)
        add_note(matter=matter, part="opinion", text="内部审核意见", by=officer_lin, at=later)
        add_note(matter=matter, part="defence", text="本单位的申辩", by=liaison_tang, at=earlier)

        own = signed_in(client, liaison_tang).get(f"/desk/matters/{matter.pk}/").content.decode()
        office = signed_in(client, officer_lin).get(f"/desk/matters/{matter.pk}/").content.decode()

        assert [text in own for text in ("内部讨论", "内部审核意见", "本单位的申辩")] == [False, False, True]
        assert [text in office for text in ("内部讨论", "内部审核意见", "本单位的申辩")] == [True, True, True]

    def test_leaves_nothing_on_a_shared_computer(
        self, client: Client, matter: Matter, officer_lin: Mandate
    ) -> None:
        response = signed_in(client, officer_lin).get(f"/desk/matters/{matter.pk}/")

        assert "no-store" in response["Cache-Control"]

    def test_shows_what_runs(self, client: Client, matter: Matter, officer_lin: Mandate) -> None:
        make_deadline(matter, TODAY - timedelta(3))

        page = signed_in(client, officer_lin).get(f"/desk/matters/{matter.pk}/").content.decode()

        assert "陈述申辩期限" in page
        assert "已逾期 3 天" in page

    def test_says_why_it_is_this_day(
        self, client: Client, matter: Matter, officer_lin: Mandate, rules: str
    ) -> None:
        Matter.objects.filter(pk=matter.pk).update(rulebook=rules)
        deadline = make_deadline(matter, date(2026, 11, 23))

        page = signed_in(client, officer_lin).get(f"/desk/matters/{matter.pk}/deadlines/{deadline.pk}/")

        assert "为什么是这一天" in page.content.decode()
        assert "2026-11-23" in page.content.decode()


class TestPress:
    def test_does_what_the_button_says(self, client: Client, matter: Matter, officer_lin: Mandate) -> None:
        page = hear(signed_in(client, officer_lin), matter).content.decode()

        assert "已办理：记录陈述申辩" in page
        assert "工程款已经支付" in page
        assert Matter.objects.get(pk=matter.pk).state == "heard"

    def test_shows_why_it_was_refused(self, client: Client, matter: Matter, officer_lin: Mandate) -> None:
        page = hear(signed_in(client, officer_lin), matter, text="无").content.decode()

        assert "陈述申辩没有内容，不能记录" in page
        assert Matter.objects.get(pk=matter.pk).state == "noticed"

    def test_asks_for_what_is_missing(self, client: Client, matter: Matter, officer_lin: Mandate) -> None:
        page = hear(signed_in(client, officer_lin), matter, text="").content.decode()

        assert '<a href="#id_text">陈述申辩内容：请填写陈述申辩内容</a>' in page

    def test_refuses_who_saw_an_older_version(
        self, client: Client, matter: Matter, officer_lin: Mandate
    ) -> None:
        page = hear(signed_in(client, officer_lin), matter, version=0).content.decode()

        assert "已有新的办理" in page
        assert Matter.objects.get(pk=matter.pk).state == "noticed"

    def test_harms_nobody_unconfirmed(
        self, client: Client, matter: Matter, head_zhou: Mandate, monday: datetime
    ) -> None:
        Matter.objects.filter(pk=matter.pk).update(state="heard")
        signed_in(client, head_zhou)
        address = f"/desk/matters/{matter.pk}/activate/"

        unconfirmed = client.post(address, {"version": 1}).content.decode()
        assert "请确认后再提交" in unconfirmed
        assert "不利后果" in unconfirmed

        client.post(address, {"version": 1, "confirmed": "on"})
        decided = Matter.objects.get(pk=matter.pk)
        assert (decided.state, decided.decided_by, decided.decided_at) == ("active", head_zhou, monday)

    @pytest.mark.usefixtures("home")
    def test_keeps_the_files_and_hands_them_out(
        self, client: Client, matter: Matter, officer_lin: Mandate
    ) -> None:
        signed_in(client, officer_lin)

        hear(
            client,
            matter,
            proofs=[SimpleUploadedFile("甲.pdf", PDF), SimpleUploadedFile("乙.pdf", PDF + b"\n")],
        )

        first, second = Attachment.objects.order_by("pk")
        response: Any = client.get(f"/desk/files/{matter.pk}/attachments/{second.pk}/")
        assert b"".join(response.streaming_content) == PDF + b"\n"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["Content-Type"] == "application/pdf"
        assert first.name == "甲.pdf"

    @pytest.mark.usefixtures("home")
    def test_hands_out_an_issued_document_and_no_draft(
        self, client: Client, matter: Matter, officer_lin: Mandate
    ) -> None:
        digest, _size = files.keep(current(), [PDF])
        Document.objects.create(matter=matter, kind="notice", number="演信〔2026〕1号", pdf=digest)
        signed_in(client, officer_lin)

        response: Any = client.get(f"/desk/files/{matter.pk}/document.pdf")
        draft = client.get(f"/desk/files/{matter.pk}/document.docx")

        assert b"".join(response.streaming_content) == PDF
        assert draft.status_code == 404

    @pytest.mark.usefixtures("home")
    def test_refuses_a_file_that_is_not_what_it_says(
        self, client: Client, matter: Matter, officer_lin: Mandate
    ) -> None:
        wrong = SimpleUploadedFile("图.png", PDF)

        page = hear(signed_in(client, officer_lin), matter, proofs=[wrong]).content.decode()

        assert "内容却是 application/pdf" in page
        assert not Attachment.objects.exists()
