"""What an administrator fills in to change a default, and what who moves matters chooses."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin_core.rulebook import Adjustable, Edit, OutOfBounds


class EditDefault(forms.Form):
    """Another number for a default; it is given an `Adjustable`, into which no law fits."""

    value = forms.IntegerField(
        label=_("调整为"),
        error_messages={"required": _("请填写数值"), "invalid": _("请填写整数")},
    )
    in_force_from = forms.DateField(
        label=_("自哪一天起施行"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("请填写施行日"), "invalid": _("施行日应当是 2018-02-02 这样的日期")},
    )
    reason = forms.CharField(
        label=_("理由和依据"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("请写明调整的理由和依据")},
    )

    def __init__(self, *args: Any, default: Adjustable, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"in_force_from": today}, **kwargs})
        self.default = default
        bounds = {"least": default.least, "most": default.most}
        help_text = gettext("%(least)s 至 %(most)s 之间的整数，单位不变") % bounds
        by_law = gettext("；上下限依%(law)s") % {"law": default.bound_by} if default.bound_by else ""
        self.fields["value"].help_text = help_text + by_law
        self.fields["value"].widget.attrs |= {"min": default.least, "max": default.most}
        self.fields["in_force_from"].help_text = gettext(
            "这一天起开始计算的期限用新的数值。填过去的日期，是更正：在办事项只有经人改依新版本才会变化。"
        )

    def clean_value(self) -> int:
        value: int = self.cleaned_data["value"]
        try:
            self.default.require(value)
        except OutOfBounds as refusal:
            raise forms.ValidationError(str(refusal)) from None
        return value

    @property
    def previewed(self) -> str:
        """What a preview was of: the button that asks says it, so that nothing else is asked for than was seen."""
        asked = self.cleaned_data
        return f"{asked['value']}@{asked['in_force_from']}"

    def edit(self) -> Edit:
        """Return the edit as it would be, for a preview; it has no number yet and so stands last."""
        asked = self.cleaned_data
        last = 2**53 - 1
        return Edit(last, self.default.key, asked["value"], self.default.unit, asked["in_force_from"])


class Decision(forms.Form):
    """What a second person says of a change."""

    remark = forms.CharField(
        label=_("复核意见"),
        max_length=1000,
        widget=forms.Textarea,
        required=False,
        help_text=_("不予批准的，须写明理由。"),
    )


class Moves(forms.Form):
    """Which matters are taken to the other version, and why."""

    matters = forms.TypedMultipleChoiceField(
        label=_("事项"), coerce=int, error_messages={"required": _("请至少选择一件事项")}
    )
    reason = forms.CharField(
        label=_("改依新版本的理由"),
        max_length=1000,
        widget=forms.Textarea,
        error_messages={"required": _("请写明改依新版本的理由")},
    )

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matters"].choices = [(pk, str(pk)) for pk in numbers]  # type: ignore[attr-defined]
