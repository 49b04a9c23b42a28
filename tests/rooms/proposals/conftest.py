"""Suggestions to an invented bureau, taken as far as a test needs. 演示数据。"""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.cast import make_body, make_mandate

from chengxin.foundation.accounts.models import Mandate, Reach
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.mechanisms.proposals import answering, operations
from chengxin.mechanisms.proposals.answering import Said
from chengxin.mechanisms.proposals.models import Source
from chengxin.mechanisms.proposals.operations import Received
from chengxin_core.lifecycle.table import Actor

DUE = date(2027, 12, 31)
PLAN = Said("planned", "演示数据：列入2027年计划，年底前建成跨河人行桥。", "人行桥1座", DUE)
SOLVED = Said("solved", "演示数据：人行桥已经建成。")
DEFERRED = Said("deferred", "演示数据：受河道条件限制，暂时无法建设。")


def a_suggestion(body: PublicBody, **changes: object) -> Received:
    said = {
        "source": Source.DEPUTY,
        "session": "十九届一次会议",
        "number": "012",
        "title": "关于建设跨河人行桥的建议",
        "text": "演示数据：建议在城北建设一座人行桥。",
        "proposer": "测试甲、测试乙",
        "received_on": date(2026, 11, 20),
    }
    return Received(body=body, **(said | changes))  # type: ignore[arg-type]


@pytest.fixture
def congress_office(city: Region) -> PublicBody:
    """Assigns suggestions to the bodies of the city."""
    return make_body("brd", "演示市人大常委会代表工作机构", city)


@pytest.fixture
def clerk_mo(congress_office: PublicBody, city: Region) -> Mandate:
    """Registers and assigns."""
    return make_mandate("mo", Actor.INTAKE_OFFICER, congress_office, city.path)


@pytest.fixture
def head_ning(housing_bureau: PublicBody) -> Mandate:
    """Signs for the housing bureau."""
    return make_mandate(
        "ning", Actor.BODY_HEAD, housing_bureau, housing_bureau.path, post="局长", reach=Reach.BODY
    )


Registered = Callable[..., Matter]


@pytest.fixture
def registered(clerk_mo: Mandate, housing_bureau: PublicBody, monday: datetime, rules: str) -> Registered:
    """A suggestion to the housing bureau that waits to be assigned."""

    def register(**changes: object) -> Matter:
        given = a_suggestion(housing_bureau, **changes)
        return operations.register(received=given, by=clerk_mo, at=monday)[0].matter

    return register


@pytest.fixture
def taken(
    registered: Registered,
    credit_office: PublicBody,
    clerk_mo: Mandate,
    liaison_tang: Mandate,
    monday: datetime,
) -> Matter:
    """A suggestion that the housing bureau handles."""
    matter = registered()
    operations.assign(matter=matter, by=clerk_mo, at=monday)
    operations.take(matter=matter, by=liaison_tang, at=monday)
    return matter


Answered = Callable[[Said], Matter]


@pytest.fixture
def answered(taken: Matter, liaison_tang: Mandate, head_ning: Mandate, monday: datetime) -> Answered:
    """The suggestion with a signed answer."""

    def answer(said: Said) -> Matter:
        answering.draft(matter=taken, by=liaison_tang, at=monday, said=said)
        answering.sign(matter=taken, by=head_ning, at=monday)
        return taken

    return answer
