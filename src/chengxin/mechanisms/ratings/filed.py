"""归档要素: what a package tells of a bad rating, whose words lie under seal, and what is blanked at the end."""

from chengxin.foundation.archives.tables_kept import Kept, contents_in
from chengxin.mechanisms.ratings.models import Rating
from chengxin_core.lifecycle.ratings import BAD_RATING

CONTENTS = (
    contents_in(
        BAD_RATING.kind,
        Kept(Rating, ("grade", "at", "again", "again_at"), {"sealed": None}, of="handled_as"),
    ),
)
