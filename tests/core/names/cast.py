"""演示数据: a small invented prefecture that tests of names are about; no real place."""

from datetime import date

from chengxin_core.names import KnownBody, KnownName, KnownRegion, NameIndex, NameStanding, Succession

DAY = date(2024, 5, 6)
REFORM = date(2019, 1, 1)
MERGER = date(2018, 12, 26)

FORMER, ALIAS = NameStanding.FORMER, NameStanding.ALIAS


def region(id_: str, above: str, rank: int, *names: KnownName) -> KnownRegion:
    return KnownRegion(id_, frozenset(above.split()), names, rank)


def body(id_: str, name: str, home: str, *kinds: KnownName, after: tuple[Succession, ...] = ()) -> KnownBody:
    return KnownBody(id_, name, home, kinds, successions=after)


GOVERNMENT = KnownName("人民政府")

REGIONS = (
    region("p", "", 1, KnownName("山东省")),
    region("c", "p", 2, KnownName("河湾市"), KnownName("河湾", ALIAS)),
    region("o", "p", 2, KnownName("石港市", until=MERGER)),
    region("d", "p c", 3, KnownName("市中区")),
    region("e", "p c o", 3, KnownName("石港区", since=MERGER), KnownName("石城区", FORMER, None, MERGER)),
    region("f", "p o", 3, KnownName("泉县")),
    region("g", "p f", 3, KnownName("市中区")),
    region("s", "p c d", 4, KnownName("槐树街道")),
    region("t", "p o f", 4, KnownName("范镇")),
)

BODIES = (
    body("p-gov", "山东省人民政府", "p", GOVERNMENT),
    body("c-gov", "河湾市人民政府", "c", GOVERNMENT),
    body("o-gov", "石港市人民政府", "o", GOVERNMENT, after=(Succession("c-gov", MERGER),)),
    body("d-gov", "河湾市市中区人民政府", "d", GOVERNMENT),
    body("e-gov", "河湾市石港区人民政府", "e", GOVERNMENT),
    body("g-gov", "泉县市中区人民政府", "g", GOVERNMENT),
    body("s-gov", "河湾市市中区槐树街道办事处", "s", KnownName("街道办事处")),
    body("t-gov", "泉县范镇人民政府", "t", GOVERNMENT),
    body(
        "d-land",
        "河湾市市中区自然资源和规划局",
        "d",
        KnownName("自然资源和规划局", since=REFORM),
        KnownName("自然资源局", ALIAS, REFORM),
    ),
    body(
        "d-soil",
        "河湾市市中区国土资源局",
        "d",
        KnownName("国土资源局", until=REFORM),
        KnownName("国土局", ALIAS, None, REFORM),
        after=(Succession("d-land", REFORM),),
    ),
    body("d-police", "河湾市市中区公安局", "d", KnownName("公安局")),
    body("d-insurance", "河湾市市中区医疗保障局", "d", KnownName("医疗保障局")),
    KnownBody("zone", "河湾高新区管理委员会", "c", (), (KnownName("河湾高新区管理委员会"),)),
)

OUTSIDE = {
    "鼓楼区": ("江苏省南京市", "福建省福州市"),
    "市中区": ("四川省乐山市",),
    "太仓市": ("江苏省苏州市",),
    "银川市": ("宁夏回族自治区",),
}

INDEX = NameIndex.build(REGIONS, BODIES, OUTSIDE)
