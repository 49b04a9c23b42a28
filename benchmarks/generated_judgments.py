"""Judgments made by code, as many as wanted and each different: the courts, bodies and suits are invented (演示数据).

About one in twenty-five is adverse, effective and recent, against a body of the invented city, so that a record opens;
three in a hundred hold a defect, two in a hundred repeat an earlier row.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec

CITY = "演示市"
COUNTIES = tuple(f"演{which}县" for which in "甲乙丙丁戊己庚辛壬癸")
OFFICES = (
    "人民政府", "财政局", "公安局", "教育局", "民政局", "司法局", "水利局", "自然资源局", "住房和城乡建设局",
    "交通运输局", "农业农村局", "卫生健康局", "应急管理局", "审计局", "市场监督管理局", "统计局", "林业局",
    "综合行政执法局", "人力资源和社会保障局", "医疗保障局",
)  # fmt: skip
OUTSIDE = tuple(f"{place}{office}" for place in ("江苏省南京市", "河南省郑州市") for office in OFFICES[:6])
UNKNOWN = ("演示开发区管理委员会", "水利局", "演示镇综合执法大队")
BYTES = 3000
"""A row's size as JSON, about."""

_MATTERS = ("政府信息公开", "行政协议", "房屋征收补偿", "行政处罚", "不履行法定职责", "行政许可")
_ADVERSE = (
    "确认被告{body}未在法定期限内答复原告申请的行为违法。案件受理费50元，由被告{body}负担。",
    "一、撤销被告{body}作出的案涉决定；二、责令被告{body}于本判决生效之日起三十日内重新作出处理。",
    "责令被告{body}在本判决生效之日起六十日内支付原告工程款{sum}元。",
)
_NOT_ADVERSE = ("驳回原告的诉讼请求。案件受理费50元，由原告负担。", "驳回原告的起诉。", "准许原告撤回起诉。")
_SENTENCES = (
    "原告于{day}向被告提出书面申请，要求其依照双方约定履行相应义务，被告签收后未作处理，",
    "双方于{day}签订的协议系各方真实意思表示，内容不违反法律、行政法规的强制性规定，",
    "被告辩称其职责已经移交，但未能就职责移交的时间、范围和依据提交证据证明，",
    "第{number}号证据来源合法、内容真实，与本案待证事实有关联，本院予以采信，",
    "根据庭审查明的事实，案涉款项合计{sum}元，其中{part}元已经支付，其余部分至今未付，",
    "行政机关应当按照约定和法律规定的期限、方式履行义务，不得以机构调整、人员变动为由拒绝履行，",
    "原告主张的利息损失，应当自{day}起按照同期贷款市场报价利率计算，",
    "关于被告提出的起诉期限问题，案涉行为处于持续状态，原告于{day}起诉未超过法定期限，",
)
_DEFECTS: tuple[dict[str, Any], ...] = (
    {"date": "2023830"}, {"date": "二〇九九年一月一日"}, {"caseNo": "见附件"}, {"court": ""}, {"parties": []},
    {"裁判结果": "", "本院认为": ""},
)  # fmt: skip


def body_names() -> tuple[str, ...]:
    """Return the names of every invented body of the counties."""
    return tuple(f"{county}{office}" for county in COUNTIES for office in OFFICES)


def judgments(count: int, *, today: date, seed: int = 1) -> Iterator[dict[str, Any]]:
    """Yield rows as a court's file gives them; the same seed gives the same rows."""
    chance = random.Random(seed)
    ours = body_names()
    earlier: list[dict[str, Any]] = []
    for number in range(1, count + 1):
        kind = chance.random()
        if kind < 0.02 and earlier:
            yield chance.choice(earlier) | {"id": f"g{seed}-{number}"}
            continue
        row = _judgment(number, chance, ours, today)
        if kind > 0.97:
            yield row | chance.choice(_DEFECTS)
            continue
        if len(earlier) < 200:
            earlier.append(row)
        yield row


def write_judgments(path: Path, count: int, *, today: date, seed: int = 1) -> int:
    """Write a JSON Lines file of generated judgments; return its size."""
    with path.open("wb") as file:
        for row in judgments(count, today=today, seed=seed):
            file.write(msgspec.json.encode(row) + b"\n")
        return file.tell()


def _judgment(number: int, chance: random.Random, ours: tuple[str, ...], today: date) -> dict[str, Any]:
    opens = chance.random() < 0.04
    recent = today - timedelta(days=chance.randrange(30, 300))
    decided_on = recent if opens else today - timedelta(days=chance.randrange(1500, 4000))
    where = 0.0 if opens else chance.random()
    body = chance.choice(ours if where < 0.8 else OUTSIDE if where < 0.95 else UNKNOWN)
    is_second = opens or chance.random() < 0.5
    adverse = chance.choice(_ADVERSE).format(body=body, sum=chance.randrange(10_000, 9_999_999))
    is_adverse = opens or chance.random() < 0.1
    ruling = adverse if is_adverse else chance.choice(_NOT_ADVERSE)
    if is_second:
        ruling = f"一、撤销演示市某区人民法院一审行政判决；二、{ruling}本判决为终审判决。"
    roles = ("上诉人（原审原告）", "被上诉人（原审被告）") if is_second else ("原告", "被告")
    return {
        "id": f"g-{number}",
        "court": f"{CITY}中级人民法院" if is_second else f"{chance.choice(COUNTIES)}人民法院",
        "caseNo": f"（{decided_on.year}）演{chance.randrange(100):02}行{'终' if is_second else '初'}{number}号",
        "instrumentType": "判决书",
        "procedure": "二审" if is_second else "一审",
        "reason": chance.choice(_MATTERS),
        "date": decided_on.isoformat(),
        "parties": [
            {"role": roles[0], "name": f"演示第{number}建筑有限公司", "is_public_body": False},
            {"role": roles[1], "name": body, "is_public_body": True},
        ],
        "docName": f"演示第{number}建筑有限公司与{body}行政纠纷{'二审' if is_second else '一审'}行政判决书",
        "本院认为": _reasoning(chance),
        "裁判结果": ruling,
    }


def _reasoning(chance: random.Random) -> str:
    said, left = ["本院认为，"], BYTES - 690
    while left > 0:
        day = date(2010, 1, 1) + timedelta(days=chance.randrange(5000))
        sentence = chance.choice(_SENTENCES).format(
            day=f"{day.year}年{day.month}月{day.day}日",
            number=chance.randrange(1, 99),
            sum=chance.randrange(10_000, 9_999_999),
            part=chance.randrange(1, 9_999),
        )
        said.append(sentence)
        left -= len(sentence.encode())
    return "".join(said)
