"""Nine model cases about governments of other provinces, re-told in our own words: kept inside, never ours.

Source: the second batch of model cases on administrative agreements (第二批行政协议诉讼典型案例) of the Supreme
People's Court. It gives no day of any judgment; it was public by 2022-04-25, the day of the reprint at
szrandr.com/training/295.html. Natural persons are shortened as the court did, or left out; what the source leaves
out stays out.
"""

from datetime import date, datetime

from chengxin.chain.leads.models import OutsideLead
from chengxin.chain.leads.operations import HeardOutside, register_outside_lead
from chengxin.foundation.subjects.models import PublicBody
from chengxin_core.vocabulary import Area

SOURCE = "最高人民法院第二批行政协议诉讼典型案例（2022年4月25日转载）"
PUBLIC_BY = date(2022, 4, 25)
KEEPER = "demo-fgw"


def _case(
    body: str,
    title: str,
    area: Area,
    facts: str,
    happened: str,
    instrument: str,
    *,
    is_adverse: bool = True,
) -> HeardOutside:
    return HeardOutside(body, title, area, facts, SOURCE, PUBLIC_BY, happened, instrument, is_adverse)


OUTSIDE_CASES = (
    _case(
        "广东省中山市自然资源局",
        "中山市：闲置土地补充协议无法如期履行，法院确认解除",
        Area.TRADING,
        "一宗土地因政府方原因闲置。2016年7月19日订立的补充协议，把动工日写成2015年9月30日，要求两年内竣工；主管部门已经同意在"
        "2016年9月30日前办理报建和施工许可，国土部门却没有及时告知企业。二审认为协议目的因国土部门的过错无法实现，确认"
        "补充协议自2019年4月29日起解除。",
        "2016年7月19日",
        "广东省中山市中级人民法院二审判决（案号未见来源）",
    ),
    _case(
        "贵州省凤冈县人民政府",
        "凤冈县：未查清房屋归属就与承租人订立补偿安置协议，被撤销",
        Area.GENERAL,
        "2014年9月因棚户区改造，与承租人周某某订立房屋征收补偿安置协议并支付补偿款，没有通知主张房屋所有权的出租企业，也没有听取"
        "其意见。一审撤销该协议；二审认为缺乏事实根据、违反正当程序，维持一审判决。",
        "2014年9月",
        "贵州省高级人民法院二审判决（案号未见来源）",
    ),
    _case(
        "甘肃省定西市安定区住房和城乡建设局",
        "定西市安定区：约定的六套安置房只交付两套",
        Area.GENERAL,
        "2013年10月约定以六套待建房屋安置被征收人；2015年7月、2016年10月各交付一套，其余四套一直没有交付。二审判令交付剩余"
        "四套，其中未竣工的一套限2020年10月31日前履行，并支付违约金84993元，自2019年12月31日起另按每月1006元支付至交付。",
        "2013年10月至2016年10月",
        "兰州铁路运输中级法院二审判决（案号未见来源）",
    ),
    _case(
        "四川省成都市温江区规划和自然资源局",
        "成都市温江区：法院已驳回的违约金，又以行政决定追缴，被撤销",
        Area.TRADING,
        "2013年1月9日订立土地出让合同。国土部门起诉追讨违约金，被生效民事判决驳回（2018年6月21日生效）；2018年11月5日又作出行政"
        "决定追缴同一笔违约金。一审撤销该决定，二审认为缺乏事实根据和法律依据，维持一审判决。",
        "2018年11月5日",
        "四川省成都市中级人民法院二审判决（案号未见来源）",
    ),
    _case(
        "北京市门头沟区城市管理委员会",
        "北京市门头沟区：路侧停车改革，提前解除停车委托管理协议",
        Area.PARTNERSHIP,
        "2013年4月19日订立停车委托管理协议，期限十年。2017年北京市改革路侧停车管理，取消特许经营；2017年8月17日通知企业解除"
        "协议。两审均认为属于公共利益需要的政策重大调整，驳回企业的诉讼请求。",
        "2017年8月17日",
        "北京市第一中级人民法院二审判决（案号未见来源）",
        is_adverse=False,
    ),
    _case(
        "湖北省荆州市人民政府",
        "荆州市：高速公路停工两年，依约解除特许权协议",
        Area.PARTNERSHIP,
        "2008年订立高速公路投资协议和特许权协议。项目自2015年7月起停滞，政府和交通部门多次要求复工，给予协商整改期，经听证后于"
        "2017年7月通知解除协议。两审均认为解除条件成就、程序妥当，驳回企业的诉讼请求，并建议妥善处理审计、补偿。",
        "2017年7月",
        "湖北省高级人民法院二审判决（案号未见来源）",
        is_adverse=False,
    ),
    _case(
        "浙江省杭州市余杭区良渚街道办事处",
        "杭州市余杭区良渚街道：少计一名安置人口，法院判决变更协议",
        Area.TOWNSHIP,
        "订立征迁补偿安置协议时，拒绝将一名依照当地条例可以计入的家庭成员列入安置人口。一审驳回诉讼请求；二审认为不符合条例、显失"
        "公平，判决将安置人口由6人变更为7人，安置面积由480平方米变更为560平方米。",
        "",
        "浙江省杭州市中级人民法院二审判决（案号未见来源）",
    ),
    _case(
        "安徽省怀宁县国土资源局",
        "怀宁县：拍卖未定容积率的土地，成交后无法签约",
        Area.TRADING,
        "拍卖一宗没有确定容积率的国有土地并收取出让金，之后以规划指标不全为由不能订立出让合同、办理手续；地块后来又被输变电走廊压覆、"
        "被国道拓宽征收。法院确认拍卖行为违法并判令赔偿，二审适当提高了赔偿数额。",
        "",
        "二审判决（法院和案号未见来源）",
    ),
    _case(
        "辽宁省锦州市松山新区国有土地上房屋征收办公室",
        "锦州市松山新区：预签约比例未达到，征收补偿协议没有生效",
        Area.GENERAL,
        "订立附生效条件的房屋征收预签约协议，方案规定签约比例达到70%才生效；实际签约比例25.4%，该地段没有征收。两审均认为协议"
        "没有生效，驳回要求履行协议、赔偿损失的诉讼请求。",
        "",
        "辽宁省锦州市中级人民法院二审判决（案号未见来源）",
        is_adverse=False,
    ),
)


def tell_outside_cases(*, at: datetime) -> int:
    """Keep each case with the invented office of the province; return how many are new."""
    organ = PublicBody.objects.get(pk=KEEPER)
    known = set(OutsideLead.objects.values_list("title", flat=True))
    new = [heard for heard in OUTSIDE_CASES if heard.title not in known]
    for heard in new:
        register_outside_lead(heard=heard, organ=organ, by=None, at=at)
    return len(new)
