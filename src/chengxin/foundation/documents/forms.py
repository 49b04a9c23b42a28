"""Forms of the buttons of documents."""

from django import forms

from chengxin.foundation.matters.forms import Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.ground.attachments import Upload


class Opinion(MatterForm):
    """An opinion that may stay empty."""

    opinion = forms.CharField(label="审核意见", required=False, max_length=500, widget=forms.Textarea)


class Reason(MatterForm):
    """A reason that must be given."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea)


class SealedScan(MatterForm):
    """The scan of the paper that was printed and sealed."""

    scan = Uploads(label="用印扫描件（PDF）", most=1)

    def clean_scan(self) -> list[Upload]:
        scan: list[Upload] = self.cleaned_data["scan"]
        if scan[0].media_type != "application/pdf":
            raise forms.ValidationError("用印扫描件应当是 PDF 文件")
        return scan
