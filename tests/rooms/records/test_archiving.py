"""A case file is closed only when everybody was told what was decided in it."""

from datetime import datetime, timedelta

import pytest
from tests.make import Office, issue_and_serve
from tests.rooms.objections.cases import fresh
from tests.rooms.repairs.cases import apply_for, make_burdened_record
from tests.rooms.repairs.conftest import Board, board, home

from chengxin.chain.consequences.operations import acknowledge
from chengxin.chain.records.ends import archive_ended
from chengxin.chain.repairs import effects
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin_core.calendar import legal_day

__all__ = ["board", "home"]
pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.engine]


def test_waits_until_the_decision_on_repair_was_served(
    rules: str, housing_bureau: PublicBody, office: Office, owner_cao: Mandate, monday: datetime, board: Board
) -> None:
    record, measure = make_burdened_record(body=housing_bureau, office=office, owner=owner_cao, at=monday)
    repair = apply_for(record, office, monday, "granted")
    run_sequencer(at=monday)
    effects.acknowledge_sharing(matter=repair, by=office.officer, at=monday, receipt="演示", attachments=[])
    lifted = fresh(measure.matter)
    acknowledge(matter=lifted, by=owner_cao, at=monday, lifted_on=legal_day(monday), what="演示")
    assert fresh(repair).state == "completed"
    serve(record, office, monday)

    assert archive_ended(at=monday + timedelta(1)) == 0

    serve(repair, office, monday)
    assert archive_ended(at=monday + timedelta(2)) == 1


def serve(matter: Matter, office: Office, at: datetime) -> None:
    """Serve every document drafted in the matter."""
    for document in Document.objects.filter(matter__parent=matter, matter__state="drafted"):
        issue_and_serve(document=document, office=office, at=at)
