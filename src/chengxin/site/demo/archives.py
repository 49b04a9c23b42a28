"""Old records that were brought in, and a year that was filed. 演示数据。"""

import io
from datetime import date, datetime, timedelta

from chengxin.chain.history.taking_in import take_file, take_in
from chengxin.chain.records.ends import archive_ended
from chengxin.chain.records.operations import dismiss
from chengxin.foundation.archives.filing import ask_for_filing, make_filing
from chengxin.foundation.archives.tables import approve_table, draft_table
from chengxin.foundation.matters.operations import attach
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground import home
from chengxin.site.demo import steps
from chengxin.site.demo.cast import Cast
from chengxin.site.demo.endings import paper
from chengxin.site.demo.steps import Office, Story
from chengxin_core.calendar import legal_day

LONG_AGO = timedelta(days=420)
_HEAD = "单位,认定文书种类,作出机关,文号,文书日期,失信事实,失信行为终止日期,失信程度,附件"


def tell_filed_year(*, body: PublicBody, office: Office, cast: Cast, at: datetime) -> int:
    """A record of the year before that was not determined is filed; return how many case files that are.

    It is told before every other record, so that nothing else is over yet.
    """
    begun = at - LONG_AGO
    day = legal_day(begun) - timedelta(days=20)
    matter = steps.draft(body=body, number=f"（{day.year}）演行终90号", decided_on=day, at=begun)
    story = Story("演示数据：被诉后自行履行完毕，当事人撤回起诉。")
    steps.submit(matter, office, story, begun + timedelta(days=1))
    attach(
        matter=matter, part="proof", uploads=[paper("履行凭证")], by=office.officer, at=begun + timedelta(1)
    )
    dismiss(matter=matter, by=office.head, at=begun + timedelta(days=3), reason="演示数据：已经履行完毕")
    archive_ended(at=begun + timedelta(days=4))
    archivist = cast["archive"]
    table = draft_table(by=archivist, at=at - timedelta(days=30))
    approve_table(table=table, by=office.head, reason="演示数据：同意", at=at - timedelta(days=29))
    year = legal_day(begun + timedelta(days=4)).year
    filing = ask_for_filing(year=year, by=archivist, at=at - timedelta(days=28))
    make_filing(filing=filing, home=home.current(), at=at - timedelta(days=28))
    return filing.cases.count()


def tell_old_records(*, body: PublicBody, office: Office, at: datetime) -> int:
    """A file of old records: one that may still go the ordinary way, one past its end, one to be mended."""
    recent, old = legal_day(at) - timedelta(days=200), date(2017, 5, 6)
    lines = (
        f"{body.name},违约失信认定,山东省演示发展和改革委员会,演发改认〔{recent.year}〕3号,{recent},"
        "演示数据：未按合同约定返还保证金。,,,认定书.pdf",
        f"{body.name},司法判决,演示市中级人民法院,（2017）演01行终5号,{old},"
        "演示数据：未按判决支付租金。,2016-01-01,严重,",
        f"演示的单位名称不全,违约失信认定,山东省演示发展和改革委员会,演发改认〔2024〕4号,{at.year + 5}-01-01,"
        "演示数据。,,,没有上传的.pdf",
    )
    file = io.BytesIO("\n".join((_HEAD, *lines, "")).encode())
    taken = take_file(
        file=file, name="演示.csv", scans=[paper("认定书")], by=office.officer, at=at - timedelta(days=2)
    )
    take_in(batch=taken, at=at - timedelta(days=2))
    return taken.kept
