"""Real cases, re-told at their true dates in our own words: leads of long ago, refused for publication (policy Q-31).

Sources: reports of p146.com (2013-07-03), cctv.com (2008-12-22), thepaper.cn (2019-06-13), and the case numbered
（2023）鲁1623行初80号. What a source leaves out stays out.
"""

from datetime import date, datetime

from chengxin.chain.leads.models import Lead
from chengxin.chain.leads.operations import Heard, register_lead
from chengxin.chain.records.competence import NoCompetentOrgan, competent_organ
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.subjects.queries import body_on, government_of
from chengxin_core.names import Resolved
from chengxin_core.vocabulary import Area

CASES = (
    (
        "诸城市相州镇人民政府",
        Heard(
            title="诸城市相州镇：小学综合楼工程款长期未付清",
            area=Area.TOWNSHIP,
            facts="2010年8月签订施工合同，价款二百八十九万余元；2011年7月竣工验收，结算三百零二万余元，约定当年年底前付清；"
            "至2013年7月仍欠一百三十余万元，理由是财政困难。报道时尚未解决，没有查到生效文书。",
            source="公开报道，2013-07-03",
            happened_on=date(2013, 7, 3),
            is_historic=True,
        ),
    ),
    (
        "淄博市淄川区罗村镇人民政府",
        Heard(
            title="淄博市淄川区罗村镇：道路工程款十年未付，进入执行",
            area=Area.TOWNSHIP,
            facts="1994年底发包道路四期工程，造价三百二十万元，1996年验收；支付一百余万元后十年未再支付，经济南市槐荫区人民法院执行。",
            source="公开报道，2008-12-22",
            happened_on=date(2008, 12, 22),
            instrument="济南市槐荫区人民法院执行案件（案号未见报道）",
            instrument_on=date(2008, 12, 22),
            instrument_is_final=True,
            is_historic=True,
        ),
    ),
    (
        "泰安市泰山区人民政府",
        Heard(
            title="泰安市泰山区：招商引资合同引起的复议决定两次被法院撤销",
            area=Area.INVESTMENT,
            facts="2013年12月与街道办事处签订招商引资合同；2018年5月申请行政复议被驳回；2018年11月济南市中级人民法院撤销该决定，"
            "责令重作；2018年12月27日再次被驳回；2019年5月21日法院再次判决撤销，责令六十日内重作。同一事项两次败诉。",
            source="公开报道，2019-06-13",
            happened_on=date(2019, 6, 13),
            instrument="济南市中级人民法院判决（案号未见报道）",
            instrument_on=date(2019, 5, 21),
            instrument_is_final=True,
            is_historic=True,
        ),
    ),
    (
        "无棣县人民政府",
        Heard(
            title="无棣县某经济开发区：按招商协议继续履行委托审计义务",
            area=Area.INVESTMENT,
            facts="来源隐去了开发区名称。2023年9月15日立案，法院认为应当按协议继续履行委托第三方审计的义务。一审案件，是否生效没有查到。",
            source="公开报道，（2023）鲁1623行初80号",
            happened_on=date(2023, 9, 15),
            instrument="（2023）鲁1623行初80号",
            instrument_on=date(2023, 9, 15),
            is_historic=True,
        ),
    ),
)


def tell_real_cases(*, at: datetime) -> int:
    """Register each case as a historic lead with the organ above its body; return how many are new."""
    known = set(Lead.objects.values_list("matter__title", flat=True))
    told = 0
    for name, heard in CASES:
        body = _body(name, heard.happened_on)
        if heard.title in known or body is None:
            continue
        register_lead(body=body, organ=_organ(body), heard=heard, by=None, at=at)
        told += 1
    return told


def _body(name: str, day: date) -> PublicBody | None:
    found = body_on(name, on=day)
    return PublicBody.objects.get(pk=found.body_id) if isinstance(found, Resolved) else None


def _organ(body: PublicBody) -> PublicBody:
    try:
        return competent_organ(body)
    except NoCompetentOrgan:
        return government_of(Region.objects.get(level="province", ended_on=None))
