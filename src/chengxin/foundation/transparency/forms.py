"""The form of the review before anything is published; rooms give it the wording of their own checks."""

from typing import Any

from django import forms

from chengxin.foundation.matters.forms import Statement
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.rules.queries import current_rulebook
from chengxin_core.calendar import legal_day


class ReleaseChecks(MatterForm):
    """The three checks before anything is published (policy Q-27); the law behind each is the rulebook's."""

    disclosure_passed = forms.BooleanField(label="信息公开审查通过", required=False)
    secrecy_passed = forms.BooleanField(label="保密审查通过，不涉及国家秘密和工作秘密", required=False)
    personal_passed = forms.BooleanField(label="已核对不含自然人信息", required=False)
    ground = Statement(label="审查意见", longest=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        book, day = current_rulebook(), legal_day(self.at)
        for name, key in (
            ("disclosure_passed", "release.disclosure_review"),
            ("secrecy_passed", "release.secrecy_review"),
        ):
            self.fields[name].help_text = book.gate(key).on(day).shown
