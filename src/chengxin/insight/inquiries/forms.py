"""Forms of inquiries: a question about one subject, a list, a program, the buttons of matters."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.matters.forms import Day, Statement
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.transparency.forms import ReleaseChecks
from chengxin.mechanisms.dossiers.forms import DocumentNumber
from chengxin_core.determination.inquiries import Purpose, SubjectKind
from chengxin_core.rulebook.entries import Item

LARGEST = 5 * 1024 * 1024  # bytes of a list
Choices = list[tuple[str, Any]]


class _Question(forms.Form):
    """For which lawful purpose, in which work."""

    purpose = forms.ChoiceField(
        label="查询用途", widget=forms.RadioSelect, error_messages={"required": "请选择查询用途"}
    )
    document_number = DocumentNumber()

    def __init__(self, *args: Any, purposes: Sequence[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["purpose"].choices = [(each.code, f"{each.zh}（{each.basis}）") for each in purposes]


class _Deferrable(_Question):
    """A question about officials: whether a law defers that they see it, and until when."""

    deferral = forms.ChoiceField(
        label="暂缓告知的情形", required=False, help_text="法律没有规定的，不得暂缓；本人将当即看到这次查询"
    )
    deferred_until = Day(label="暂缓告知至", required=False, help_text="期满次日本人即可看到")

    def __init__(self, *args: Any, deferrals: Sequence[Item], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if deferrals:
            listed = [(item.code, f"{item.zh}（{item.shown}）") for item in deferrals]
            fields["deferral"].choices = [("", "—"), *listed]
        else:
            del fields["deferral"], fields["deferred_until"]


class AskAboutBody(_Question):
    """A question about one body."""

    body = forms.CharField(
        label="单位全称",
        max_length=120,
        help_text="登记册中的全称",
        error_messages={"required": "请填写单位全称"},
    )
    field_order = ("body", "purpose", "document_number")


class AskAboutOfficial(_Deferrable):
    """A question about one official: sent by POST, so that no address and no log holds the words."""

    words = forms.CharField(
        label="公民身份号码或者档案编号",
        max_length=40,
        help_text="须完整填写；只能查询您管理权限内的公务员",
        error_messages={"required": "请填写公民身份号码或者档案编号"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("words", "purpose", "document_number", "deferral", "deferred_until")


class _File(forms.Form):
    file = forms.FileField(
        label="名单",
        help_text="XLSX、CSV 或者 JSON Lines，按模板填写；办理完毕即弃，不保存",
        error_messages={"required": "请选择文件"},
    )

    def clean_file(self) -> Any:
        """Return the file if it is not larger than a list can be."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("文件至多 %(most)s MB"), params={"most": LARGEST >> 20})
        return file


class ListOfBodies(_Question, _File):
    """A list of bodies."""

    field_order = ("purpose", "document_number", "file")


class ListOfOfficials(_Deferrable, _File):
    """A list of officials."""

    field_order = ("purpose", "document_number", "file", "deferral", "deferred_until")


LISTS: dict[SubjectKind, type[_Question]] = {
    SubjectKind.BODY: ListOfBodies,
    SubjectKind.OFFICIAL: ListOfOfficials,
}


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="情况和理由", longest=1000, help_text="不写姓名、号码")


class Release(ReleaseChecks):
    """The three checks before figures are published."""

    secrecy_passed = forms.BooleanField(
        label="保密审查通过，汇总以后不涉及国家秘密和工作秘密", required=False
    )
    personal_passed = forms.BooleanField(label="已核对不能推知任何单位或者个人", required=False)
