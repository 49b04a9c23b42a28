from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

import pytest
from tests.publishing import (
    FEB_2,
    content_of,
    end,
    later,
    make_body,
    make_mandate,
    make_matter,
    make_publication,
    make_review,
    matter_of,
    record_body,
)

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.transparency import plugs
from chengxin.foundation.transparency.models import LogEntry, Publication, PublicationState
from chengxin.foundation.transparency.operations import (
    AlreadyPublished,
    BackwardsInTime,
    ChangedMeanwhile,
    ContentRefused,
    PublicationEnded,
    ReleaseNotReviewed,
    Releasing,
    ReviewerRefused,
    correct,
    mark,
    publish,
    publish_all,
    review_release,
    unmark,
)
from chengxin.foundation.transparency.personal import NamesAPerson
from chengxin_core.ledger.commitment import SALT_BYTES, is_commitment_to
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

pytestmark = [pytest.mark.own_sql, pytest.mark.django_db(databases="__all__")]


class TestReview:
    def test_refuses_a_reviewer_who_wrote_it(self) -> None:
        matter = make_matter()
        reviewer = make_mandate(Actor.RELEASE_REVIEWER, matter.organ, "zhou")
        same_person = make_mandate(Actor.CREDIT_OFFICER, matter.organ, "zhou")

        with pytest.raises(ReviewerRefused, match="同一人"):
            _review(matter, reviewer, same_person)

    def test_refuses_somebody_who_is_no_release_reviewer(self) -> None:
        matter = make_matter()
        officer = make_mandate(Actor.CREDIT_OFFICER, matter.organ, "wang")
        author = make_mandate(Actor.CREDIT_OFFICER, matter.organ, "li")

        with pytest.raises(ReviewerRefused, match="公开审查人员"):
            _review(matter, officer, author)


def _review(matter: Matter, reviewer: Mandate, author: Mandate) -> None:
    review_release(
        matter=matter,
        kind="record",
        by=reviewer,
        author=author,
        disclosure_passed=True,
        secrecy_passed=True,
        personal_passed=True,
        ground="依法公开",
        at=FEB_2,
    )


class TestPublish:
    def test_queues_an_entry_that_commits_to_the_content(self) -> None:
        publication = make_publication()

        entry, version = publication.entries.get(), publication.versions.get()
        content, salt = bytes(version.content or b""), bytes(version.salt or b"")
        assert entry.index is None
        assert is_commitment_to(bytes(entry.commitment or b""), content, salt)

    def test_keeps_days_and_codes_as_plain_json(self) -> None:
        publication = make_publication()

        content = content_of(publication)
        assert content["format"] == "chengxin/record/v1"
        assert content["basis"]["date"] == "2025-12-01"
        assert content["objection_marker"] is False

    def test_gives_keys_that_tell_nothing(self) -> None:
        first = make_publication()
        second = make_publication(make_matter(make_body("示范市水务局", 2)))

        assert len(first.key) == 32
        assert first.key != second.key

    @pytest.mark.parametrize("check", ["disclosure", "secrecy", "personal"])
    def test_refuses_what_did_not_pass_a_check(self, check: str) -> None:
        matter = make_matter()
        review = make_review(matter, failing=check)

        with pytest.raises(ReleaseNotReviewed, match="未通过"):
            publish(kind="record", matter=matter, body=record_body(matter), review=review, at=FEB_2)

    def test_refuses_what_nobody_reviewed(self) -> None:
        matter = make_matter()

        with pytest.raises(ReleaseNotReviewed):
            publish(kind="record", matter=matter, body=record_body(matter), review=None, at=FEB_2)

    def test_refuses_the_review_of_another_matter(self) -> None:
        matter, other = make_matter(), make_matter(make_body("示范市水务局", 2))

        with pytest.raises(ReleaseNotReviewed, match="不是针对"):
            publish(
                kind="record", matter=matter, body=record_body(matter), review=make_review(other), at=FEB_2
            )

    def test_refuses_content_that_is_not_of_its_kind(self) -> None:
        with pytest.raises(ContentRefused, match="severity"):
            make_publication(severity="terrible")

    def test_refuses_a_second_publication_of_one_matter(self) -> None:
        matter = matter_of(make_publication())

        with pytest.raises(AlreadyPublished):
            make_publication(matter)


class TestPublishAll:
    """Many at once, as an import does; each as if it were published alone."""

    def releasing(self, count: int, **changes: Any) -> list[Releasing]:
        body = make_body()
        matters = [make_matter(body) for _ in range(count)]
        return [Releasing(each, record_body(each, **changes), make_review(each)) for each in matters]

    def test_each_has_key_salt_and_a_queued_entry_of_its_own(self) -> None:
        published = publish_all(kind="record", releasing=self.releasing(3), at=FEB_2)

        assert len({each.key for each in published}) == 3
        salts = {bytes(each.versions.get().salt or b"") for each in published}
        assert len(salts) == 3
        assert {len(salt) for salt in salts} == {SALT_BYTES}
        for each in published:
            version, entry = each.versions.get(), each.entries.get()
            assert entry.index is None
            assert is_commitment_to(
                bytes(entry.commitment or b""), bytes(version.content or b""), bytes(version.salt or b"")
            )

    def test_one_that_is_refused_lets_none_out(self) -> None:
        three = self.releasing(3)
        three[1] = replace(three[1], review=None)

        with pytest.raises(ReleaseNotReviewed):
            publish_all(kind="record", releasing=three, at=FEB_2)

        assert not Publication.objects.exists()

    def test_a_name_of_one_matter_is_looked_for_in_its_own_content_only(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        two = self.releasing(2, facts="关于欧阳演示的事实。")
        second = two[1].matter.pk
        monkeypatch.setattr(plugs, "_names", {"evidence": lambda matters: {second: ["欧阳演示"]}})

        publish_all(kind="record", releasing=two[:1], at=FEB_2)
        with pytest.raises(NamesAPerson):
            publish_all(kind="record", releasing=two[1:], at=FEB_2)

    def test_a_matter_is_not_published_twice(self) -> None:
        (one,) = self.releasing(1)

        with pytest.raises(AlreadyPublished):
            publish_all(kind="record", releasing=[one, one], at=FEB_2)

    def test_none_is_nothing(self) -> None:
        assert publish_all(kind="record", releasing=[], at=FEB_2) == []

    def test_asks_the_database_as_often_for_many_as_for_one(
        self, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
    ) -> None:
        many = self.releasing(40)

        with django_assert_max_num_queries(8):
            publish_all(kind="record", releasing=many, at=FEB_2)


@dataclass
class Leak:
    text: str
    what: str


LEAKS = {
    "name": Leak("原告欧阳演示请求支付", "姓名"),
    "name in pieces": Leak("原告 欧 阳 演 示 请求", "姓名"),
    "identity number": Leak("身份证 11010519491231002X", "身份证件号码"),
    "full-width identity number": Leak("身份证１１０１０５１９４９１２３１００２Ｘ。", "身份证件号码"),
    "mobile": Leak("联系 138-0000-0000", "电话号码"),
    "mobile without dashes": Leak("电话13800000000，", "电话号码"),
    "landline": Leak("电话0531-12345678", "电话号码"),
}


class TestPersonalInformation:
    @pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
    def test_is_refused_by_place_and_never_repeated(
        self, leak: Leak, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(
            plugs, "_names", {"evidence": lambda matters: {each.pk: ["欧阳演示"] for each in matters}}
        )
        reasons = [
            {"question": "问", "answer": "答", "citation": "条"},
            {"question": "问", "answer": leak.text, "citation": "条"},
        ]

        with pytest.raises(NamesAPerson) as refusal:
            make_publication(reasons=reasons)

        assert refusal.value.place == "$.reasons[1].answer"
        assert leak.what in str(refusal.value)
        assert leak.text not in str(refusal.value)

    @pytest.mark.parametrize("text", ["信用代码 113701000041888888", "金额 13800000000000 元"])
    def test_is_not_seen_in_other_numbers(self, text: str) -> None:
        assert make_publication(facts=text).pk


class TestCorrect:
    def test_destroys_the_old_content_and_says_why(self) -> None:
        publication = make_publication()

        correct(
            publication=publication,
            body=record_body(matter_of(publication), title="更正后的标题"),
            why="金额有误",
            review=make_review(matter_of(publication), at=later()),
            at=later(),
        )

        old = publication.versions.get(version=1)
        assert (old.content, old.salt) == (None, None)
        assert content_of(publication, 2)["correction"] == {"on": "2026-02-03", "why": "金额有误"}

    def test_refuses_the_review_of_the_version_before(self) -> None:
        publication = make_publication(at=later())
        old_review = matter_of(publication).release_reviews.get()

        with pytest.raises(ReleaseNotReviewed, match="重新审查"):
            correct(
                publication=publication,
                body=record_body(matter_of(publication)),
                why="x",
                review=old_review,
                at=later(2),
            )

    def test_keeps_the_objection_marker(self) -> None:
        publication = mark(publication=make_publication(), at=FEB_2)

        correct(
            publication=publication,
            body=record_body(matter_of(publication)),
            why="补充",
            review=make_review(matter_of(publication), at=later()),
            at=later(),
        )

        assert content_of(publication, 3)["objection_marker"] is True

    def test_refuses_who_saw_an_older_version(self) -> None:
        publication = make_publication()
        stale = type(publication).objects.get(pk=publication.pk)
        mark(publication=publication, at=FEB_2)

        with pytest.raises(ChangedMeanwhile):
            mark(publication=stale, at=FEB_2)


class TestMark:
    def test_shows_the_marker_and_takes_it_away(self) -> None:
        publication = make_publication()

        mark(publication=publication, at=later())
        mark(publication=publication, at=later())
        unmark(publication=publication, at=later(2))

        assert [entry.event for entry in publication.entries.order_by("pk")] == [
            "published",
            "marked",
            "unmarked",
        ]


class TestWithdraw:
    @pytest.mark.parametrize(
        ("ground", "event"),
        [(Ground.EXPIRED, "expired"), (Ground.REPAIRED, "repaired"), (Ground.REVERSED, "withdrawn")],
    )
    def test_destroys_content_and_salt_and_queues_the_certificate(self, ground: Ground, event: str) -> None:
        publication = make_publication()

        end(publication, ground=ground)

        entry = LogEntry.objects.latest("pk")
        assert publication.state == PublicationState.ENDED
        assert not publication.versions.filter(content__isnull=False).exists()
        assert not publication.versions.filter(salt__isnull=False).exists()
        assert entry.event == event
        assert entry.certificate == {
            "ground": ground.value,
            "clauses": ["C-55"],
            "decided_by_role": "credit_head",
        }

    def test_happens_once(self) -> None:
        publication = make_publication()
        end(publication)

        with pytest.raises(PublicationEnded):
            end(publication, days=2)

    def test_leaves_the_matter_free_to_be_published_again_under_another_key(self) -> None:
        first = make_publication()
        end(first)

        second = make_publication(matter_of(first), at=later(2))

        assert second.key != first.key

    def test_cannot_come_before_the_publication(self) -> None:
        publication = make_publication(at=later(2))

        with pytest.raises(BackwardsInTime):
            end(publication)
