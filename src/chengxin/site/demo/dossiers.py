"""Officials of the demo: invented people with ids that nobody bears, and what stands in their dossiers. 演示数据。"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.operations import create_user
from chengxin.foundation.deliveries.operations import dispatch, sign_for
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.operations import issue, review, review_in_law
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.identities import read_identity
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin.foundation.subjects.officials import enter_official, take_post
from chengxin.ground.sheets import SourceRow
from chengxin.mechanisms.dossiers import claims, operations
from chengxin.mechanisms.dossiers.ends import lapse_due
from chengxin.mechanisms.dossiers.looking import look
from chengxin.mechanisms.dossiers.models import Entry
from chengxin.mechanisms.dossiers.registering import let_see_own
from chengxin.mechanisms.dossiers.supplying import grant_authority, hand_in
from chengxin.mechanisms.privacy.operations import file_own
from chengxin.site.demo.cast import PASSWORD, SINCE, Cast
from chengxin.site.demo.steps import agree_to_electronic_service
from chengxin_core.calendar import legal_day
from chengxin_core.determination.dossiers import DossierInput

AUTHORITY, DISCIPLINE = "demo-rst", "demo-jcw"
BY_DISCIPLINE = (DossierInput.VIOLATIONS, DossierInput.INTEGRITY_RECORD, DossierInput.PERSONAL_MATTERS)
BY_PERSONNEL = (DossierInput.ANNUAL_ASSESSMENT, DossierInput.TRAINING, DossierInput.AWARD)
OFFICIAL_LOGINS = ("official", "official2")


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented official: the serial of the id, the name, where and as what, and what was supplied, days ago."""

    serial: int
    name: str
    body: str
    title: str
    said: tuple[tuple[DossierInput, str, int], ...] = ()


OFFICIALS = (
    Invented(
        1,
        "测试甲",
        "demo-01",
        "科长",
        (
            (DossierInput.ANNUAL_ASSESSMENT, "称职", 280),
            (DossierInput.PERSONAL_MATTERS, "一致", 200),
            (DossierInput.VIOLATIONS, "警告", 70),
            (DossierInput.TRAINING, "在职培训", 40),
        ),
    ),
    Invented(
        2,
        "测试乙",
        "demo-02",
        "副科长",
        (
            (DossierInput.VIOLATIONS, "警告", 220),
            (DossierInput.ANNUAL_ASSESSMENT, "基本称职", 280),
            (DossierInput.INTEGRITY_RECORD, "谈话提醒", 150),
        ),
    ),
    Invented(
        3,
        "测试丙",
        "demo-03",
        "科员",
        ((DossierInput.ANNUAL_ASSESSMENT, "优秀", 280), (DossierInput.AWARD, "嘉奖", 100)),
    ),
    Invented(4, "测试丁", "demo-04", "一级科员"),
)


def tell_dossiers(*, cast: Cast, at: datetime) -> int:
    """Enter the officials, supply their dossiers, take opinions and claims some way; return how many there are."""
    authority, discipline = (PublicBody.objects.get(pk=pk) for pk in (AUTHORITY, DISCIPLINE))
    for body, inputs in ((discipline, BY_DISCIPLINE), (authority, BY_PERSONNEL)):
        for each in inputs:
            grant_authority(
                body=body, input=each, document_number="演示组〔2026〕1号", valid_from=date(2025, 1, 1), at=at
            )
    officials = [_enter(invented, authority, at) for invented in OFFICIALS]
    for invented in OFFICIALS:
        _supply(invented, cast, at)
    own = [
        _let_see(official, username, at)
        for official, username in zip(officials, OFFICIAL_LOGINS, strict=False)
    ]
    lapse_due(at=at)
    look(
        official=officials[0],
        by=cast["personnel"],
        at=at - timedelta(days=20),
        purpose="awards",
        document_number="演示组〔2026〕12号",
    )
    _waiting_for_a_reply(officials[0], own[0], cast, at - timedelta(days=2))
    _objecting(officials[1], own[1], at - timedelta(days=1))
    file_own(
        by=own[1],
        right="access",
        stated="演示数据：请提供本人档案信息的全部内容和来源。",
        entry=None,
        attachments=[],
        at=at - timedelta(days=1),
    )
    _clear(officials[2], cast, at - timedelta(days=10))
    operations.open_opinion(official=officials[3], year=legal_day(at).year, by=cast["personnel"], at=at)
    return len(officials)


def _enter(invented: Invented, authority: PublicBody, at: datetime) -> Official:
    body = PublicBody.objects.get(pk=invented.body)
    official, _ = enter_official(
        identity=read_identity(invented.name, number_of(invented)),
        body=body,
        title="科员",
        valid_from=date(2020, 7, 1),
        authority=authority,
        at=at,
        is_demo=True,
    )
    if invented.title != "科员":
        take_post(
            official=official,
            body=body,
            title=invented.title,
            valid_from=date(2024, 3, 1),
            authority=authority,
        )
    return official


def number_of(invented: Invented) -> str:
    """Return an id number of a division that does not exist and of a day long past: nobody bears it."""
    return f"999999180001{invented.serial:05d}0"


def _supply(invented: Invented, cast: Cast, at: datetime) -> None:
    for place, (kind, item, days_ago) in enumerate(invented.said, start=1):
        day = at - timedelta(days=days_ago)
        by = cast["discipline"] if kind in BY_DISCIPLINE else cast["personnel"]
        cells = {
            "number": number_of(invented),
            "name": invented.name,
            "input": kind.zh,
            "item": item,
            "document_number": f"演示字〔{day.year}〕{invented.serial}{place}号",
            "decided_on": legal_day(day).isoformat(),
        }
        hand_in(rows=[SourceRow(1, cells)], by=by, at=day + timedelta(days=1))


def _let_see(official: Official, username: str, at: datetime) -> Mandate:
    user = User.objects.filter(username=username).first() or create_user(
        username=username, password=PASSWORD, display_name="公务员本人"
    )
    return let_see_own(official=official, user=user, valid_from=SINCE)


def _waiting_for_a_reply(official: Official, own: Mandate, cast: Cast, at: datetime) -> None:
    matter = operations.open_opinion(official=official, year=legal_day(at).year, by=cast["personnel"], at=at)
    operations.propose(
        matter=matter,
        by=cast["personnel"],
        at=at,
        code="in_effect",
        reasons="演示数据：依据档案中的处分决定，本人处在影响期内；其他信息没有异常。",
    )
    _served(matter, cast, own, at)


def _clear(official: Official, cast: Cast, at: datetime) -> None:
    matter = operations.open_opinion(official=official, year=legal_day(at).year, by=cast["personnel"], at=at)
    operations.propose(
        matter=matter,
        by=cast["personnel"],
        at=at,
        code="none",
        reasons="演示数据：四类信息中没有处在影响期内的记录，年度考核优秀。",
    )
    matter.refresh_from_db()
    operations.decide_clear(matter=matter, by=cast["personnelhead"], at=at)


def _objecting(official: Official, own: Mandate, at: datetime) -> None:
    entry = Entry.objects.filter(official=official, input=DossierInput.INTEGRITY_RECORD).latest("pk")
    claims.object_to(
        entry=entry,
        by=own,
        at=at,
        ground="error",
        stated="演示数据：该次谈话是工作提醒，不是处理，请予更正。",
        attachments=[],
    )


def _served(matter: Matter, cast: Cast, own: Mandate, at: datetime) -> None:
    document = Document.objects.select_related("matter").filter(matter__parent=matter).latest("pk").matter
    review(matter=document, by=cast["personnel2"], at=at)
    review_in_law(matter=document, by=cast["personnel3"], at=at)
    issue(matter=document, by=cast["personnelhead"], at=at)
    agree_to_electronic_service(own, at)
    dispatch(matter=document, by=cast["personnel"], at=at)
    sign_for(matter=document, by=own, at=at)
