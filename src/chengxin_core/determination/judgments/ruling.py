"""判项: the operative part of an instrument, split into orders, and what kind each order is.

Texts arrive with and without punctuation, with the reasoning in the field of the ruling or the other way
round, with titles and quotations full of words that would be orders elsewhere. So titles and quotations
are blanked first (each character by one filler, so that places stay the same), then the text is cut where
an order can begin, and the first verb of each piece says what it orders.
"""

import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from chengxin_core.determination.judgments.instrument import JudgmentText
from chengxin_core.vocabulary import Term


class OrderKind(Term):
    """判项的种类: what one order of a ruling does."""

    QUASH_ACT = "quash_act", "撤销行政行为"
    CONFIRM_UNLAWFUL = "confirm_unlawful", "确认违法或者无效"
    CHANGE_ACT = "change_act", "变更行政行为"
    DUTY = "duty", "责令履行、给付或者赔偿"
    REJECT_CLAIMS = "reject_claims", "驳回诉讼请求"
    REJECT_SUIT = "reject_suit", "驳回起诉或者不予立案"
    UPHOLD_ACT = "uphold_act", "维持或者确认行政行为"
    REJECT_APPEAL = "reject_appeal", "驳回上诉"
    REJECT_PETITION = "reject_petition", "驳回再审申请"
    REJECT_JURISDICTION = "reject_jurisdiction", "驳回管辖异议"
    UPHOLD_JUDGMENT = "uphold_judgment", "维持原裁判"
    QUASH_JUDGMENT = "quash_judgment", "撤销原裁判"
    CHANGE_JUDGMENT = "change_judgment", "变更原裁判"
    REMAND = "remand", "发回重审或者指令审理"
    RETRY = "retry", "提审或者指令再审"
    STAY = "stay", "中止"
    END = "end", "终结"
    TRANSFER = "transfer", "移送管辖"
    WITHDRAW_SUIT = "withdraw_suit", "准许撤回起诉"
    WITHDRAW_APPEAL = "withdraw_appeal", "撤回上诉"
    WITHDRAW_PETITION = "withdraw_petition", "撤回再审申请"
    ENFORCE = "enforce", "准予强制执行"
    REFUSE_ENFORCEMENT = "refuse_enforcement", "不准予强制执行"
    CORRECT = "correct", "补正笔误"
    COSTS = "costs", "诉讼费用"
    NOTICE = "notice", "告知事项"
    OTHER = "other", "其他"


AGAINST_ACT = frozenset(
    {OrderKind.QUASH_ACT, OrderKind.CONFIRM_UNLAWFUL, OrderKind.CHANGE_ACT, OrderKind.DUTY}
)


@dataclass(frozen=True, slots=True)
class Order:
    """One order: its kind, its words, and the orders it repeats or puts in place of earlier ones."""

    kind: OrderKind
    words: str
    inner: tuple["Order", ...] = ()


# --- where the operative part stands ---

_APPENDIX = re.compile(
    r"附[:：]|附(?:本案|相关|判决|法律|录)|审\s*判\s*[长员]|相关法律(?:条文|法规|规定)\s*[:：]|本案(?:适用|引用)的?(?:相关)?法律"
)
_LEAD = re.compile(r"(?:判决|裁定|决定|判令|裁决)如下\s*[:：]?\s*")
_LAST_SENTENCE = re.compile(
    r"(?:现?(?:裁定|判决|决定)[:：，,]?\s*|综上[^。\n]{0,60}|[。\n]\s*)"
    r"(?=(?:一、)?(?:驳回|准许|准予|不准|撤销|维持|确认|责令|指令|本案(?:由|按|指|终结|中止|发回|移送|再审)))"
)
_REASONS = re.compile(r"本院认为|依照|依据|根据|规定|综上|经审[理查]")


def operative_part(text: JudgmentText) -> tuple[str, str]:
    """Return the operative part, and the name of the field it was found in (empty where there is none).

    >>> operative_part(JudgmentText(reasoning="本院认为…依照某法规定判决如下：驳回原告的诉讼请求。"))
    ('驳回原告的诉讼请求。', '本院认为')
    """
    ruling = text.ruling.strip()
    if ruling:
        return _without_appendix(_after_reasons(ruling)), "裁判结果"
    reasoning = text.reasoning.strip()
    lead = _last(_LEAD, reasoning)
    if lead is not None:
        return _without_appendix(reasoning[lead.end() :].strip()), "本院认为"
    sentence = _last(_LAST_SENTENCE, reasoning[-1500:])
    return (reasoning[-1500:][sentence.end() :], "本院认为") if sentence is not None else ("", "")


def _without_appendix(operative: str) -> str:
    """Cut off the names of the judges and the articles of law printed behind the orders."""
    appendix = _APPENDIX.search(operative, 8)
    return operative[: appendix.start()] if appendix else operative


def _after_reasons(ruling: str) -> str:
    lead = _last(_LEAD, ruling)
    if lead is not None and lead.end() < len(ruling) and _REASONS.search(ruling[: lead.start()]):
        return ruling[lead.end() :]
    if lead is not None and lead.start() < 12:
        return ruling[lead.end() :]
    if len(ruling) > 200 and _REASONS.search(ruling[:200]):
        sentence = _last(_LAST_SENTENCE, ruling)
        if sentence is not None:
            return ruling[sentence.end() :]
    return ruling


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    return deque(pattern.finditer(words), maxlen=1).pop() if pattern.search(words) else None


# --- cutting it into orders ---

_TITLE = re.compile(r"《[^《》\n]{0,200}》")
_QUOTATION = re.compile(r"“([^“”]{1,800})”|「([^「」]{1,800})」|\"([^\"\n]{1,800})\"")
_SENTENCE_END = re.compile(r"[。；;\n]+")
_NUMBER = re.compile(
    r"^[\s　]*(?:[（(]?[一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}[、.．,，]"
    r"|\d{1,2}[、.．](?!\d))\s*"
)
_NEXT_NUMBER = re.compile(
    r"(?<![第、一二三四五六七八九十和及])[二三四五六七八九十]{1,2}、(?![一二三四五六七八九十]*[审项楼层])"
)
_TAIL = re.compile(
    r"(?:(?:[本该]案|(?:原|一|二|再)审|一、二审)*(?:的)?(?:案件|诉讼|行政|上诉)?(?:受理费|诉讼费|上诉费|申请费)"
    r"|如(?:果)?不服|(?:如果?|若)未?按本判决|本(?:判决|裁定|决定)书?[为系是]?(?:终审|自?送达|一经|即|立即))"
)
_CHAIN = re.compile(
    r"(?:[，,]|(?<=判决)|(?<=裁定)|(?<=原判)|(?<=[^第、]项)|(?<=诉讼请求)|(?<=的上诉)|(?<=驳回上诉))\s*"
    r"(?=(?:并|同时|且|由本院|遂|依法|直接)?"
    r"(?:撤销|维持|驳回|发回|指令|责令|判令|限期?被|确认|变更|改判|准许|提审|本案(?:由|按|指|发|移)))"
)
_REJECT_START = re.compile(r"^\s*(?:并|同时|且|依法|遂|应)?(?:驳回|不予|对|关于)")
_REJECT_OBJECT = re.compile(
    r"(?:诉讼请求|赔偿请求|上诉请求|再审申请|起诉|申诉|反诉|上诉(?!人|费|案件|状|请求|期)|的请求|的申请|诉求|诉请|异议)"
    r"(?=$|[，,。；;]|撤销|维持|责令|确认|并|变更)"
)


def orders_of(operative: str) -> tuple[Order, ...]:
    """Split an operative part into its orders.

    >>> [order.kind.zh for order in orders_of("一、撤销原审判决；二、驳回某甲的诉讼请求。本判决为终审判决。")]
    ['撤销原裁判', '驳回诉讼请求', '告知事项']
    """
    return tuple(
        Order(kind, words, tuple(Order(*one) for one in _inner(kind, blanked, words)))
        for kind, blanked, words in _read(operative)
    )


def _read(operative: str) -> Iterator[tuple[OrderKind, str, str]]:
    """Yield each order's kind, its blanked words and its words."""
    blanked = blank(operative)
    for start, end in _pieces(blanked):
        yield _kind(blanked[start:end]), blanked[start:end], operative[start:end]


def blank(words: str) -> str:
    """Return `words` with titles and quotations blanked, each character by one filler."""
    words = _TITLE.sub(lambda match: "《" + "□" * (len(match.group()) - 2) + "》", words)
    return _QUOTATION.sub(lambda match: "“" + "□" * (len(match.group()) - 2) + "”", words)


def _pieces(blanked: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(blanked):
        yield from _clauses(blanked, start, match.start())
        start = match.end()
    yield from _clauses(blanked, start, len(blanked))


def _clauses(blanked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    cuts = {start, end}
    cuts.update(match.start() for match in _NEXT_NUMBER.finditer(blanked, start, end))
    cuts.update(match.start() for match in _TAIL.finditer(blanked, start, end))
    bounds = sorted(cuts)
    for left, right in pairwise(bounds):
        number = _NUMBER.match(blanked[left : min(right, left + 12)])
        yield from _chain(blanked, left + (number.end() if number else 0), right)


def _chain(blanked: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        guard = start + 1
        piece = blanked[start:end]
        if _REJECT_START.match(piece):
            reached = _REJECT_OBJECT.search(piece)
            guard = start + reached.end() if reached else end
        cut = _CHAIN.search(blanked, guard, end)
        stop = cut.start() if cut else end
        if piece.strip("，,、：:　 \t\r。"):
            yield start, stop
        start = cut.end() if cut else end


# --- what kind an order is ---

_COSTS = re.compile(r"受理费|诉讼费|上诉费|申请费|案件费|公告费|鉴定费[^。]{0,12}由")
_NOTICE = re.compile(
    r"如(?:果)?不服|不服本(?:判决|裁定)|上诉于|审判长|审判员|书记员|代理审判|人民陪审|终审|(?:发生|产生)法律效力。?$|即生效"
    r"|加倍支付|迟延履行期间|^附|此页无正文|可以?(?:向|在).{0,30}上诉|^二[〇○Oo0零]|申请强制执行$|请求人民法院强制执行"
)
_LATE_REJECTION = re.compile(
    r"(?:请求|申请|申诉|上诉|起诉|诉求|主张)[^，,]{0,8}[，,]?\s*(?:本院|依法)?(?:均|应)?(?:不予支持|予以驳回|不予采纳)|不予(?:国家|行政)?赔偿"
)
_SENT_BACK = re.compile(r"^(?!.{0,3}驳回).{0,60}?发回[^，,]{0,40}?(?:重审|重新审理|审理)")
_VERB = re.compile(
    r"(?P<reject>驳回|不予(?:立案|受理|支持|赔偿|国家赔偿)|不准(?:许|予)[^执]{0,30}撤)"
    r"|(?P<remand>发回|(?:指令|指定|责令|由)[^，,]{0,60}?法院[^，,]{0,20}?(?:审理|立案|受理|审判)|继续审理)"
    r"|(?P<retry>提审|(?:指令|指定|决定|由)[^，,]{0,60}?再审|另行组成合议庭(?:进行)?再审)"
    r"|(?P<withdraw>(?:准许|准予|同意)[^，,。]{0,400}?撤(?:回|诉)|按[^，,。]{0,60}?撤(?:回|诉))"
    r"|(?P<refuse>不准予|不予(?:强制)?执行|不准许?(?:强制)?执行|不予准许[^，,]{0,20}执行)"
    r"|(?P<enforce>准(?:予|许)[^，,]{0,200}?执行|由[^，,]{2,60}组织实施)"
    r"|(?P<stay>中止(?!(?:违法|侵权)))"
    r"|(?P<end>终结(?:诉讼|审查|审理|执行|本|再审)|本案终结)"
    r"|(?P<transfer>移送[^，,]{0,40}(?:法院|审理|处理|管辖))"
    r"|(?P<correct>补正|更正为)"
    r"|(?P<uphold>维持)"
    r"|(?P<quash>撤销)"
    r"|(?P<change>变更|改判)"
    r"|(?P<confirm>确认|宣告)"
    r"|(?P<duty>责令|判令|限期|(?<![有权期时年无局上])限(?=被|[^公制额价度]{2,40}[内前日])|继续履行|赔偿|支付|给付|返还|退还|退回|退赔"
    r"|补偿|补发|履行|答复|重新|作出|公开|提供|办理|颁发|核发|发放|恢复|停止|解除|拆除|采取|承担|受理|登记|安置|移交|交付|协助|赔礼|消除"
    r"|处理)"
)
_JUDGMENT_OBJECT = re.compile(
    r"^(?:(?:(?!根据|依据|作出|被告|上诉|申请)[^，,]){0,45}?法院|本院|该院|原一审|原二审|原再审|原生效|上述"
    r"|(?:原审|一审|二审|再审)(?!被告|第三人|上诉|原告))[^，,]{0,120}?(?:判|裁|通知|决定|调解)"
    r"|^[（(〔\[【]\d{4}[^，,]{0,30}?[行民刑赔执知][^，,]{0,20}号[^，,]{0,8}(?:判|裁)"
    r"|^(?:原判|原裁)"
)
_AFTER_JUDGMENT = re.compile(
    r"(?:判决书?|裁定书?|原判|原裁)(?:的?(?:第[一二三四五六七八九十、和及\d]+|该|主文第.)项)?"
    r"(?:[及和与、以并]+(?:同时)?(?:撤销)?)(?=[^，,]{2,}(?:决定|行为|登记|通知|证|批复|许可|答复|复议))(?![^，,]{0,60}(?:法院|\d号[^，,]{0,6}(?:判决|裁定)))"
)
_UNLAWFUL = re.compile(
    r"违法|无效|不合法|不具有法律效力|程序轻微|不成立|不合理|未履行|拒绝履行|不作为|解除|终止"
)
_LAWFUL = re.compile(r"(?<!不)合法|(?<!无)有效(?!期)")
_LONGEST_ORDER = 2_000
_INNER = re.compile(r"(?:即|为|主文|：|:|内容)[，,：:]?\s*[“「\"](?P<inner>.{2,800}?)[”」\"]", re.DOTALL)
_INTO = re.compile(
    r"(?:(?:变更|改判|改)[^，,]{0,200}?(?<![认行作])为|改判)[，,：:]?\s*(?P<into>.{4,})$", re.DOTALL
)
_PLAIN_INNER = re.compile(
    r"项?[，,]?即[，,：:]?\s*(?P<inner>(?:撤销|确认|责令|驳回|维持|限|由|被告|判令)[^”“]{4,})$", re.DOTALL
)


def _inner(kind: OrderKind, blanked: str, words: str) -> Iterator[tuple[OrderKind, str]]:
    """Yield the orders of an earlier judgment that an order repeats, or those it puts in their place."""
    if kind is OrderKind.QUASH_JUDGMENT and (beside := _AFTER_JUDGMENT.search(blanked)):
        yield OrderKind.QUASH_ACT, words[beside.end() :]
    if kind is OrderKind.CHANGE_JUDGMENT and (into := _INTO.search(words[:_LONGEST_ORDER])):
        yield from _kinds_in(into["into"].strip('“”「」"，,：:'))
    if kind is OrderKind.UPHOLD_JUDGMENT:
        repeated = _INNER.search(words[:_LONGEST_ORDER]) or _PLAIN_INNER.search(words[:_LONGEST_ORDER])
        if repeated:
            yield from _kinds_in(repeated["inner"])


def _kinds_in(operative: str) -> Iterator[tuple[OrderKind, str]]:
    for kind, _, words in _read(operative):
        yield kind, words


def _kind(blanked: str) -> OrderKind:
    if _COSTS.search(blanked[:45]):
        return OrderKind.COSTS
    if _NOTICE.search(blanked):
        return OrderKind.NOTICE
    if _LATE_REJECTION.search(blanked):
        return _rejection(blanked)
    if _SENT_BACK.search(blanked):
        return OrderKind.REMAND
    verb = _VERB.search(blanked)
    if verb is None:
        return (
            OrderKind.CONFIRM_UNLAWFUL
            if re.search(r"(?:违法|无效)$", blanked.rstrip("。 "))
            else OrderKind.OTHER
        )
    group = verb.lastgroup or ""
    return _SIMPLE_VERBS[group] if group in _SIMPLE_VERBS else _READERS[group](blanked, verb)


def _rejection(blanked: str) -> OrderKind:
    tail = blanked[blanked.find("驳回") if "驳回" in blanked else 0 :]
    if "管辖" in tail:
        return OrderKind.REJECT_JURISDICTION
    if re.search(r"再审申请|申诉(?!人)|再审请求|提审", tail):
        return OrderKind.REJECT_PETITION
    if re.search(r"诉讼请求|赔偿请求|反诉|诉求|诉请|不予(?:国家)?赔偿", tail) and "上诉请求" not in tail:
        return OrderKind.REJECT_CLAIMS
    if re.search(r"起诉(?!人)|不予(?:立案|受理)", tail):
        return OrderKind.REJECT_SUIT
    if re.search(r"执行申请|强制执行", tail):
        return OrderKind.REFUSE_ENFORCEMENT
    if re.search(r"上诉(?!人[^的]{0,60}请求)", tail):
        return OrderKind.REJECT_APPEAL
    return OrderKind.REJECT_CLAIMS


def _withdrawal(blanked: str, _verb: re.Match[str]) -> OrderKind:
    if re.search(r"撤(?:回)?[^，,]{0,12}?上诉|上诉处理|自动撤回上诉", blanked):
        return OrderKind.WITHDRAW_APPEAL
    if re.search(r"再审|申诉", blanked[blanked.find("撤") :]):
        return OrderKind.WITHDRAW_PETITION
    return OrderKind.WITHDRAW_SUIT


def _quashing(blanked: str, verb: re.Match[str]) -> OrderKind:
    target = blanked[verb.end() :]
    return OrderKind.QUASH_JUDGMENT if _JUDGMENT_OBJECT.match(target[:180]) else OrderKind.QUASH_ACT


def _upholding(blanked: str, verb: re.Match[str]) -> OrderKind:
    target = blanked[verb.end() :]
    return OrderKind.UPHOLD_JUDGMENT if _JUDGMENT_OBJECT.match(target[:180]) else OrderKind.UPHOLD_ACT


def _changing(blanked: str, verb: re.Match[str]) -> OrderKind:
    target = blanked[verb.end() :]
    if verb.group() == "改判" or _JUDGMENT_OBJECT.match(target[:180]):
        return OrderKind.CHANGE_JUDGMENT
    return OrderKind.CHANGE_ACT


def _confirmation(blanked: str, verb: re.Match[str]) -> OrderKind:
    target = blanked[verb.end() :]
    if _UNLAWFUL.search(target):
        return OrderKind.CONFIRM_UNLAWFUL
    return OrderKind.UPHOLD_ACT if _LAWFUL.search(target) else OrderKind.OTHER


def _sending_back(blanked: str, verb: re.Match[str]) -> OrderKind:
    return OrderKind.RETRY if "再审" in blanked[verb.start() :] else OrderKind.REMAND


_SIMPLE_VERBS = {
    "retry": OrderKind.RETRY,
    "refuse": OrderKind.REFUSE_ENFORCEMENT,
    "enforce": OrderKind.ENFORCE,
    "stay": OrderKind.STAY,
    "end": OrderKind.END,
    "transfer": OrderKind.TRANSFER,
    "correct": OrderKind.CORRECT,
    "duty": OrderKind.DUTY,
}
_READERS: dict[str, Callable[[str, re.Match[str]], OrderKind]] = {
    "reject": lambda blanked, _verb: _rejection(blanked),
    "remand": _sending_back,
    "withdraw": _withdrawal,
    "uphold": _upholding,
    "quash": _quashing,
    "change": _changing,
    "confirm": _confirmation,
}
