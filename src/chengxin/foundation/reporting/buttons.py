"""按钮: what an officer may do about the platform on the page of a matter that is reported.

The room that marks its kind as reported adds them to that kind, in the states that it names.
"""

from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import Button
from chengxin.foundation.reporting import forms, operations
from chengxin.foundation.reporting.models import OPEN, Submission, SubmissionState
from chengxin.foundation.reporting.queries import IS_RETURNED, IS_SILENT
from chengxin_core.lifecycle.table import Actor

_OFFICER = frozenset({Actor.CREDIT_OFFICER})


def buttons(states: frozenset[str]) -> tuple[Button, ...]:
    """Return the buttons of a kind that is reported: a matter waits for them while the platform waits for us."""
    return (
        Button(
            "answer_return",
            "答复平台退回并重新报送",
            states,
            _OFFICER,
            operations.answer_return,
            forms.Explanation,
            ("Q-32",),
            offered=_is_returned,
            waits=IS_RETURNED,
        ),
        Button(
            "urge_platform",
            "登记催办平台撤销",
            states,
            _OFFICER,
            operations.note_urging,
            forms.Urged,
            ("Q-32", "C-43"),
            offered=_is_silent,
            waits=IS_SILENT,
        ),
    )


def _is_returned(matter: Matter) -> bool:
    return Submission.objects.filter(publication__matter=matter, state=SubmissionState.RETURNED).exists()


def _is_silent(matter: Matter) -> bool:
    silent = Submission.objects.filter(publication__matter=matter, escalated_at__isnull=False)
    return silent.filter(state__in=OPEN).exists()
