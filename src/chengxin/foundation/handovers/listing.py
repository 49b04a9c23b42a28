"""交接清单: what somebody has in hands, drawn from the tables; and the same as a workbook and as a form to sign."""

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import xlsxwriter
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate, Program
from chengxin.foundation.accounts.queries import delegations_of
from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.rendering.document import OfficialDocument, Paragraph, Table
from chengxin.foundation.handovers.models import Handover
from chengxin.foundation.handovers.plugs import Line, holdings
from chengxin.foundation.matters.models import Matter, MatterQuerySet
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.recusing import interests_of
from chengxin.foundation.signins.queries import devices_in_use, second_factors_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.lifecycle.table import Actor

COLUMNS = ("类别", "编号", "内容", "期限")
_UNSENT = frozenset(str(state) for state in DOCUMENT.states) - DOCUMENT.ends


def lines_of(posts: Sequence[Mandate]) -> list[Line]:
    """Return everything that the holder of these posts has in hands: posts, matters, drafts, days, keys, login."""
    return [
        *_posts(posts),
        *_matters(posts),
        *_drafts(posts),
        *(line for holding in holdings() for line in holding.lines(posts)),
        *_login(posts),
    ]


def in_hands(posts: Sequence[Mandate]) -> MatterQuerySet:
    """Return the matters in hands of these posts: held by them, and what a liaison answers for."""
    ours = Q(holder__in=[post.pk for post in posts])
    for post in posts:
        if post.role == Actor.LIAISON:
            ours |= Q(body=post.body_id, shown_at__isnull=False)
    return Matter.objects.filter(ours, archived_at=None, is_internal=False).order_by("pk")


def _posts(posts: Sequence[Mandate]) -> Iterator[Line]:
    for post in posts:
        yield Line("岗位", "", f"{post.post}（{Actor(post.role).zh}）", _day(post.valid_until))
        for acting in delegations_of(post):
            yield Line("代理", "", acting.post, _day(acting.valid_until))
    for interest in interests_of(posts[0]).filter(lifted_at=None):
        what = interest.body.name if interest.body else interest.matter.number if interest.matter else ""
        yield Line("回避申报", "", what)


def _matters(posts: Sequence[Mandate]) -> Iterator[Line]:
    running = [each for each in in_hands(posts) if not kind_of(each.kind).is_over(each.state)]
    due: dict[int, str] = {}
    clocks = Deadline.objects.filter(matter__in=[each.pk for each in running], ended_on=None)
    for matter, day in clocks.order_by("-due_on").values_list("matter", "due_on"):
        due[matter] = "中止中" if day.year == 9999 else _day(day)
    for each in running:
        kind = kind_of(each.kind)
        what = f"{kind.lifecycle.zh}：{each.title}（{kind.state_zh(each.state)}）"
        yield Line("在办事项", each.number, what, due.get(each.pk, ""))


def _drafts(posts: Sequence[Mandate]) -> Iterator[Line]:
    unsent = Document.objects.filter(drafted_by__in=posts, matter__state__in=_UNSENT)
    for each in unsent.select_related("matter").order_by("pk"):
        state = kind_of(DOCUMENT.kind).state_zh(each.matter.state)
        yield Line("未送达的文书", each.number or each.matter.number, f"{each.matter.title}（{state}）")


def _login(posts: Sequence[Mandate]) -> Iterator[Line]:
    user = posts[0].user
    last = f"最近登录 {legal_day(user.last_login):%Y-%m-%d}" if user.last_login else "没有登录过"
    yield Line("账号", user.username, last)


def token_lines(posts: Sequence[Mandate]) -> Iterator[Line]:
    """Yield the programs that these posts registered: their tokens are to be looked after by the successor."""
    for program in Program.objects.filter(registered_by__in=posts).order_by("code"):
        yield Line("接口单位令牌", program.code, f"{program.name}（{program.post}）", _day(program.until))


def login_lines(posts: Sequence[Mandate]) -> Iterator[Line]:
    """Yield where the holder of the posts is signed in, and the second factors: both end with the last post."""
    user = posts[0].user
    for device in devices_in_use(user):
        since, seen = (f"{legal_day(each):%Y-%m-%d}" for each in (device.began_at, device.seen_at))
        yield Line("正在登录", "", f"{device.browser or '浏览器'}，{since} 登录，最近使用 {seen}")
    for factor in second_factors_of(user):
        yield Line("登录凭证", "", f"第二重验证：{factor}")


def write_workbook(handover: Handover, target: BinaryIO) -> None:
    """Write the list as a workbook; every cell is text, so that nothing in it is a formula."""
    with xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("交接清单")
        bold, wrapped = book.add_format({"bold": True, "bottom": 1}), book.add_format({"text_wrap": True})
        for column, (title, width) in enumerate(zip(COLUMNS, (14, 18, 70, 14), strict=True)):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, bold)
        for row, line in enumerate(handover.lines, start=1):
            for column, name in enumerate(("category", "number", "what", "due")):
                sheet.write_string(row, column, line[name], wrapped)
        sheet.freeze_panes(1, 0)


def form_to_sign(handover: Handover) -> OfficialDocument:
    """Return 岗位交接书: the list, and where leaver, successor and chief sign by hand."""
    rows = tuple(
        tuple(line[name] or "—" for name in ("category", "number", "what", "due")) for line in handover.lines
    )
    organ = handover.matter.organ.name
    by_hand = "　　　　年　　月　　日"
    return OfficialDocument(
        organ=organ,
        number="",
        title=f"{organ}\n岗位交接书",
        is_form=True,
        issued_on=legal_day(handover.signed_at or handover.listed_at),
        body=(
            Paragraph(f"交接事由：{handover.reason}。共 {len(rows)} 项，清单如下。"),
            Table(COLUMNS, rows),
            Table(
                ("签字", "日期"),
                (("移交岗位签字", by_hand), ("接任岗位签字", by_hand), ("监交负责人签字", by_hand)),
            ),
        ),
    )


def _day(day: object) -> str:
    return f"{day:%Y-%m-%d}" if day else ""
