"""What waits for whom, and in which order."""

from datetime import date, timedelta

import pytest
from tests.cast import make_mandate
from tests.rooms.desk.trial import make_deadline, make_trial

from chengxin.doors.desk.queries import Filters, counts, overdue, page_of, waiting
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.lifecycle.table import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("trial")]
TODAY = date(2026, 11, 23)


@pytest.fixture
def matter(housing_bureau: PublicBody, credit_office: PublicBody) -> Matter:
    return make_trial(housing_bureau, credit_office)


class TestWaiting:
    def test_holds_what_the_holder_has_a_button_for(self, matter: Matter, officer_lin: Mandate) -> None:
        assert list(waiting(officer_lin)) == [matter]

    def test_holds_nothing_that_waits_for_another_role(self, matter: Matter, head_zhou: Mandate) -> None:
        assert not waiting(head_zhou).exists()

    def test_holds_the_bodys_own_matters_for_its_liaison(
        self, matter: Matter, liaison_tang: Mandate, neighbour_bai: Mandate
    ) -> None:
        assert list(waiting(liaison_tang)) == [matter]
        assert not waiting(neighbour_bai).exists()

    def test_hides_from_the_liaison_what_was_not_shown_yet(
        self, housing_bureau: PublicBody, credit_office: PublicBody, liaison_tang: Mandate
    ) -> None:
        make_trial(housing_bureau, credit_office, shown=False)

        assert not waiting(liaison_tang).exists()

    def test_leaves_out_what_another_organ_handles(
        self, housing_bureau: PublicBody, finance_bureau: PublicBody, officer_lin: Mandate
    ) -> None:
        make_trial(housing_bureau, finance_bureau)

        assert not waiting(officer_lin).exists()


class TestPage:
    def test_shows_the_nearest_day_first_then_the_oldest(
        self, housing_bureau: PublicBody, credit_office: PublicBody, officer_lin: Mandate
    ) -> None:
        undated, late, soon, later = (make_trial(housing_bureau, credit_office) for _ in range(4))
        make_deadline(later, TODAY + timedelta(9))
        make_deadline(soon, TODAY + timedelta(1))
        make_deadline(late, TODAY - timedelta(1))

        page = page_of(waiting(officer_lin), Filters(), on=TODAY, mandate=officer_lin)

        assert [row.matter for row in page.rows] == [late, soon, later, undated]

    def test_forgets_a_deadline_that_ended(self, matter: Matter, officer_lin: Mandate) -> None:
        make_deadline(matter, TODAY - timedelta(1), ended_on=TODAY)

        page = page_of(waiting(officer_lin), Filters(), on=TODAY, mandate=officer_lin)

        assert page.rows[0].due_on is None
        assert not overdue(officer_lin, on=TODAY).exists()

    def test_pages_through_everything_once(
        self, housing_bureau: PublicBody, credit_office: PublicBody, officer_lin: Mandate
    ) -> None:
        matters = [make_trial(housing_bureau, credit_office) for _ in range(7)]
        for number, each in enumerate(matters[:5]):
            make_deadline(each, TODAY + timedelta(number // 2))

        seen: list[Matter] = []
        key = ""
        while True:
            page = page_of(waiting(officer_lin), Filters(), on=TODAY, mandate=officer_lin, after=key, size=2)
            seen += [row.matter for row in page.rows]
            key = page.next_key
            if not key:
                break

        assert seen == matters

    @pytest.mark.parametrize("key", ["", "x", "~", "2026-11-23~x", "2026-99-99~1", "~1"])
    def test_begins_anew_at_a_key_not_made_here(self, key: str, matter: Matter, officer_lin: Mandate) -> None:
        page = page_of(waiting(officer_lin), Filters(), on=TODAY, mandate=officer_lin, after=key)

        assert [row.matter for row in page.rows] == [matter]

    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            (Filters(kind="trial"), True),
            (Filters(kind="record"), False),
            (Filters(kind="trial", state="noticed"), True),
            (Filters(state="heard"), False),
            (Filters(words="住房"), True),
            (Filters(words="工程款"), True),
            (Filters(words="水利"), False),
            (Filters(due="overdue"), True),
            (Filters(due="soon"), False),
        ],
    )
    def test_narrows_by_what_was_asked(
        self, filters: Filters, found: bool, matter: Matter, officer_lin: Mandate
    ) -> None:
        make_deadline(matter, TODAY - timedelta(1))

        assert bool(page_of(waiting(officer_lin), filters, on=TODAY, mandate=officer_lin).rows) is found


def test_counts_each_list(matter: Matter, officer_lin: Mandate, head_zhou: Mandate) -> None:
    make_deadline(matter, TODAY - timedelta(1))

    rest = {"done": 0, "started": 0, "circulated": 0, "starred": 0, "visible": 1}

    assert counts(officer_lin, on=TODAY) == {"waiting": 1, "overdue": 1, **rest}
    assert counts(head_zhou, on=TODAY) == {"waiting": 0, "overdue": 1, **rest}


def test_counts_nothing_for_who_sees_no_matter(matter: Matter, credit_office: PublicBody) -> None:
    administrator = make_mandate("admin", Actor.ADMINISTRATOR, credit_office, credit_office.region.path)

    assert not any(counts(administrator, on=TODAY).values())
