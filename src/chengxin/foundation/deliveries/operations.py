"""Every write of deliveries."""

from datetime import date, datetime

from django.db import transaction

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries.consents import require_consent
from chengxin.foundation.deliveries.models import Delivery
from chengxin.foundation.documents.operations import mark_served, refuse_unwanted
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove, attach, move, show_to_subject
from chengxin.foundation.matters.parts import Part
from chengxin.foundation.notifications.models import Occasion
from chengxin.foundation.notifications.occasions import tell_subject
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.documents import ServiceChannel


class ServiceDayRefused(UnableToMove):
    """The day of service cannot be right."""


class ProofMissing(UnableToMove):
    """A service was entered without the proof of it."""


@transaction.atomic
def dispatch(*, matter: Matter, by: Mandate, at: datetime) -> Delivery:
    """Send an issued document to its addressee's desk, where it waits to be signed for.

    Raises `ConsentMissing` where no consent to electronic service stands.
    """
    refuse_unwanted(matter.document)
    consent = require_consent(matter)
    move(matter=matter, code="dispatch", by=by, at=at)
    show_to_subject(matter=matter, at=at)
    tell_subject(matter=matter, occasion=Occasion.SERVED, once=f"served:{matter.pk}:{matter.version}", at=at)
    return Delivery.objects.create(
        document=matter.document,
        addressee_id=matter.body_id,
        channel=ServiceChannel.ELECTRONIC,
        sent_at=at,
        recorded_by=by,
        consent=consent,
    )


@transaction.atomic
def sign_for(*, matter: Matter, by: Mandate, at: datetime) -> Delivery:
    """Sign for a document as its addressee: it is served at this moment."""
    delivery = matter.document.deliveries.filter(served_on=None, declined_because="").latest("sent_at")
    delivery.served_on, delivery.received_by = legal_day(at), by
    delivery.save(update_fields=["served_on", "received_by"])
    mark_served(
        matter=matter, code="sign", by=by, at=at, served_on=legal_day(at), note="电子送达，当事单位同意并签收"
    )
    return delivery


@transaction.atomic
def record_service(
    *,
    matter: Matter,
    by: Mandate,
    at: datetime,
    channel: str,
    served_on: date,
    receipt: list[Upload],
    reference: str = "",
    circumstances: str = "",
) -> Delivery:
    """Enter a service that happened outside the platform, with the proof that its channel needs.

    Every channel needs the scanned proof, which becomes an attachment; by post and through the document exchange the
    number under which it went; where it was left, why and before whom. Raises `ServiceDayRefused`, `ProofMissing`.
    """
    issued_on = matter.document.issued_on
    if served_on > legal_day(at):
        raise ServiceDayRefused(f"送达日期 {served_on} 晚于今天，应当是已经发生的日期")
    if issued_on is not None and served_on < issued_on:
        raise ServiceDayRefused(f"送达日期 {served_on} 早于签发日期 {issued_on}")
    if not receipt:
        raise ProofMissing("登记送达应当附送达回证扫描件")
    missing = missing_proof(channel, reference=reference, circumstances=circumstances)
    if missing:
        raise ProofMissing(missing)
    (proof,) = attach(matter=matter, part=Part.SERVICE, uploads=receipt, by=by, at=at)
    delivery = Delivery.objects.create(
        document=matter.document,
        addressee_id=matter.body_id,
        channel=channel,
        sent_at=at,
        served_on=served_on,
        receipt=proof.sha256,
        reference=reference.strip(),
        circumstances=circumstances.strip(),
        recorded_by=by,
    )
    note = f"{ServiceChannel(channel).zh}，{served_on} 送达"
    mark_served(matter=matter, code="record_service", by=by, at=at, served_on=served_on, note=note)
    return delivery


@transaction.atomic
def decline_electronic(*, matter: Matter, by: Mandate, at: datetime, reason: str) -> None:
    """Say, as the addressee, that one wants no electronic service: it was not served, and goes another way (Q-23).

    Electronic service needs consent; whoever signs consents, whoever declines has received nothing, and no clock runs.
    """
    move(matter=matter, code="decline_electronic", by=by, at=at, note=f"不同意电子送达：{reason}")
    sent = matter.document.deliveries.filter(served_on=None, channel=ServiceChannel.ELECTRONIC)
    sent.update(declined_because=reason[:500])


def missing_proof(channel: str, *, reference: str, circumstances: str) -> str:
    """Say which proof of its channel a service lacks, in words; '' where none."""
    if channel == ServiceChannel.POST and not reference.strip():
        return "邮寄送达应当填写邮件号，并附签收的回执"
    if channel == ServiceChannel.EXCHANGE and not reference.strip():
        return "公文交换应当填写交换登记号，并附签收的登记"
    if channel == ServiceChannel.LEFT and not circumstances.strip():
        return "留置送达应当写明拒收的情形和见证的单位、职务，并附照片或者录像的打印件、见证人签字"
    if channel == ServiceChannel.ELECTRONIC:
        return "电子送达须由当事单位在平台上签收，不能登记"
    return ""
