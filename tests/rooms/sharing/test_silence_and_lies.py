"""A consumer that is late, one that lies, one that is down: each with a real little server."""

import time
from datetime import datetime

import pytest
from tests.make import A_DAY, Office, issue_and_serve
from tests.rooms.objections.cases import documents, fresh
from tests.rooms.sharing.cases import (
    Site,
    make_consumer,
    owed_by,
    running_site,
    said,
    stop_under,
    withdraw,
)

from chengxin.doors.desk.queries import waiting
from chengxin.foundation.deadlines.operations import fire_rungs
from chengxin.foundation.documents.operations import preview
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import notes_of
from chengxin.foundation.sharing import jobs, operations, owing, probing
from chengxin.foundation.sharing.models import Consumer, Finding
from chengxin.foundation.sharing.probing import ask
from chengxin.foundation.sharing.queries import standings
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import Publication
from chengxin.foundation.transparency.sequencer import run_sequencer

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


@pytest.fixture
def key(record: Matter) -> str:
    return Publication.objects.get(matter=record).key


@pytest.fixture
def consumer(
    record: Matter, key: str, site: Site, office: Office, monday: datetime, finance_bureau: PublicBody
) -> Consumer:
    """A public body that took the record and serves it, when the record ends."""
    site.held[key] = "演示数据".encode()
    consumer = make_consumer(body=finance_bureau, address=site.address, pulled_at=monday)
    withdraw(record, office, monday)
    run_sequencer(at=monday)
    return consumer


def stop_of(record: Matter) -> Matter:
    stop = stop_under(record)
    assert stop is not None
    return stop


class TestLate:
    def test_nothing_happens_on_the_day_itself(
        self, consumer: Consumer, record: Matter, monday: datetime
    ) -> None:
        fire_rungs(at=monday + A_DAY)

        assert stop_of(record).state == "waiting"

    def test_silence_waits_for_officer_and_head_with_a_letter_drafted(
        self, consumer: Consumer, record: Matter, office: Office, monday: datetime
    ) -> None:
        fire_rungs(at=monday + 2 * A_DAY)

        stop = stop_of(record)
        assert stop.state == "escalated"
        assert stop in waiting(office.officer)
        assert stop in waiting(office.head)
        letter = preview(documents(stop)["sharing_urging"])
        assert owed_by(consumer).stop.publication.key in str(letter.body)
        assert "没有收到" in str(letter.body)
        assert record.body.name not in str(letter)

    def test_the_letter_goes_out_through_four_persons_and_no_more_once_there_is_an_answer(
        self, consumer: Consumer, record: Matter, office: Office, monday: datetime
    ) -> None:
        fire_rungs(at=monday + 2 * A_DAY)
        stop = stop_of(record)

        operations.take_answer(consumer=consumer, data=said(consumer), at=monday + 2 * A_DAY)

        assert fresh(stop).state == "stopped"
        letter = documents(stop)["sharing_urging"]
        assert letter.matter.state == "cancelled"
        with pytest.raises(UnableToMove):
            issue_and_serve(document=letter, office=office, at=monday + 2 * A_DAY)

    def test_is_on_the_list_until_it_answers_however_long_that_takes(
        self, consumer: Consumer, record: Matter, monday: datetime
    ) -> None:
        for days in (2, 30, 300):
            fire_rungs(at=monday + days * A_DAY)
            owing.escalate(matter=fresh(stop_of(record)), at=monday + days * A_DAY)
            (row,) = standings()
            assert (row.open, row.late) == (1, 1)
            assert stop_of(record).state == "escalated"

        assert Matter.objects.filter(parent=stop_of(record), kind="document").count() == 1

        operations.take_answer(consumer=consumer, data=said(consumer), at=monday + 301 * A_DAY)

        (row,) = standings()
        assert (row.open, row.late, stop_of(record).state) == (0, 0, "stopped")

    def test_who_is_no_public_body_is_urged_without_a_letter_of_ours(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        make_consumer(pulled_at=monday)
        withdraw(record, office, monday)

        fire_rungs(at=monday + 2 * A_DAY)
        stop = stop_of(record)
        owing.note_urging(matter=stop, by=office.officer, at=monday, what="演示数据：已电话催办")

        assert documents(stop) == {}
        assert [note.text for note in notes_of(stop, owing.URGED)] == ["演示数据：已电话催办"]
        with pytest.raises(NotCompetent):
            owing.note_urging(matter=stop, by=office.head, at=monday, what="演示")

    def test_the_head_may_end_it_with_a_reason_and_only_then(
        self, consumer: Consumer, record: Matter, office: Office, monday: datetime
    ) -> None:
        stop = stop_of(record)
        offered = {button.code for button in kind_of("sharing_stop").buttons_for(stop, office.head)}
        assert "conclude" not in offered

        fire_rungs(at=monday + 2 * A_DAY)
        stop = fresh(stop)
        owing.conclude(matter=stop, by=office.head, at=monday, reason="演示数据：该系统已经关停")

        assert (fresh(stop).state, standings()[0].open) == ("concluded", 0)


class TestLying:
    @pytest.fixture(autouse=True)
    def answered(self, consumer: Consumer, monday: datetime) -> None:
        operations.take_answer(consumer=consumer, data=said(consumer), at=monday)

    def test_is_found_out_in_the_night_and_escalated_with_evidence(
        self, consumer: Consumer, record: Matter, key: str, office: Office, site: Site, monday: datetime
    ) -> None:
        assert jobs.probe_answers(at=monday + A_DAY) == 1

        owed, stop = owed_by(consumer), stop_of(record)
        assert (owed.is_settled, stop.state) == (False, "escalated")
        assert stop in waiting(office.officer)
        evidence = "".join(note.text for note in notes_of(stop))
        assert "HTTP 200" in evidence
        assert owed.probes.get().sha256 in evidence
        assert "仍能查到" in str(preview(documents(stop)["sharing_urging"]).body)
        assert site.asked == [f"/items/{key}"]

    def test_the_content_that_was_found_is_not_kept(self, consumer: Consumer, monday: datetime) -> None:
        jobs.probe_answers(at=monday + A_DAY)

        probe = owed_by(consumer).probes.get()
        assert (probe.size, len(probe.sha256)) == (len("演示数据".encode()), 64)
        assert "演示数据" not in f"{probe.said} {probe.sha256}"

    def test_is_not_mended_by_saying_it_again_but_by_being_true(
        self, consumer: Consumer, record: Matter, key: str, site: Site, monday: datetime
    ) -> None:
        jobs.probe_answers(at=monday + A_DAY)

        operations.take_answer(consumer=consumer, data=said(consumer), at=monday + 2 * A_DAY)
        jobs.probe_answers(at=monday + 2 * A_DAY)
        assert stop_of(record).state == "escalated"

        del site.held[key]
        jobs.probe_answers(at=monday + 3 * A_DAY)
        assert stop_of(record).state == "stopped"
        assert owed_by(consumer).is_settled

    def test_while_another_is_silent_both_are_told_of(
        self, record: Matter, consumer: Consumer, monday: datetime, office: Office
    ) -> None:
        stop = stop_of(record)
        Matter.objects.filter(pk=stop.pk).update(state="waiting")
        silent = make_consumer("silent")
        owed_by(consumer).stop.owed.create(consumer=silent)
        jobs.probe_answers(at=monday + A_DAY)

        owing.escalate(matter=fresh(stop), at=monday + 2 * A_DAY)

        assert owed_by(silent).escalated_at is not None
        assert any("逾期未回执" in note.text for note in notes_of(stop))

    def test_whoever_told_the_truth_is_asked_once(
        self, consumer: Consumer, key: str, site: Site, monday: datetime, record: Matter
    ) -> None:
        del site.held[key]

        counts = [jobs.probe_answers(at=monday + days * A_DAY) for days in (1, 2)]

        assert counts == [1, 0]
        assert stop_of(record).state == "stopped"


class TestDown:
    def test_whoever_is_down_neither_answers_nor_is_called_a_liar(
        self, record: Matter, office: Office, monday: datetime
    ) -> None:
        with running_site() as gone:
            address = gone.address
        answering, silent = (
            make_consumer(code, address=address, pulled_at=monday) for code in ("answering", "silent")
        )
        withdraw(record, office, monday)
        run_sequencer(at=monday)
        operations.take_answer(consumer=answering, data=said(answering), at=monday)

        jobs.probe_answers(at=monday + A_DAY)
        fire_rungs(at=monday + 2 * A_DAY)

        assert owed_by(answering).probes.get().finding == Finding.UNCLEAR
        assert owed_by(answering).is_settled
        assert owed_by(silent).escalated_at is not None
        assert stop_of(record).state == "escalated"
        assert jobs.probe_answers(at=monday + 3 * A_DAY) == 1, "it is asked again until something is found"


class TestAsking:
    """What goes out: to the registered host alone, bounded in time and size."""

    def test_follows_a_redirect_on_the_host_and_none_off_it(self, db: None, site: Site) -> None:
        key, there = "a" * 32, "b" * 32
        site.held[there] = b"held"
        site.moved[f"/items/{key}"] = f"/items/{there}"
        with running_site() as other:
            other.held[key] = b"held"
            site.moved[f"/items/{'c' * 32}"] = other.address.replace("{key}", key)

            assert ask(site.address, key).finding is Finding.STILL_SERVED
            assert ask(site.address, "c" * 32).finding is Finding.UNCLEAR
            assert other.asked == []

    def test_gives_up_on_redirects_in_a_circle(self, db: None, site: Site) -> None:
        site.moved[f"/items/{'d' * 32}"] = f"/items/{'d' * 32}"

        assert "转址" in ask(site.address, "d" * 32).said
        assert len(site.asked) == probing.MOST_REDIRECTS + 1

    @pytest.mark.parametrize("onwards", ["file:///etc/passwd", "gopher://127.0.0.1/", "http://", "//["])
    def test_goes_nowhere_but_to_the_web(self, db: None, site: Site, onwards: str) -> None:
        site.moved[f"/items/{'e' * 32}"] = onwards

        assert ask(site.address, "e" * 32).finding is Finding.UNCLEAR

    def test_waits_no_longer_than_it_has_patience(
        self, db: None, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(probing, "LONGEST", 0.2)
        answer = site.answer

        def slowly(path: str) -> tuple[int, bytes, str]:
            time.sleep(1.0)
            return answer(path)

        monkeypatch.setattr(site, "answer", slowly)

        assert ask(site.address, "f" * 32).finding is Finding.UNCLEAR

    def test_reads_no_more_than_a_bounded_answer(
        self, db: None, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(probing, "MOST_BYTES", 100_000)
        site.held["a" * 32] = b"x" * 2_000_000

        assert ask(site.address, "a" * 32).size < 300_000
