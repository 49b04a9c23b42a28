"""What the public sees of a promise is let out and taken back by nobody who belongs to the body."""

from datetime import datetime

import pytest
from tests.cast import make_mandate
from tests.make import Office
from tests.rooms.commitments.conftest import Entered

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import Recused
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.models import ReleaseReview
from chengxin.foundation.transparency.operations import ReviewerRefused
from chengxin.foundation.transparency.queries import publication_in_force
from chengxin.mechanisms.commitments.showing import KIND, release, take_down
from chengxin_core.lifecycle.table import Actor

pytestmark = [
    pytest.mark.engine,
    pytest.mark.django_db(databases="__all__"),
    pytest.mark.usefixtures("rules"),
]


def let_out(matter: Matter, by: Mandate, at: datetime) -> str:
    passed = dict.fromkeys(("disclosure_passed", "secrecy_passed", "personal_passed"), True)
    return release(matter=matter, by=by, at=at, ground="同意", **passed)


def test_who_heads_the_body_neither_lets_out_nor_takes_down(
    entered: Entered, office: Office, housing_bureau: PublicBody, monday: datetime
) -> None:
    matter = entered()
    for holder in (office.release_reviewer, office.head):
        make_mandate(holder.user.username, Actor.BODY_HEAD, housing_bureau, housing_bureau.path)

    with pytest.raises(Recused, match="任职"):
        let_out(matter, office.release_reviewer, monday)
    assert publication_in_force(matter, KIND) is None

    other = make_mandate(
        "shen", Actor.RELEASE_REVIEWER, office.release_reviewer.body, office.release_reviewer.scope
    )
    let_out(matter, other, monday)
    with pytest.raises(Recused, match="任职"):
        take_down(matter=matter, by=office.head, at=monday, reason="登记有误")
    assert publication_in_force(matter, KIND) is not None


def test_whoever_wrote_it_does_not_review_it_and_whoever_moved_it_last_is_not_its_author(
    entered: Entered, office: Office, monday: datetime
) -> None:
    matter = entered()
    matter.moves.filter(code="open").update(by=office.officer)
    writer = make_mandate(
        office.officer.user.username, Actor.RELEASE_REVIEWER, office.officer.body, office.officer.scope
    )
    assert matter.moves.exclude(by=None).last() != matter.moves.get(code="open")

    with pytest.raises(ReviewerRefused, match="同一人"):
        let_out(matter, writer, monday)
    let_out(matter, office.release_reviewer, monday)

    assert ReleaseReview.objects.get(matter=matter).author == office.officer
