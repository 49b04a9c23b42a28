"""Plugs of the documents: the kind of matter that a document is."""

from collections.abc import Callable

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.documents import operations
from chengxin.foundation.documents.forms import Opinion, Reason, Revise, SealedScan
from chengxin.foundation.documents.ledgers import NUMBERS
from chengxin.foundation.documents.models import Document
from chengxin.foundation.documents.sections import document_section
from chengxin.foundation.ledgers.plugs import plug_ledger
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import (
    Button,
    MatterKind,
    Section,
    button_of_move,
    is_personal,
    plug_kind,
    plug_section,
)
from chengxin.ground.keepers import Keeper, plug_keeper
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.lifecycle.table import Actor


def _is_by_reader(step: str) -> Callable[[Matter, Mandate], bool]:
    """Return what says whether the reader made a step of a document, of which `step` is the column."""

    def made(matter: Matter, by: Mandate) -> bool:
        made_by: Mandate | None = getattr(matter.document, step)
        return made_by is not None and made_by.user_id == by.user_id

    return made


def _may_be_revised(matter: Matter) -> bool:
    about = [matter, matter.parent] if matter.parent else [matter]
    return not any(is_personal(each) for each in about)  # no words of a person's paper stand in the clear


def _made_an_earlier_step(matter: Matter, by: Mandate) -> str:
    made = operations.step_made_by(matter.document, by)
    return f"您是这件文书的{made}人，须由另一人办理" if made else ""


plug_kind(
    MatterKind(
        code="document",
        lifecycle=DOCUMENT,
        buttons=(
            button_of_move(DOCUMENT, "revise", operations.revise, Revise, _may_be_revised, waits=None),
            button_of_move(
                DOCUMENT,
                "withdraw",
                operations.withdraw_draft,
                Reason,
                waits=None,
                offered_to=_is_by_reader("drafted_by"),
            ),
            button_of_move(DOCUMENT, "review", operations.review, Opinion, barred=_made_an_earlier_step),
            button_of_move(
                DOCUMENT, "legal_review", operations.review_in_law, Opinion, barred=_made_an_earlier_step
            ),
            button_of_move(DOCUMENT, "issue", operations.issue, barred=_made_an_earlier_step),
            button_of_move(DOCUMENT, "send_back", operations.send_back, Reason, waits=None),
            button_of_move(
                DOCUMENT,
                "retract_review",
                operations.retract_review,
                Reason,
                waits=None,
                offered_to=_is_by_reader("reviewed_by"),
            ),
            button_of_move(
                DOCUMENT,
                "retract_legal",
                operations.retract_legal,
                Reason,
                waits=None,
                offered_to=_is_by_reader("law_reviewed_by"),
            ),
            button_of_move(DOCUMENT, "cancel", operations.cancel, Reason, waits=None),
            Button(
                "keep_sealed_scan",
                "上传用印扫描件",
                frozenset({"issued", "dispatched", "served"}),
                frozenset({Actor.CREDIT_OFFICER}),
                operations.keep_sealed_scan,
                SealedScan,
                ("Q-42",),
                waits=None,
            ),
        ),
    )
)
plug_section(Section("documents.document", "document", "documents/document.html", document_section))
plug_ledger(NUMBERS)
for _column in ("docx", "pdf", "sealed_scan"):
    plug_keeper(Keeper(f"documents.{_column}", "印发的文书", Document, _column))
