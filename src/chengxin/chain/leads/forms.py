"""Forms of the buttons of leads."""

from chengxin.foundation.matters.forms import Statement
from chengxin.foundation.matters.plugs import MatterForm


class Reason(MatterForm):
    """A reason that must be given."""

    reason = Statement(label="理由和去向", longest=1000)
