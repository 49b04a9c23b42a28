"""Forms of the lists: whom to pass a matter on to, before whom to lay it, which units to ask."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.forms import Statement
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import bodies_named_like
from chengxin_core.lifecycle.consultations import ConsultationKind

MOST_UNITS = 20
MOST_DAYS = 60
_WITH_DAYS = re.compile(r"(?P<name>.*\S)\s+(?P<days>\d{1,4})\s*[天日]?")


class Opinion(MatterForm):
    """A word that may stay empty."""

    opinion = Statement(label="会签意见", longest=500, required=False)


class Difference(MatterForm):
    """What a unit holds against it."""

    opinion = Statement(label="不同意见和理由", longest=2000)


class Reply(MatterForm):
    """What a unit answers."""

    opinion = Statement(label="协办情况", longest=2000)


class ToColleague(forms.Form):
    """One colleague, and a word."""

    to = forms.ChoiceField(label=_("转给"))
    note = forms.CharField(label=_("附言"), max_length=300, required=False)

    def __init__(self, *args: Any, posts: Sequence[Mandate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.posts = {str(each.pk): each for each in posts}
        field = cast("forms.ChoiceField", self.fields["to"])
        field.choices = [("", said("请选择")), *((key, each.post) for key, each in self.posts.items())]

    @property
    def colleague(self) -> Mandate:
        """Who was chosen."""
        return self.posts[self.cleaned_data["to"]]


class Before(ToColleague):
    """Before whom a matter is laid."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].label = _("传阅给")


class Why(forms.Form):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=300)


class AskUnits(forms.Form):
    """Which units are asked for what, by when."""

    purpose = forms.ChoiceField(label=_("请求"), choices=[])
    units = forms.CharField(
        label=_("单位"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个单位全称；期限和别的单位不同的，在后面空一格写自然日数，如“演示市财政局 3”。"),
    )
    question = Statement(label="请求的内容", longest=1000)
    days = forms.IntegerField(
        label=_("期限（自然日）"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("不填的，按系统默认的期限。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["purpose"])
        field.choices = [(each.value, said(each.zh)) for each in ConsultationKind]

    def clean_units(self) -> list[PublicBody]:
        lines = [line.strip() for line in self.cleaned_data["units"].splitlines() if line.strip()]
        split = [_WITH_DAYS.fullmatch(line) for line in lines]
        own = {found["name"]: int(found["days"]) for found in split if found}
        names = list(
            dict.fromkeys(found["name"] if found else line for found, line in zip(split, lines, strict=True))
        )
        if too_long := [name for name, days in own.items() if not 1 <= days <= MOST_DAYS]:
            raise forms.ValidationError(
                [
                    said("“%(name)s”的期限是 %(days)s 天，应为 1 至 %(most)s 天")
                    % {"name": name, "days": own[name], "most": MOST_DAYS}
                    for name in too_long
                ]
            )
        if len(names) > MOST_UNITS:
            raise forms.ValidationError(
                said("一次最多请求 %(most)s 个单位，现在是 %(count)s 个")
                % {"most": MOST_UNITS, "count": len(names)}
            )
        found = [(name, [each for each in bodies_named_like(name) if each.name == name]) for name in names]
        wrong = [
            said("第 %(row)s 行“%(name)s”没有找到，应为一个现存单位的全称") % {"row": row, "name": name}
            for row, (name, bodies) in enumerate(found, start=1)
            if len(bodies) != 1
        ]
        if wrong:
            raise forms.ValidationError(wrong)
        self.cleaned_data["days_of"] = {bodies[0].pk: own[name] for name, bodies in found if name in own}
        return [bodies[0] for _name, bodies in found]


class FilterName(forms.Form):
    """Under which name a filter is kept."""

    name = forms.CharField(label=_("名称"), max_length=20)
    tab = forms.CharField(max_length=12)
    query = forms.CharField(max_length=300, required=False)


class Letter(forms.Form):
    """What a letter of reminder asks for."""

    text = Statement(label="提醒的内容", longest=1000)
