"""Forms of the buttons of documents."""

from django import forms

from chengxin.foundation.matters.plugs import MatterForm


class Opinion(MatterForm):
    """An opinion that may stay empty."""

    opinion = forms.CharField(label="审核意见", required=False, max_length=500, widget=forms.Textarea)


class Reason(MatterForm):
    """A reason that must be given."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea)
