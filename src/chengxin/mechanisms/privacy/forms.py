"""Forms of requests, of the person, at the counter and of who decides; and of breaches."""

from typing import Any, cast

from django import forms

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin_core.lifecycle.privacy import BreachNature, IdentityProof, PersonPapers

Choices = list[tuple[str, Any]]


class Reason(MatterForm):
    """What is done, or why it is not."""

    reason = Statement(label="理由和办理情况", longest=1000, help_text="将写入答复书；不写姓名、号码")


class Ask(forms.Form):
    """Which right, about what."""

    right = forms.ChoiceField(
        label="请求事项",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择请求事项"},
    )
    entry = forms.ChoiceField(label="所涉信息", required=False, help_text="更正、删除的，请选择哪一条")
    stated = Statement(label="具体内容", longest=2000, help_text="写明要求什么，理由是什么")
    attachments = Uploads(label="证明材料", required=False, seals=True)

    def __init__(self, *args: Any, rights: Choices, entries: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["right"].choices = rights
        fields["entry"].choices = [("", "—"), *entries]


class Counter(forms.Form):
    """A request on paper, entered by who checked the papers of the person."""

    name = forms.CharField(label="姓名", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    number = forms.CharField(
        label="公民身份号码", max_length=18, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    proof = forms.ChoiceField(
        label="身份核验方式",
        widget=forms.RadioSelect,
        choices=[(each, each.zh) for each in IdentityProof if each is not IdentityProof.SIGNED_IN],
        error_messages={"required": "请选择怎样核对了身份"},
    )
    right = forms.ChoiceField(
        label="请求事项",
        widget=forms.RadioSelect,
        error_messages={"required": "请选择请求事项"},
    )
    stated = Statement(label="具体内容", longest=2000, help_text="照书面请求登记；不写他人的姓名、号码")

    def __init__(self, *args: Any, rights: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["right"].choices = rights


class TakePerson(forms.Form):
    """A request on paper of a person who has no account here, after the papers were checked."""

    papers = forms.ChoiceField(
        label="证件种类",
        widget=forms.RadioSelect,
        choices=[(each, each.zh) for each in PersonPapers],
        error_messages={"required": "请选择核对了哪种证件"},
    )
    name = forms.CharField(
        label="姓名",
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="密封保存，不在本页和列表显示",
        error_messages={"required": "请填写证件上的姓名"},
    )
    number = forms.CharField(
        label="证件号码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="密封保存",
        error_messages={"required": "请填写证件号码"},
    )
    contact = forms.CharField(
        label="答复送达方式",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="当面领取，或者邮寄地址；密封保存",
        error_messages={"required": "请填写答复送达方式"},
    )
    right = forms.ChoiceField(
        label="请求事项", widget=forms.RadioSelect, error_messages={"required": "请选择请求事项"}
    )
    stated = Statement(
        label="具体内容",
        longest=2000,
        help_text="照书面请求登记所涉的投诉、文书或者联系信息；写“本人”，不写姓名、号码",
    )
    chief = forms.ModelChoiceField(
        label="作出决定的单位负责人",
        queryset=Mandate.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择作出决定的单位负责人"},
    )

    def __init__(self, *args: Any, rights: Choices, chiefs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["right"].choices = rights
        fields["chief"].queryset = chiefs


class FindPerson(forms.Form):
    """The number of the papers of who comes to ask how it stands."""

    sought = forms.CharField(
        label="查找的证件号码",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="只在您经办的请求中查找",
        error_messages={"required": "请填写证件号码"},
    )


class LookPurpose(forms.Form):
    """What the identity is opened for."""

    purpose = forms.CharField(
        label="查看目的",
        max_length=200,
        help_text="会留下记录，如“在系统中核对所涉的投诉”；不写姓名、号码",
        error_messages={"required": "请写明查看身份的目的"},
    )


class TakenBack(MatterForm):
    """How the person took the request back."""

    note = Statement(label="撤回的情况", longest=500, help_text="如“本人到窗口书面撤回”；不写姓名、号码")


class Served(MatterForm):
    """When the answer reached the person, with the proof of it."""

    served_on = Day(label="送达日期")
    receipt = Uploads(label="送达回证扫描件", most=1, seals=True)


class Discover(forms.Form):
    """What was found, when, and who decides."""

    nature = forms.ChoiceField(
        label="事件性质",
        widget=forms.RadioSelect,
        choices=[(each, each.zh) for each in BreachNature],
        error_messages={"required": "请选择事件性质"},
    )
    discovered_on = Day(label="发现日期")
    stated = Statement(label="发现的情况", longest=2000, help_text="不写姓名、号码")
    chief = forms.ModelChoiceField(
        label="作出决定的单位负责人",
        queryset=Mandate.objects.none(),
        empty_label="请选择",
        error_messages={"required": "请选择作出决定的单位负责人"},
    )

    def __init__(self, *args: Any, chiefs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Any]", self.fields["chief"]).queryset = chiefs


class Assess(MatterForm):
    """What a breach is about."""

    kinds = Statement(label="涉及的信息种类", longest=1000)
    persons = forms.IntegerField(label="涉及的人数", min_value=0, required=False, help_text="尚未查明的留空")
    cause = Statement(label="原因", longest=1000)
    harm = Statement(label="可能造成的危害", longest=1000)


class Contain(MatterForm):
    """What was done, and what a person can do."""

    measures = Statement(label="已经采取的补救措施", longest=1000)
    advice = Statement(label="个人可以采取的减轻危害的措施", longest=1000)
    contact = forms.CharField(
        label="联系方式",
        max_length=200,
        help_text="单位的地址、电话、邮箱；不写个人",
        error_messages={"required": "请填写联系方式"},
    )


class ReportTo(MatterForm):
    """To which authority."""

    reported_to = forms.CharField(
        label="报告的主管部门",
        max_length=120,
        help_text="履行个人信息保护职责的部门的全称",
        error_messages={"required": "请填写报告的主管部门"},
    )


class TellHow(MatterForm):
    """How persons were told."""

    told_how = Statement(label="通知的方式、日期和人数", longest=1000, help_text="不写姓名、号码")


class TellNot(MatterForm):
    """Why persons need not be told."""

    told_how = Statement(
        label="不通知的理由",
        longest=1000,
        help_text="所采取的措施怎样能够有效避免造成危害；主管部门要求通知的，应当通知",
    )


class Dismiss(MatterForm):
    """Why there was no breach."""

    reason = Statement(label="核实的情况", longest=1000, help_text="不写姓名、号码")


class Activity(forms.Form):
    """What is done with personal information."""

    name = forms.CharField(label="处理活动", max_length=120, error_messages={"required": "请填写处理活动"})
    purpose = Statement(label="目的和方式", longest=1000)
    basis = forms.ChoiceField(
        label="处理的依据", widget=forms.RadioSelect, error_messages={"required": "请选择处理的依据"}
    )
    triggers = forms.MultipleChoiceField(
        label="应当评估的情形",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请选择至少一种情形"},
    )

    def __init__(self, *args: Any, bases: Choices, triggers: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["basis"].choices = bases
        fields["triggers"].choices = triggers


class Assessing(forms.Form):
    """The three things of the law."""

    lawful = Statement(label="处理目的、处理方式等是否合法、正当、必要", longest=4000)
    risks = Statement(label="对个人权益的影响及安全风险", longest=4000)
    measures = Statement(label="所采取的保护措施是否合法、有效并与风险程度相适应", longest=4000)


class Deciding(forms.Form):
    """What the chief says of a version."""

    remark = forms.CharField(
        label="意见", max_length=1000, widget=forms.Textarea, required=False, help_text="退回的，须写明理由"
    )
