"""插板: what the rooms above plug into a room below, each under a code that nobody else may claim."""

from typing import Any, TypeVar

Plug = TypeVar("Plug")
Key = TypeVar("Key", bound=str | tuple[Any, ...])


class PluggedTwice(RuntimeError):
    """Two rooms claimed one code; the program does not start."""


class Board(dict[Key, Plug]):
    """The plugs of one kind by their code, in the order of plugging in."""

    def claim(self, code: Key, plug: Plug) -> None:
        """Keep `plug` under `code`; raise `PluggedTwice` where it is taken."""
        if code in self:
            raise PluggedTwice(f"“{code if isinstance(code, str) else ' '.join(code)}”登记了两次")
        self[code] = plug
