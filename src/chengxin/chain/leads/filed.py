"""归档要素: what a package tells of a lead, and what is blanked at the end."""

from chengxin.chain.leads.models import Lead
from chengxin.foundation.archives.tables_kept import Kept, contents_in

CONTENTS = (
    contents_in(
        "lead",
        Kept(
            Lead,
            ("area", "facts", "source", "happened_on", "instrument", "instrument_on"),
            {"facts": "", "source": "", "instrument": ""},
        ),
    ),
)
