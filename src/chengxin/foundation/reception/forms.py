"""Forms of the public door. They check what was filled in and never save."""

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chengxin.foundation.matters.forms import Statement, Uploads, in_the_readers_words, keep_drafts
from chengxin.foundation.reception.polls import Entitlement, Poll
from chengxin.foundation.subjects.models import PublicBody
from chengxin.foundation.subjects.queries import bearers_named_like
from chengxin_core.vocabulary import Area

OFFERED = 12
COUNTED = 200  # that many are called so: more are not counted
LONGEST = 8000
_CODES = {
    Entitlement.INVITATION: ("邀请码", "写在邀请函上，一个码对每个单位可以评议一次"),
    Entitlement.RECEIPT_CODE: (
        "投诉查询码",
        "提交投诉时显示的 16 位数字，只能评议您投诉的单位和办理您投诉的机关",
    ),
}


class Steady(forms.Form):
    """A form whose labels are in the reader's language, and whose fields a browser may keep as a draft."""

    drafted: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_the_readers_words(self)
        keep_drafts(self, self.drafted)


class Whom(Steady):
    """Step 1: which body. What is typed is looked up in the register; of several, one is chosen."""

    drafted = ("named",)
    named = forms.CharField(
        label="被投诉单位",
        max_length=80,
        error_messages={"required": "请填写被投诉单位的名称"},
        help_text="写单位全称或者其中几个字，如“某县住房和城乡建设局”",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    body = forms.ChoiceField(label="请选择是哪一个单位", required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, today: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = _bodies(str(self.data.get("named", "")), today or date.min) if self.is_bound else []
        self.found = [body for body, _former in found]
        fields: Any = self.fields
        fields["body"].choices = [
            (
                body.pk,
                _("%(name)s（原%(former)s）") % {"name": body.name, "former": former}
                if former
                else body.name,
            )
            for body, former in found[:OFFERED]
        ]
        fields["body"].help_text = _not_listed(len(found))
        fields["body"].error_messages = dict.fromkeys(
            ("required", "invalid_choice"), _("请从列出的单位中选择一个")
        )
        exact = [body for body in self.found if body.name == str(self.data.get("named", "")).strip()]
        self.exact = exact[0] if len(exact) == 1 else None
        fields["body"].required = self.exact is None
        if not self.found:
            del fields["body"]

    def clean(self) -> dict[str, Any]:
        """Return the chosen body; the only one that is called exactly so needs no choosing."""
        said = super().clean() or {}
        if "named" not in said:
            return said
        chosen = next((body for body in self.found if body.pk == said.get("body")), None)
        said["chosen"] = chosen or self.exact
        if not self.found:
            unknown = _("登记册中没有名称含有这些字的单位，请换一种写法，或者填写所在的县（市、区）政府")
            self.add_error("named", unknown)
        return said


class What(Steady):
    """Step 2: what happened."""

    drafted = ("area", "text")
    area = forms.ChoiceField(
        label="属于哪个领域",
        choices=[("", "请选择"), *((area, area.zh) for area in Area)],
        error_messages={
            "required": "请选择属于哪个领域，拿不准的选“依法行政”",
            "invalid_choice": "请从列出的领域中选择一个",
        },
    )
    text = Statement(
        label="投诉内容",
        longest=LONGEST,
        help_text="写明什么时候、约定了什么（合同、协议或者承诺）、哪些没有兑现、有什么依据。不必写自己的姓名",
    )


class How(Steady):
    """Step 3: proof, and how to be reached; both may be left out."""

    proof = Uploads(
        label="证明材料",
        required=False,
        most=5,
        is_anonymous=True,
        help_text="照片、PDF、Word 或者 Excel，最多 5 个。拍摄地点、作者等信息会自动去除，文件名不保留",
    )
    contact = forms.CharField(
        label="联系方式",
        required=False,
        max_length=200,
        help_text="可以不填。填写后加密保存，只有办理人写明目的才能查看，每次查看都有记录",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class Code(Steady):
    """The receipt code."""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        error_messages={"required": "请填写查询码"},
        help_text="提交时显示的 16 位数字，空格可有可无",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class Write(Steady):
    """A message to the officer."""

    text = Statement(label="留言", longest=LONGEST)
    proof = Uploads(
        label="补充材料",
        required=False,
        most=5,
        is_anonymous=True,
        help_text="可以不传。作者、地点等信息会自动去除",
    )


class BallotForm(Steady):
    """A ballot: about which body, with which code, and a grade for each question."""

    body = forms.ChoiceField(label="评议哪个单位", error_messages={"required": "请选择要评议的单位"})
    code = forms.CharField(
        max_length=40,
        error_messages={"required": "请填写参加评议的码"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["body"].choices = [("", _("请选择")), *poll.bodies]
        if poll.needs is Entitlement.NOTHING:
            del self.fields["code"]
        else:
            fields["code"].label, fields["code"].help_text = (_(text) for text in _CODES[poll.needs])
        self.questions = {f"q-{code}": code for code, _zh in poll.questions}
        for code, zh in poll.questions:
            self.fields[f"q-{code}"] = forms.ChoiceField(
                label=_(zh),
                choices=[(grade, _(text)) for grade, text in poll.grades],
                widget=forms.RadioSelect,
                error_messages={"required": _("请选择一级评价")},
            )

    @property
    def answers(self) -> dict[str, str]:
        """The grades by question."""
        return {code: self.cleaned_data[name] for name, code in self.questions.items()}


class Act(Steady):
    """One act of the sender."""

    choice = forms.ChoiceField(
        label="请选择",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "请从列出的几项中选择一项"),
    )
    text = Statement(label="说明", longest=2000)

    def __init__(
        self, *args: Any, choices: tuple[tuple[str, str], ...], needs_text: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        if choices:
            fields["choice"].choices = [("", "请选择"), *choices]
        else:
            del fields["choice"]
        fields["text"].required = needs_text
        in_the_readers_words(self)


def _bodies(words: str, on: date) -> list[tuple[PublicBody, str]]:
    """Return the bodies whose names hold these words; in a demo the invented ones alone, which nothing can harm."""
    return bearers_named_like(words, on=on, limit=COUNTED, fictional_only=settings.DEMO)


def _not_listed(found: int) -> str:
    """Say how many bodies are called so and were not listed; '' where all were."""
    more = found - OFFERED
    if more <= 0:
        return ""
    if found >= COUNTED:
        return _("名称含有这些字的单位很多，没有列全。请在上面再写几个字，用空格隔开，如“某县 住房”")
    said = ngettext(
        "名称含有这些字的单位还有 %(more)s 个没有列出。请在上面再写几个字，用空格隔开，如“某县 住房”",
        "名称含有这些字的单位还有 %(more)s 个没有列出。请在上面再写几个字，用空格隔开，如“某县 住房”",
        more,
    )
    return said % {"more": more}
