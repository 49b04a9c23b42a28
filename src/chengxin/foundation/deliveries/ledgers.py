"""台账: who agreed to electronic service as a ledger."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries.consents import OFFICES, of_bodies
from chengxin.foundation.deliveries.models import ElectronicConsent
from chengxin.foundation.ledgers.plugs import Cell, Column, Form, Ledger, Listing, of_queryset


def build(mandate: Mandate, asked: Mapping[str, str], on: date) -> Listing | None:
    """Return the consents of the bodies in the reach of who serves documents."""
    return of_queryset(of_bodies(mandate), _cells) if mandate.role in OFFICES else None


def _cells(given: list[ElectronicConsent]) -> Iterator[Sequence[Cell]]:
    for each in given:
        yield (
            each.body.name if each.body else "",
            each.given_on,
            gettext("平台上同意") if each.is_own else gettext("签署确认书"),
            each.recorded_by.post,
            each.recorded_at,
            gettext("已撤回") if each.revoked_at else gettext("有效"),
            gettext("书面撤回（%(day)s）") % {"day": each.revoked_on} if each.revocation else "",
            each.revoked_at,
        )


CONSENTS = Ledger(
    "consents",
    _("电子送达同意"),
    (
        Column(_("单位"), width=30),
        Column(_("同意日期"), Form.DAY, 14),
        Column(_("方式")),
        Column(_("登记岗位")),
        Column(_("登记时间"), Form.MOMENT, 18),
        Column(_("状态"), width=10),
        Column(_("书面撤回"), width=24),
        Column(_("撤回时间"), Form.MOMENT, 18),
    ),
    build,
)
