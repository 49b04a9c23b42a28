"""Forms of the desk itself: narrowing a list, and confirming a step."""

from collections.abc import Collection, Iterable
from typing import Any, cast

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.doors.desk.queries import Filters
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import Button, kinds

Choices = list[tuple[str, Any]]


class LongSelect(forms.Select):
    """A choice among hundreds, in groups; to make a template of each option took half of a list's page."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the element with all its options."""
        chosen, choices = self.format_value(value), cast("Iterable[tuple[Any, Any]]", self.choices)
        attributes = flatatt(self.build_attrs({"name": name}, attrs))
        return format_html("<select{}>{}</select>", attributes, _options(choices, chosen))


def _options(choices: Iterable[tuple[Any, Any]], chosen: Collection[str]) -> SafeString:
    return format_html_join("", "{}", ((_option(key, told, chosen),) for key, told in choices))


def _option(key: Any, told: Any, chosen: Collection[str]) -> SafeString:
    if isinstance(told, list | tuple):
        return format_html('<optgroup label="{}">{}</optgroup>', key, _options(told, chosen))
    return format_html('<option value="{}"{}>{}</option>', key, _SELECTED if key in chosen else "", told)


_SELECTED = mark_safe(" selected")


class QueueFilters(forms.Form):
    """Narrows a list; what it does not understand narrows nothing."""

    where = forms.ChoiceField(label=_("类别和状态"), required=False, widget=LongSelect)
    due = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=[("", _("不限")), ("soon", _("即将到期")), ("overdue", _("已经逾期"))],
    )
    hands = forms.ChoiceField(
        label=_("承办"),
        required=False,
        choices=[("", _("不限")), ("mine", _("本岗位承办")), ("nobody", _("无人承办"))],
    )
    words = forms.CharField(
        label=_("单位、标题或者编号"),
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["where"].choices = _kinds_and_states()  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """Return what was asked for."""
        self.is_valid()
        asked = self.cleaned_data
        kind, _sep, state = asked.get("where", "").partition(":")
        return Filters(kind, state, asked.get("words", ""), asked.get("due", ""), asked.get("hands", ""))


class Purpose(forms.Form):
    """What an archived matter is read for."""

    purpose = forms.CharField(
        label=_("查阅目的"),
        max_length=200,
        min_length=4,
        error_messages={"required": _("请填写查阅目的"), "min_length": _("请写明查阅目的，至少四个字")},
    )


class Confirmation(forms.Form):
    """Which version of the matter was seen and, where the step harms, that its maker means it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    confirmed = forms.BooleanField(
        label=_("我已核对事实、依据和程序，确认作出这一决定"),
        error_messages={"required": _("请确认后再提交")},
    )

    def __init__(self, *args: Any, matter: Matter, button: Button, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"version": matter.version}, **kwargs})
        self.matter = matter
        if not button.harms:
            del self.fields["confirmed"]

    def clean_version(self) -> int:
        seen: int = self.cleaned_data["version"]
        if seen != self.matter.version:
            self.data = self.data | {"version": self.matter.version}  # type: ignore[operator]
            raise forms.ValidationError(_("该事项在您打开本页后已有新的办理，请核对最新情况后再提交"))
        return seen


def _kinds_and_states() -> Choices:
    choices: Choices = [("", _("不限"))]
    for kind in kinds():
        name = gettext(kind.lifecycle.zh)
        states = [(f"{kind.code}:{state}", f"{name}：{gettext(state.zh)}") for state in kind.lifecycle.states]
        choices.append((name, [(kind.code, _("%(kind)s（全部状态）") % {"kind": name}), *states]))
    return choices
