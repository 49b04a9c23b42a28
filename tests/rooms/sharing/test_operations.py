"""Consumers are registered, pull, and answer; what they had taken they owe an answer for."""

from datetime import date, datetime

import pytest
from tests.make import A_DAY, Office
from tests.rooms.objections.cases import fresh
from tests.rooms.sharing.cases import (
    ORIGIN,
    SINCE,
    make_consumer,
    owed_by,
    said,
    stop_under,
    withdraw,
)

from chengxin.chain.records.ends import archive_ended
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.tokens import hash_of
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing import operations
from chengxin.foundation.sharing.models import AnswerReceived, Consumer, Pull
from chengxin.foundation.sharing.queries import consumer_of_header, holders_of, standings
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.queries import log_size
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin_core.ledger.answers import AnswerOutcome, SharingAnswer
from chengxin_core.ledger.signatures import SigningKey

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.own_sql]
TODAY = date(2026, 11, 23)


class TestRegistering:
    def test_shows_a_token_once_and_keeps_only_its_hash(self, admin_wu: Mandate) -> None:
        consumer, token = operations.register_consumer(
            code="credit-city", name="演示信用网", post="值班岗", since=SINCE, by=admin_wu
        )

        secret = token.partition(".")[2]
        assert consumer.token_hash == hash_of(secret)
        assert secret not in str(Consumer.objects.values_list().get())

    def test_is_for_administrators_of_the_whole_province(
        self, admin_of_city: Mandate, officer_lin: Mandate
    ) -> None:
        for by in (admin_of_city, officer_lin):
            with pytest.raises(operations.ConsumerRefused, match="全省"):
                operations.register_consumer(code="a-b", name="甲", post="岗", since=SINCE, by=by)

    @pytest.mark.parametrize(
        ("wrong", "told"),
        [
            ({"code": "Credit City"}, "代码"),
            ({"code": "x"}, "代码"),
            ({"name": " "}, "名称"),
            ({"post": "值班岗 13800138000"}, "电话"),
            ({"public_key": "credit-city"}, "公钥|密钥"),
            ({"address": "ftp://a.example/{key}"}, "http"),
            ({"address": "http://a.example/items"}, "{key}"),
            ({"address": "http://{key}.example/"}, "主机名"),
            ({"address": "http://user:word@a.example/{key}"}, "口令"),
            ({"address": "http://a.example:port/{key}"}, "http"),
        ],
    )
    def test_refuses_what_makes_no_sense(self, db: None, wrong: dict[str, str], told: str) -> None:
        right = {"code": "credit-city", "name": "演示信用网", "post": "值班岗"}

        with pytest.raises(operations.ConsumerRefused, match=told):
            operations.register_consumer(**{**right, **wrong}, since=SINCE, by=None)  # type: ignore[arg-type]

    def test_gives_a_code_once(self, db: None) -> None:
        make_consumer()

        with pytest.raises(operations.ConsumerRefused, match="已经登记"):
            make_consumer()


class TestTokens:
    def test_know_their_consumer_while_it_is_registered(self, db: None) -> None:
        consumer, token = operations.register_consumer(
            code="credit-city", name="演示信用网", post="值班岗", since=SINCE, by=None
        )

        def known(header: str, on: date = TODAY) -> bool:
            return consumer_of_header(header, on=on) == consumer

        assert known(f"Bearer {token}")
        assert not known(f"Bearer {token}x")
        assert not known(f"Bearer other.{token.partition('.')[2]}")
        assert not known(token)
        assert not known("")
        assert not known(f"Bearer {token}", on=date(2025, 12, 31))

        operations.end_consumer(consumer=consumer, until=TODAY, has_deleted=False, by=None)
        assert known(f"Bearer {token}")
        assert not known(f"Bearer {token}", on=date(2026, 11, 24))

    def test_are_replaced_at_once(self, db: None) -> None:
        consumer, old = operations.register_consumer(
            code="credit-city", name="演示信用网", post="值班岗", since=SINCE, by=None
        )

        new = operations.renew_token(consumer=consumer, by=None)

        assert consumer_of_header(f"Bearer {old}", on=TODAY) is None
        assert consumer_of_header(f"Bearer {new}", on=TODAY) == consumer

    def test_a_registration_does_not_end_before_it_began(self, db: None) -> None:
        with pytest.raises(operations.ConsumerRefused, match="早于"):
            operations.end_consumer(
                consumer=make_consumer(), until=date(2025, 1, 1), has_deleted=True, by=None
            )


class TestPulling:
    def test_keeps_each_range_of_the_log_once(self, db: None, monday: datetime) -> None:
        consumer = make_consumer()

        told = [operations.note_pull(consumer=consumer, end=end, at=monday) for end in (5, 5, 3, 9)]

        assert told == [True, False, False, True]
        assert list(Pull.objects.values_list("first", "end")) == [(0, 5), (5, 9)]


class TestAnEnd:
    def test_starts_a_clock_for_whoever_had_taken_it(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        consumer = make_consumer(pulled_at=monday)

        withdraw(record, office, monday)

        stop = stop_under(record)
        assert stop is not None
        assert (stop.state, owed_by(consumer).is_settled) == ("waiting", False)
        deadline = Deadline.objects.get(matter=stop)
        assert (deadline.clock, deadline.rule_id, deadline.due_on) == (
            "sharing.answer",
            "Q-32",
            date(2026, 11, 24),
        )

    def test_asks_nothing_of_whoever_took_nothing(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        make_consumer()

        withdraw(record, office, monday)

        assert stop_under(record) is None

    def test_asks_whoever_was_told_of_its_number_and_nobody_else(
        self, record: Matter, monday: datetime
    ) -> None:
        publication = Publication.objects.get(matter=record)
        number = publication.entries.earliest("pk").index or 0
        consumer = make_consumer(pulled_at=monday)

        Consumer.objects.filter(pk=consumer.pk).update(pulled=number)
        assert holders_of(publication, on=TODAY) == []

        Consumer.objects.filter(pk=consumer.pk).update(pulled=number + 1)
        assert holders_of(publication, on=TODAY) == [consumer]

    def test_asks_who_ended_unless_it_deleted_everything(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        stays, gone = (make_consumer(code, pulled_at=monday) for code in ("stays", "gone"))
        for consumer, has_deleted in ((stays, False), (gone, True)):
            operations.end_consumer(
                consumer=consumer, until=date(2026, 11, 22), has_deleted=has_deleted, by=None
            )

        withdraw(record, office, monday)

        assert [each.open for each in standings()] == [0, 1]
        assert not owed_by(stays).is_settled

    def test_keeps_the_case_file_open_until_all_have_answered(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        consumer = make_consumer(pulled_at=monday)
        withdraw(record, office, monday)
        run_sequencer(at=monday)
        for document in Matter.objects.filter(kind="document").exclude(state="served"):
            Matter.objects.filter(pk=document.pk).update(state="cancelled")
        Matter.objects.filter(parent=record, kind="redress").update(state="done")

        archive_ended(at=monday)
        assert fresh(record).archived_at is None

        operations.take_answer(consumer=consumer, data=said(consumer), at=monday)
        archive_ended(at=monday)
        assert fresh(record).archived_at is not None


class TestAnswering:
    @pytest.fixture
    def consumer(self, record: Matter, office: Office, monday: datetime) -> Consumer:
        """It had taken a record that has ended under a number of the log."""
        consumer = make_consumer(pulled_at=monday)
        withdraw(record, office, monday)
        run_sequencer(at=monday)
        return consumer

    def test_settles_the_matter_and_stops_the_clock(
        self, consumer: Consumer, record: Matter, monday: datetime
    ) -> None:
        settled = operations.take_answer(consumer=consumer, data=said(consumer), at=monday)

        owed, stop = owed_by(consumer), stop_under(record)
        assert stop is not None
        assert (settled, owed.outcome, stop.state) == (1, "removed", "stopped")
        assert not Deadline.objects.running().filter(matter=stop).exists()

    def test_is_kept_byte_by_byte_and_taken_twice_changes_nothing(
        self, consumer: Consumer, monday: datetime
    ) -> None:
        data = said(consumer)

        counts = [operations.take_answer(consumer=consumer, data=data, at=monday) for _ in range(2)]

        assert counts == [1, 0]
        assert bytes(AnswerReceived.objects.get().data) == data

    def test_about_less_than_the_end_does_not_settle_it(self, consumer: Consumer, monday: datetime) -> None:
        operations.take_answer(consumer=consumer, data=said(consumer, log_size() - 1), at=monday)

        assert not owed_by(consumer).is_settled

    @pytest.mark.parametrize("outcome", list(AnswerOutcome))
    def test_may_be_about_single_keys(
        self, consumer: Consumer, monday: datetime, outcome: AnswerOutcome
    ) -> None:
        key = owed_by(consumer).stop.publication.key

        operations.take_answer(consumer=consumer, data=said(consumer, 0, **{f"k{key}": outcome}), at=monday)

        assert (owed_by(consumer).outcome, owed_by(consumer).is_settled) == (outcome, True)

    def test_waits_for_every_consumer(self, record: Matter, office: Office, monday: datetime) -> None:
        first, second = (make_consumer(code, pulled_at=monday) for code in ("first", "second"))
        withdraw(record, office, monday)
        run_sequencer(at=monday)

        states = []
        for consumer in (first, second):
            operations.take_answer(consumer=consumer, data=said(consumer), at=monday)
            states.append(getattr(stop_under(record), "state", ""))

        assert states == ["waiting", "stopped"]

    def test_of_another_about_another_log_or_beyond_the_log_is_refused(
        self, consumer: Consumer, monday: datetime
    ) -> None:
        for answer, told in (
            (SharingAnswer("other", ORIGIN, 1), "other"),
            (SharingAnswer(consumer.code, "other.example/log", 1), "other.example"),
            (SharingAnswer(consumer.code, ORIGIN, log_size() + 1), "只有"),
        ):
            with pytest.raises(operations.AnswerRefused, match=told):
                operations.take_answer(consumer=consumer, data=answer.to_text().encode(), at=monday)

        assert not owed_by(consumer).is_settled

    def test_must_be_signed_where_a_key_is_registered(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        key = SigningKey("signer", b"\x07" * 32)
        consumer = make_consumer("signer", public_key=str(key.verifier_key), pulled_at=monday)
        withdraw(record, office, monday)
        run_sequencer(at=monday + A_DAY)
        answer = SharingAnswer("signer", ORIGIN, log_size())

        with pytest.raises(operations.AnswerRefused):
            operations.take_answer(consumer=consumer, data=answer.to_text().encode(), at=monday)
        operations.take_answer(consumer=consumer, data=answer.signed(key), at=monday)

        assert owed_by(consumer).is_settled
        assert AnswerReceived.objects.get().is_signed
