"""What the installation as a whole plugs in: the backup of the night."""

from chengxin.foundation.deadlines.nightly import Nightly, plug_nightly
from chengxin.site.backups.taking import ask_for_nightly

plug_nightly(Nightly("site.backup", "备份", 90, ask_for_nightly))
