"""指标的名称: what a figure is said of, cut free of the words around it, and which names mean one measure."""

import re

_BRACKETS = re.compile(r"[(（\[][^)）\]]*[)）\]]")
_QUOTES = re.compile(r"[“”‘’《》\s]")
_LEAD = re.compile(
    r"^(?:全年|今年|明年|年内|年底前?|当年|为?到?20\d\d年[底末]?前?|年末|年底|提出|累计|计划|20\d\d年度?|力争|确保|争取|努力|预计|预期|计划|目标是?|其中|同时|继续|"
    r"全[区市县省国旗州镇乡]|我[区市县省国旗州]|年度|总体|实现|使|将|要|以上|以下|以内|左右|拟|推动|促进|保持|的|[:：、●■◆▲•·—*-]|"
    r"主要|分别|[一二三四五六七八九十]是|并|还|再(?!就业)|在|到|达到|完成(?=地区|全社会|固定|财政|社会消费))"
)
_TAIL = re.compile(
    r"(?:达到|达|完成|实现|突破|超过|保持在|稳定在|控制在|控制到|降到|降至|下降到|降低到|提高到|提升到|增加到|增长到|上升到|"
    r"扩大到|发展到|减少到|回落到|增至|升至|减至|保持|稳定|控制|提高|(?<!自然)增长率?|(?:上涨|增长|下降|降低)幅度|首次|历史性|(?:比|较)20\d\d年|增加|上升|提升|增幅|增速|涨幅|降幅|上涨|下降|降低|减少|递增|"
    r"扩大|同比|环比|预计|预期|目标|初步|超额|为|是|约|大约|力争|确保|争取|不低于|不少于|不高于|不超过|不突破|低于|高于|至少|累计|已|"
    r"年均|平均|(?:比|较)(?:上年|去年|上一年)(?:年初预算|同期)?|接近|近|超|将|要|拟?按|拟|安排|分别|(?<!人)均|都|全部|全年|"
    r"在|到|至|名义|实际|按可比价格?计算|(?:按?可比)?(?:同?口径|(?<!消费)(?<!出厂)(?<!生产者)价格?)|可比价?|每人每[月年天]|每人|每[月年]|继续|稳步|进一步|再次?|共|总计|合计|仅|由|从|了|[:：、])$"
)
_ACCOUNTING = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:根据|剔除|扣除|不含)[^，,]*$")
_REGIONS = re.compile(
    r"全[区市县省国旗州镇乡]|我[区市县省国旗州]|全社会|月(?=最低标准)|新增量|预计|的|总体|左右|以上"
)
_DOERS = re.compile(r"^(?:城乡|城镇和农村)居民(?:人均)?(?:可支配|纯)?收入$")
_CONCEPTS = tuple(
    (key, re.compile(rf"(?:{pattern})"))
    for key, pattern in (
        ("地区生产总值", r"(?:地区|国内)?生产总值|GDP|经济(?:增长|总量)?"),
        ("人均地区生产总值", r"人均(?:地区|国内)?(?:生产总值|GDP)"),
        ("地方财政总收入", r"地方财政总收入"),
        ("财政总收入", r"财政总收入"),
        (
            "一般公共预算收入",
            r"地方(?:财政|级)?(?:公共|一般)?(?:财政)?(?:公共|一般)?预算收入|(?:地方)?(?:财政)?一般(?:公共)?预算(?:财政)?收入|"
            r"(?:地方)?公共财政(?:预算)?收入|地方财政收入",
        ),
        ("固定资产投资", r"固定资产投资(?:完成)?(?:总?额)?"),
        ("社会消费品零售总额", r"社会消费品零售(?:总?额)?"),
        ("城镇居民人均可支配收入", r"城镇(?:常住)?(?:居民)?(?:人均)?(?:可支配)?收入"),
        (
            "农村居民人均可支配收入",
            r"(?:农村(?:牧区)?(?:常住)?(?:居民)?|农牧民|农民)(?:人均)?(?:可支配|纯)?收入",
        ),
        ("居民人均可支配收入", r"(?:全体)?居民(?:人均)?(?:可支配)?收入"),
        ("规模以上工业增加值", r"规(?:模(?:以上)?|上)工业(?:企业)?增加值"),
        ("规模以上工业总产值", r"规(?:模(?:以上)?|上)工业(?:企业)?总?产值"),
        ("城镇登记失业率", r"(?:城镇)?登记失业率"),
        ("城镇调查失业率", r"(?:城镇)?调查失业率"),
        ("居民消费价格", r"居民消费价格(?:总水平|指数|水平)?|CPI"),
        ("城镇新增就业", r"(?:城镇)?新增(?:城镇)?就业(?:人[数员]|岗位)?"),
        (
            "失业人员再就业",
            r"(?:(?:城镇|下岗)*失业人员(?:和困难人员)?|下岗职工)?(?:实现)?再就业(?:人[数员])?",
        ),
        ("旅游收入", r"(?:国内)?旅游(?:总|综合|业)?(?:总)?收入"),
        (
            "旅游人次",
            r"(?:接待)?(?:国内外|海内外|国内)?(?:旅游|游客)(?:接待)?(?:总)?(?:人数|人次|者)*|接待(?:国内外|海内外)?(?:旅游者|游客)(?:人次|人数)?",
        ),
        ("单位地区生产总值能耗", r"(?:单位|万元)(?:(?:地区|国内)?生产总值|GDP)(?:能耗|能源消耗)|能耗强度"),
        ("进出口总额", r"(?:外贸|货物|对外贸易)?进出口(?:总?[额值])?"),
        ("实际利用外资", r"(?:实际)?(?:利用|使用|到位)外资(?:金?额)?"),
        ("粮食产量", r"粮食(?:总)?产量|粮食产能"),
        ("城镇化率", r"(?:常住人口)?城镇化率"),
        ("研发经费投入强度", r"(?:全社会)?(?:研发|R&D)(?:经费)?(?:投入)?(?:强度|占.{0,8}比重)"),
    )
)
_PLACE = re.compile(r"^[\u4e00-\u9fff]{2,6}(?:省|(?<!城)市|县|旗|自治[州区])")
_SCOPE = re.compile(r"^(?:(?:区|市|县|旗|省)?本级)")
_ACTS = (
    "新建|改建|扩建|续建|改扩建|改造|建设|建成|建立|建造|开工建设|开工|新开工|启动|实施|推进|"
    "完成|新增|净增|增加|引进|引育|培育|打造|开通|新开通|解决|创建|举办|开展|发放|投入|投资|"
    "投放|安排|筹集|筹建|扶持|支持|培训|转移|帮助|资助|救助|发展|种植|栽植|植树|造林|治理|"
    "修复|整治|整理|清理|淘汰|压减|减少|招聘|招录|选派|组建|设立|新设|落实|争取|签约|招引|"
    "落地|编制|制定|修订|办理|办好|提供|配备|购置|更新|新购|铺设|修建|敷设|硬化|亮化|绿化|"
    "拆除|征收|收储|认定|评选|选树|建好|抓好|实现|达到|力争|提升|巩固|覆盖|惠及|发行|下达|"
    "拨付|取消|下放|精简|关停|关闭|出台|谋划|储备|竣工|投产|补助"
)
_ACT = re.compile(rf"(?:{_ACTS})+$")
_ACT_LEAD = re.compile(rf"^(?:{_ACTS})+")
_VAGUE = re.compile(
    r"(?:计划|总|完成|政府|年度)*(?:投资|产值|资金|收入|面积|项目|工程|重点项目|企业|人数|资产|总量|产量|销售收入)(?:额|总额)?"
)
LONGEST = 40


def cut_tail(words: str) -> tuple[str, str]:
    """Return the words before a figure as subject and the verbs that lead to the figure.

    >>> cut_tail("地区生产总值同比增长")
    ('地区生产总值', '同比增长')
    """
    subject = words.rstrip()
    while found := _TAIL.search(subject):
        subject = subject[: found.start()].rstrip()
    return subject, words[len(subject) :]


def cut_lead(words: str) -> str:
    """Return the words without those that only say when, how firmly or where."""
    subject = _ACCOUNTING.sub("", _QUOTES.sub("", _BRACKETS.sub("", words)))
    while found := _LEAD.match(subject):
        subject = subject[found.end() :]
    return subject


def act_of(words: str) -> str | None:
    """Return the verbs at the end of the words (新建, 改造), None where they end in something else."""
    found = _ACT.search(words)
    return found[0] if found else None


def names_of_both(metric: str) -> tuple[str, ...]:
    """Return 城乡居民收入 as the two measures that are published; any other name alone."""
    if _DOERS.match(metric):
        return ("城镇居民人均可支配收入", "农村居民人均可支配收入")
    return (metric,)


def key_of(metric: str) -> str:
    """Return the same text for two names of one measure; scopes such as 区本级 stay apart.

    >>> key_of("区本级全社会固定资产投资额") == key_of("区本级固定资产投资") != key_of("固定资产投资")
    True
    """
    name = _REGIONS.sub("", cut_lead(metric))
    scope = _SCOPE.match(name)
    rest = name[scope.end() :] if scope else name
    acts, bare = cut_acts(rest)
    for key, pattern in _CONCEPTS:
        if any(pattern.fullmatch(words) for words in (rest, bare, _PLACE.sub("", rest))):
            return (scope[0] if scope else "") + key
    return (scope[0] if scope else "") + _way(acts) + (bare or rest)


def _way(acts: str) -> str:
    """Return what the verbs make of a thing, so that what was begun is not taken for what was finished."""
    if not acts:
        return ""
    if re.search(r"新|净增|增加", acts):
        return "新增"
    return "开工" if re.search(r"开工|启动", acts) else "完成"


def is_vague(metric: str) -> bool:
    """Whether a name such as 投资 says too little for two reports to mean the same by it."""
    return _VAGUE.fullmatch(key_of(metric)) is not None


def cut_acts(words: str) -> tuple[str, str]:
    """Return the plain verbs at the head of the words, and the rest."""
    found = _ACT_LEAD.match(words)
    return (found[0], words[found.end() :]) if found else ("", words)


def is_better_low(metric: str) -> bool:
    """Whether less of the measure is the aim where no word says so."""
    return (
        re.search(r"失业率|能耗|价格|消耗|排放|死亡|事故|浓度|赤字率|负债率|时限|用时|发生率", metric)
        is not None
    )
