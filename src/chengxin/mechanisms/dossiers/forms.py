"""Forms of dossiers: buttons of matters, and the pages of personnel, of suppliers and of the person."""

from typing import Any

from django import forms

from chengxin.foundation.matters.forms import Day, Statement, Uploads
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.mechanisms.dossiers.claims import lighter_sanctions
from chengxin.mechanisms.dossiers.looking import HANDLING
from chengxin.mechanisms.dossiers.queries import claim_of
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.personnel import Leniency, ObjectionGroundOfOfficial, RemedyStage
from chengxin_core.rulebook import Rulebook

OWN_GROUNDS = ("harm_averted", "gains_returned", "confessed", "cooperated", "other_by_law")
Choices = list[tuple[str, Any]]


class DocumentNumber(forms.CharField):
    """The number of the document of the work that something serves."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="工作文号",
            max_length=60,
            help_text="如“演示组〔2026〕1号”",
            error_messages={"required": "请填写工作文号"},
            **kwargs,
        )


class Propose(MatterForm):
    """Which opinion of the closed list, and why."""

    code = forms.ChoiceField(
        label="意见", widget=forms.RadioSelect, error_messages={"required": "请选择意见"}
    )
    reasons = Statement(
        label="理由",
        longest=1000,
        help_text="写明事实和依据；不写姓名、号码、分数、名次、等级，不写财产、健康、信仰等不得采集的信息",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = rulebook_of(self.matter.rulebook).items("official_opinions", on=legal_day(self.at))
        fields: Any = self.fields
        fields["code"].choices = [(item.code, item.zh) for item in listed]


class Reply(MatterForm):
    """What the person says to a proposed opinion."""

    text = Statement(label="答复", longest=2000)
    attachments = Uploads(label="证明材料", required=False, seals=True)


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由", longest=1000, help_text="将写入告知本人的文书；不写姓名、号码")


class Use(MatterForm):
    """Where an opinion was used."""

    use = forms.ChoiceField(label="用途", widget=forms.RadioSelect, error_messages={"required": "请选择用途"})
    document_number = DocumentNumber()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["use"].choices = uses(rulebook_of(self.matter.rulebook), self.at)


class Lenient(MatterForm):
    """What leniency is granted."""

    outcome = forms.ChoiceField(
        label="决定",
        widget=forms.RadioSelect,
        choices=[(each, each.zh) for each in Leniency],
        error_messages={"required": "请选择决定"},
    )
    sanction = forms.ChoiceField(label="变更为", required=False, help_text="变更为较轻的处分时选择")
    reason = Statement(label="理由", longest=1000, help_text="将写入告知本人的文书；不写姓名、号码")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entry = claim_of(self.matter).entry
        assert entry is not None  # filed against an entry
        fields: Any = self.fields
        fields["sanction"].choices = [("", "—"), *lighter_sanctions(entry)]


class FindOfficial(forms.Form):
    """Whom to find: sent by POST, so that no address and no log holds it."""

    words = forms.CharField(
        label="姓名、公民身份号码或者档案编号",
        max_length=40,
        help_text="须完整填写，不能只填一部分",
        error_messages={"required": "请填写要查找的姓名、号码或者编号"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LookPurpose(forms.Form):
    """What a dossier is looked at for."""

    purpose = forms.ChoiceField(
        label="查阅目的", widget=forms.RadioSelect, error_messages={"required": "请选择查阅目的"}
    )
    document_number = DocumentNumber()

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["purpose"].choices = [*choices, (HANDLING, "办理本人的事项")]


class Year(forms.Form):
    """Of which year."""

    year = forms.IntegerField(label="年度", min_value=2018, max_value=2100)


class SupplyFile(forms.Form):
    """A file of entries."""

    file = forms.FileField(
        label="文件",
        help_text="XLSX、CSV 或者 JSON Lines，最多 2000 行；文件读完即弃，不保存",
        error_messages={"required": "请选择文件"},
    )


class OneEntry(forms.Form):
    """One entry, filled in on the page: the columns of the template."""

    number = forms.CharField(
        label="公民身份号码",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写公民身份号码"},
    )
    name = forms.CharField(
        label="姓名",
        max_length=40,
        help_text="与登记的一致，用来核对号码",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "请填写姓名"},
    )
    input = forms.ChoiceField(label="信息类别", error_messages={"required": "请选择信息类别"})
    item = forms.ChoiceField(
        label="内容", help_text="只用清单中的用语", error_messages={"required": "请选择内容"}
    )
    document_number = forms.CharField(
        label="文号",
        max_length=60,
        help_text="作出决定或者结论的文书字号",
        error_messages={"required": "请填写文号"},
    )
    decided_on = Day(label="日期", help_text="决定或者结论作出的日期")
    count = forms.IntegerField(
        label="合并的处分个数", required=False, help_text="多个相同的撤职以下处分合并确定期间时填写"
    )
    months = forms.IntegerField(label="合并确定的期间（月）", required=False)

    def __init__(self, *args: Any, inputs: list[str], items: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["input"].choices = [("", "—"), *((each, each) for each in inputs)]
        fields["item"].choices = [("", "—"), *((each, each) for each in items)]


class ObjectTo(forms.Form):
    """What is wrong with an entry."""

    ground = forms.ChoiceField(
        label="异议事由",
        widget=forms.RadioSelect,
        choices=[(ground, ground.zh) for ground in ObjectionGroundOfOfficial],
        error_messages={"required": "请选择异议事由"},
    )
    stated = Statement(label="异议内容", longest=2000, help_text="写明哪一项有误，应当是什么，依据是什么")
    attachments = Uploads(label="证明材料", required=False, seals=True)


class ReportRecovery(forms.Form):
    """What was recovered, eliminated or prevented."""

    ground = forms.ChoiceField(
        label="从宽事由", widget=forms.RadioSelect, error_messages={"required": "请选择从宽事由"}
    )
    stated = Statement(label="情况说明", longest=2000, help_text="挽回、消除或者避免了什么，何时，如何证明")
    attachments = Uploads(label="证明材料", seals=True)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["ground"].choices = choices


class SeekRemedy(forms.Form):
    """Review or appeal, and why."""

    stage = forms.ChoiceField(
        label="方式",
        widget=forms.RadioSelect,
        choices=[(stage, stage.zh) for stage in RemedyStage],
        help_text="复核由原机关办理；申诉由上一级机关办理，也可以不经复核直接提出",
        error_messages={"required": "请选择方式"},
    )
    stated = Statement(label="事实和理由", longest=2000)
    attachments = Uploads(label="证明材料", required=False, seals=True)


class KnownOn(forms.Form):
    """When the person was told on paper."""

    known_on = Day(label="书面告知的日期")


def uses(rulebook: Rulebook, at: Any) -> Choices:
    """Return the lawful uses as choices."""
    return [(item.code, item.zh) for item in rulebook.items("dossier_uses", on=legal_day(at))]


def recovery_grounds(rulebook: Rulebook, at: Any) -> Choices:
    """Return on what a person may ask for leniency, as choices."""
    listed = rulebook.items("discipline_mitigation_grounds", on=legal_day(at))
    return [(item.code, item.zh) for item in listed if item.code in OWN_GROUNDS]
