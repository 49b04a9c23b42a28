"""The form that narrows the audit's list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.audit.queries import Asked
from chengxin.foundation.audit.wording import known_acts

_DAY = {"type": "date"}


class Search(forms.Form):
    """Narrows the list; what it does not understand narrows nothing, and is told."""

    username = forms.CharField(label=_("用户名"), required=False, max_length=60)
    code = forms.ChoiceField(label=_("行为"), required=False)
    about = forms.CharField(label=_("对象"), required=False, max_length=120)
    first_day = forms.DateField(label=_("自"), required=False, widget=forms.DateInput(attrs=_DAY))
    last_day = forms.DateField(label=_("至"), required=False, widget=forms.DateInput(attrs=_DAY))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [("", _("全部行为")), *known_acts()]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """Return what was asked for."""
        self.is_valid()
        return Asked(**{key: value for key, value in self.cleaned_data.items() if value not in ("", None)})
