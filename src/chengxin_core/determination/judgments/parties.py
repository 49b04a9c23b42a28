"""当事人: on which side each stands, which are public bodies, who challenged the earlier judgment."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from chengxin_core.determination.judgments.instrument import Party
from chengxin_core.vocabulary import Term


class Side(Term):
    """诉讼地位: the side a party stands on since the first instance, whoever appealed later."""

    CLAIMANT = "claimant", "原告一方"
    RESPONDENT = "respondent", "被告一方"
    THIRD = "third", "第三人"
    PROSECUTOR = "prosecutor", "检察机关"
    UNKNOWN = "unknown", "未写明"


@dataclass(frozen=True, slots=True)
class Standing:
    """A party with what its role and name say about it."""

    name: str
    role: str
    side: Side
    is_body: bool
    is_named: bool
    challenges: bool
    is_challenged: bool
    forms: tuple[str, ...] = field(default=())

    @property
    def is_public_respondent(self) -> bool:
        """Whether this is a public body that answers the suit."""
        return self.is_body and self.side is Side.RESPONDENT


_EMBEDDED_ROLE = re.compile(
    r"(?:被上诉人|上诉人|被申请人|再审申请人|原审被告|一审被告|被告|原审第三人|一审第三人|第三人)"
    r"[（(](?:原审|一审|二审|原)[^（）()]{1,20}[）)]|(?<=[^（(])(?:原审被告|一审被告|原审第三人|一审第三人)(?=[^）)人的])"
)
_CLAIMANT = re.compile(r"原告|起诉人|赔偿请求人|(?<!再审)申请人(?!.*被告)")
_RESPONDENT = re.compile(r"被告|赔偿义务机关|复议机关|应诉")
_THIRD = re.compile(r"第三人")
_PROSECUTOR = re.compile(r"公益诉讼|抗诉|检察")
_CHALLENGES = re.compile(r"^(?:上诉人|再审申请人|申请再审人|申诉人|申请人|赔偿请求人（申诉)")
_IS_CHALLENGED = re.compile(r"^(?:被上诉人|被申请人|被申诉人)")

_NAME_ENDS = re.compile(
    r"[（(\s。，,；;：:？?]|机关所在地|住所地|所在地|住址|地址|法定代表人|负责人|以下简称"
)
_ANONYMISED = re.compile(r"^[〔\[【（(*×XxＸ某]|^.{0,3}[某×*＊]{1,}|〔|企业〕|自然人")
_ALIAS = re.compile(r"(?:以下)?(?:简称|称)[:：]?[“\"「]?([^”\"」，。；）)（(]{2,20})")

_PUBLIC_NAME = re.compile(
    r"(?:人民政府|政府|管理委员会|管委会|街道办事处|办事处|公署"
    r"|(?<!村民)(?<!居民)(?<!业主)(?<!筹备)(?<!工会)委员会"
    r"|(?<!事)(?<!邮政)(?<!书)(?<!图)局|厅|海关|监狱|看守所|戒毒所|拘留所"
    r"|(?:派出|监督|管理|检查|稽查|工商|税务|财政|司法|监理|征收|执法|收费|土地|国土|规划|水务|林业|环保|房管|市场监管|监测|防治)所"
    r"|(?:公安|财政|商务|教育|民政|司法|水利|交通运输|自然资源|生态环境|住房和城乡建设|农业农村|农业|国土资源|环境保护"
    r"|人力资源和社会保障|工业和信息化|科学技术|应急管理|文化和旅游|交通|铁道|建设|卫生|国防|外交|国家安全|监察)部"
    r"|(?:警察|执法|监察|稽查|公安|交警|交通|管理|消防|巡逻|征收|救援|缉私|勘察|规费)(?:总队|支队|大队|中队)"
    r"|(?:[一二三四五六七八九十机动]+|[\u4e00-\u9fff]{2})(?:总队|支队|大队|中队)"
    r"|(?:征收|征迁|拆迁|社会保险|社保|医疗保险|医保|保险|住房公积金|公积金|不动产登记|登记|审批服务|政务服务|行政审批|储备|管理|执法"
    r"|监督|鉴定|就业|公共资源交易|失业|结算|稽核|疾病预防控制|应急)(?:事务)?(?:管理|服务|经办)?(?:中心|站|处|办公室|办)"
    r"|领导小组(?:办公室)?|指挥部(?:办公室)?|办公室|房屋征收办|工作组|总署|审计署|国务院|专员公署|联席会议"
    r"|(?:管理|征稽|监察|稽查|车辆|征收|事务|拆迁|房产|路政|救助|指挥|信访|办事|收容|保险)处)$"
)
_PRIVATE_NAME = re.compile(
    r"(?:公司|厂|店|合作社|合作联社|村|组|小组|居委会|村委会|村民委员会|居民委员会|业主委员会|集团|商行|商场|超市|市场"
    r"|经营部|门市部|营业部|项目部|服务部|俱乐部|律师事务所|会计师事务所|事务所|银行|信用社|农场|林场|企业|中学|小学|幼儿园"
    r"|医院|卫生院|诊所|酒店|宾馆|饭店|协会|商会|工会|联社|法院|检察院|仲裁委员会)$"
)
_COURT_NAME = re.compile(r"(?:法院|检察院)$")
_GOVERNMENT = re.compile(r"(.{2,})人民政府$")
_REGION = re.compile(r"^(?:.{1,8}?(?:自治区|自治州|省|市|区|县|旗))+(?=.{3})")


def clean_name(name: str) -> str:
    """Return a party's name without what the transcription left behind it.

    >>> clean_name("某县交通运输局（以下简称县交通局）。")
    '某县交通运输局'
    """
    name = name.strip("　 \n\t。．.,，、；;")
    end = _NAME_ENDS.search(name, 2)
    return name[: end.start()] if end else name


def looks_public(name: str) -> bool:
    """Tell from a name alone whether it is an organ or an authorised organisation.

    >>> [looks_public(name) for name in ("演示县财政局", "演示县某某村民委员会", "演示建设有限公司")]
    [True, False, False]
    """
    return _PRIVATE_NAME.search(name) is None and _PUBLIC_NAME.search(name) is not None


def side_of(role: str) -> Side:
    """Return the side since the first instance that a role states.

    >>> side_of("上诉人（原审被告）").zh, side_of("再审申请人（一审第三人）").zh, side_of("上诉人").zh
    ('被告一方', '第三人', '未写明')
    """
    if _PROSECUTOR.search(role):
        return Side.PROSECUTOR
    if _THIRD.search(role):
        return Side.THIRD
    respondent, claimant = _RESPONDENT.search(role), _CLAIMANT.search(role)
    if respondent and (not claimant or respondent.start() < claimant.start()):
        return Side.RESPONDENT
    return Side.CLAIMANT if claimant and not role.startswith("申请人") else Side.UNKNOWN


def standings(
    parties: Iterable[Party], *, is_administrative: bool, text: str = "", title: str = ""
) -> tuple[Standing, ...]:
    """Return every party with its side, whether it is a public body, and the forms its name takes in `text`.

    In an administrative suit the respondent is by law an organ or an authorised organisation, also where
    its name was hidden, and where it is missing from the list the title may name it; elsewhere flag and
    name decide. Courts and procuratorates are never counted as public bodies here.
    """
    listed = [read for party in parties for read in _stand(party, is_administrative=is_administrative)]
    listed = [_with_side(one, listed) for one in listed]
    if is_administrative and not any(one.side is Side.RESPONDENT for one in listed):
        listed += _from_title(title)
    tails = [_tail(one.name) for one in listed]
    aliases = _ALIAS.findall(text[:4000]) if any(one.is_body for one in listed) else []
    return tuple(
        _with_forms(one, aliases, tail if tails.count(tail) == 1 else "")
        for one, tail in zip(listed, tails, strict=True)
    )


@lru_cache(maxsize=1024)
def _read_role(role: str) -> tuple[Side, bool, bool]:
    """Return a role's side, whether it challenges and is challenged; few roles occur, again and again."""
    return side_of(role), _CHALLENGES.match(role) is not None, _IS_CHALLENGED.match(role) is not None


def _stand(party: Party, *, is_administrative: bool) -> list[Standing]:
    embedded = _EMBEDDED_ROLE.search(party.name[:400], 2)
    if embedded:  # two parties run together in one cell
        rest = Party(embedded.group(), party.name[embedded.end() : 400], None)
        first = Party(party.role, party.name[: embedded.start()], party.is_public_body)
        return [
            *_stand(first, is_administrative=is_administrative),
            *_stand(rest, is_administrative=is_administrative),
        ]
    role, name = "".join(party.role[:60].split()), clean_name("".join(party.name[:200].split()))
    side, challenges, is_challenged = _read_role(role)
    is_named = bool(name) and not _ANONYMISED.search(name)
    is_body = party.is_public_body is True
    if party.is_public_body is None:
        is_body = is_named and looks_public(name)
    if is_administrative and side is Side.RESPONDENT and not (is_named and _PRIVATE_NAME.search(name)):
        is_body = True
    if side is Side.PROSECUTOR or _COURT_NAME.search(name):
        is_body = False
    alias = _ALIAS.search(party.name[:400])
    forms = (alias.group(1),) if alias else ()
    return [Standing(name, role, side, is_body, is_named, challenges, is_challenged, forms)]


_BODY_IN_TITLE = re.compile(
    r"(?:^|[与、和诉告])(?P<name>[^与、和诉告不，,。〕]{2,40}?"
    r"(?:人民政府|管理委员会|街道办事处|委员会|办公室|局|厅|部|支队|大队|中队|派出所))"
    r"(?=$|[与、和诉不，,]|行政|政府|信息|公安|资源|城乡|劳动|一案|二审|一审|[^分支大中派街局办人]{2})"
)


def _from_title(title: str) -> list[Standing]:
    """The respondents that a title names; one without a name where it names none."""
    names = [found["name"] for found in _BODY_IN_TITLE.finditer(title[:300]) if looks_public(found["name"])]
    return [
        Standing(
            name,
            "被告（据标题）" if name else "被告（未列出）",
            Side.RESPONDENT,
            True,
            bool(name),
            False,
            False,
        )
        for name in dict.fromkeys(names or [""])
    ]


def _with_side(one: Standing, listed: list[Standing]) -> Standing:
    """Give a side to a role such as a bare `上诉人`, from who else is there."""
    if one.side is not Side.UNKNOWN:
        return one
    taken = {other.side for other in listed}
    if one.is_body:
        side = Side.RESPONDENT
    elif Side.CLAIMANT not in taken:
        side = Side.CLAIMANT
    else:
        same_role = [
            other.side for other in listed if other.challenges == one.challenges and other is not one
        ]
        side = next((s for s in same_role if s in (Side.CLAIMANT, Side.THIRD)), Side.THIRD)
    return _replace(one, side=side)


def _tail(name: str) -> str:
    region = _REGION.match(name)
    tail = name[region.end() :] if region else ""
    return "" if tail in ("人民政府", "政府", "管理委员会", "委员会", "街道办事处") else tail


def _with_forms(one: Standing, aliases: list[str], tail: str) -> Standing:
    if not one.is_named:
        return one
    forms = {one.name, *one.forms}
    if government := _GOVERNMENT.match(one.name):
        forms.add(government.group(1) + "政府")
        if region := _REGION.match(one.name):
            forms.add(one.name[region.end() :].replace("人民政府", "政府"))
    if len(tail) >= 3:
        forms.add(tail)
        forms.add(tail.replace("街道办事处", "街道办").replace("管理委员会", "管委会"))
    forms.update(alias for alias in aliases if _abbreviates(alias, one.name))
    forms.discard("政府")
    return _replace(
        one, forms=tuple(sorted((form for form in forms if len(form) >= 3), key=len, reverse=True))
    )


def _abbreviates(alias: str, name: str) -> bool:
    """Whether every character of `alias` occurs in `name` in the same order."""
    rest = iter(name)
    return all(character in rest for character in alias)


def _replace(one: Standing, *, side: Side | None = None, forms: tuple[str, ...] | None = None) -> Standing:
    return Standing(
        one.name,
        one.role,
        one.side if side is None else side,
        one.is_body,
        one.is_named,
        one.challenges,
        one.is_challenged,
        one.forms if forms is None else forms,
    )


def mentioned(words: str, listed: Iterable[Standing]) -> tuple[Standing, ...]:
    """Return the parties that `words` name, longest names first so that a name inside another does not count.

    >>> both = standings(
    ...     [Party("被告", "演示市演示区人民政府"), Party("被告", "演示市演示区人民政府东街街道办事处")],
    ...     is_administrative=True,
    ... )
    >>> [one.name for one in mentioned("撤销演示市演示区人民政府东街街道办事处作出的决定", both)]
    ['演示市演示区人民政府东街街道办事处']
    """
    forms = sorted(((form, one) for one in listed for form in one.forms), key=lambda pair: -len(pair[0]))
    found: list[tuple[int, Standing]] = []
    for form, one in forms:
        at = words.find(form)
        if at >= 0:
            words = words.replace(form, "□" * len(form))
            found.append((at, one))
    ordered: list[Standing] = []
    for _, one in sorted(found, key=lambda pair: pair[0]):
        if one not in ordered:
            ordered.append(one)
    return tuple(ordered)
