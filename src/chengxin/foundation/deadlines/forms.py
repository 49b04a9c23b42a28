"""Forms of the buttons that change a running deadline."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.deadlines.models import Deadline
from chengxin.foundation.deadlines.queries import extendable, resumable, suspendable
from chengxin.foundation.matters.forms import Day, Statement
from chengxin.foundation.matters.plugs import MatterForm
from chengxin_core.calendar import legal_day


class Choice(forms.ChoiceField):
    """A choice among what a matter has; cleaned to the thing chosen."""

    def offer(self, things: list[tuple[str, Any]]) -> None:
        """Offer these, each with its wording."""
        self.things = [thing for _, thing in things]
        self.choices = [(str(n), words) for n, (words, _) in enumerate(things)]
        if len(things) == 1:
            self.initial = "0"

    def clean(self, value: Any) -> Any:
        return self.things[int(super().clean(value))]


class Notice(forms.CharField):
    """The number of the document by which the party was told."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("书面通知的文号"),
            max_length=120,
            error_messages={"required": _("请填写书面通知的文号：中止和延长都须书面告知当事人")},
            **kwargs,
        )


class Suspend(MatterForm):
    """Which deadline, on which ground of its clock, from when, and how the party was told."""

    what = Choice(label="期限和中止事由")
    from_on = Day(label="自哪一天起不计入")
    notice = Notice()
    notice_on = Day(label="书面通知的日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = suspendable(self.matter)
        self.fields["what"].offer(  # type: ignore[attr-defined]
            [(f"{each.title}：{ground}", (each, ground)) for each, ground in grounds]
        )
        self.fields["from_on"].initial = self.fields["notice_on"].initial = legal_day(self.at)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "what" in cleaned:
            cleaned["deadline"], cleaned["ground"] = cleaned.pop("what")
        return cleaned


class Resume(MatterForm):
    """Which deadline counts again, and from when."""

    deadline = Choice(label="期限")
    on = Day(label="自哪一天起恢复计入")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deadline"].offer(_named(resumable(self.matter)))  # type: ignore[attr-defined]
        self.fields["on"].initial = legal_day(self.at)


class Extend(MatterForm):
    """Which deadline is extended, by how much, why, and how the party was told; who presses approves it."""

    deadline = Choice(label="期限")
    added = forms.IntegerField(label=_("延长多少"), min_value=1)
    reason = Statement(label="理由", longest=1000)
    notice = Notice()
    notice_on = Day(label="书面通知的日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = extendable(self.matter)
        self.fields["deadline"].offer(  # type: ignore[attr-defined]
            [
                (
                    _("%(title)s（还可以延长 %(left)s %(unit)s，由%(approver)s批准）")
                    % {
                        "title": each.title,
                        "left": left,
                        "unit": each.get_unit_display(),
                        "approver": approver or self.by.post,
                    },
                    each,
                )
                for each, left, approver in found
            ]
        )
        self.fields["notice_on"].initial = legal_day(self.at)


def _named(deadlines: list[Deadline]) -> list[tuple[str, Deadline]]:
    return [(each.title, each) for each in deadlines]
