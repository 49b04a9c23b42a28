"""What is told goes to the addresses that people gave: by a real mail server, and by interfaces that answer."""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.utils.translation import override
from pytest_django.fixtures import Settings
from tests.rooms.notifications.conftest import MailServer, Receiver, keep_secret

from chengxin.foundation.accounts.models import User
from chengxin.foundation.notifications import operations, queries
from chengxin.foundation.notifications.channels import mail as by_mail
from chengxin.foundation.notifications.channels import webhook, work_chat
from chengxin.foundation.notifications.models import Contact, Dispatch, DispatchState, Occasion
from chengxin.foundation.notifications.plugs import Channel
from chengxin.foundation.notifications.sending import LEASE, PAUSES, send_due

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db]
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ADDRESS = "test@example.gov.cn"


def given(person: User, channel: Channel = by_mail.CHANNEL, address: str = ADDRESS) -> Contact:
    """Give an address and confirm it by the code that was sent there."""
    contact = operations.give_address(user=person, channel=channel, address=address, at=AT)
    assert send_due(at=AT) == 1
    operations.confirm(contact=contact, code=queries.code_of(contact), at=AT)
    return contact


def told(person: User, once: str = "a", at: datetime = AT) -> int:
    return operations.tell(
        users=[person.pk], occasion=Occasion.SERVED, path="/desk/matters/7/", once=once, at=at, counts=3
    )


def last() -> Dispatch:
    return Dispatch.objects.latest("pk")


def test_a_letter_carries_a_count_and_a_link_and_nothing_else(
    person: User, mail: MailServer, settings: Settings
) -> None:
    settings.DESK_ORIGIN, settings.SITE_NAME = "https://desk.example.gov.cn", "诚信演示"
    given(person)
    told(person)

    assert send_due(at=AT) == 1
    letter = mail.letters[-1]
    assert letter["Subject"] == "诚信演示：待签收文书 3 件"
    assert letter["To"] == ADDRESS
    assert letter.get_content().strip() == (
        "诚信演示：待签收文书 3 件。请登录工作台查看：https://desk.example.gov.cn/desk/matters/7/"
    )
    assert last().state == DispatchState.SENT


def test_the_code_that_came_to_an_address_confirms_it(person: User, mail: MailServer) -> None:
    contact = operations.give_address(user=person, channel=by_mail.CHANNEL, address=ADDRESS, at=AT)
    told(person)
    assert send_due(at=AT) == 1  # the code alone: an address that nobody confirmed is told nothing
    code = mail.letters[0].get_content().split("确认码 ")[1][:6]

    operations.confirm(contact=contact, code=code, at=AT)

    contact.refresh_from_db()
    assert contact.confirmed_at == AT


def test_the_same_occasion_tells_nobody_twice(person: User, mail: MailServer) -> None:
    given(person)

    assert (told(person), told(person)) == (1, 0)
    assert (send_due(at=AT), send_due(at=AT)) == (1, 0)


def test_what_was_read_on_the_desk_is_not_sent(person: User, mail: MailServer) -> None:
    given(person)
    told(person)
    operations.open_all(user=person, at=AT)

    assert send_due(at=AT) == 0
    assert (last().state, last().why) == (DispatchState.CANCELLED, "已在工作台阅读")


def test_a_busy_server_is_asked_again_and_at_last_people_see_that_it_was_not_delivered(
    person: User, mail: MailServer
) -> None:
    given(person)
    told(person)
    mail.is_busy, at = True, AT

    for pause in PAUSES:
        assert send_due(at=at) == 0
        assert (last().state, last().next_at) == (DispatchState.WAITING, at + pause)
        assert send_due(at=at + pause - timedelta(seconds=1)) == 0
        at += pause
    send_due(at=at)

    assert (last().state, last().tries) == (DispatchState.DEAD, len(PAUSES))
    assert list(queries.undelivered()) == [last()]
    assert ADDRESS not in last().why

    mail.is_busy = False
    assert operations.try_again(dispatch=last(), at=at)
    assert not operations.try_again(dispatch=last(), at=at)
    assert send_due(at=at) == 1


def test_a_mailbox_that_does_not_exist_is_not_tried_again(person: User, mail: MailServer) -> None:
    given(person)
    mail.unknown.add(ADDRESS)
    told(person)
    send_due(at=AT)

    assert (last().state, last().why) == (DispatchState.DEAD, "邮件服务器不收这个地址（550）")


def test_a_server_that_is_not_there_is_a_pause_not_a_fault(
    person: User, mail: MailServer, settings: Settings
) -> None:
    given(person)
    settings.MAIL = "smtp://127.0.0.1:9"
    told(person)

    assert send_due(at=AT) == 0
    assert last().why.startswith("邮件服务器没有收下")


def test_a_channel_that_was_taken_away_is_told_as_such(
    person: User, mail: MailServer, settings: Settings
) -> None:
    given(person)
    settings.MAIL = ""
    told(person)
    send_due(at=AT)

    assert (last().state, last().why) == (DispatchState.WAITING, "这个渠道没有接通")


def test_who_was_closed_out_is_sent_nothing(person: User, mail: MailServer) -> None:
    given(person)
    told(person)
    User.objects.filter(pk=person.pk).update(is_active=False)

    assert send_due(at=AT) == 0
    assert last().state == DispatchState.CANCELLED
    assert told(person, "b") == 0


def test_what_a_dead_worker_had_claimed_is_sent_by_the_next(person: User, mail: MailServer) -> None:
    given(person)
    told(person)
    Dispatch.objects.filter(pk=last().pk).update(state=DispatchState.SENDING, claimed_at=AT)

    assert send_due(at=AT + LEASE) == 0
    assert send_due(at=AT + LEASE + timedelta(seconds=1)) == 1


def test_who_wants_no_digest_gets_the_rest(person: User, mail: MailServer) -> None:
    operations.choose(contact=given(person), wants_digests=False)
    operations.tell(users=[person.pk], occasion=Occasion.DIGEST, path="/desk/", once="digest:1", at=AT)
    told(person)

    assert send_due(at=AT) == 1
    assert "待签收文书" in mail.letters[-1]["Subject"]


def test_a_short_message_goes_out_signed(person: User, receiver: Receiver, settings: Settings) -> None:
    settings.SMS = f"{receiver.address}/send"
    keep_secret("sms.secret", "演示口令")
    given(person, webhook.SHORT_MESSAGES, "+86 138-0000-0000")
    told(person)
    assert send_due(at=AT) == 1

    path, _, said, headers = receiver.came[-1]
    signed = hmac.new("演示口令".encode(), headers["raw"].encode(), sha256).hexdigest()
    assert (path, said["to"], headers["X-Chengxin-Signature"]) == ("/send", "13800000000", f"sha256={signed}")
    assert said["subject"].endswith("待签收文书 3 件")


@pytest.mark.parametrize(
    ("status", "state"),
    [(500, DispatchState.WAITING), (429, DispatchState.WAITING), (410, DispatchState.DEAD)],
)
def test_what_the_gateway_answers_decides_whether_it_is_tried_again(
    person: User, receiver: Receiver, settings: Settings, status: int, state: DispatchState
) -> None:
    settings.SMS = receiver.address
    keep_secret("sms.secret", "演示口令")
    given(person, webhook.SHORT_MESSAGES, "13800000000")
    receiver.answers[""] = receiver.answers["/"] = [(status, {})]
    told(person)
    send_due(at=AT)

    assert (last().state, last().why) == (state, f"短信网关答复 HTTP {status}")


def test_the_work_chat_is_asked_for_a_token_once_and_again_when_it_has_ended(
    person: User, receiver: Receiver, settings: Settings
) -> None:
    settings.WORK_CHAT, settings.WORK_CHAT_APP = receiver.address, "ww1:1000002"
    keep_secret("work-chat.secret", "演示口令")
    receiver.answers["/cgi-bin/gettoken"] = [
        (200, {"errcode": 0, "access_token": token}) for token in ("first", "second")
    ]
    receiver.answers["/cgi-bin/message/send"] = [(200, {"errcode": code}) for code in (0, 0, 42001, 0, 81013)]
    given(person, work_chat.CHANNEL, "wang.demo")
    for once, arrives in (("a", 1), ("b", 1), ("c", 0)):
        told(person, once)
        assert send_due(at=AT) == arrives

    tokens = [words["access_token"][0] for path, words, _, _ in receiver.came if path.endswith("send")]
    assert tokens == ["first", "first", "first", "second", "second"]
    _, _, said, _ = receiver.came[-1]
    assert (said["touser"], said["agentid"], said["msgtype"]) == ("wang.demo", 1000002, "text")
    assert (last().state, last().why) == (DispatchState.DEAD, "政务微信没有这个账号")


@pytest.mark.parametrize("answer", [(502, "<html>"), (200, "<html>"), (200, []), (200, {"errcode": 40001})])
def test_a_work_chat_that_gives_no_token_is_asked_later(
    person: User, receiver: Receiver, settings: Settings, answer: tuple[int, object]
) -> None:
    settings.WORK_CHAT, settings.WORK_CHAT_APP = receiver.address, "ww1:1000002"
    keep_secret("work-chat.secret", "演示口令")
    receiver.answers["/cgi-bin/gettoken"] = [answer]
    operations.give_address(user=person, channel=work_chat.CHANNEL, address="wang.demo", at=AT)

    assert send_due(at=AT) == 0
    assert last().state == DispatchState.WAITING
    assert last().why.startswith("政务微信")


def test_a_message_is_chinese_whatever_the_worker_speaks(person: User, mail: MailServer) -> None:
    given(person)
    told(person)
    with override("en"):
        send_due(at=AT)

    assert "待签收文书" in mail.letters[-1]["Subject"]
