"""备好的可见条件: a query of what a post sees, made once for all posts of one shape and then only run.

To make a list's statement out of its conditions took longer than to run it. The conditions are still written once, as
the filter of sight and what a list adds to it; what is kept is the statement that Django makes of them for a post whose
texts and numbers are marks that stand nowhere else; a statement that changes a mark on its way is refused.
"""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, TypeAlias

from django.db.models import QuerySet

from chengxin.foundation.accounts.models import Mandate, Reach
from chengxin.ground.prepared import One, Prepared

_Shape: TypeAlias = tuple[str, str, bool, bool]


class PreparedForPosts:
    """A query of columns (`values_list`) for a post, and whatever else it is given (`ground.prepared`).

    Role and reach, and whether it is an official's own or held for another, may decide which conditions `build` sets;
    all else of a post it may only compare with columns. `turns_on` says on what else the conditions turn.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, Any]], turns_on: Callable[[], Hashable] = tuple
    ) -> None:
        self._build, self._turns_on = build, turns_on
        self._kept: dict[Hashable, Prepared] = {}

    def __call__(
        self, post: Mandate, *given: One | Collection[str] | Collection[int]
    ) -> list[tuple[Any, ...]]:
        """Return the rows for that post."""
        if post.reach == Reach.CUSTOM or not post.scope.endswith(
            "/"
        ):  # as many statements as there are parts
            return list(self._build(post, *given))
        shape, values = _apart(post)
        key = (shape, self._turns_on())
        if key not in self._kept:
            self._kept[key] = Prepared(
                lambda *marks: self._build(_together(shape, marks[: len(values)]), *marks[len(values) :])
            )
        return self._kept[key](*values, *given)


def _apart(post: Mandate) -> tuple[_Shape, list[One]]:
    """Return what conditions turn on, and the texts and numbers that they ask for."""
    values: list[One] = [post.pk, post.user_id, post.body_id, post.scope[:-1]]
    if post.official_id is not None:
        values.append(post.official_id)
    if post.principal is not None:
        values += [post.principal.pk, post.principal.user_id]
    return (post.role, post.reach, post.official_id is not None, post.principal is not None), values


def _together(shape: _Shape, values: Sequence[Any]) -> Mandate:
    """Return a post of that shape with these texts and numbers, which is never stored."""
    role, reach, is_of_an_official, is_for_another = shape
    pk, user, body, scope, *others = values
    post = Mandate(pk=pk, user_id=user, role=role, body_id=body, scope=f"{scope}/", reach=reach)
    if is_of_an_official:
        post.official_id = others.pop(0)
    if is_for_another:
        post.principal = Mandate(pk=others[0], user_id=others[1])
    return post
