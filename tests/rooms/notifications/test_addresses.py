"""Addresses are sealed, confirmed by their owner, few, and nobody else's."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings
from tests.rooms.notifications.conftest import MailServer

from chengxin.foundation.accounts.models import User
from chengxin.foundation.notifications import operations, queries
from chengxin.foundation.notifications.channels import mail as by_mail
from chengxin.foundation.notifications.channels import webhook, work_chat
from chengxin.foundation.notifications.models import Contact
from chengxin.foundation.notifications.plugs import Channel
from chengxin.foundation.notifications.sending import send_due

pytestmark = [pytest.mark.engine, pytest.mark.django_db]
AT = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
ADDRESS = "test@example.gov.cn"


def give(
    person: User, address: str = ADDRESS, at: datetime = AT, channel: Channel = by_mail.CHANNEL
) -> Contact:
    return operations.give_address(user=person, channel=channel, address=address, at=at)


def test_an_address_lies_sealed(person: User) -> None:
    contact = give(person)
    contact.refresh_from_db()

    assert ADDRESS.encode() not in bytes(contact.sealed)
    assert ADDRESS not in contact.index
    assert queries.address_of(contact) == ADDRESS
    assert [shown for _, shown, _ in queries.contacts_of(person)] == ["t***@example.gov.cn"]


@pytest.mark.parametrize(
    ("channel", "address", "expected"),
    [
        (by_mail.CHANNEL, "没有", "邮箱地址"),
        (by_mail.CHANNEL, "a@b\n@c", "邮箱地址"),
        (webhook.SHORT_MESSAGES, "12345", "11 位手机号码"),
        (work_chat.CHANNEL, "王 某", "账号"),
        (work_chat.CHANNEL, "a|b", "账号"),
        (webhook.OWN_ADDRESS, "x" * 65, "至多 64 个字"),
    ],
)
def test_what_is_no_address_is_refused_in_words(
    person: User, channel: Channel, address: str, expected: str
) -> None:
    with pytest.raises(operations.ContactRefused, match=expected):
        give(person, address, channel=channel)
    assert not Contact.objects.exists()


def test_the_same_address_in_another_form_is_the_same(person: User) -> None:
    give(person, "test@EXAMPLE.gov.cn")

    with pytest.raises(operations.ContactRefused, match="一分钟"):
        give(person)
    give(person, at=AT + timedelta(minutes=1))
    assert Contact.objects.count() == 1


def test_five_wrong_codes_end_the_code(person: User) -> None:
    contact = give(person)
    right = queries.code_of(contact)
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(queries.MOST_TRIES):
        with pytest.raises(operations.ContactRefused):
            operations.confirm(contact=contact, code=wrong, at=AT)
        contact.refresh_from_db()

    with pytest.raises(operations.ContactRefused, match="失效"):
        operations.confirm(contact=contact, code=right, at=AT)


def test_a_code_ends_after_half_an_hour(person: User) -> None:
    contact = give(person)

    with pytest.raises(operations.ContactRefused, match="失效"):
        operations.confirm(contact=contact, code=queries.code_of(contact), at=AT + timedelta(minutes=31))


def test_a_new_code_makes_the_old_one_worthless(person: User) -> None:
    old = queries.code_of(give(person))
    contact = give(person, at=AT + timedelta(minutes=2))

    assert queries.code_of(contact) != old


def test_nobody_keeps_more_than_five(person: User) -> None:
    for number in range(operations.MOST_CONTACTS):
        give(person, f"a{number}@example.gov.cn")

    with pytest.raises(operations.ContactRefused, match="至多 5 个"):
        give(person)


def test_a_removed_address_takes_along_what_was_on_its_way(
    person: User, mail: MailServer, settings: Settings
) -> None:
    contact = give(person)
    operations.remove(contact=contact)

    assert not Contact.objects.exists()
    assert (send_due(at=AT), mail.letters) == (0, [])
