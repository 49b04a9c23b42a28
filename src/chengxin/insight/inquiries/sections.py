"""What the pages of matters show of inquiries: what was unusual, and the figures under review."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.insight.inquiries.figures import figures_of, rows_of
from chengxin.insight.inquiries.models import UnusualKind
from chengxin.insight.inquiries.queries import shown
from chengxin.insight.inquiries.watching import asked_in, unusual_use_of, who_asked
from chengxin_core.determination.inquiries import Outcome

SHOWN = 100


def unusual_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return what was asked and for what; not what was answered: that is no business of an audit of use."""
    use = unusual_use_of(matter)
    asked = asked_in(use).select_related("body", "official", "organ", "by", "program", "answered")
    return {
        "use": use,
        "kind": _(UnusualKind(use.kind).zh),
        "who": who_asked(use),
        "asked": shown(list(asked[:SHOWN])),
        "most": SHOWN,
    }


def figures_section(matter: Matter, by: Mandate) -> Mapping[str, Any]:
    """Return the figures."""
    figures = figures_of(matter)
    return {
        "figures": figures,
        "rows": rows_of(figures),
        "outcomes": [(str(each), _(each.zh)) for each in Outcome],
    }
