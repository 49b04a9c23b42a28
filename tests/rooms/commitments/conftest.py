"""Promises of an invented bureau, taken as far as a test needs. 演示数据。"""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tests.cast import make_mandate
from tests.make import Office
from tests.unprinted import papers_are_not_printed

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.attachments import Upload
from chengxin.mechanisms.commitments import operations
from chengxin.mechanisms.commitments.models import Beneficiary, Outcome
from chengxin.mechanisms.commitments.operations import Promise, Reviewed
from chengxin.mechanisms.commitments.queries import CONDITIONS, listed
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

__all__ = ["papers_are_not_printed"]
PAPER = Upload("验收单.pdf", "0" * 64, 100, "application/pdf")
DUE = date(2027, 6, 30)


def a_promise(body: PublicBody, **changes: object) -> Promise:
    said = {
        "kind": "policy",
        "text": "演示数据：2027年6月底前完成城北路改造",
        "target": "改造道路3.2公里",
        "due_on": DUE,
        "beneficiary_kind": Beneficiary.PUBLIC,
        "document_title": "演示县城市更新方案",
        "document_number": "演政发〔2026〕9号",
        "made_on": date(2026, 11, 2),
    }
    return Promise(body=body, **(said | changes))  # type: ignore[arg-type]


def pass_reviews(matter: Matter, office: Office, at: datetime) -> None:
    reviews = [
        Reviewed(item.code, Outcome.PASSED, "演示县司法局 演司审〔2026〕3号")
        for item in listed(matter, CONDITIONS, on=legal_day(at))
    ]
    operations.review(matter=matter, by=office.liaison, at=at, reviews=reviews)
    operations.approve(matter=matter, by=office.lawyer, at=at, reason="齐全")


Entered = Callable[..., Matter]


@pytest.fixture
def head_ning(housing_bureau: PublicBody) -> Mandate:
    """Heads the housing bureau."""
    return make_mandate("ning", Actor.BODY_HEAD, housing_bureau, housing_bureau.path, post="局长")


@pytest.fixture
def entered(office: Office, housing_bureau: PublicBody, monday: datetime, rules: str) -> Entered:
    """A promise of the housing bureau in force, of which Tang is named to answer."""

    def enter(at: datetime = monday, **changes: object) -> Matter:
        promise = a_promise(housing_bureau, **changes)
        commitment, _ = operations.propose(promise=promise, by=office.liaison, at=at)
        matter = commitment.matter
        pass_reviews(matter, office, at)
        operations.enter(matter=matter, by=office.liaison, at=at, owner=office.liaison)
        matter.refresh_from_db()
        return matter

    return enter
