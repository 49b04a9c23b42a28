"""Made-up messages of three fields, no two the same. 演示数据."""

from chengxin_core.voices.training import Example

TURNS = {
    "城乡建设": ("小区物业不修电梯", "工地夜间施工噪音大", "开发商逾期交房", "路灯坏了没有人修"),
    "教育文体": ("幼儿园乱收学费", "老师在校外有偿补课", "学校食堂饭菜不好", "小学招生划片不公"),
    "交通运输": ("公交车班次太少", "出租车拒载不打表", "通村公路坑洼不平", "客运站乱涨票价"),
}
PLACES = ("东街", "西街", "南街", "北街", "河边")


def examples() -> list[Example]:
    """Return sixty labelled messages."""
    return [
        Example(f"{place}的居民反映{turn}，请处理", label)
        for label, turns in TURNS.items()
        for turn in turns
        for place in PLACES
    ]
