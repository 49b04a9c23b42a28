"""送达回证: the form on which the receiver of a document signs, and from which the clocks start."""

from dataclasses import dataclass
from datetime import date

from chengxin.foundation.documents.rendering.document import OfficialDocument, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReceipt:
    """What is served, on whom, how and where; the rest is filled in by hand when it is."""

    organ: str
    issued_on: date
    served_document: str
    served_number: str
    addressee: str
    channel: str
    place: str
    remark: str = ""


def service_receipt(given: ServiceReceipt) -> OfficialDocument:
    """Return 送达回证: a form without number, its open fields left for pen and seal."""
    by_hand = "　　　　年　　月　　日"
    return OfficialDocument(
        organ=given.organ,
        number="",
        title=f"{given.organ}\n送达回证",
        is_form=True,
        issued_on=given.issued_on,
        body=(
            Table(
                ("项目", "内容"),
                (
                    ("送达文书", given.served_document),
                    ("文书字号", given.served_number),
                    ("受送达单位", given.addressee),
                    ("送达方式", given.channel),
                    ("送达地点", given.place),
                    ("收件岗位及签章", by_hand),
                    ("代收岗位、代收理由及签章", by_hand),
                    ("送达岗位及签章", by_hand),
                    ("见证岗位及签章", by_hand),
                    ("备注", given.remark),
                ),
            ),
        ),
    )
