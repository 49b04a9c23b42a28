"""What the earlier judgment had decided, where this one only lets it stand or only strikes it down.

"驳回上诉，维持原判" says nothing by itself. Three witnesses are heard, the surest first: what the
reasoning says of the earlier judgment, who bears the costs of the first instance, and who challenged it
(nobody challenges a judgment that gave him all he asked for).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from chengxin_core.determination.judgments.parties import Side, Standing
from chengxin_core.determination.judgments.ruling import blank
from chengxin_core.vocabulary import Term


class Outcome(Term):
    """先前裁判的结果: for whom the earlier judgment was, as far as can be known."""

    AGAINST = "against", "对公共机构不利"
    PARTLY_AGAINST = "partly_against", "部分对公共机构不利"
    FOR = "for", "对公共机构有利"
    UNKNOWN = "unknown", "看不出"


@dataclass(frozen=True, slots=True)
class Finding:
    """An outcome, why, the words it rests on, and whether it was a public body that challenged."""

    outcome: Outcome
    because: str
    words: str = ""
    by_body: bool = False


# A holding follows the word for the earlier judgment closely, with nothing between that asks, denies,
# discusses or tells of later events; this keeps "上诉人认为一审判决应当撤销", "一审判决维持责令停产的决定"
# and "一审判决作出后被告撤销" apart from what the earlier court ordered.
_PARTIES = r"被?上诉人|再审申请人|被?申请人|被诉"
_BREAKS = r"。；;\n驳要请诉未不应认称申辩主张维正合清楚后已自"
_GAP = rf"(?:{_PARTIES}|[^{_BREAKS}]){{0,60}}?"
_GAP_TO_VERB = rf"(?:{_PARTIES}|[^{_BREAKS}对关就]){{0,60}}?"
_EARLIER = (
    r"(?:原审|一审|二审|原再审|原生效|(?<=[，,。；;、])生效)(?!被告|原告|第三人|上诉)(?:人民)?(?:法院)?"
)
_PLACE = re.compile(rf"{_EARLIER}|原判|原裁定")
_PLACES_READ = 200
_OTHER_SUIT = re.compile(r"民事|刑事|民初|民终|另案")
_HELD_AGAINST = re.compile(
    rf"(?:{_EARLIER}{_GAP}(?:判决|判令|判|裁判)|原判(?:决)?){_GAP_TO_VERB}"
    r"(?:(?P<quash>撤销)(?!一审|原审|原判|二审|[^。；;\n]{0,40}(?:判决|裁定|请求))"
    r"|(?P<unlawful>确认)[^。；;\n请求驳]{0,120}?(?:违法|无效)(?![^。；;\n]{0,4}(?:请求|错误|(?<!无)不当|缺乏))"
    r"|(?P<duty>判令|责令(?!限期|停|改|关|整|拆|退|缴)|限期(?!拆|整|改|搬|缴|迁)|变更(?!一审|原审|原判|登记))"
    r"|(?P<pay>(?:赔偿|支付|补偿|返还|继续履行)(?![^。；;\n]{0,30}请求)))"
)
_HELD_FOR = re.compile(
    rf"(?:{_EARLIER}|原判(?:决)?|原裁定)(?:被?上诉人|[^。；;\n]){{0,80}}?"
    r"(?:驳回|不予支持|维持)[^。；;\n]{0,120}?(?:请求|起诉|决定|行为|不当|正确)"
)
_WAS_WRONG = re.compile(
    r"^[^。；;\n]{0,80}?(?:错误|不当(?!之处)|应予纠正|予以纠正|应予撤销|应当撤销)(?<!并无不当)(?<!无不当)"
)
_FIRST_COSTS = re.compile(
    r"(?:原审|一审)(?:案件|诉讼)?(?:受理费|诉讼费)[^。；;，,\n]{0,60}?(?:由|，由)([^。；;\n]{2,60}?)(?:负担|承担)"
)


def outcome_in_reasoning(reasoning: str) -> Finding:
    """Return what the reasoning says that the earlier judgment had decided.

    >>> outcome_in_reasoning("原审判决确认被诉拆除行为违法并无不当，应予维持。").outcome.zh
    '对公共机构不利'
    >>> outcome_in_reasoning("一审判决驳回上诉人要求确认拆除行为违法的诉讼请求正确。").outcome.zh
    '对公共机构有利'
    """
    if not any(word in reasoning for word in ("原审", "一审", "原判", "二审", "生效")):
        return Finding(Outcome.UNKNOWN, "理由部分没有写先前裁判的结果")
    blanked = blank(reasoning)
    places = [place.start() for place in islice(_PLACE.finditer(blanked), _PLACES_READ)]
    against = next((one for one in _held(_HELD_AGAINST, blanked, places) if _counts(blanked, one)), None)
    favourable = next(_held(_HELD_FOR, blanked, places), None)
    if against:
        words = reasoning[against.start() : against.end() + 30]
        partly = Outcome.PARTLY_AGAINST if favourable else Outcome.AGAINST
        return Finding(partly, "理由部分写明先前裁判的结果", words)
    if favourable:
        return Finding(
            Outcome.FOR, "理由部分写明先前裁判的结果", reasoning[favourable.start() : favourable.end()]
        )
    return Finding(Outcome.UNKNOWN, "理由部分没有写先前裁判的结果")


def _held(pattern: re.Pattern[str], blanked: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    return (found for place in places if (found := pattern.match(blanked, place)))


def _counts(blanked: str, held: re.Match[str]) -> bool:
    """Whether a holding is of this suit, and was not found wrong."""
    if _OTHER_SUIT.search(held.group()):
        return False
    return _WAS_WRONG.match(blanked, held.end()) is None or _stands(blanked, held.end())


def _stands(blanked: str, place: int) -> bool:
    return any(word in blanked[place : place + 80] for word in ("并无不当", "正确", "予以维持", "应予维持"))


def outcome_by_costs(operative: str, listed: Sequence[Standing]) -> Finding:
    """Return which side lost at first instance, from who bears that instance's costs."""
    costs = _FIRST_COSTS.search(operative)
    if costs is None:
        return Finding(Outcome.UNKNOWN, "没有写一审费用由谁负担")
    bearer = costs.group(1)
    bodies = [one for one in listed if one.is_public_respondent and any(form in bearer for form in one.forms)]
    others = [one for one in listed if not one.is_body and any(form in bearer for form in one.forms)]
    if (bodies or "被告" in bearer) and not others and "各" not in bearer:
        return Finding(Outcome.AGAINST, "一审费用由被告负担", costs.group())
    return Finding(Outcome.UNKNOWN, "一审费用不只由被告负担", costs.group())


def outcome_by_challenger(listed: Sequence[Standing]) -> Finding:
    """Return whom the earlier judgment went against, from who appealed or petitioned against it."""
    challengers = [one for one in listed if one.challenges]
    if not challengers:
        return Finding(Outcome.UNKNOWN, "没有写谁提起上诉或者申请再审")
    words = "、".join(f"{one.role}{one.name}" for one in challengers)[:200]
    sides = {one.side for one in challengers}
    public = [one for one in challengers if one.is_body and one.side is not Side.CLAIMANT]
    if public and Side.CLAIMANT in sides:
        return Finding(
            Outcome.PARTLY_AGAINST, "双方都不服先前裁判，公共机构不服的部分对其不利", words, by_body=True
        )
    if public:
        return Finding(Outcome.AGAINST, "不服先前裁判的是公共机构", words, by_body=True)
    if Side.CLAIMANT in sides:
        return Finding(Outcome.FOR, "不服先前裁判的是原告一方", words)
    if Side.THIRD in sides:
        return _by_third_party(listed, words)
    return Finding(Outcome.UNKNOWN, "看不出不服先前裁判的是哪一方", words)


def _by_third_party(listed: Sequence[Standing], words: str) -> Finding:
    """A third party appeals against the claimant, who had won, or against the body."""
    opposed = {one.side for one in listed if one.is_challenged}
    if Side.CLAIMANT in opposed or Side.RESPONDENT not in opposed:
        return Finding(Outcome.AGAINST, "第三人不服先前裁判，其相对方是原告，可见原告先前胜诉", words)
    return Finding(Outcome.FOR, "第三人不服先前裁判，其相对方只有公共机构，可见公共机构先前胜诉", words)


def finding_below(
    listed: Sequence[Standing], reasoning: str, operative: str, *, only_procedural: bool
) -> Finding:
    """Return the outcome of the judgment that stands, weighing the witnesses against each other."""
    challenger = outcome_by_challenger(listed)
    if challenger.by_body and challenger.outcome is Outcome.AGAINST:
        return challenger
    if challenger.outcome is Outcome.FOR and only_procedural:
        return Finding(Outcome.FOR, "维持的是裁定，没有判断实体胜负；不服的是原告一方", challenger.words)
    said = outcome_in_reasoning(reasoning)
    if said.outcome in (Outcome.AGAINST, Outcome.PARTLY_AGAINST):
        if challenger.outcome is Outcome.FOR:
            return Finding(Outcome.PARTLY_AGAINST, f"{said.because}，原告仍不服其余部分", said.words)
        return said
    if challenger.outcome in (Outcome.FOR, Outcome.PARTLY_AGAINST):
        return challenger
    if said.outcome is not Outcome.UNKNOWN:
        return said
    costs = outcome_by_costs(operative, listed)
    return costs if costs.outcome is not Outcome.UNKNOWN else challenger


def finding_between(
    listed: Sequence[Standing], reasoning: str, *, two_instances: bool, rejects_claims: bool
) -> Finding:
    """Return what is left where one judgment, or one part of it, is upheld and another struck down.

    Between two instances the one who challenged gained; between the parts of one judgment a body's
    challenge that succeeds only in part leaves it a loser in part.
    """
    said, challenger = outcome_in_reasoning(reasoning), outcome_by_challenger(listed)
    if challenger.outcome is Outcome.UNKNOWN:
        return said
    if two_instances:
        turned = Outcome.FOR if challenger.outcome is Outcome.AGAINST else Outcome.AGAINST
        return Finding(turned, f"撤销了先前裁判；{challenger.because}", challenger.words)
    if rejects_claims and challenger.outcome is Outcome.FOR:
        return said
    if rejects_claims and challenger.outcome is Outcome.AGAINST:
        left = Outcome.PARTLY_AGAINST if said.outcome is Outcome.UNKNOWN else said.outcome
        return Finding(left, "公共机构的上诉只得到部分支持", challenger.words)
    return challenger
