"""Two consumers answer at the same moment: the last of them settles the matter, whichever that is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connections
from tests.make import Office
from tests.rooms.sharing.cases import make_consumer, said, stop_under, withdraw

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.sharing.models import AnswerReceived, Consumer
from chengxin.foundation.sharing.operations import take_answer
from chengxin.foundation.transparency.sequencer import run_sequencer

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(transaction=True, databases="__all__")]


def test_the_last_answer_settles_the_matter_however_close_it_comes(
    record: Matter, office: Office, monday: datetime
) -> None:
    taken = [make_consumer(f"consumer-{number}", pulled_at=monday) for number in range(4)]
    withdraw(record, office, monday)
    run_sequencer(at=monday)
    answers = {consumer: said(consumer) for consumer in taken}
    together = Barrier(len(taken))

    def answer(consumer: Consumer) -> int:
        try:
            together.wait(timeout=10)
            return take_answer(consumer=consumer, data=answers[consumer], at=monday)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(taken)) as pool:
        counts = list(pool.map(answer, taken))

    stop = stop_under(record)
    assert stop is not None
    assert (counts, stop.state, AnswerReceived.objects.count()) == ([1] * 4, "stopped", 4)
