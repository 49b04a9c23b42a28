"""套话: the turns of speech in answers that tell nothing about the matter, and the words that tell something."""

import re

from chengxin_core.vocabulary import Term


class Emptiness(Term):
    """答复空洞的情形: what an answer is that says nothing."""

    COPIED = "copied", "照抄来信内容"
    PASSED_ON = "passed_on", "只说已经转办"
    UNDERWAY = "underway", "只说正在办理"
    NOTED = "noted", "只说会考虑"
    REFERS_BACK = "refers_back", "只说别处已经答复"
    RECEIPT = "receipt", "只说已经收到或者致谢"
    BARE = "bare", "只有日期、号码或者落款"


def _any_of(*turns: str) -> re.Pattern[str]:
    return re.compile("|".join(turns))


FOUND = _any_of(
    r"经[^济营办]*?(?:查|核|了解)|属实|不符|没有",
    r"立案|处罚|整改|拆除|修复|解决(?!后)|完成",
    r"根据|依据|按照|由于|因为?[^此特]|应当",
    r"不能|无法|不予|不属于|未[^来]",
)
"""A finding, a measure or a reason."""

WAY_OUT = _any_of(
    r"可以?(?:以|向|凭|到|在|咨询|直接咨询)",
    r"建议(?:您|你|向|到|直接|访问|拨打|联系|咨询)|咨询\S{0,10}(?:部门|局|办|委)",
    r"请您?(?:提供|到|向|将|拨|联系|直接|具体)",
)
"""Where to turn, or what is missing to go on."""

FORESEEN = _any_of(r"^(?:如|若)(?:果|有|存在|发现|确有|情况)", r"^\S{0,6}将(?:会)?依法")
"""What would be done if it were so: no finding, though its words are those of one."""

_WRITER = r"[您你]们?|网上|网友|帖中|来信"
_KIND_OF_MATTER = r"(?:问题|情况|建议|内容|事项)"

TURNS: tuple[tuple[Emptiness | None, re.Pattern[str]], ...] = (
    (
        Emptiness.REFERS_BACK,
        _any_of(
            r"(?:已经?|均已|已进行过?|此前)\S{0,6}(?:答复|回复)(?:过|完毕)?$",
            r"^链接$",
            r"^(?:请?参[看见]|详见)\S{0,10}$",
        ),
    ),
    (
        Emptiness.PASSED_ON,
        _any_of(
            r"(?:已|我们|立即|现|并|正在?)\S{0,24}?(?:(?<![划好周运流])转(?![变换折让正入出账移产学型业诊弯])|移交|交办|批转|交由|交至|函告|上报)",
            r"(?:已|我们|立即|现|并|正在?)\S{0,24}?(?:交\S{0,12}(?:部门|单位)|报\S{2,10}(?:反映|厅|部门))",
            r"转由|(?<![划好周运流])转(?:交|至|给|送)",
            r"相信\S*(?:部门|单位)\S*(?:认真|会)",
        ),
    ),
    (
        Emptiness.UNDERWAY,
        _any_of(
            r"正在?(?:抓紧|积极|进一步)?(?:调查|核实|核查|办理|处理|交办|落实)",
            r"已?(?:安排|责成|派|组织|要求|责令)\S{0,24}(?:调查|核实|核查|取证|处理|办理)",
        ),
    ),
    (
        Emptiness.NOTED,
        _any_of(
            r"(?:建议|意见|诉求)\S{0,20}(?:收集|采纳|考虑|参考)", r"(?:认真|充分|统筹)(?:考虑|研究|论证)"
        ),
    ),
    (
        None,
        _any_of(
            r"^[您你]们?好$|(?:网友|网民|市民|同志|朋友|网友[您你])[您你]?好$",
            r"^(?:尊敬的|亲爱的)?(?:来信)?(?:网友|网民|市民|写信人)\S{0,4}$",
            r"(?:今后|以后)\S{0,12}(?:工作|过程)\S{0,8}中$|^会?结合|努力为|竭诚为|最大限度|科学制定",
            r"(?:反馈|回复|答复|告知|发布)(?:(?:给|与|于)?[您你]|上网)?$",
            r"^(?:待|等)\S{0,16}(?:结果|情况|进展)后?$|办结果$",
            r"^(?:联系|举报|投诉|咨询|监督)?电话$|(?:留下|提供)\S{0,12}联系方式|便于\S*联系",
            r"持续关注|督促(?:办理|落实)|跟踪|高度重视|严格核实",
            r"^(?:处理|办理|核实|核处|调查|核查|督办|办复)+$",
        ),
    ),
    (
        Emptiness.RECEIPT,
        _any_of(
            r"收悉|知悉|获悉|已阅|^已?收到$",
            r"(?:信|帖|函|件|言|问题|情况|建议|诉求|反映)\S{0,8}收到|收到\S{0,16}(?:信|帖|函|件|言|问题|情况|建议|诉求|反映)",
            r"感谢|谢谢|谢意|致谢|敬意$|祝[您你愿]|敬请|请留意|请关注|欢迎",
            r"关心\S*支持|支持\S*理解|理解\S*支持",
            r"(?:回复|答复|反馈)如下$|^(?:特此|专此)(?:回复|答复)$",
            r"^(?:关于|对于|就)?(?:[您你]们?|网上|网友|帖中|来信)\S{0,8}(?:反映|提出|咨询|投诉)\S{0,8}"
            + _KIND_OF_MATTER
            + "$",
            r"^关于[您你]?\S{0,6}(?:反映|提出|咨询)\S{0,8}" + _KIND_OF_MATTER + "$",
            r"^看到\S{0,6}(?:留言|来信)$|^[您你]好",
        ),
    ),
)
"""The first turn of speech that a clause has tells its kind; without a kind it is only politeness."""

TOLD_FIRST = (
    Emptiness.PASSED_ON,
    Emptiness.UNDERWAY,
    Emptiness.NOTED,
    Emptiness.REFERS_BACK,
    Emptiness.RECEIPT,
)
"""Of several kinds in one answer, which one is told."""

CONTACT = _any_of(r"电话", r"^如有", r"^详细", r"投诉|举报", r"咨询")
"""Whom to ask, after it was passed on: not an answer to the matter, unless something was found."""

SIGNATURE = re.compile(r"^\S{2,24}(?:局|办|厅|委|镇|乡|院|中心|办公室|公司|政府|大队|支队|街道|办事处|部门)$")

HANDLE = _any_of(
    r"(?:网友|网名|网民)\s*[“\"'][^”\"']{1,30}[”\"']",
    r"^\s*[“\"'][^”\"']{1,30}[”\"']",
    r"[“\"']?(?:UU|A)(?:\d{4,}|〔号码〕)[”\"']?",
    r"〔[^〕]{1,8}〕",
)
"""Names of accounts, and what stands where a number was taken out."""

_COUNT = r"[\d一二三四五六七八九十]{1,3}"
DAY = _any_of(
    rf"(?:[12]\d{{3}}|[一二三四五六七八九十〇零○Oo]{{4}})\s*[年.\-/]\s*{_COUNT}\s*[月.\-/]\s*{_COUNT}\s*日?",
    r"年?\d{1,2}月\d{1,2}日",
)
