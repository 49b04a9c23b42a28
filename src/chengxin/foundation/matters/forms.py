"""Fields that the forms of many buttons share."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.ground import home
from chengxin.ground.attachments import MEDIA_TYPES, Upload, UploadRefused, take

TAKEN = ",".join(dict.fromkeys(MEDIA_TYPES.values()))


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class Uploads(forms.FileField):
    """One or more files: each checked by its content and kept; cleaned to a list of `Upload`.

    Where `is_anonymous`, nothing is kept of them that tells of their maker; where `seals`, they are kept under seal.
    """

    widget = ManyFiles

    def __init__(
        self, *args: Any, most: int = 10, is_anonymous: bool = False, seals: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.most, self.is_anonymous, self.seals = most, is_anonymous, seals

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Say which files are taken, so that a phone offers its camera beside its files."""
        return {**super().widget_attrs(widget), **({} if "accept" in widget.attrs else {"accept": TAKEN})}

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        given = _given(data)
        if not given and self.required:
            raise forms.ValidationError("请上传文件（PDF、PNG、JPG、DOCX 或者 XLSX）")
        if len(given) > self.most:
            raise forms.ValidationError(f"一次最多上传 {self.most} 个文件，现在是 {len(given)} 个")
        try:
            return [
                take(home.current(), each, is_anonymous=self.is_anonymous, seals=self.seals) for each in given
            ]
        except UploadRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class Statement(forms.CharField):
    """A statement in words: not empty, of a bounded length."""

    widget = forms.Textarea

    def __init__(self, *, label: str, longest: int = 4000, required: bool = True, **kwargs: Any) -> None:
        messages = {
            "required": format_lazy(_("请填写{label}"), label=_(label)),
            "max_length": format_lazy(_("{label}最多 {longest} 字"), label=_(label), longest=longest),
        }
        super().__init__(
            label=label, max_length=longest, required=required, error_messages=messages, **kwargs
        )


class Day(forms.DateField):
    """A day, picked or typed as 2018-02-02."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, *, label: str, required: bool = True, **kwargs: Any) -> None:
        messages = {
            "required": format_lazy(_("请填写{label}"), label=_(label)),
            "invalid": format_lazy(_("{label}应当是 2018-02-02 这样的日期"), label=_(label)),
        }
        super().__init__(label=label, required=required, error_messages=messages, **kwargs)


def keep_drafts(form: forms.Form, names: Iterable[str] | None = None) -> None:
    """Let a browser keep what is said in these fields, or in every field of words, until it was sent.

    A list to choose from is kept where it is named; boxes and files never. `frontend/src/drafts.js` does it; the form
    works without.
    """
    kept = _WORDS if names is None else (*_WORDS, forms.Select)
    for name in form.fields if names is None else names:
        widget = form.fields[name].widget
        if isinstance(widget, kept):
            widget.attrs["data-draft"] = name


_WORDS = (forms.TextInput, forms.Textarea, forms.DateInput)


def in_the_readers_words(form: forms.Form) -> None:
    """Give labels, remarks, choices and complaints of a form their wording in the reader's language."""
    for field in form.fields.values():
        field.label, field.help_text = _said(field.label), _said(field.help_text)
        field.error_messages = {code: _said(text) for code, text in field.error_messages.items()}
        if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
            choices = cast("Iterable[tuple[Any, Any]]", field.choices)
            field.choices = [(value, _said(text)) for value, text in choices]


def _said(text: Any) -> Any:
    return gettext(text) if isinstance(text, str) and text else text


def _given(data: list[UploadedFile[bytes]] | UploadedFile[bytes] | None) -> list[UploadedFile[bytes]]:
    return [each for each in (data if isinstance(data, list) else [data]) if each]
