"""纸上签字: where the head of a township signs on paper, the scan of the sheet stands for it (policy Q-38)."""

from collections.abc import Sequence
from datetime import date

from django import forms

from chengxin.foundation.matters.forms import Day, ManyFiles, Uploads
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import MatterForm
from chengxin.foundation.subjects.grassroots import is_grassroots
from chengxin.ground.attachments import Upload

PRINCIPAL = "主要负责人"
POSTS = (PRINCIPAL, "分管负责人", "主持工作的负责人")


class OnPaper(MatterForm):
    """The sheet that the head signed by hand: its scan, which post signed it, on which day. No name is asked for."""

    post = forms.ChoiceField(label="签字人岗位", choices=[(each, each) for each in POSTS])
    signed_on = Day(label="签字日期")
    scan = Uploads(
        label="签字扫描件",
        most=1,
        help_text="打印出来请负责人签字，扫描或者拍照：PDF、JPG 或者 PNG，一个文件",
        widget=ManyFiles(attrs={"accept": "application/pdf,image/jpeg,image/png"}),
    )


class OnPaperByThePrincipal(OnPaper):
    """The same where the law wants the principal's own signature (S-11)."""

    post = forms.ChoiceField(label="签字人岗位", choices=[(PRINCIPAL, PRINCIPAL)])


def require_signed_on_paper(
    matter: Matter, scan: Sequence[Upload], *, filled_in: date, signed_on: date, today: date
) -> None:
    """Refuse a signature on paper of any body but a township or street, without its scan, or of an impossible day.

    It was signed between the day on which the sheet was filled in and today. Raises `UnableToMove`.
    """
    if not is_grassroots(matter.body):
        raise UnableToMove("只有乡镇、街道可以上传签字扫描件，其他单位由负责人在平台上签字")
    if not scan:
        raise UnableToMove("请上传负责人签字的扫描件")
    if not filled_in <= signed_on <= today:
        raise UnableToMove(f"签字日期应当在填写之日 {filled_in} 和今天 {today} 之间，现在是 {signed_on}")
