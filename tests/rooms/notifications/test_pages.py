"""The inbox on the desk: one's own messages, one's own addresses, and what the administrator sees."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from tests.cast import make_mandate
from tests.rooms.notifications.conftest import MailServer

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.notifications import operations, queries
from chengxin.foundation.notifications.channels import mail as by_mail
from chengxin.foundation.notifications.models import Contact, Dispatch, DispatchState, Message, Occasion
from chengxin.foundation.notifications.sending import send_due
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.fixture
def door(client: Client, person: User) -> Client:
    client.force_login(person)
    return client


def tell(person: User, once: str = "a") -> Message:
    operations.tell(
        users=[person.pk], occasion=Occasion.SERVED, path="/desk/visible/", once=once, at=AT, counts=2
    )
    return Message.objects.get(user=person, once=once)


def test_a_message_is_opened_by_its_button_and_leads_to_the_matter(door: Client, person: User) -> None:
    message = tell(person)
    page = door.get("/desk/messages/").content.decode()
    assert "待签收文书" in page
    assert page.count("未读") >= 2  # at the message, and beside the count above every page

    answer = door.post(f"/desk/messages/{message.pk}/open/")

    assert answer["Location"] == "/desk/visible/"
    assert queries.unread_of(person) == 0


def test_looking_at_the_list_reads_nothing(door: Client, person: User) -> None:
    tell(person)
    door.get("/desk/messages/")

    assert queries.unread_of(person) == 1


def test_the_english_desk_leads_to_the_english_page(door: Client, person: User) -> None:
    message = tell(person)

    assert door.post(f"/en/desk/messages/{message.pk}/open/")["Location"] == "/en/desk/visible/"


def test_somebody_else_s_message_and_address_are_not_there(
    door: Client, person: User, water_bureau: PublicBody
) -> None:
    other = make_mandate("zhao", Actor.LIAISON, water_bureau, water_bureau.path).user
    message = tell(other)
    contact = operations.give_address(user=other, channel=by_mail.CHANNEL, address="b@example.gov.cn", at=AT)

    door.post(f"/desk/messages/{message.pk}/open/")
    assert queries.unread_of(other) == 1
    for step in ("confirm", "choose", "remove"):
        assert door.post(f"/desk/messages/addresses/{contact.pk}/{step}/").status_code == 404
    assert Contact.objects.filter(pk=contact.pk).exists()


def test_the_list_goes_on_page_by_page(door: Client, person: User) -> None:
    for number in range(51):
        tell(person, str(number))
    first = door.get("/desk/messages/")
    oldest = Message.objects.earliest("pk")
    assert f"/desk/messages/{oldest.pk}/open/" not in first.content.decode()

    after = Message.objects.order_by("-pk")[49].pk
    assert f"/desk/messages/{oldest.pk}/open/" in door.get(f"/desk/messages/?after={after}").content.decode()


def test_an_address_is_given_confirmed_and_removed(door: Client, person: User, mail: MailServer) -> None:
    refused = door.post("/desk/messages/addresses/", {"channel": "mail", "address": "nothing"})
    assert "应当是一个邮箱地址" in refused.content.decode()

    answer = door.post("/desk/messages/addresses/", {"channel": "mail", "address": "test@example.gov.cn"})
    send_due(at=AT)
    code = mail.letters[0].get_content().split("确认码 ")[1][:6]
    wrong = door.post(answer["Location"], {"code": "0" * 6 if code != "0" * 6 else "1" * 6})
    assert "确认码不对" in wrong.content.decode()
    door.post(answer["Location"], {"code": code})
    page = door.get("/desk/messages/addresses/").content.decode()
    assert "已确认" in page
    assert "test@example.gov.cn" not in page

    contact = Contact.objects.get()
    door.post(f"/desk/messages/addresses/{contact.pk}/remove/")
    assert not Contact.objects.exists()


def test_without_a_channel_the_page_says_so(door: Client) -> None:
    assert "还没有接通" in door.get("/desk/messages/addresses/").content.decode()


def test_the_administrator_sees_what_was_not_delivered_and_sends_it_again(
    client: Client, person: User, mail: MailServer, credit_office: PublicBody
) -> None:
    contact = operations.give_address(user=person, channel=by_mail.CHANNEL, address="a@example.gov.cn", at=AT)
    mail.unknown.add("a@example.gov.cn")
    send_due(at=AT)
    assert contact.dispatches.get().state == DispatchState.DEAD
    administrator = make_mandate("admin", Actor.ADMINISTRATOR, credit_office, credit_office.path)
    client.force_login(administrator.user)

    page = client.get("/desk/messages/undelivered/").content.decode()
    assert "邮件服务器不收这个地址" in page
    assert "a@example.gov.cn" not in page
    client.post(f"/desk/messages/undelivered/{Dispatch.objects.get().pk}/again/")
    assert Dispatch.objects.get().state == DispatchState.WAITING


def test_nobody_else_sees_what_was_not_delivered(door: Client, liaison: Mandate) -> None:
    assert door.get("/desk/messages/undelivered/").status_code == 403
    assert door.post("/desk/messages/undelivered/1/again/").status_code == 403
