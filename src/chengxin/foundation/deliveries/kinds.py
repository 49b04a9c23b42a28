"""Plugs of the deliveries: the buttons by which documents are sent, signed for, and entered as served."""

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.deliveries import consents, operations
from chengxin.foundation.deliveries.forms import ConsentOnPaper, Decline, RevocationOnPaper, ServiceOnPaper
from chengxin.foundation.deliveries.ledgers import CONSENTS
from chengxin.foundation.deliveries.models import CONSENT_ADDRESS, Delivery, ElectronicConsent
from chengxin.foundation.deliveries.sections import service
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import Button, Section, button_of_move, plug_button, plug_section
from chengxin.ground.keepers import Keeper, plug_keeper
from chengxin.ground.resealing import Sealed, plug_sealed
from chengxin_core.lifecycle.documents import DOCUMENT


def _agreed(matter: Matter, by: Mandate) -> bool:
    return consents.standing_for(matter) is not None


def _not_agreed(matter: Matter, by: Mandate) -> bool:
    return consents.standing_for(matter) is None


plug_button("document", button_of_move(DOCUMENT, "dispatch", operations.dispatch, offered_to=_agreed))
plug_button(
    "document",
    Button(
        "record_consent",
        "登记电子送达同意",
        frozenset({"issued"}),
        DOCUMENT.move("dispatch").actors,
        consents.enter_consent,
        ConsentOnPaper,
        ("Q-23",),
        waits=None,
        offered_to=_not_agreed,
    ),
)
plug_button(
    "document",
    Button(
        "record_revocation",
        "登记撤回电子送达同意",
        frozenset({"issued", "dispatched", "served"}),
        DOCUMENT.move("dispatch").actors,
        consents.enter_revocation,
        RevocationOnPaper,
        ("Q-23",),
        waits=None,
        offered_to=_agreed,
    ),
)
plug_button("document", button_of_move(DOCUMENT, "sign", operations.sign_for))
plug_button(
    "document",
    button_of_move(DOCUMENT, "decline_electronic", operations.decline_electronic, Decline, waits=None),
)
plug_button("document", button_of_move(DOCUMENT, "record_service", operations.record_service, ServiceOnPaper))
plug_section(Section("deliveries.service", "document", "deliveries/service.html", service))
plug_ledger(CONSENTS)
plug_sealed(
    Sealed("deliveries.consent", "电子送达提醒地址", ElectronicConsent, "sealed_address", CONSENT_ADDRESS)
)
plug_keeper(Keeper("deliveries.receipt", "送达回证", Delivery, "receipt"))
plug_keeper(Keeper("deliveries.consent_form", "电子送达确认书", ElectronicConsent, "form"))
plug_keeper(Keeper("deliveries.consent_revocation", "电子送达撤回书", ElectronicConsent, "revocation"))
