from datetime import date

import pytest
from tests.law import the_rulebook

from chengxin_core.rulebook.remedies import remedies

NOW = date(2026, 11, 23)


def printed(act: str, addressee: str) -> list[str]:
    return [remedy.printed() for remedy in remedies(the_rulebook(), act=act, addressee=addressee, on=NOW)]


def test_a_body_may_object_to_its_record_or_have_it_repaired() -> None:
    objection, repair = printed("record", "body")

    assert objection == (
        "异议申请：向公共信用信息机构或者信息提供单位提出；办理期限：属于本单位处理范围的异议3个工作日，"
        "需要其他单位协助核查的异议7个工作日（《山东省社会信用条例》第三十九条）"
    )
    assert repair.startswith("信用修复申请：向认定机关提出")


def test_a_limit_of_ours_is_printed_without_a_citation() -> None:
    (defence,) = printed("record_proposed", "body")

    assert defence == "陈述、申辩：自拟列入告知书送达之日起5个工作日内，向作出告知的机关提出"


def test_a_limit_of_the_law_is_printed_with_its_article() -> None:
    (review,) = printed("inspection", "body")

    assert "自督查结论送达之日起30日内" in review
    assert review.endswith("（《政府督查工作条例》第十七条）")


@pytest.mark.parametrize("act", ["record", "measure", "rectification", "finding", "repair_refused"])
def test_every_act_against_a_body_has_a_remedy(act: str) -> None:
    assert printed(act, "body")


def test_an_act_without_a_line_has_no_remedy() -> None:
    assert printed("record", "passer_by") == []
