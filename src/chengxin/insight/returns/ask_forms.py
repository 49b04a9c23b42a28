"""The form of a request to bodies: what it is about, on what basis, what is asked, until when, of whom."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext

from chengxin.foundation.matters.forms import Day, Statement
from chengxin.foundation.subjects.grassroots import is_grassroots
from chengxin.foundation.subjects.models import BodyKind, PublicBody
from chengxin.insight.returns.asks import WhatIsAsked, read_columns
from chengxin.insight.returns.periods import read_period

CLAUSE, DOCUMENT = "clause", "document"
_BASES = ((CLAUSE, "法律法规规章的条款"), (DOCUMENT, "文件（写明文号）"))
_CLAUSE, _NUMBER = re.compile(r"《.+》.*第.+条"), re.compile(r"[〔\[（(]2\d{3}[〕\]）)].*\d+号")
GRASSROOTS = "grassroots"
_GROUPS = (
    (GRASSROOTS, "全部乡镇（街道）"),
    (BodyKind.DEPARTMENT.value, "全部部门"),
    (BodyKind.GOVERNMENT.value, "全部下级政府（不含乡镇）"),
    (BodyKind.INSTITUTION.value, "全部其他机构"),
)


class NewAsk(forms.Form):
    """A request; whoever fills it in chooses among `bodies`, those that can be asked."""

    title = forms.CharField(
        label="名称",
        max_length=60,
        help_text="单位在要求清单里看到的标题；不写个人姓名",
        error_messages={"required": "请填写名称"},
    )
    why = forms.CharField(
        label="为什么要报",
        max_length=200,
        help_text="用一句话告诉填报的人：要来做什么，为什么平台上没有",
        error_messages={"required": "请写明为什么要报"},
    )
    basis_kind = forms.ChoiceField(
        label="依据的种类", choices=_BASES, initial=DOCUMENT, widget=forms.RadioSelect
    )
    basis = forms.CharField(
        label="依据",
        max_length=200,
        help_text="条款写成“《…》第…条”；文件写明名称和文号，如“…〔2026〕12号”",
        error_messages={"required": "请写明依据"},
    )
    period = forms.CharField(
        label="数字的期间",
        max_length=8,
        help_text="月、季度或者年：2026-10、2026Q3、2026；同一期间报过的数字不再问",
        error_messages={"required": "请填写数字的期间"},
    )
    figures = Statement(
        label="要哪些数字",
        longest=1500,
        required=False,
        help_text="一行一项，括号里是单位，如“整治问题（个）”；没有写单位的为件",
    )
    question = Statement(
        label="要说明什么", longest=500, required=False, help_text="需要文字答复的，写明问题；没有的不填"
    )
    papers = forms.CharField(
        label="要哪些文件", max_length=200, required=False, help_text="需要附件的，写明是什么；没有的不填"
    )
    due_on = Day(label="截止日")
    groups = forms.MultipleChoiceField(
        label="向哪些单位提出", choices=_GROUPS, required=False, widget=forms.CheckboxSelectMultiple
    )
    names = Statement(
        label="另外向这些单位提出",
        longest=20_000,
        required=False,
        help_text="一行一个，登记册中的规范名称；可以从表格里粘贴",
    )

    def __init__(self, *args: Any, bodies: list[PublicBody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = bodies

    def clean_period(self) -> Any:
        """Return the period that is meant; digits may be wide."""
        found = read_period(unicodedata.normalize("NFKC", self.cleaned_data["period"]).strip())
        if found is None:
            said = {"found": self.cleaned_data["period"]}
            raise forms.ValidationError(
                gettext("应当是 2026-10、2026Q3 或者 2026 这样的期间，现在是“%(found)s”") % said
            )
        return found

    def clean_figures(self) -> list[tuple[str, str]]:
        """Return the wording and unit of each figure."""
        try:
            return read_columns(self.cleaned_data["figures"])
        except ValueError as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def clean_names(self) -> list[PublicBody]:
        """Return the bodies that the lines name."""
        by_name = {each.name: each for each in self.bodies}
        found = []
        for number, line in enumerate(self.cleaned_data["names"].splitlines(), 1):
            name = line.strip()
            if name and name not in by_name:
                said = {"number": number, "found": name[:40]}
                raise forms.ValidationError(
                    gettext("第 %(number)s 行“%(found)s”：应当是本地区有联络员的单位的规范名称") % said
                )
            if name:
                found.append(by_name[name])
        return found

    def clean(self) -> dict[str, Any]:
        """Check the form of the basis, that something is asked, and of somebody."""
        said = super().clean() or {}
        basis, kind = said.get("basis", ""), said.get("basis_kind")
        if basis and kind == CLAUSE and not _CLAUSE.search(basis):
            self.add_error(
                "basis", gettext("应当写成“《…》第…条”，现在是“%(found)s”") % {"found": basis[:40]}
            )
        if basis and kind == DOCUMENT and not _NUMBER.search(basis):
            told = {"found": basis[:40]}
            self.add_error("basis", gettext("应当写明文号，如“…〔2026〕12号”，现在是“%(found)s”") % told)
        is_read = not {"figures", "question", "papers"} & set(self.errors)
        if is_read and not (said.get("figures") or said.get("question") or said.get("papers")):
            self.add_error("figures", gettext("数字、说明、文件至少要一样"))
        if "names" not in self.errors and not self._chosen(said):
            self.add_error("groups", gettext("没有选中任何单位：请勾选，或者写明单位名称"))
        return said

    def chosen(self) -> list[PublicBody]:
        """Return the bodies that are asked."""
        return self._chosen(self.cleaned_data)

    def what(self) -> WhatIsAsked:
        """Return what is asked of each of them."""
        said = self.cleaned_data
        return WhatIsAsked(
            said["title"],
            said["why"],
            said["basis"],
            said["period"],
            said["due_on"],
            said["figures"],
            said["question"],
            said["papers"],
        )

    def _chosen(self, said: dict[str, Any]) -> list[PublicBody]:
        groups = set(said.get("groups", ()))
        in_groups = [each for each in self.bodies if _group_of(each) in groups]
        return [*in_groups, *said.get("names", ())]


class Withdrawal(forms.Form):
    """Why something is asked no more."""

    reason = Statement(label="理由", longest=500)


def _group_of(body: PublicBody) -> str:
    return GRASSROOTS if is_grassroots(body) else str(body.kind)
