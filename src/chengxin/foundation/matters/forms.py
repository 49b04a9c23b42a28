"""Fields that the forms of many buttons share."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from chengxin.ground import home
from chengxin.ground.attachments import Upload, UploadRefused, take


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class Uploads(forms.FileField):
    """One or more files: each checked by its content and kept; cleaned to a list of `Upload`."""

    widget = ManyFiles

    def __init__(self, *args: Any, most: int = 10, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        given = _given(data)
        if not given and self.required:
            raise forms.ValidationError("请上传文件（PDF、PNG、JPG、DOCX 或者 XLSX）")
        if len(given) > self.most:
            raise forms.ValidationError(f"一次最多上传 {self.most} 个文件，现在是 {len(given)} 个")
        try:
            return [take(home.current(), each) for each in given]
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class Statement(forms.CharField):
    """A statement in words: not empty, of a bounded length."""

    widget = forms.Textarea

    def __init__(self, *, label: str, longest: int = 4000, required: bool = True, **kwargs: Any) -> None:
        messages = {"required": f"请填写{label}", "max_length": f"{label}最多 {longest} 字"}
        super().__init__(
            label=label, max_length=longest, required=required, error_messages=messages, **kwargs
        )


class Day(forms.DateField):
    """A day, picked or typed as 2018-02-02."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, label: str, required: bool = True, **kwargs: Any) -> None:
        messages = {"required": f"请填写{label}", "invalid": f"{label}应当是 2018-02-02 这样的日期"}
        super().__init__(label=label, required=required, error_messages=messages, **kwargs)


def _given(data: list[UploadedFile[bytes]] | UploadedFile[bytes] | None) -> list[UploadedFile[bytes]]:
    return [each for each in (data if isinstance(data, list) else [data]) if each]
