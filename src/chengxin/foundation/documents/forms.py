"""Forms of the buttons of documents."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.documents.plugs import document_kind
from chengxin.foundation.documents.supplements import ADDED
from chengxin.foundation.matters.forms import Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.ground.attachments import Upload


class Opinion(MatterForm):
    """An opinion that may stay empty."""

    opinion = forms.CharField(label="审核意见", required=False, max_length=500, widget=forms.Textarea)


class Reason(MatterForm):
    """A reason that must be given."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea)


class Revise(MatterForm):
    """What a drafter changes in a draft: what was typed, and what is added to each section."""

    reason = Statement(
        label="修改说明", longest=500, help_text="改了什么、为什么改；退回修改的，写明怎样处理退回的意见"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        document = self.matter.document
        kind, added = document_kind(document.kind), document.value.get(ADDED, {})
        for code, label in kind.typed:
            self.fields[f"typed_{code}"] = Statement(label=label, longest=1000, initial=document.text(code))
        for number, name in enumerate(kind.sections):
            self.fields[f"added_{number}"] = forms.CharField(
                label=format_lazy(_("补写“{section}”"), section=name),
                required=False,
                max_length=2000,
                widget=forms.Textarea(attrs={"rows": 3}),
                initial=added.get(name, ""),
                help_text=_("接在这一部分系统写明的内容之后；只写单位，不写自然人的姓名。"),
            )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        kind = document_kind(self.matter.document.kind)
        return {
            "reason": said.get("reason", ""),
            "typed": {code: said.get(f"typed_{code}", "") for code, _name in kind.typed},
            "added": {name: said.get(f"added_{at}", "") for at, name in enumerate(kind.sections)},
        }


class WordingFile(forms.Form):
    """A template of one's organ as DOCX, and why it is changed."""

    file = forms.FileField(
        label="模板文件（DOCX）",
        help_text="请先下载现行模板，在 Word 或者 WPS 里改文字，再上传。不超过 1 MB。",
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        error_messages={"required": "请选择 DOCX 文件", "empty": "文件是空的"},
    )
    reason = forms.CharField(
        label="修改说明",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明改了什么、为什么改"},
    )


class WayBack(forms.Form):
    """Why an organ goes back to the words that come with the platform."""

    reason = forms.CharField(
        label="恢复的理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请写明为什么恢复"},
    )


class WordingOpinion(forms.Form):
    """What who decides on a template says."""

    opinion = forms.CharField(
        label="审核意见",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="不予通过的，应当写明理由。",
    )


class SealedScan(MatterForm):
    """The scan of the paper that was printed and sealed."""

    scan = Uploads(label="用印扫描件（PDF）", most=1)

    def clean_scan(self) -> list[Upload]:
        scan: list[Upload] = self.cleaned_data["scan"]
        if scan[0].media_type != "application/pdf":
            raise forms.ValidationError("用印扫描件应当是 PDF 文件")
        return scan
