"""谁承受判项: which public bodies an order goes against."""

import re
from collections.abc import Sequence

from chengxin_core.determination.judgments.parties import Side, Standing, mentioned
from chengxin_core.determination.judgments.ruling import AGAINST_ACT, Order, OrderKind

_LONGEST_ORDER = 600


def bodies_hit(order: Order, listed: Sequence[Standing]) -> tuple[Standing, ...]:
    """Return the bodies that an order goes against: those it names, or else every public respondent.

    An order to act or to pay goes against whoever is told to, which may be a claimant or a third party.
    """
    if order.kind not in AGAINST_ACT:
        return ()
    respondents = tuple(one for one in listed if one.is_public_respondent)
    if order.kind is OrderKind.DUTY:
        return _told_to_act(order.words[:_LONGEST_ORDER], listed, respondents)
    named = mentioned(order.words[:_LONGEST_ORDER], listed)
    hit = tuple(one for one in named if one.is_body and one.side is not Side.CLAIMANT)
    return hit or respondents


def _told_to_act(
    words: str, listed: Sequence[Standing], respondents: tuple[Standing, ...]
) -> tuple[Standing, ...]:
    if _PRIVATE_SUBJECT.match(words):
        return ()
    subject = _subject(words, listed)
    if subject is None:
        return respondents
    if not subject.is_body or subject.side is Side.CLAIMANT:
        return ()
    before = _BENEFICIARY.split(words, maxsplit=1)[0]
    owing = tuple(one for one in mentioned(before, listed) if one.is_body and one.side is subject.side)
    return owing or (subject,)


_PRIVATE_SUBJECT = re.compile(
    r"^\s*(?:责令|判令|限|由)?(?:原告|上诉人|第三人)?(?:[\u4e00-\u9fff]{0,2}[某×*Ｘ]|〔(?:自然人|姓名|企业))"
)
_BENEFICIARY = re.compile(r"[对向就给]")
_ROLE_WORD = re.compile(
    r"(?:原审|一审|再审|二审)?(?P<role>被告|被上诉人|被申请人|上诉人|再审申请人|原告|申请人|第三人|被执行人|申请执行人)"
)
_OBLIGATION = re.compile(
    r"赔偿|支付|给付|返还|退还|退回|退赔|补偿|补发|履行|答复|重新|作出|公开|提供|办理|颁发|核发|发放|恢复|停止|解除"
    r"|拆除|采取|承担|受理|登记|安置|移交|交付|协助|赔礼|消除|处理|缴纳|腾"
)


def _subject(words: str, listed: Sequence[Standing]) -> Standing | None:
    """Return who is told to act: the party that the words name, or call by its role, before the act."""
    verb = _OBLIGATION.search(words)
    head = words[: verb.start()] if verb else words[:80]
    named = mentioned(head, listed)
    role = _ROLE_WORD.search(head)
    if role is None and not named:
        return None
    by_role = _bearer(role.group(), listed) if role else None
    if named and (
        by_role is None or head.find(named[0].forms[-1]) <= (role.end() + 1 if role else len(head))
    ):
        return named[0]
    return by_role


def _bearer(role: str, listed: Sequence[Standing]) -> Standing | None:
    exact = [one for one in listed if one.role.startswith(role)]
    for one in [*(one for one in exact if one.is_body), *exact]:
        return one
    side = {"原告": Side.CLAIMANT, "被告": Side.RESPONDENT, "第三人": Side.THIRD}.get(
        role[-3:] if "第三人" in role else role[-2:]
    )
    return next((one for one in listed if one.side is side), None)
