"""纸上签字: where the head of a township signs on paper, the scan of the sheet stands for it (policy Q-38)."""

from datetime import date

from django import forms

from chengxin.foundation.matters.forms import Day, ManyFiles, Uploads
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import MatterForm

POSTS = ("主要负责人", "分管负责人", "主持工作的负责人")


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


def require_signed_between(filled_in: date, signed_on: date, today: date) -> None:
    """Refuse a signature of a day before the sheet was filled in, or still to come. Raises `UnableToMove`."""
    if not filled_in <= signed_on <= today:
        raise UnableToMove(f"签字日期应当在填写之日 {filled_in} 和今天 {today} 之间，现在是 {signed_on}")
