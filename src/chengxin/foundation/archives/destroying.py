"""销毁内容: what a case file holds is blanked and its files removed; that it was, and by which list, stays."""

from datetime import datetime

from django.db import transaction

from chengxin.foundation.archives.models import FiledCase
from chengxin.foundation.archives.plugs import contents_of
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import blank_matter
from chengxin.foundation.matters.plugs import EVERY_KIND
from chengxin.foundation.matters.queries import tree_of
from chengxin.ground import files
from chengxin.ground.home import Home
from chengxin.ground.keepers import is_kept
from chengxin_core.lifecycle.documents import DOCUMENT

GONE = "已按鉴定销毁清单销毁"


def destructible(case: FiledCase) -> bool:
    """Say whether the rooms of everything in a case said how their contents are destroyed."""
    kinds = set(Matter.objects.filter(pk__in=tree_of(case.matter)).values_list("kind", flat=True))
    return all(contents_of(kind) is not None for kind in kinds - {DOCUMENT.kind})


def blank(case: FiledCase, home: Home, at: datetime) -> None:
    """Blank every matter of a case in the transaction of the caller; its files go when that has come about."""
    matters = list(Matter.objects.filter(pk__in=tree_of(case.matter)))
    stub, _ = files.keep(home, [GONE.encode()])
    names = {line["kept"] for line in case.contents}
    for matter in matters:
        for room in (contents_of(matter.kind), contents_of(EVERY_KIND)):
            if room is not None:
                room.destroy(matter, at)
        document = Document.objects.filter(matter=matter).first()
        if document is not None:
            names |= {document.docx, document.pdf, document.sealed_scan}
            document.versions.all().delete()
            document.deliveries.exclude(receipt="").update(receipt=stub)
            document.value, document.said = {}, []
            for column in ("docx", "pdf", "sealed_scan"):
                setattr(document, column, stub if getattr(document, column) else "")
            document.save()
        names |= set(blank_matter(matter=matter, title=GONE))
    transaction.on_commit(lambda: _forget(names - {"", stub}, home))


def _forget(names: set[str], home: Home) -> None:
    """Remove the files that no row of any room names any more."""
    for name in names:
        if not is_kept(name):
            files.forget(home, name)
