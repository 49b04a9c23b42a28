"""密封存量: files of matters about natural persons that stand in the clear are sealed, at each upgrade until none is.

Each is sealed first and named by its new digest; only then, and only where nobody else names it, the clear one goes.
Stopped midway, it goes on when it is called again.
"""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Q

from chengxin.foundation.deliveries.models import Delivery
from chengxin.foundation.documents.models import Document
from chengxin.foundation.matters.models import ATTACHED_NAME, Attachment
from chengxin.foundation.matters.operations import nameless
from chengxin.foundation.matters.plugs import kinds
from chengxin.ground import files
from chengxin.ground.ciphers import seal
from chengxin.ground.home import Home
from chengxin.ground.keepers import is_kept

PAPERS = ("docx", "pdf", "sealed_scan")


def seal_what_is_clear(home: Home) -> int:
    """Seal every such file; return how many there were."""
    clear = {*_attached(home), *_papers(home)}
    for digest in clear:
        if not is_kept(digest):
            files.forget(home, digest)
    return len(clear)


def _attached(home: Home) -> Iterator[str]:
    personal = [kind.code for kind in kinds() if kind.is_personal]
    about = Q(matter__official__isnull=False) | Q(matter__kind__in=personal)
    for each in Attachment.objects.filter(about, sealed_name=b"").order_by("pk"):
        sealed = files.sealed(home, each.sha256)
        with transaction.atomic():
            Attachment.objects.filter(pk=each.pk).update(
                name=nameless(each.name),
                sealed_name=seal(each.name, purpose=ATTACHED_NAME),
                sha256=sealed,
            )
            Document.objects.filter(pk=each.matter_id, sealed_scan=each.sha256).update(sealed_scan=sealed)
            Delivery.objects.filter(document=each.matter_id, receipt=each.sha256).update(receipt=sealed)
        if sealed != each.sha256:
            yield each.sha256


def _papers(home: Home) -> Iterator[str]:
    for each in Document.objects.filter(matter__official__isnull=False).order_by("pk").iterator():
        for column in PAPERS:
            digest = getattr(each, column)
            if digest and not files.is_sealed(home, digest):
                Document.objects.filter(pk=each.pk).update(**{column: files.sealed(home, digest)})
                yield digest
