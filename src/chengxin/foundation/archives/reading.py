"""归档包调取: a package is taken out by the archivist, for a stated purpose, and that is kept (policy Q-28)."""

from datetime import datetime

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.archives.models import Filing, PackageRead
from chengxin.foundation.archives.queries import ARCHIVISTS
from chengxin.foundation.matters.operations import NotCompetent
from chengxin.ground import trail


def read_package(*, filing: Filing, purpose: str, by: Mandate, at: datetime) -> PackageRead:
    """Keep that a package was taken out, and what for. Raises `NotCompetent`."""
    if by.role not in ARCHIVISTS or by.body_id != filing.organ_id:
        raise NotCompetent("归档包由本单位档案管理人员调取")
    trail.note("archives.package_read", f"filing/{filing.pk}", mandate=by.pk)
    return PackageRead.objects.create(filing=filing, mandate=by, purpose=purpose, at=at)


def reads_of(filing: Filing, *, newest: int = 20) -> list[PackageRead]:
    """Return who took a package out and what for, the newest first."""
    return list(filing.reads.select_related("mandate")[:newest])
