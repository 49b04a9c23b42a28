"""The public door without script and without a cookie: three steps, a code shown once, the talk that it opens."""

import base64
import json
import re
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings as shipped_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from tests.papers import paper

from chengxin.foundation.audit.models import AuditEntry
from chengxin.foundation.reception import flood, operations
from chengxin.foundation.reception.models import SlowMinute, SpentProof, Voice, VoiceFile, VoiceMessage
from chengxin.foundation.reception.operations import Emptied, empty, write_as_sender
from chengxin.foundation.reception.queries import lines_of, voice_by_code
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin.ground import clock
from chengxin.ground.home import Home

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]

TEXT = "演示数据：水利工程维修合同验收一年多没有付款。"
WHOLE: dict[str, Any] = {
    "step": "how",
    "named": "演示县水利局",
    "area": "procurement",
    "text": TEXT,
    "once": "a",
}
VISITOR = {
    "REMOTE_ADDR": "203.0.113.77",
    "HTTP_USER_AGENT": "telling/1.0",
    "HTTP_COOKIE": "sessionid=telling",
}


WORDS = b'{"algorithm":"SHA-256","challenge":"c","number":%s,"salt":"s","signature":"%s"}'


def kept_in(home: Home) -> set[str]:
    """The files that are kept, by their hashes."""
    return {file.name for file in home.root.rglob("*") if len(file.name) == 64}


def said(answer: HttpResponseBase) -> str:
    return answer.getvalue().decode()


def send(client: Client, **changes: Any) -> HttpResponseBase:
    return client.post("/complain/", {**WHOLE, **changes}, **VISITOR)  # type: ignore[arg-type]


def code_in(page: str) -> str:
    found = re.search(r'receipt-code"[^>]*><strong>([\d ]+)<', page)
    assert found, page
    return found[1].replace(" ", "")


def solved(at: datetime) -> str:
    """Find the number of a challenge, as a browser does."""
    asked = flood.challenge(at=at)
    number = next(
        n
        for n in range(asked["maxnumber"] + 1)
        if sha256(f"{asked['salt']}{n}".encode()).hexdigest() == asked["challenge"]
    )
    told = {key: asked[key] for key in ("algorithm", "challenge", "salt", "signature")} | {"number": number}
    return base64.b64encode(json.dumps(told).encode()).decode()


class TestThreeSteps:
    def test_offers_the_bodies_whose_names_hold_the_words(self, door: PublicBody, client: Client) -> None:
        page = said(client.post("/complain/", {"step": "whom", "named": "水利"}))

        assert "演示县水利局" in page
        assert "演示县水利水库管理中心" in page
        assert "请从列出的单位中选择一个" in page

    def test_says_how_many_more_are_called_so_and_takes_several_words(
        self, door: PublicBody, client: Client, county: Region
    ) -> None:
        for number in range(14):
            add_body(
                id=f"st{number}", name=f"演示县第{number:02}水利站", kind=BodyKind.BRANCH, region=county,
                source="演示数据", is_fictional=True,
            )  # fmt: skip

        page = said(client.post("/complain/", {"step": "whom", "named": "水利"}))
        narrowed = said(client.post("/complain/", {"step": "whom", "named": "水利 第03"}))

        assert page.count('type="radio"') == 12
        assert "还有 4 个没有列出" in page
        assert "演示县第03水利站" in narrowed
        assert narrowed.count('type="radio"') == 1
        assert "没有列出" not in narrowed

    def test_an_exact_name_needs_no_choosing_and_everything_travels_in_the_form(
        self, door: PublicBody, client: Client
    ) -> None:
        second = said(client.post("/complain/", {"step": "whom", "named": "演示县水利局"}))
        third = said(client.post("/complain/", {**WHOLE, "step": "what"}))

        assert "第 2 步" in second
        assert '<option value="" selected>请选择</option>' in second
        assert 'name="named" value="演示县水利局"' in second
        assert f'name="text" value="{TEXT}"' in third

    def test_goes_back_with_what_was_filled_in(self, door: PublicBody, client: Client) -> None:
        page = said(client.post("/complain/", {**WHOLE, "back": ""}))

        assert "第 2 步" in page
        assert TEXT in page

    def test_says_what_is_missing_and_keeps_the_rest(self, door: PublicBody, client: Client) -> None:
        page = said(client.post("/complain/", {**WHOLE, "step": "what", "text": " ", "area": ""}))

        assert "请填写投诉内容" in page
        assert "请选择属于哪个领域" in page
        assert 'value="演示县水利局"' in page

    def test_who_was_merged_away_is_found_by_the_old_name(
        self, door: PublicBody, client: Client, monday: datetime
    ) -> None:
        PublicBody.objects.filter(pk="bsk").update(
            ended_on=monday.date() - timedelta(days=99), successor="bsl"
        )

        page = said(client.post("/complain/", {"step": "whom", "named": "水库管理中心"}))
        taken = said(send(client, named="水库管理中心", body="bsl"))

        assert "演示县水利局（原演示县水利水库管理中心）" in page
        assert "receipt-code" in taken
        assert Voice.objects.filter(matter__body=door).count() == 1

    def test_an_unknown_body_is_told_in_words(self, door: PublicBody, client: Client) -> None:
        assert "登记册中没有名称含有这些字的单位" in said(
            client.post("/complain/", {"step": "whom", "named": "月球局"})
        )

    def test_tells_beforehand_where_a_persons_breach_of_discipline_belongs(
        self, door: PublicBody, client: Client
    ) -> None:
        text = "举报某局长收受红包、贪污受贿，请纪委查处违纪问题。"

        assert "12388" in said(client.post("/complain/", {**WHOLE, "step": "what", "text": text}))


class TestTheReceipt:
    def test_is_shown_once_and_opens_the_talk(self, door: PublicBody, client: Client) -> None:
        code = code_in(said(send(client)))
        again = said(send(client))

        assert len(code) == 16
        assert "没有重复登记" in again
        assert Voice.objects.count() == 1
        talk = said(client.post("/complain/talk/", {"code": code}))
        assert TEXT in talk
        assert "已收到" in talk
        assert "演示市发展和改革委员会" in talk

    def test_takes_nothing_more_after_it_was_passed_on(
        self, door: PublicBody, client: Client, home: Home, monday: datetime
    ) -> None:
        code = code_in(said(send(client)))
        empty(voice=Voice.objects.get(), told="已转送", at=monday)
        file = SimpleUploadedFile("a.pdf", paper(), "application/pdf")
        kept = kept_in(home)

        message = {"code": code, "act": "write", "text": "再补充。", "once": "e", "proof": file}
        page = said(client.post("/complain/talk/", message))

        assert "不再接收留言" in page
        assert "再补充" not in page
        assert VoiceMessage.objects.count() == 1
        assert kept_in(home) == kept
        with pytest.raises(Emptied):
            write_as_sender(voice=Voice.objects.get(), text="x", uploads=(), once="", at=monday)

    def test_a_wrong_code_opens_nothing_and_after_too_many_a_proof_is_asked_for(
        self, door: PublicBody, client: Client, settings: Any
    ) -> None:
        settings.SLOW_PER_MINUTE = 2
        code = code_in(said(send(client)))
        wrong = {"code": "0" * 16}

        assert "没有这个查询码" in said(client.post("/complain/talk/", wrong))
        client.post("/complain/talk/", wrong)
        assert client.post("/complain/talk/", {"code": code}).status_code == 429
        proof = solved(clock.now())
        assert TEXT in said(client.post("/complain/talk/", {"code": code, "altcha": proof}))

    def test_what_is_written_and_sent_later_reaches_the_same_talk_once(
        self, door: PublicBody, client: Client
    ) -> None:
        code = code_in(said(send(client)))
        message = {"code": code, "act": "write", "text": "补充：附上合同。", "once": "b"}

        for _ in range(2):
            file = SimpleUploadedFile("某某的合同.pdf", paper(), "application/pdf")
            page = said(client.post("/complain/talk/", {**message, "proof": file}))

        voice = voice_by_code(code)
        assert voice is not None
        assert [line.text for line in lines_of(voice)] == [TEXT, "补充：附上合同。"]
        assert VoiceFile.objects.get().name == "材料1.pdf"
        assert "某某" not in page


class TestTheSameFormInTheSameInstant:
    """Both posts looked before either was kept: the second is answered as the first was."""

    @pytest.fixture
    def blind_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = operations._sent_before
        looks = iter([True])
        monkeypatch.setattr(
            operations, "_sent_before", lambda once: None if next(looks, False) else seen(once)
        )

    @pytest.fixture
    def first(self, door: PublicBody, client: Client) -> str:
        return code_in(said(send(client, once="same")))

    def test_is_one_complaint(self, first: str, blind_once: None, client: Client) -> None:
        page = said(send(client, once="same"))

        assert "没有重复登记" in page
        assert Voice.objects.count() == 1

    def test_is_one_message(self, first: str, monkeypatch: pytest.MonkeyPatch, monday: datetime) -> None:
        voice = voice_by_code(first)
        assert voice is not None
        write = partial(write_as_sender, voice=voice, text="补充。", uploads=(), once="line", at=monday)
        write()
        seen, looks = operations._sent_before, iter([True])
        monkeypatch.setattr(
            operations, "_sent_before", lambda once: None if next(looks, False) else seen(once)
        )

        assert write() is None
        assert [line.text for line in lines_of(voice)] == [TEXT, "补充。"]


class TestNobodyIsKnown:
    def test_no_cookie_no_cache_no_foreign_request_and_the_houses_policy(
        self, door: PublicBody, client: Client
    ) -> None:
        asked = [client.get(path) for path in ("/complain/", "/complain/talk/", "/en/complain/")]
        for answer in (*asked, send(client)):
            assert not answer.cookies
            assert answer.headers["Cache-Control"] == "no-store"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert not re.search(r'(?:src|action)="https?:', said(answer))

    def test_nothing_that_tells_of_the_visitor_or_the_code_is_kept_anywhere(
        self, door: PublicBody, client: Client, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        code = code_in(said(send(client, contact="演示联系方式")))
        told = {"code": code, "act": "write", "text": "x", "once": "c"}
        client.post("/complain/talk/", told, **VISITOR)  # type: ignore[arg-type]

        kept = "".join(AuditEntry.objects.values_list("record", flat=True)) + caplog.text
        kept += "".join(f"{each.__dict__}" for each in Voice.objects.all())
        assert not [word for word in ("203.0.113.77", "telling", code, "演示联系方式") if word in kept]

    def test_a_form_that_another_site_made_the_browser_send_is_refused(
        self, door: PublicBody, client: Client
    ) -> None:
        answer = client.post("/complain/", WHOLE, HTTP_SEC_FETCH_SITE="cross-site")

        assert answer.status_code == 403
        assert not Voice.objects.exists()

    def test_public_pages_still_take_no_form(self, door: PublicBody, client: Client) -> None:
        assert client.post("/search/").status_code == 405


class TestFloods:
    def test_without_a_proof_all_together_have_so_many_a_minute_and_nothing_filled_in_is_lost(
        self, door: PublicBody, client: Client, settings: Any
    ) -> None:
        settings.SLOW_PER_MINUTE = 2

        assert [send(client, once=f"{n}").status_code for n in range(3)] == [200, 200, 429]
        page = said(send(client, once="3"))
        assert TEXT in page
        assert "请过一分钟" in page
        assert Voice.objects.count() == 2

    def test_no_file_is_kept_and_nothing_written_of_what_comes_too_many(
        self, door: PublicBody, client: Client, settings: Any, home: Home, city: Region
    ) -> None:
        add_body(
            id="c-gov", name="演示市人民政府", kind=BodyKind.GOVERNMENT, region=city, source="演示数据",
            is_fictional=True,
        )  # fmt: skip
        settings.SLOW_PER_MINUTE = 1
        code = code_in(said(send(client)))
        kept = kept_in(home)
        message = {"code": code, "act": "write", "text": "补充。"}
        assert client.post("/complain/talk/", {**message, "once": "m"}).status_code == 200

        first, second = (SimpleUploadedFile("a.pdf", paper(), "application/pdf") for _ in range(2))
        assert send(client, once="b", proof=first).status_code == 429
        answer = client.post("/complain/talk/", {**message, "once": "n", "proof": second})

        assert answer.status_code == 429
        assert "请过一分钟" in said(answer)
        assert "data-challenge" in said(answer)
        act = {"code": code, "act": "retaliation", "retaliation-text": "被要求撤回投诉。"}
        assert client.post("/complain/talk/", act).status_code == 429
        assert Voice.objects.count() == 1
        assert kept_in(home) == kept
        assert VoiceMessage.objects.count() == 2

    def test_a_proof_opens_the_way_once(
        self, door: PublicBody, client: Client, settings: Any, monday: datetime
    ) -> None:
        settings.SLOW_PER_MINUTE = 1
        proof = solved(monday)
        send(client, once="0")

        assert send(client, once="1", altcha=proof).status_code == 200
        assert send(client, once="2", altcha=proof).status_code == 429

    @pytest.mark.parametrize(
        "proof",
        [
            "",
            "x",
            "e30=",
            "证明",
            "e30=" * 600,
            base64.b64encode(b'{"number":"a"}').decode(),
            base64.b64encode(WORDS % (b"1e999", b"c")).decode(),
            base64.b64encode(WORDS % (b"NaN", b"c")).decode(),
            base64.b64encode(WORDS % (b"1", b"\\ud800")).decode(),
            base64.b64encode(b"[" * 1400).decode(),
        ],
    )
    def test_what_is_no_proof_is_none(self, door: PublicBody, proof: str, monday: datetime) -> None:
        for _ in range(shipped_settings.SLOW_PER_MINUTE):
            assert flood.may_pass(proof=proof, way=flood.SEND, at=monday)
        assert not flood.may_pass(proof=proof, way=flood.SEND, at=monday)

    def test_a_proof_is_good_for_half_an_hour(self, door: PublicBody, monday: datetime) -> None:
        late = monday + timedelta(minutes=31)
        for _ in range(shipped_settings.SLOW_PER_MINUTE):
            flood.may_pass(proof="", way=flood.SEND, at=late)

        assert not flood.may_pass(proof=solved(monday), way=flood.SEND, at=late)

    def test_the_night_forgets_the_counts(self, door: PublicBody, monday: datetime) -> None:
        flood.may_pass(proof=solved(monday), way=flood.SEND, at=monday)
        flood.may_pass(proof="", way=flood.SEND, at=monday)

        assert flood.forget(at=monday + timedelta(days=1)) == 2
        assert not SlowMinute.objects.exists()
        assert not SpentProof.objects.exists()
