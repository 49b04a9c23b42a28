"""What an officer fills in to answer the platform, and what is stated about its notices."""

from chengxin.foundation.matters.forms import Statement
from chengxin.foundation.matters.plugs import MatterForm


class Explanation(MatterForm):
    """Why a returned row is reported again as it is."""

    explanation = Statement(
        label="附言",
        longest=500,
        help_text="随重新报送的行一起发给平台，不写任何自然人的姓名。内容有误的，请办理更正，更正后自动报送新版本",
    )


class Urged(MatterForm):
    """How the platform was urged."""

    what = Statement(label="催办情况", longest=1000)


class Finding(MatterForm):
    """What was verified about a notice."""

    finding = Statement(
        label="核实情况", longest=1000, help_text="平台终止的理由是否成立，本单位的记录应否同步终止"
    )


class Reason(MatterForm):
    """A reason, which the platform is told."""

    reason = Statement(label="理由", longest=500, help_text="将答复平台，不写任何自然人的姓名")


class SendBack(MatterForm):
    """What is to be verified again."""

    reason = Statement(label="退回理由", longest=500)
