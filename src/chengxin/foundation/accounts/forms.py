"""Forms of the mandates: asking for one, deciding, ending one, standing in."""

import secrets
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate, Reach, User
from chengxin.foundation.accounts.queries import region_named, roles_in_words, user_named
from chengxin.foundation.subjects.models import PublicBody
from chengxin.ground.personal import personal_in


class Day(forms.DateField):
    """A day, picked or typed as 2018-02-02."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class AskGrant(forms.Form):
    """A mandate asked for."""

    username = forms.SlugField(
        label=_("用户名"),
        max_length=60,
        help_text=_("字母、数字。没有这个用户的会新建，口令只显示一次。"),
    )
    display_name = forms.CharField(label=_("新用户的显示名"), max_length=60, required=False)
    role = forms.ChoiceField(label=_("角色"))
    reach = forms.ChoiceField(label=_("数据范围"))
    region = forms.CharField(
        label=_("区划"),
        max_length=80,
        required=False,
        help_text=_("范围是“区划及以下”时填写；不填为单位所在区划。填名称或者路径。"),
    )
    parts = forms.CharField(
        label=_("自定义范围"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("范围是“自定义”时填写，每行一个区划或者单位的路径。"),
    )  # fmt: skip
    post = forms.CharField(label=_("岗位名称"), max_length=60, help_text=_("对外显示，不写姓名。"))
    valid_from = Day(label=_("自哪一天起"))
    valid_until = Day(label=_("最后一天"), required=False)
    reason = forms.CharField(label=_("理由"), max_length=300)

    def __init__(self, *args: Any, body: PublicBody, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.body = body
        cast("forms.ChoiceField", self.fields["role"]).choices = roles_in_words(gettext)
        cast("forms.ChoiceField", self.fields["reach"]).choices = [(each, gettext(each.zh)) for each in Reach]

    def clean_post(self) -> str:
        """A post is shown outward."""
        post: str = self.cleaned_data["post"]
        if personal_in(post):
            raise forms.ValidationError(_("岗位名称对外显示，不写证件号码和电话号码"))
        return post

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("valid_from"), said.get("valid_until")
        if first and last and last < first:
            self.add_error("valid_until", _("最后一天不得早于开始的一天"))
        said["scope"] = self._scope(said.get("reach"), said.get("region", ""))
        said["parts"] = said.get("parts", "").split() if said.get("reach") == Reach.CUSTOM else []
        return said

    def _scope(self, reach: str | None, region: str) -> str:
        if reach != Reach.REGION:
            return self.body.path
        if not region.strip():
            return self.body.region.path
        found = region_named(region.strip(), within=self.body.region.path)
        if found is None:
            self.add_error("region", _("%(region)s之内没有这个区划") % {"region": self.body.region.name})
            return self.body.region.path
        return found.path

    def person(self) -> User | None:
        """Return the user asked for, or None where there is none of that name."""
        return user_named(self.cleaned_data["username"])


class Remark(forms.Form):
    """What is said of a grant."""

    remark = forms.CharField(label=_("意见或者理由"), max_length=300, required=False)


class End(forms.Form):
    """Why a mandate ends at once."""

    remark = forms.CharField(label=_("理由"), max_length=300)


class StandIn(forms.Form):
    """Who acts in a post, from when to when."""

    to = forms.ModelChoiceField(label=_("代理人"), queryset=User.objects.none(), empty_label=_("请选择"))
    valid_from = Day(label=_("自哪一天起"))
    valid_until = Day(label=_("最后一天"))
    reason = forms.CharField(label=_("事由"), max_length=200)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[User]", self.fields["to"]).queryset = colleagues


class Deputy(forms.Form):
    """Who stands in when the holder cannot delegate."""

    deputy = forms.ModelChoiceField(
        label=_("备岗人员"), queryset=User.objects.none(), required=False, empty_label=_("不指定")
    )

    def __init__(self, *args: Any, colleagues: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"deputy": mandate.deputy_id}, **kwargs})
        cast("forms.ModelChoiceField[User]", self.fields["deputy"]).queryset = colleagues


def first_password() -> str:
    """Return a password that is shown once."""
    return secrets.token_urlsafe(12)


class RegisterProgram(forms.Form):
    """A new program; what makes sense together is asked by the operation."""

    code = forms.CharField(
        label=_("代码"),
        max_length=32,
        help_text=_("小写字母、数字和连字符，例如 funds-system。写在令牌里，登记后不变。"),
        error_messages={"required": _("请填写代码")},
    )
    name = forms.CharField(label=_("名称"), max_length=120, error_messages={"required": _("请填写名称")})
    body = forms.CharField(
        label=_("所属机关"),
        max_length=120,
        help_text=_("机关全称。接口以该机关的名义查询、报送。"),
        error_messages={"required": _("请填写所属机关")},
    )
    post = forms.CharField(
        label=_("联系岗位"),
        max_length=120,
        help_text=_("写岗位，不写姓名和电话，例如 信息中心值班岗。"),
        error_messages={"required": _("请填写联系岗位")},
    )
    permissions = forms.MultipleChoiceField(
        label=_("接口权限"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("查询只能为所选用途，只能查询公共机构；报送档案信息的，所属机关还须有该类信息的授权。"),
        error_messages={"required": _("请选择接口权限")},
    )
    subjects_a_minute = forms.IntegerField(
        label=_("每分钟至多对象数"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        help_text=_("不填为系统默认"),
    )
    since = Day(label=_("自哪一天起"))

    def __init__(self, *args: Any, offered: list[tuple[str, str]], today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"since": today}, **kwargs})
        fields: Any = self.fields
        fields["permissions"].choices = offered

    def clean_body(self) -> PublicBody:
        """Return the body with exactly this name."""
        name = self.cleaned_data["body"].strip()
        found = list(PublicBody.objects.filter(name=name, ended_on=None)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("没有找到名称完全相同的一家公共机构"))
        return found[0]


class EndProgram(forms.Form):
    """The last day of a registration."""

    until = Day(label=_("终止日"))
