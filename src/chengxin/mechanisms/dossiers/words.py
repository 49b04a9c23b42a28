"""文字: what officers write of a person in reasons is read against the same rules as everything that comes in."""

from datetime import date

from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.rules.queries import rulebook_of
from chengxin.foundation.subjects.identities import is_named_in
from chengxin.foundation.subjects.models import Official, PublicBody
from chengxin_core.determination.dossiers import WordsRefused, refuse_denied, refuse_measure


class UnfitWords(UnableToMove):
    """Words that may not be written of a person; says which rule, and repeats no number and no name."""


def require_fit(text: str, *, about: Official, organ: PublicBody, rulebook: str, on: date) -> None:
    """Raise `UnfitWords` where reasons hold a score, rank or colour, a name or number, or what may not be collected."""
    try:
        refuse_measure(text)
        refuse_denied(text, rulebook_of(rulebook), on=on, organ=organ.name)
    except WordsRefused as refusal:
        raise UnfitWords(str(refusal)) from None
    if is_named_in(about, text):
        raise UnfitWords("理由中不写姓名、号码，请用“本人”")
