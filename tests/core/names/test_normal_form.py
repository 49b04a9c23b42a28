"""How names are written, and what is left of them in normal form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chengxin_core.names import normal_form, split_name
from chengxin_core.names.normal_form import kind_key

WORDS = st.lists(
    st.sampled_from(
        [*list("山东省河湾市中区县镇街道人民政府（）()［】〔 \u3000。，：被告原局"), "以下简称", "街道办事处"]
    ),
    max_size=24,
).map("".join)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("　河湾市 市中区人民政府。", "河湾市市中区人民政府"),
        ("河湾巿教育局", "河湾市教育局"),
        ("河湾開发區".replace("開", "开"), "河湾开发区"),
        ("【河湾市教育局】", "河湾市教育局"),
        ("河湾市公安局(以下简称市公安局)", "河湾市公安局"),
        ("河湾市公安局（以下简称“市公安局”）；", "河湾市公安局"),
        ("被告：河湾市公安局", "河湾市公安局"),
        ("被上诉人（原审被告）河湾市公安局", "河湾市公安局"),
        ("原河湾市国土资源局", "河湾市国土资源局"),
        ("原阳县城关镇人民政府", "原阳县城关镇人民政府"),
        ("大桥新区[起步区]管委会", "大桥新区（起步区）管委会"),
        ("河湾市公安局（根据授权实施行政处罚）", "河湾市公安局"),
    ],
)
def test_takes_away_what_printers_and_clerks_added(written: str, normal: str) -> None:
    assert normal_form(written) == normal


@given(WORDS)
def test_the_normal_form_is_its_own_normal_form(written: str) -> None:
    assert normal_form(normal_form(written)) == normal_form(written)


@given(st.text(max_size=30))
def test_finds_in_any_text_only_regions_that_are_written_there(written: str) -> None:
    parts = split_name(written)

    assert all(word in parts.normal for word in parts.regions)


@pytest.mark.parametrize(
    ("written", "regions", "kind"),
    [
        ("诸城市相州镇人民政府", ("诸城市", "相州镇"), "人民政府"),
        ("济南市历城区人民政府山大路街道办事处", ("济南市", "历城区", "山大路街道"), "街道办事处"),
        ("泰山区财源街道办事处", ("泰山区", "财源街道"), "街道办事处"),
        ("泰山区财源街道办", ("泰山区", "财源街道"), "街道办事处"),
        ("泰安市岱岳区自然资源局", ("泰安市", "岱岳区"), "自然资源局"),
        ("青岛经济技术开发区管理委员会", ("青岛经济技术开发区",), "管理委员会"),
        ("济南市市中区住房和城乡建设局", ("济南市", "市中区"), "住房和城乡建设局"),
        ("诸城市城市管理局", ("诸城市",), "城市管理局"),
        ("聊城市政府办", ("聊城市",), "人民政府办公室"),
        ("历城区市场监督管理局", ("历城区",), "市场监督管理局"),
        ("岱岳区范镇人民政府", ("岱岳区", "范镇"), "人民政府"),
        ("景德镇市昌江区人民政府", ("景德镇市", "昌江区"), "人民政府"),
        ("荆州市沙市区人民政府", ("荆州市", "沙市区"), "人民政府"),
        ("青岛市市南区云南路街道办事处", ("青岛市", "市南区", "云南路街道"), "街道办事处"),
        ("市住建委", (), "市住建委"),
    ],
)
def test_tells_regions_from_the_kind_of_organ(written: str, regions: tuple[str, ...], kind: str) -> None:
    parts = split_name(written)

    assert (parts.regions, parts.kind) == (regions, kind)


@pytest.mark.parametrize(
    ("written", "province"),
    [
        ("山东省诸城市人民政府", "山东省"),
        ("山东东营市政府", "山东省"),
        ("广东东莞市政府", "广东省"),
        ("内蒙古乌审旗政府", "内蒙古自治区"),
        ("云南路街道办事处", ""),
        ("诸城市人民政府", ""),
    ],
)
def test_hears_the_province_where_the_name_says_one(written: str, province: str) -> None:
    assert split_name(written).province == province


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("住房和城乡建设局", "住房城乡建设局"),
        ("发展和改革委员会", "发展改革委"),
        ("政府", "人民政府"),
        ("管委会", "管理委员会"),
    ],
)
def test_two_spellings_of_one_kind_share_a_key(one: str, other: str) -> None:
    assert kind_key(one) == kind_key(other)


def test_a_known_region_is_taken_whole() -> None:
    assert split_name("高新区街道市中街道办事处", {"高新区街道"}).regions == ("高新区街道", "市中街道")
