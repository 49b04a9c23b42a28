"""Plugs of the deliveries: the buttons by which documents are sent, signed for, and entered as served."""

from chengxin.foundation.deliveries import operations
from chengxin.foundation.deliveries.forms import Decline, ServiceOnPaper
from chengxin.foundation.matters.plugs import button_of_move, plug_button
from chengxin_core.lifecycle.documents import DOCUMENT

plug_button("document", button_of_move(DOCUMENT, "dispatch", operations.dispatch))
plug_button("document", button_of_move(DOCUMENT, "sign", operations.sign_for))
plug_button(
    "document",
    button_of_move(DOCUMENT, "decline_electronic", operations.decline_electronic, Decline, waits=None),
)
plug_button("document", button_of_move(DOCUMENT, "record_service", operations.record_service, ServiceOnPaper))
