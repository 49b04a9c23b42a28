"""Forms of recusal: declaring an interest, asking that somebody recuse. Grounds come from the rulebook's list."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.subjects.models import PublicBody

Grounds = list[tuple[str, str]]


class DeclareInterest(forms.Form):
    """An interest in a body, or in the matter that it is declared on."""

    body = forms.CharField(label=_("单位全称"), max_length=120)
    ground = forms.ChoiceField(label=_("回避情形"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, grounds: Grounds, about: Matter | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "own", **kwargs})
        cast("forms.ChoiceField", self.fields["ground"]).choices = [
            (code, gettext(zh)) for code, zh in grounds
        ]
        if about is not None:
            del self.fields["body"]

    def clean_body(self) -> PublicBody:
        name = self.cleaned_data["body"].strip()
        found = PublicBody.objects.filter(name=name, ended_on=None).first()
        if found is None:
            raise forms.ValidationError(_("名录中没有全称为“%(name)s”的单位"), params={"name": name})
        return found


class AskRecusal(forms.Form):
    """Who is asked to recuse, on what ground, and why."""

    person = forms.TypedChoiceField(label=_("申请谁回避"))
    ground = forms.ChoiceField(label=_("回避情形"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("事实和理由"), max_length=500, widget=forms.Textarea)

    def __init__(self, *args: Any, grounds: Grounds, handlers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = cast("forms.TypedChoiceField", self.fields["person"])
        by_key = {str(each.pk): each for each in handlers}
        person.choices = [(key, each.post) for key, each in by_key.items()]
        person.coerce = by_key.__getitem__
        cast("forms.ChoiceField", self.fields["ground"]).choices = [
            (code, gettext(zh)) for code, zh in grounds
        ]
