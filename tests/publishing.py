"""The cast of tests that publish: a demo town, its offices, and a record about one of them. All invented."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import BodyKind, Level, PublicBody, Region
from chengxin.foundation.transparency.models import Publication, ReleaseReview
from chengxin.foundation.transparency.operations import publish, review_release, withdraw
from chengxin_core.ledger.canonical import parse_canonical
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Ground

FEB_2 = datetime(2026, 2, 2, 1, 30, tzinfo=UTC)
PROVINCE = ("sd", "山东省")
CITY = ("sd-99", "示范市")


def later(days: int = 1) -> datetime:
    """Return a moment so many days after 2 February 2026."""
    return FEB_2 + timedelta(days=days)


def make_body(name: str = "示范市住房局", number: int = 1) -> PublicBody:
    """Make a body of the demo city."""
    province, _ = Region.objects.get_or_create(
        id=PROVINCE[0], path="sd/", level=Level.PROVINCE, name=PROVINCE[1], code="370000"
    )
    city, _ = Region.objects.get_or_create(
        id=CITY[0], path="sd/sd-99/", level=Level.CITY, name=CITY[1], code="379900", parent=province
    )
    return PublicBody.objects.create(
        id=f"demo-{number}",
        path=f"sd/sd-99/demo-{number}/",
        name=name,
        kind=BodyKind.DEPARTMENT,
        region=city,
        source="演示数据",
        is_fictional=True,
    )


def make_mandate(role: Actor, body: PublicBody, username: str) -> Mandate:
    """Give somebody a role."""
    user, _ = User.objects.get_or_create(username=username)
    return Mandate.objects.create(
        user=user, role=role, body=body, scope=body.path, post=role.zh, valid_from=date(2026, 1, 1)
    )


def make_matter(body: PublicBody | None = None) -> Matter:
    """Open a record's matter about a body."""
    about = body or make_body()
    return Matter.objects.create(
        kind="record",
        state="heard",
        title="演示记录",
        body=about,
        organ=about,
        subject_path=about.path,
        organ_path=about.path,
        rulebook="0" * 64,
        opened_at=FEB_2,
        moved_at=FEB_2,
        is_demo=True,
    )


def make_review(matter: Matter, *, at: datetime = FEB_2, failing: str = "") -> ReleaseReview:
    """Review what is to be published; it passes unless a check is said to fail."""
    number = Mandate.objects.count()
    return review_release(
        matter=matter,
        kind="record",
        by=make_mandate(Actor.RELEASE_REVIEWER, matter.organ, f"reviewer-{number}"),
        author=make_mandate(Actor.CREDIT_OFFICER, matter.organ, f"author-{number}"),
        disclosure_passed=failing != "disclosure",
        secrecy_passed=failing != "secrecy",
        personal_passed=failing != "personal",
        ground="依法应当公开，不含国家秘密，个人信息已隐去",
        at=at,
    )


def record_body(matter: Matter, **changes: Any) -> dict[str, Any]:
    """Return the content of a record about the matter's body."""
    return {
        "body": {
            "id": matter.body_id,
            "name": matter.body.name,
            "region": [{"id": PROVINCE[0], "name": PROVINCE[1]}, {"id": CITY[0], "name": CITY[1]}],
        },
        "title": "未按照生效判决支付工程款",
        "facts": "示范市住房局未在判决确定的期限内支付工程款一百二十万元。",
        "severity": "general",
        "reasons": [
            {
                "question": "判决是否已经生效",
                "answer": "是，二审维持原判",
                "citation": "行政诉讼法 第八十八条",
            },
            {"question": "被告是否为公共机构", "answer": "是", "citation": "意见 第二条"},
        ],
        "basis": {
            "kind": "judgment",
            "number": "（2025）鲁99行终1号",
            "organ": "示范市中级人民法院",
            "date": date(2025, 12, 1),
        },
        "organ": "示范市发展和改革委员会",
        "measures": [
            {"code": "M-01", "name": "取消评先评优资格", "organ": "示范市人民政府", "state": "已实施"}
        ],
        "progress": [{"on": date(2026, 1, 20), "what": "已支付六十万元"}],
        "remedies": ["认为公示信息有误的，可以向示范市发展和改革委员会提出异议。"],
        "published_on": date(2026, 2, 2),
        "ends_on_latest": date(2026, 8, 2),
        "is_demo": True,
        **changes,
    }


def make_publication(matter: Matter | None = None, *, at: datetime = FEB_2, **changes: Any) -> Publication:
    """Publish a reviewed record."""
    about = matter or make_matter()
    return publish(
        kind="record", matter=about, body=record_body(about, **changes), review=make_review(about), at=at
    )


def promise_body(matter: Matter, **changes: Any) -> dict[str, Any]:
    """Return the content of a promise of the matter's body."""
    first = {
        "number": 1,
        "text": "演示数据：修好城北路",
        "target": "3.2公里",
        "due_on": date(2026, 6, 30),
        "stood_from": date(2026, 2, 2),
    }
    return {
        "body": record_body(matter)["body"],
        "promised_by": matter.body.name,
        "title": "演示数据：修好城北路",
        "kind": "政策承诺",
        "beneficiary": "社会公众",
        "document": "演政发〔2026〕9号",
        "versions": [first],
        "due_on": date(2026, 6, 30),
        "standing": "due",
        "fulfilled_on": None,
        "said": "",
        "organ": "示范市发展和改革委员会",
        "published_on": date(2026, 2, 2),
        "is_demo": True,
        **changes,
    }


def figures_body(kind: str, matter: Matter, **changes: Any) -> dict[str, Any]:
    """Return the content of a public review, or of the figures of a month, that the matter's body published."""
    subject = record_body(matter)["body"]
    answer = {
        "question": "说到做到",
        "content": 27,
        "of": 36,
        "point": 750_000,
        "low": 588_787,
        "high": 862_373,
    }
    counts = {"received": 12, "in_time": 9, "late": None, "rated": None}
    own: dict[str, Any] = {
        "campaign": {
            "opens_on": date(2026, 1, 5),
            "closes_on": date(2026, 1, 20),
            "electorate": "任何人",
            "minimum": 30,
            "results": [
                {"body": subject, "ballots": 36, "answers": [answer]},
                {"body": {**subject, "id": "demo-2"}, "ballots": None, "answers": []},
            ],
            "alike": 0,
        },
        "complaint_counts": {
            "month": "2026-01",
            "smallest": 5,
            "rows": [
                {
                    "id": CITY[0],
                    "name": CITY[1],
                    "counts": counts,
                    "bodies": [{"body": subject, "counts": counts}],
                }
            ],
            "satisfaction": None,
        },
    }[kind]
    return {
        "body": subject,
        "title": "演示数据：一月统计",
        "text": "演示数据：统计口径。",
        **own,
        "organ": matter.body.name,
        "published_on": date(2026, 2, 2),
        "is_demo": True,
        **changes,
    }


def proposal_body(matter: Matter, **changes: Any) -> dict[str, Any]:
    """Return the content of a suggestion that the matter's body answers."""
    heard = {"attitude": "满意", "result": "满意", "reason": "", "said_on": date(2026, 2, 2)}
    answer = {
        "round": 1,
        "number": "演示县发〔2026〕1号",
        "kind": "所提问题已经解决或者基本解决",
        "answer_class": "已经解决",
        "text": "演示数据：桥已经建成。",
        "target": "",
        "due_on": None,
        "signed_on": date(2026, 2, 1),
        "promise": "",
        "feedback": heard,
    }
    return {
        "body": record_body(matter)["body"],
        "title": "演示数据：人大代表建议012号：关于建桥的建议",
        "source": "deputy",
        "session": "十九届一次会议",
        "number": "012",
        "text": "演示数据：建议在城北建桥。",
        "assigned_on": date(2026, 1, 20),
        "co_handlers": ["演示县水利局"],
        "answers": [answer],
        "standing": "closed",
        "organ": "演示市人大常委会代表工作机构",
        "published_on": date(2026, 2, 2),
        "is_demo": True,
        **changes,
    }


def make_figures(kind: str, matter: Matter, *, at: datetime = FEB_2, **changes: Any) -> Publication:
    """Publish a reviewed public review, or the figures of a month."""
    review = make_review(matter)
    ReleaseReview.objects.filter(pk=review.pk).update(kind=kind)
    review.kind = kind
    body = figures_body(kind, matter, **changes)
    return publish(kind=kind, matter=matter, body=body, review=review, at=at)


def make_proposal(matter: Matter, *, at: datetime = FEB_2, **changes: Any) -> Publication:
    """Publish a reviewed suggestion."""
    body, review = proposal_body(matter, **changes), make_review_of("proposal", matter, at=at)
    return publish(kind="proposal", matter=matter, body=body, review=review, at=at)


def make_promise_review(matter: Matter, *, at: datetime = FEB_2) -> ReleaseReview:
    """Review a promise for release; it passes."""
    return make_review_of("promise", matter, at=at)


def make_review_of(kind: str, matter: Matter, *, at: datetime = FEB_2) -> ReleaseReview:
    """Review something of a kind for release; it passes."""
    number = Mandate.objects.count()
    return review_release(
        matter=matter,
        kind=kind,
        by=make_mandate(Actor.RELEASE_REVIEWER, matter.organ, f"reviewer-{number}"),
        author=make_mandate(Actor.CREDIT_OFFICER, matter.organ, f"author-{number}"),
        disclosure_passed=True,
        secrecy_passed=True,
        personal_passed=True,
        ground="依法应当公开",
        at=at,
    )


def make_promise(matter: Matter, *, at: datetime = FEB_2, **changes: Any) -> Publication:
    """Publish a reviewed promise."""
    body, review = promise_body(matter, **changes), make_promise_review(matter, at=at)
    return publish(kind="promise", matter=matter, body=body, review=review, at=at)


def matter_of(publication: Publication) -> Matter:
    """Return the matter of a publication that was made here."""
    assert publication.matter is not None
    return publication.matter


def content_of(publication: Publication, version: int = 1) -> dict[str, Any]:
    """Return the content of a version as it was stored."""
    stored = publication.versions.get(version=version).content
    content = parse_canonical(bytes(stored or b""))
    assert isinstance(content, dict)
    return content


def end(publication: Publication, *, ground: Ground = Ground.REVERSED, days: int = 1) -> None:
    """Withdraw a publication so many days after 2 February 2026."""
    withdraw(
        publication=publication,
        ground=ground,
        clauses=["C-55"],
        decided_by_role="credit_head",
        at=later(days),
    )
