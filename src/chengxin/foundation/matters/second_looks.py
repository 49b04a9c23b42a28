"""复核: an answer that says nothing goes out only if a second person says why it will do nevertheless.

Whether one says something is for the core to see (`voices.replies`); who drafted it never takes the second look.
"""

from typing import Any

from django import forms

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.matters.two_persons import is_same_person

LONGEST_REASON = 400


class HeldBack(UnableToMove):
    """The answer says nothing; it goes out only if a second person says why it will do."""


def why_not_decided_by(by: Mandate, *, drafted_by: Mandate | None) -> str:
    """Return why `by` may not decide on an answer: it is by that very person; '' where it is another's."""
    return "拟写答复和作出决定应当是两个人" if is_same_person(drafted_by, by) else ""


def require_reason(why_held: str, reason: str) -> str:
    """Return why an answer goes out although it was held back; empty for one that was not.

    `why_held` is in words, empty for an answer that says something. Raises `HeldBack` where no reason is given.
    """
    if not why_held:
        return ""
    if not reason.strip():
        raise HeldBack(f"答复提请复核：{why_held}。确认可以发出的，写明复核理由；否则应当重写")
    return reason.strip()[:LONGEST_REASON]


class SecondLookForm(MatterForm):
    """A decision on an answer; where that was held back, why it will do nevertheless."""

    second_reason = forms.CharField(label="复核理由", required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        why = self.why_held()
        if not why:
            del self.fields["second_reason"]
            return
        field = self.fields["second_reason"]
        field.required, field.help_text = True, f"答复提请复核：{why}。确认可以发出的，写明理由"
        field.error_messages["required"] = "请写明为什么可以发出，否则应当重写答复"

    def why_held(self) -> str:
        """Return in words why the answer that waits was held back; empty where it was not."""
        raise NotImplementedError
