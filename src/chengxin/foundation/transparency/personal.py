"""个人信息检查: no natural person's name, identity number or telephone number in what is to be published.

It says where something was found and never repeats what.
"""

from collections.abc import Iterable

from chengxin.foundation.matters.operations import UnableToMove
from chengxin.ground.personal import personal_in
from chengxin_core.ledger.canonical import Json


class NamesAPerson(UnableToMove):
    """What is to be published holds personal information; says where, never what.

    `named` is what people call the place: the heading of a form or a column, or the way to it within the content.
    """

    def __init__(self, place: str, what: str) -> None:
        self.place, self.what = place, what
        self.named = place.removeprefix("$").removeprefix(".") or "内容"
        super().__init__(f"“{self.named}”里有{what}，不得公开，请隐去后再提交")


def refuse_personal_information(content: Json, *, names: Iterable[str]) -> None:
    """Raise `NamesAPerson` at the first string with one of `names`, an identity or a telephone number."""
    found = personal_in(content, names=names)
    if found is not None:
        raise NamesAPerson(found.place, found.what)
