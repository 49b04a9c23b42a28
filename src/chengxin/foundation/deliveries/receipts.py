"""送达回证: the form that goes along with a paper served by hand, post or exchange, and comes back signed."""

from chengxin.foundation.documents.queries import kind_zh
from chengxin.foundation.documents.rendering import render_docx, render_pdf
from chengxin.foundation.documents.rendering.kinds.service import ServiceReceipt, service_receipt
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import is_personal
from chengxin_core.lifecycle.documents import ServiceChannel

_ON_PAPER = [each for each in ServiceChannel if each is not ServiceChannel.ELECTRONIC]
RENDERERS = {"pdf": render_pdf, "docx": render_docx}


def may_print(matter: Matter) -> bool:
    """Say whether a document waits to be served on paper, and is about no natural person."""
    about = [matter, matter.parent] if matter.parent else [matter]
    return matter.state in {"issued", "dispatched"} and not any(is_personal(each) for each in about)


def blank_receipt(matter: Matter, *, form: str) -> bytes:
    """Return the receipt of an issued document as `pdf` or `docx`: what is served on whom; the rest is left for pen."""
    document = matter.document
    assert document.issued_on is not None  # `may_print` asks for the state
    given = ServiceReceipt(
        organ=matter.organ.name,
        issued_on=document.issued_on,
        served_document=kind_zh(document),
        served_number=document.number,
        addressee=matter.body.name,
        channel="　".join(f"□{each.zh}" for each in _ON_PAPER),
        place="　",
    )
    return RENDERERS[form](service_receipt(given))
