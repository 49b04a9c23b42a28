"""Forms of historic entry."""

from django import forms

from chengxin.foundation.matters.forms import Statement, Uploads


class OldRecords(forms.Form):
    """A file of old records, and the scans that its rows name."""

    file = forms.FileField(
        label="表格",
        help_text="XLSX、CSV 或者 JSON Lines，不超过 5 MB、1000 行",
        error_messages={"required": "请选择文件"},
    )
    scans = Uploads(
        label="扫描件",
        required=False,
        most=50,
        help_text="可以选择多个；表格“附件”栏写明的文件名，对应到那一行",
    )


class Withdrawal(forms.Form):
    """Why a batch is withdrawn."""

    reason = Statement(label="撤回的理由", longest=500)
