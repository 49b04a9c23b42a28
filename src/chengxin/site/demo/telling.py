"""Telling the demo: the real cases, then a record at every stage of the chain, dated back from the day of set-up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from chengxin.chain.records.ends import expire_due, recount_windows
from chengxin.foundation.accounts.models import User
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.rules.operations import load_shipped_rules
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.transparency.sequencer import run_sequencer
from chengxin.ground import clock, home
from chengxin.site.demo import endings, steps
from chengxin.site.demo.archives import tell_filed_year, tell_old_records
from chengxin.site.demo.cases import tell_real_cases
from chengxin.site.demo.cast import LOGINS, Cast, engage
from chengxin.site.demo.complaints import tell_complaints
from chengxin.site.demo.dossiers import OFFICIAL_LOGINS, tell_dossiers
from chengxin.site.demo.inquiries import tell_inquiries
from chengxin.site.demo.outside_cases import tell_outside_cases
from chengxin.site.demo.privacy import tell_privacy
from chengxin.site.demo.promises import tell_promises
from chengxin.site.demo.proposals import tell_proposals
from chengxin.site.demo.ratings import tell_ratings
from chengxin.site.demo.returns import tell_returns
from chengxin.site.demo.steps import Office, Story
from chengxin.site.demo.together import tell_together
from chengxin.site.demo.wordings import tell_wordings
from chengxin.site.sinks import carry_figures, carry_reference
from chengxin_core.calendar import legal_day
from chengxin_core.vocabulary import Area

MARK = "demo"


class NotADemoHome(RuntimeError):
    """The home holds real users or matters: demo matter and demo logins do not belong there."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One running record: about which body, begun how many days ago, what it is about, how far it goes."""

    body: str
    days_ago: int
    story: Story
    until: str
    then: Callable[[Matter, Office, Cast, datetime], None] | None = None


def _story(area: Area, what: str, yuan: int, impact: str = "notable", relief: tuple[str, ...] = ()) -> Story:
    return Story(f"演示数据：{what}", area, yuan * 100, impact, relief)


CHAPTERS = (
    Chapter("demo-01", 3, _story(Area.PROCUREMENT, "政府采购合同验收后未按期付款。", 860_000), "draft"),
    Chapter(
        "demo-02", 4, _story(Area.INVESTMENT, "未兑现招商引资协议约定的场地条件。", 3_200_000), "submitted"
    ),
    Chapter("demo-03", 6, _story(Area.TENDERING, "中标后无正当理由不签订合同。", 1_500_000), "accepted"),
    Chapter("demo-04", 8, _story(Area.GENERAL, "逾期不履行行政复议决定。", 200_000, "limited"), "noticed"),
    Chapter("demo-05", 14, _story(Area.PARTNERSHIP, "未按合作协议支付运营补贴。", 12_000_000), "heard"),
    Chapter("demo-06", 20, _story(Area.INVESTMENT, "以机构调整为由停止履行奖补承诺。", 4_100_000), "active"),
    Chapter(
        "demo-07",
        75,
        _story(Area.TOWNSHIP, "拖欠农村道路工程款。", 2_600_000),
        "published",
        endings.rectifying_now,
    ),
    Chapter(
        "demo-08",
        60,
        _story(Area.PROCUREMENT, "拖欠中小企业货款。", 7_800_000),
        "published",
        endings.in_force,
    ),
    Chapter(
        "demo-09",
        90,
        _story(Area.TOWNSHIP, "未落实便民服务承诺，被判限期履行。", 300_000),
        "published",
        endings.late,
    ),
    Chapter(
        "demo-10",
        50,
        _story(Area.DEBT, "违规承诺偿还债务，被判承担责任。", 25_000_000, "grave"),
        "published",
        endings.in_force,
    ),
    Chapter(
        "demo-11",
        45,
        _story(Area.INVESTMENT, "未按约定兑现科技项目配套资金。", 5_000_000),
        "published",
        endings.objecting,
    ),
    Chapter(
        "demo-12",
        150,
        _story(Area.TENDERING, "招标文件设置不合理条件，拒不改正。", 900_000),
        "published",
        endings.applying,
    ),
    Chapter(
        "demo-13",
        160,
        _story(Area.GENERAL, "未履行生效判决确定的给付义务。", 640_000),
        "published",
        endings.repaired,
    ),
    Chapter(
        "demo-14",
        120,
        _story(Area.TRADING, "擅自终止公共资源交易项目。", 2_200_000),
        "published",
        endings.reversed_by_court,
    ),
    Chapter(
        "demo-01",
        5,
        _story(Area.PARTNERSHIP, "未按约定拨付可行性缺口补助。", 1_900_000),
        "proposed",
        endings.waiting_for_signature,
    ),
    Chapter("demo-02", 400, _story(Area.INVESTMENT, "未按承诺办理用地手续。", 2_700_000), "published"),
    Chapter(
        "demo-15",
        30,
        _story(Area.PARTNERSHIP, "未按期移交项目用地。", 9_600_000),
        "published",
        endings.exposed,
    ),
    Chapter(
        "demo-16", 35, _story(Area.PROCUREMENT, "变更合同条款未支付增加的费用。", 1_100_000), "published"
    ),
    Chapter(
        "demo-03",
        60,
        _story(Area.PROCUREMENT, "逾期不退还履约保证金。", 1_300_000),
        "published",
        endings.reported,
    ),
    Chapter(
        "demo-04",
        85,
        _story(Area.GENERAL, "未按生效判决支付工程尾款。", 2_400_000),
        "published",
        endings.put_right,
    ),
    Chapter(
        "demo-05",
        40,
        _story(Area.INVESTMENT, "未按协议返还招商引资保证金。", 3_500_000),
        "published",
        endings.maintained,
    ),
    Chapter(
        "demo-06",
        140,
        _story(Area.PARTNERSHIP, "未按合同约定支付可用性付费。", 6_400_000),
        "published",
        endings.applied,
    ),
    Chapter(
        "demo-15",
        170,
        _story(Area.TRADING, "未按约定退还竞买保证金。", 780_000),
        "published",
        endings.doubted,
    ),
)


def is_told() -> bool:
    """Say whether this home holds the demo already."""
    return (home.current().root / MARK).exists()


def tell() -> Iterator[str]:
    """Make the demo step by step, saying what was done; a home that holds it already is left as it is."""
    if is_told():
        yield "演示数据已经载入"
        return
    _refuse_a_home_in_use()
    at = clock.now()
    load_shipped_rules(at=at, demo=True)
    cast = engage()
    yield carry_reference()
    yield f"真实案例 {tell_real_cases(at=at)} 件（内部线索，不公示）"
    yield f"省外案例 {tell_outside_cases(at=at)} 件（省外线索，只存查）"
    body = PublicBody.objects.select_related("region").get(pk="demo-08")
    office = _office(cast, body)
    with transaction.atomic():
        yield f"归档案卷 {tell_filed_year(body=body, office=office, cast=cast, at=at)} 卷"
    with transaction.atomic():
        for number, chapter in enumerate(sorted(CHAPTERS, key=_oldest_first), start=1):
            _tell(chapter, number, cast, at)
        recount_windows(at=at)
        expire_due(at=at)
    with transaction.atomic():
        yield f"历史补录 {tell_old_records(body=body, office=office, at=at)} 条"
    yield f"演示事项 {len(CHAPTERS)} 件"
    with transaction.atomic():
        yield f"公务员信用档案 {tell_dossiers(cast=cast, at=at)} 份"
    with transaction.atomic():
        yield f"违约失信投诉 {tell_complaints(cast=cast, at=at)} 件"
    with transaction.atomic():
        yield f"评价、群众评议和投诉统计 {tell_ratings(cast=cast, at=at)} 件"
    with transaction.atomic():
        yield f"诚信查询: 异常核查和统计 {tell_inquiries(cast=cast, at=at)} 件"
    with transaction.atomic():
        told = tell_promises(office_of=lambda body: _office(cast, body), at=at)
    yield f"承诺 {told} 项"
    with transaction.atomic():
        yield f"建议提案和监督意见 {tell_proposals(cast=cast, at=at)} 件"
    with transaction.atomic():
        yield f"窗口登记的个人信息请求和影响评估 {tell_privacy(cast=cast, at=at)} 件"
    with transaction.atomic():
        yield f"定期报表 {tell_returns(cast=cast, at=at)} 张"
    with transaction.atomic():
        yield f"会签和协办 {tell_together(cast=cast, at=at)} 件"
    with transaction.atomic():
        yield f"文书模板 {tell_wordings(cast, at)} 版"
    yield carry_figures()
    run_sequencer(at=at)
    (home.current().root / MARK).write_text(legal_day(at).isoformat())


def _refuse_a_home_in_use() -> None:
    real_users = User.objects.exclude(
        username__in=[*(login.username for login in LOGINS), *OFFICIAL_LOGINS]
    ).exists()
    if real_users or Matter.objects.filter(is_demo=False).exclude(kind="lead").exists():
        raise NotADemoHome("这个家目录里已有正式的用户或者事项，不能载入演示数据；请另设 CHENGXIN_HOME")


def _oldest_first(chapter: Chapter) -> int:
    """The log goes on in the order of the days, as it would have done."""
    return -chapter.days_ago


def _tell(chapter: Chapter, number: int, cast: Cast, now: datetime) -> None:
    body = PublicBody.objects.select_related("region").get(pk=chapter.body)
    office = _office(cast, body)
    begun = now - timedelta(days=chapter.days_ago)
    matter = steps.draft(
        body=body,
        number=f"（{begun.year}）演行终{number}号",
        decided_on=legal_day(begun) - timedelta(days=20),
        at=begun,
    )
    for days, reached, step in _way(matter, office, chapter.story):
        if chapter.until in _BEFORE[reached]:
            break
        step(begun + timedelta(days=days))
        matter.refresh_from_db()
    if chapter.then is not None:
        chapter.then(matter, office, cast, now)


def _way(
    matter: Matter, office: Office, story: Story
) -> Iterator[tuple[int, str, Callable[[datetime], object]]]:
    """Yield each step with the day after the beginning on which it is taken."""
    yield 1, "submitted", lambda at: steps.submit(matter, office, story, at)
    yield 2, "accepted", lambda at: steps.accept(matter, office, at)
    yield 2, "graded", lambda at: steps.grade(matter, office, story, at)
    yield 2, "proposed", lambda at: steps.propose_measures(matter, office, at)
    yield 3, "noticed", lambda at: steps.notice(matter, office, at)
    yield 7, "heard", lambda at: steps.hear(matter, office, at)
    yield 10, "active", lambda at: steps.decide(matter, office, at)
    yield 11, "published", lambda at: steps.release(matter, office, at)


_ORDER = ("draft", "submitted", "accepted", "graded", "proposed", "noticed", "heard", "active", "published")
_BEFORE = {reached: _ORDER[:place] for place, reached in enumerate(_ORDER)}


def _office(cast: Cast, body: PublicBody) -> Office:
    return Office(
        cast["officer"],
        cast["officer2"],
        cast["lawyer"],
        cast["head"],
        cast["release"],
        cast.liaison_of(body),
    )
