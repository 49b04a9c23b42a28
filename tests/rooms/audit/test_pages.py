"""Who audits reads who did and who read what; nobody else does; what was searched for is in no entry."""

import json
import re
from collections import Counter
from datetime import datetime

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation
from tests.architecture.places import PROGRAM
from tests.cast import make_mandate
from tests.make import Office, make_record

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.audit.attribution import READ, REFUSED
from chengxin.foundation.audit.models import AuditAct, AuditEntry
from chengxin.foundation.audit.queries import READERS
from chengxin.foundation.audit.wording import known_acts, table_zh
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


@pytest.fixture
def auditor(credit_office: PublicBody, city: Region) -> Mandate:
    return make_mandate("shenji", Actor.AUDITOR, credit_office, city.path)


@pytest.fixture
def record(rules: str, housing_bureau: PublicBody, office: Office, monday: datetime) -> Matter:
    return make_record(body=housing_bureau, office=office, at=monday, state="submitted")


def signed_in(mandate: Mandate) -> Client:
    client = Client()
    client.force_login(mandate.user)
    return client


def test_reading_a_matter_is_kept_with_who_under_which_mandate(record: Matter, office: Office) -> None:
    signed_in(office.officer).get(f"/desk/matters/{record.pk}/?q=某人")

    entry = AuditAct.objects.get(code=READ, about=f"matter/{record.pk}").entry
    told = json.loads(entry.record)
    assert (entry.doer_kind, entry.doer) == ("user", str(office.officer.user_id))
    assert told["doer"]["mandate"] == str(office.officer.pk)
    assert "某人" not in entry.record


def test_being_refused_is_kept_too(record: Matter, office: Office) -> None:
    signed_in(office.officer).get("/desk/audit/")

    assert AuditAct.objects.filter(code=REFUSED, about="/desk/audit/").exists()


def test_a_visitor_leaves_nothing(record: Matter) -> None:
    before = AuditEntry.objects.count()

    Client(REMOTE_ADDR="192.0.2.7").get("/desk/")

    assert AuditEntry.objects.count() == before


class TestTheList:
    def test_finds_what_was_done_to_a_matter(self, record: Matter, auditor: Mandate) -> None:
        page = signed_in(auditor).get("/desk/audit/", {"about": f"matter/{record.pk}"}).content.decode()

        assert "立项" in page
        assert "办理" in page

    def test_finds_what_somebody_did(self, record: Matter, auditor: Mandate, office: Office) -> None:
        signed_in(office.officer).get("/desk/")

        page = (
            signed_in(auditor)
            .get("/desk/audit/", {"username": office.officer.user.username})
            .content.decode()
        )

        assert "查看页面" in page

    def test_is_narrowed_by_an_act_chosen_by_its_word(self, record: Matter, auditor: Mandate) -> None:
        page = signed_in(auditor).get("/desk/audit/", {"code": "matters.opened"}).content.decode()

        assert '<option value="matters.opened" selected>立项</option>' in page
        rows = page.partition("<tbody")[2]
        assert "立项" in rows
        assert "载入规则库" not in rows

    @pytest.mark.parametrize(
        "role", [role for role in Actor if role not in READERS | {Actor.OFFICIAL, Actor.SYSTEM}]
    )
    def test_is_closed_to_every_other_role(
        self, role: Actor, credit_office: PublicBody, city: Region, rules: str
    ) -> None:
        holder = make_mandate("bieren", role, credit_office, city.path)

        assert [
            signed_in(holder).get(f"/desk/audit/{page}").status_code for page in ("", "1/", "entries.csv")
        ] == [
            403,
            403,
            403,
        ]

    def test_goes_on_where_a_page_ended_and_as_a_file(self, record: Matter, auditor: Mandate) -> None:
        for _ in range(60):
            signed_in(auditor).get("/desk/")
        client = signed_in(auditor)

        first = client.get("/desk/audit/")
        second = client.get(_next_page(first.content.decode()))
        file = client.get("/desk/audit/entries.csv").getvalue().decode("utf-8-sig")

        assert second.status_code == 200
        assert len(file.splitlines()) > 60

    def test_shows_an_entry_as_it_was_linked(self, record: Matter, auditor: Mandate) -> None:
        entry = AuditEntry.objects.order_by("number").last()
        assert entry is not None

        page = signed_in(auditor).get(f"/desk/audit/{entry.number}/").content.decode()

        assert entry.link in page


def _next_page(page: str) -> str:
    return "/desk/audit/?before=" + page.split("before=")[1].split('"')[0]


def test_what_is_written_while_somebody_signs_in_is_that_accounts(officer_lin: Mandate, rules: str) -> None:
    before = AuditEntry.objects.count()

    Client().post("/accounts/login/", {"login": "lin", "password": "not-a-secret-1"})

    written = AuditEntry.objects.order_by("number")[before:]
    own = [each for each in written if "signins_signinevent" in json.loads(each.record)["writes"]]
    assert [(each.doer_kind, each.doer) for each in own] == [("user", str(officer_lin.user_id))]


def test_a_failed_sign_in_is_nobodys(officer_lin: Mandate, rules: str) -> None:
    before = AuditEntry.objects.count()

    Client().post("/accounts/login/", {"login": "lin", "password": "wrong"})

    written = AuditEntry.objects.order_by("number")[before:]
    assert {each.doer_kind for each in written} == {"visitor"}


def test_tables_without_a_named_act_are_told_in_the_readers_words(auditor: Mandate, rules: str) -> None:
    client = signed_in(auditor)
    Client().post("/accounts/login/", {"login": "shenji", "password": "not-a-secret-1"})
    number = next(
        each.number for each in AuditEntry.objects.order_by("-number") if "signins_signinevent" in each.record
    )

    assert "登录日志" in client.get("/desk/audit/").content.decode()
    assert "登录日志" in client.get(f"/desk/audit/{number}/").content.decode()
    with translation.override("en"):  # and back: the language of a request stays with its thread
        assert "signins_signinevent" in client.get(f"/en/desk/audit/{number}/").content.decode()


def test_every_table_of_ours_has_a_name() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("chengxin.")]

    assert len(ours) > 50
    with translation.override("zh-hans"):
        names = [table_zh(model._meta.db_table) for model in ours]
    assert [name for name in names if name.isascii()] == []
    assert [
        name for name, number in Counter(names).items() if number > 1
    ] == []  # each is told from every other


def test_every_act_that_is_noted_has_a_word_to_choose_it_by() -> None:
    sources = (file.read_text(encoding="utf-8") for file in PROGRAM.rglob("*.py"))
    noted = {code for source in sources for code in re.findall(r'trail\.note\(\s*"([a-z_.]+)"', source)}

    assert len(noted) > 50
    assert noted - dict(known_acts()).keys() == set()
