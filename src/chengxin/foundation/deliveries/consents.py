"""电子送达同意: every write and read of consents; without one, nothing is served electronically (policy Q-23)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.sight import in_reach
from chengxin.foundation.deliveries.models import CONSENT_ADDRESS, ElectronicConsent
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove, attach
from chengxin.foundation.matters.parts import Part
from chengxin.ground import ciphers
from chengxin.ground.attachments import Upload
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

OFFICES = frozenset({Actor.CREDIT_OFFICER, Actor.CREDIT_HEAD, Actor.LEGAL_REVIEWER})
SPEAKERS = frozenset({Actor.LIAISON, Actor.BODY_HEAD, Actor.OFFICIAL})


class ConsentMissing(UnableToMove):
    """Electronic service is wanted of somebody who did not agree to it."""


class ConsentRefused(UnableToMove):
    """A consent cannot be entered or revoked so; the text says why."""


@transaction.atomic
def give_consent(*, by: Mandate, address: str, at: datetime) -> ElectronicConsent:
    """Agree to electronic service for one's own body, or, as an official, for oneself. Raises `ConsentRefused`."""
    _require_speaker(by)
    official = by.official_id if by.role == Actor.OFFICIAL else None
    return _kept(
        body_id=None if official else by.body_id,
        official_id=official,
        is_own=True,
        sealed_address=ciphers.seal(_address(address), purpose=CONSENT_ADDRESS),
        given_on=legal_day(at),
        recorded_by=by,
        recorded_at=at,
    )


@transaction.atomic
def enter_consent(
    *, matter: Matter, by: Mandate, at: datetime, given_on: date, address: str, form: list[Upload]
) -> ElectronicConsent:
    """Enter the consent that the addressee of a document signed on paper; the form is kept with the document.

    Raises `ConsentRefused` without a form, for a day to come, and where one stands already.
    """
    if given_on > legal_day(at):
        raise ConsentRefused(f"签署日期 {given_on} 晚于今天，应当是已经发生的日期")
    if not form:
        raise ConsentRefused("登记电子送达同意应当附当事人签署的确认书扫描件")
    (kept,) = attach(matter=matter, part=Part.SERVICE, uploads=form, by=by, at=at)
    return _kept(
        body_id=None if matter.official_id else matter.body_id,
        official_id=matter.official_id,
        is_own=False,
        sealed_address=ciphers.seal(_address(address), purpose=CONSENT_ADDRESS),
        form=kept.sha256,
        given_on=given_on,
        recorded_by=by,
        recorded_at=at,
    )


@transaction.atomic
def revoke_consent(*, by: Mandate, at: datetime, reason: str) -> None:
    """Take back the consent that one gave; later documents go another way. Raises `ConsentRefused` for none."""
    _require_speaker(by)
    if not reason.strip():
        raise ConsentRefused("请写明撤回的理由")
    revoked = ElectronicConsent.objects.filter(pk__in=[each.pk for each in own(by)], revoked_at=None).update(
        revoked_by=by, revoked_at=at, revoked_because=reason.strip()[:500]
    )
    if not revoked:
        raise ConsentRefused("没有可以撤回的电子送达同意")


@transaction.atomic
def enter_revocation(
    *, matter: Matter, by: Mandate, at: datetime, revoked_on: date, reason: str, letter: list[Upload]
) -> ElectronicConsent:
    """Enter that the addressee of a document took its consent back on paper; the letter is kept with the document.

    Later services go another way from this moment. Raises `ConsentRefused` without a letter, for a day to come or
    before the consent, and where none stands.
    """
    standing = standing_for(matter)
    if standing is None:
        raise ConsentRefused("没有可以撤回的电子送达同意")
    if revoked_on > legal_day(at):
        raise ConsentRefused(f"撤回书日期 {revoked_on} 晚于今天，应当是已经发生的日期")
    if revoked_on < standing.given_on:
        raise ConsentRefused(
            f"撤回书日期 {revoked_on} 早于同意日期 {standing.given_on}，不是对这份同意的撤回"
        )
    if not letter:
        raise ConsentRefused("登记撤回电子送达同意应当附当事人签署的撤回书扫描件")
    (kept,) = attach(matter=matter, part=Part.SERVICE, uploads=letter, by=by, at=at)
    revoked = ElectronicConsent.objects.filter(pk=standing.pk, revoked_at=None).update(
        revoked_by=by,
        revoked_at=at,
        revoked_because=reason.strip()[:500] or "书面撤回",
        revoked_on=revoked_on,
        revocation=kept.sha256,
    )
    if not revoked:
        raise ConsentRefused("这份电子送达同意刚刚已经撤回")
    standing.refresh_from_db()
    return standing


def standing_for(matter: Matter) -> ElectronicConsent | None:
    """Return the consent of who a document is addressed to, as it stands now."""
    standing = ElectronicConsent.objects.filter(revoked_at=None)
    if matter.official_id is not None:
        return standing.filter(official=matter.official_id).first()
    return standing.filter(body=matter.body_id).first()


def require_consent(matter: Matter) -> ElectronicConsent:
    """Return the consent of a document's addressee; raise `ConsentMissing` in words for who would send it."""
    found = standing_for(matter)
    if found is None:
        who = "收件人" if matter.official_id else matter.body.name
        raise ConsentMissing(
            f"{who}没有同意电子送达：请先取得并登记签署的确认书，或者用直接、邮寄、留置送达、公文交换"
        )
    return found


def own(by: Mandate) -> QuerySet[ElectronicConsent]:
    """Return what the holder's own body, or the official, agreed to, the newest first."""
    given = ElectronicConsent.objects.select_related("recorded_by", "revoked_by")
    if by.role == Actor.OFFICIAL:
        return given.filter(official=by.official_id)
    return given.filter(body=by.body_id)


def of_bodies(mandate: Mandate) -> QuerySet[ElectronicConsent]:
    """Return the consents of bodies in the holder's reach, the newest first."""
    found = ElectronicConsent.objects.filter(
        in_reach(mandate, path="body__path", key="body_id"), body__isnull=False
    )
    return found.select_related("body", "recorded_by", "revoked_by")


def page_of_bodies(mandate: Mandate, *, before: int | None = None, size: int = 50) -> list[ElectronicConsent]:
    """Return a page of `of_bodies`, one more than `size`."""
    found = of_bodies(mandate)
    return list((found if before is None else found.filter(pk__lt=before))[: size + 1])


def address_of(consent: ElectronicConsent) -> str:
    """Unseal where an addressee is told: for itself."""
    return ciphers.unseal(bytes(consent.sealed_address), purpose=CONSENT_ADDRESS)


def _kept(**said: object) -> ElectronicConsent:
    try:
        with transaction.atomic():
            return ElectronicConsent.objects.create(**said)
    except IntegrityError:
        raise ConsentRefused("已经有一份电子送达同意在生效，不需要重复登记") from None


def _address(said: str) -> str:
    if not said.strip():
        raise ConsentRefused("请填写接收提醒的手机号、邮箱或者平台账号")
    return said.strip()


def _require_speaker(by: Mandate) -> None:
    if Actor(by.role) not in SPEAKERS:
        raise NotCompetent("电子送达由单位联络员、单位负责人为本单位，公务员为本人同意或者撤回")
