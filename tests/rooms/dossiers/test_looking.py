"""Nobody looks before it is written down what for, nobody looks at oneself as an organ, and strangers find nobody."""

from datetime import datetime, timedelta

import pytest
from tests.cast import make_mandate, make_official
from tests.rooms.dossiers.cases import NAME, NUMBER, sanctioned

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.foundation.retention import operations as retention
from chengxin.foundation.retention.models import DestructionList
from chengxin.foundation.retention.plugs import record_class
from chengxin.foundation.subjects.models import Official
from chengxin.mechanisms.dossiers import ends
from chengxin.mechanisms.dossiers.looking import PurposeRefused, find, look, officials_seen_by, reveal
from chengxin.mechanisms.dossiers.models import Entry, Look, NoticeKind, Restoration
from chengxin_core.lifecycle.table import PERSONNEL, Actor

pytestmark = [pytest.mark.engine, pytest.mark.django_db(databases="__all__")]
WORK = {"purpose": "appointment", "document_number": "演示组〔2026〕7号"}


def test_the_whole_identity_is_answered_after_the_look_was_written(
    official: Official, clerk: Mandate, monday: datetime
) -> None:
    whole = reveal(official=official, by=clerk, at=monday, **WORK)

    assert (whole.name, whole.number) == (NAME, NUMBER)
    written = Look.objects.get()
    assert (written.kind, written.purpose, written.body) == ("identity", "appointment", clerk.body)


@pytest.mark.parametrize(
    "said",
    [
        {"purpose": "", "document_number": "演示组〔2026〕7号"},
        {"purpose": "curiosity", "document_number": "演示组〔2026〕7号"},
        {"purpose": "appointment", "document_number": ""},
        {"purpose": "appointment", "document_number": "随便看看"},
    ],
)
def test_without_a_purpose_and_a_document_nothing_is_answered(
    official: Official, clerk: Mandate, monday: datetime, said: dict[str, str]
) -> None:
    for operation in (look, reveal):
        with pytest.raises(PurposeRefused):
            operation(official=official, by=clerk, at=monday, **said)
    assert not Look.objects.exists()


def test_a_stranger_is_answered_nothing(official: Official, stranger: Mandate, monday: datetime) -> None:
    assert find(NUMBER, stranger) == []
    for operation in (look, reveal):
        with pytest.raises(NotCompetent):
            operation(official=official, by=stranger, at=monday, **WORK)


def test_a_personnel_officer_does_not_look_at_the_own_dossier(
    official: Official, clerk: Mandate, monday: datetime
) -> None:
    body = official.employer
    Mandate.objects.create(
        user=clerk.user,
        role=Actor.OFFICIAL,
        body=body,
        scope=body.path,
        post="公务员本人",
        official=official,
        valid_from=clerk.valid_from,
    )

    assert not officials_seen_by(clerk).exists()
    with pytest.raises(NotCompetent, match="就是您本人"):
        look(official=official, by=clerk, at=monday, **WORK)


def test_a_discipline_organ_sees_whom_it_supplied_something_about(
    official: Official, inspector: Mandate, clerk: Mandate, monday: datetime
) -> None:
    make_official(official.employer, official.authority, 2, "测试乙", at=monday)
    assert not officials_seen_by(inspector).exists()

    sanctioned(inspector, monday)

    assert list(officials_seen_by(inspector)) == [official]
    assert officials_seen_by(clerk).count() == 2


@pytest.mark.parametrize("role", [each for each in Actor if each not in {*PERSONNEL, Actor.SYSTEM}])
def test_no_other_role_sees_anybody(role: Actor, official: Official) -> None:
    body = official.authority
    own = official if role is Actor.OFFICIAL else None
    holder = make_mandate("any", role, body, body.region.path, official=own)

    assert not officials_seen_by(holder).exists()


def test_looks_are_kept_for_their_term_and_while_an_entry_stands_that_was_seen(
    official: Official, clerk: Mandate, inspector: Mandate, monday: datetime
) -> None:
    """Who looked is told of each end of an entry, of a removal long after its effect too: until then the look stays."""
    entry, later = sanctioned(inspector, monday), monday + timedelta(days=365 * 3 + 40)
    seen = look(official=official, by=clerk, at=monday, **WORK)
    look(official=official, by=clerk, at=monday - timedelta(days=1), **WORK)  # it saw no entry
    kept = record_class("dossiers.looks")
    assert kept.extent(kept.kept_from(later)).count == 1

    Entry.objects.filter(pk=entry.pk).update(lapsed_on=later.date())
    assert kept.extent(kept.kept_from(later)).count == 1
    ends.remove(entry=entry, at=later)
    assert Restoration.objects.filter(entry=entry, kind=NoticeKind.REMOVED, body=clerk.body).exists()
    assert kept.extent(kept.kept_from(monday)).count == 0
    retention.draft_due(at=later)
    listed = DestructionList.objects.get(record_class="dossiers.looks")
    auditor = make_mandate("shenji", Actor.AUDIT_ADMIN, clerk.body, clerk.body.region.path)
    retention.approve(listed=listed, by=auditor, reason="演示数据：保存期满", at=later)

    assert (listed.count, retention.carry_out(at=later)) == (2, 2)
    assert not Look.objects.filter(pk=seen.pk).exists()
