"""Forms of filing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from chengxin.foundation.archives.models import FiledCase, KeepingTable
from chengxin.foundation.matters.forms import Statement
from chengxin_core.rulebook.entries import Item


class Year(forms.Form):
    """Which year is filed."""

    year = forms.IntegerField(
        label="归档年度", min_value=2018, max_value=2100, error_messages={"required": "请填写归档年度"}
    )


class Terms(forms.Form):
    """How long each kind of case file is kept; what has no term is not filed."""

    def __init__(
        self, *args: Any, table: KeepingTable, scope: Iterable[Item], terms: Iterable[Item], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        now = {line.kind: line.term for line in table.lines.all()}
        choices = [("", _("不归档")), *((item.code, _(item.zh)) for item in terms)]
        for item in scope:
            self.fields[item.code] = forms.ChoiceField(
                label=_(item.zh), choices=choices, required=False, initial=now.get(item.code, "")
            )


class Reason(forms.Form):
    """What the deciding person says."""

    reason = Statement(label="意见和理由", longest=500)


class Purpose(forms.Form):
    """What a package is taken out for."""

    purpose = forms.CharField(label="查阅目的", max_length=200, error_messages={"required": "请写明查阅目的"})


class Ground(forms.Form):
    """On what ground a hold is set or lifted."""

    ground = Statement(label="事由和依据", longest=500)


class Chosen(forms.Form):
    """Which cases of a list are meant."""

    cases = forms.MultipleChoiceField(
        label="案卷", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择案卷"}
    )

    def __init__(self, *args: Any, offered: Iterable[FiledCase], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["cases"].choices = [
            (each.pk, f"{each.code} · {each.term_zh} · {each.ends_on or _('永久')}") for each in offered
        ]

    def clean_cases(self) -> list[int]:
        """Return the keys of the cases."""
        return [int(each) for each in self.cleaned_data["cases"]]


class Appraising(Chosen):
    """Which cases are past keeping, and why."""

    opinion = Statement(label="鉴定意见", longest=1000)


class Transferring(Chosen):
    """Which cases the archives took over, by which paper."""

    receipt = forms.CharField(
        label="移交接收文据编号", max_length=120, error_messages={"required": "请填写移交接收文据编号"}
    )
