"""Every write of deliveries."""

from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries.models import Delivery
from chengxin.foundation.documents.operations import mark_served, refuse_unwanted
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, attach, move, show_to_subject
from chengxin.foundation.matters.parts import Part
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.documents import ServiceChannel


class ServiceDayRefused(UnableToMove):
    """The day of service cannot be right."""


class ProofMissing(UnableToMove):
    """A service was entered without the proof of it."""


@transaction.atomic
def dispatch(*, matter: Matter, by: Mandate, at: datetime) -> Delivery:
    """Send an issued document to its addressee's desk, where it waits to be signed for."""
    refuse_unwanted(matter.document)
    move(matter=matter, code="dispatch", by=by, at=at)
    show_to_subject(matter=matter, at=at)
    return Delivery.objects.create(
        document=matter.document,
        addressee_id=matter.body_id,
        channel=ServiceChannel.ELECTRONIC,
        sent_at=at,
        recorded_by=by,
    )


@transaction.atomic
def sign_for(*, matter: Matter, by: Mandate, at: datetime) -> Delivery:
    """Sign for a document as its addressee: it is served at this moment."""
    delivery = matter.document.deliveries.filter(served_on=None).latest("sent_at")
    delivery.served_on, delivery.received_by = legal_day(at), by
    delivery.save(update_fields=["served_on", "received_by"])
    mark_served(
        matter=matter, code="sign", by=by, at=at, served_on=legal_day(at), note="电子送达，当事单位签收"
    )
    return delivery


@transaction.atomic
def record_service(
    *, matter: Matter, by: Mandate, at: datetime, channel: str, served_on: date, receipt: list[Upload]
) -> Delivery:
    """Enter a service that happened on paper; the scanned proof of it becomes an attachment of the document."""
    issued_on = matter.document.issued_on
    if served_on > legal_day(at):
        raise ServiceDayRefused(f"送达日期 {served_on} 晚于今天，应当是已经发生的日期")
    if issued_on is not None and served_on < issued_on:
        raise ServiceDayRefused(f"送达日期 {served_on} 早于签发日期 {issued_on}")
    if not receipt:
        raise ProofMissing("登记送达应当附送达回证扫描件")
    (proof,) = attach(matter=matter, part=Part.SERVICE, uploads=receipt, by=by, at=at)
    delivery = Delivery.objects.create(
        document=matter.document,
        addressee_id=matter.body_id,
        channel=channel,
        sent_at=at,
        served_on=served_on,
        receipt=proof.sha256,
        recorded_by=by,
    )
    note = f"{ServiceChannel(channel).zh}，{served_on} 送达"
    mark_served(matter=matter, code="record_service", by=by, at=at, served_on=served_on, note=note)
    return delivery
