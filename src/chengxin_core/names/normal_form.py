"""The normal form of a written name, and its parts: province, regions from large to small, kind of organ.

>>> split_name("诸城市 相州镇人民政府（以下简称相州镇政府）。")
NameParts(normal='诸城市相州镇人民政府', province='', regions=('诸城市', '相州镇'), kind='人民政府')
>>> split_name("济南市历城区人民政府山大路街道办事处").regions
('济南市', '历城区', '山大路街道')
>>> split_name("青岛经济技术开发区管理委员会").regions
('青岛经济技术开发区',)
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass

from chengxin_core.names.places import PROVINCES

NO_WORDS: frozenset[str] = frozenset()
LONGEST_REGION_WORD = 16

_LOOK_ALIKE = str.maketrans(
    {"巿": "市", "県": "县", "區": "区", "縣": "县", "鎮": "镇", "鄉": "乡", "廰": "厅", "侷": "局"}
    | dict.fromkeys("([{〔［｛【〖﹝「『<〈《", "（")
    | dict.fromkeys(")]}〕］｝】〗﹞」』>〉》", "）")
    | dict.fromkeys("\"'“”‘’`´", "")
)
_BLANK = re.compile(r"[\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff?]+")
_ENDING = re.compile(r"[。．.,，;；、:：!！…]+$")
_NOTE = re.compile(
    r"（[^（）]*(?:以下|下称|简称|授权|javascript|修改当事人|原审|一审|二审|本案|系本)[^（）]*(?:（[^（）]*）[^（）]*)*）?"
)
_ROLE = re.compile(
    r"^(?:再审|原审|一审|二审)?(?:被?(?:上诉人|申请人|申诉人|告)|原告|第三人|复议机关|被执行人|赔偿义务机关)[:：]?(?=.{4})"
)
_FORMERLY = re.compile(r"^(?:时任|原)(?!平市|阳县|州区|种)(?=..+?(?:省|市|县|区|镇|乡|街道|局|厅|部|委))")

_REGION_END = r"(?:自治州|自治县|自治旗|地区|林区|特区|街道|市|县|区|旗|盟|[镇乡](?![市县区镇乡]|街道))"
_REGION = re.compile(rf"^(?:[^，、（）]{{2,14}}?{_REGION_END}|.县)")
_WHOLE_WORD = re.compile(r"(?:街道|地区|[省市县区旗盟州乡镇])$")
_SHORT_TOWN = re.compile(r"^.[镇乡](?=(?:人民)?政府|党委|$)")
_NOT_A_REGION = re.compile(
    r"城乡(?=[建规水管交环综房住一])|(?:(?<=^)|(?<=[市县区镇乡]))城市(?=[管建综规更照供排园房行])"
    r"|市场|市政(?=[公管工建])|市容|市民(?=服|热|中)|乡镇(?=企|[财规])|城镇(?=化|居)|乡村(?=振)|社区(?=矫|戒|警|卫)|小区(?=办|物)"
)

SHORT_KINDS = {
    "政府": "人民政府",
    "人民政府办": "人民政府办公室",
    "政府办": "人民政府办公室",
    "政府办公室": "人民政府办公室",
    "政府办公厅": "人民政府办公厅",
    "街道办": "街道办事处",
    "办事处": "街道办事处",
    "管委会": "管理委员会",
    "管委": "管理委员会",
    "人大常委会": "人民代表大会常务委员会",
    "人大": "人民代表大会",
    "法院": "人民法院",
    "中院": "中级人民法院",
    "中级法院": "中级人民法院",
    "高院": "高级人民法院",
    "高级法院": "高级人民法院",
    "检察院": "人民检察院",
}
"""Short kinds that mean one thing everywhere. Those of departments belong to the index."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name taken apart. `normal` is the whole; `kind` is what is left after the regions, or ''."""

    normal: str
    province: str
    regions: tuple[str, ...]
    kind: str


def normal_form(written: str) -> str:
    """Return the name without what printers, clerks and web pages added to it.

    Full width becomes half width, every bracket （）; blanks, quotes, ending stops, the role in a lawsuit and
    notes such as （以下简称…） go. Idempotent.

    >>> normal_form("被告：济南市 历城区人民政府。"), normal_form("烟台开发区(黄渤海新区)管理委员会")
    ('济南市历城区人民政府', '烟台开发区（黄渤海新区）管理委员会')
    """
    before, name = "", written
    while name != before:
        before = name
        name = _one_pass(name)
    return name


def _one_pass(written: str) -> str:
    name = unicodedata.normalize("NFKC", written).translate(_LOOK_ALIKE)
    name = _NOTE.sub("", _BLANK.sub("", name))
    name = _FORMERLY.sub("", _ROLE.sub("", _ENDING.sub("", name)))
    if name.startswith("（") and "）" in name and not name.endswith("）"):
        name = _ROLE.sub("", name.partition("）")[2])
    if name.startswith("（") and name.endswith("）") and name.count("（") == 1:
        name = name[1:-1]
    return name


def kind_key(kind: str) -> str:
    """Return what two spellings of one kind of organ share: 住房和城乡建设局 and 住房城乡建设局.

    >>> kind_key("发展和改革委员会") == kind_key("发展改革委")
    True
    """
    kind = SHORT_KINDS.get(kind, kind)
    return re.sub(r"[和与及、]", "", kind).replace("委员会", "委")


def split_name(written: str, known: Container[str] = NO_WORDS) -> NameParts:
    """Take a name apart. `known` holds region names that are taken whole before the grammar is asked."""
    normal = normal_form(written)
    province, rest = _province(normal)
    regions: list[str] = []
    while word := _region_word(rest, known):
        regions.append(word)
        rest = rest[len(word) :]
        if rest.startswith(("人民政府", "政府")) and rest.endswith(("街道办事处", "街道办")):
            rest = rest.removeprefix("人民").removeprefix("政府")
    if rest == "办" and regions and regions[-1].endswith("街道"):
        rest = "办事处"
    return NameParts(normal, province, tuple(regions), SHORT_KINDS.get(rest, rest))


def _province(name: str) -> tuple[str, str]:
    for short, full in PROVINCES.items():
        if name.startswith(full):
            # 北京市 is a province and the first region word at once; what follows is below it.
            return full, name[len(full) :]
        for said in (short + "省", short + "自治区", short):
            rest = name.removeprefix(said)
            if rest != name and not (
                said == short and rest.startswith(("路", "街", "市", "县", "区", "镇", "庄"))
            ):
                return full, rest
    return "", name


def _region_word(text: str, known: Container[str]) -> str:
    masked = _NOT_A_REGION.sub(lambda found: "〇" * len(found[0]), text)
    words = [
        masked[:end] for end in range(min(len(text), LONGEST_REGION_WORD), 1, -1) if masked[:end] in known
    ]
    whole = next((word for word in words if _WHOLE_WORD.search(word)), "")
    if whole:
        return whole
    found = _REGION.match(masked) or _SHORT_TOWN.match(masked)
    return text[: found.end()] if found else next(iter(words), "")
