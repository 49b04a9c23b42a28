"""The provinces of China, by which a name says that it is not of ours."""

PROVINCES: dict[str, str] = {
    "北京": "北京市",
    "天津": "天津市",
    "河北": "河北省",
    "山西": "山西省",
    "内蒙古": "内蒙古自治区",
    "辽宁": "辽宁省",
    "吉林": "吉林省",
    "黑龙江": "黑龙江省",
    "上海": "上海市",
    "江苏": "江苏省",
    "浙江": "浙江省",
    "安徽": "安徽省",
    "福建": "福建省",
    "江西": "江西省",
    "山东": "山东省",
    "河南": "河南省",
    "湖北": "湖北省",
    "湖南": "湖南省",
    "广东": "广东省",
    "广西": "广西壮族自治区",
    "海南": "海南省",
    "重庆": "重庆市",
    "四川": "四川省",
    "贵州": "贵州省",
    "云南": "云南省",
    "西藏": "西藏自治区",
    "陕西": "陕西省",
    "甘肃": "甘肃省",
    "青海": "青海省",
    "宁夏": "宁夏回族自治区",
    "新疆": "新疆维吾尔自治区",
    "台湾": "台湾省",
    "香港": "香港特别行政区",
    "澳门": "澳门特别行政区",
}
"""Short name → full name."""

CENTRAL_STATE = "中央国家机关"
"""What `Outside.region` says of organs of the State as a whole."""

CENTRAL_BEGINNINGS = (
    "中华人民共和国",
    "中国人民",
    "中国",
    "中央",
    "中共中央",
    "国务院",
    "国家",
    "最高人民",
    "最高法",
    "最高检",
    "全国",
)
"""Names that begin so are organs of the State as a whole, unless a region of Shandong follows."""

MINISTRIES = frozenset(
    [
        "外交部",
        "国防部",
        "教育部",
        "科学技术部",
        "科技部",
        "工业和信息化部",
        "工信部",
        "公安部",
        "民政部",
        "司法部",
        "财政部",
        "监察部",
        "文化部",
        "卫生部",
        "农业部",
        "人力资源和社会保障部",
        "人社部",
        "自然资源部",
        "国土资源部",
        "生态环境部",
        "环境保护部",
        "环保部",
        "住房和城乡建设部",
        "住房城乡建设部",
        "住建部",
        "建设部",
        "交通运输部",
        "铁道部",
        "水利部",
        "农业农村部",
        "商务部",
        "文化和旅游部",
        "应急管理部",
        "退役军人事务部",
        "审计署",
        "海关总署",
        "央行",
    ]
)
"""Ministries, past ones included, as they are written alone."""

ZONE_ENDINGS = ("开发区", "高新区", "度假区", "园区", "新区", "保税区", "示范区", "风景区", "产业区")
"""How the names of areas end that are no divisions but have a management committee (管理委员会)."""
