"""救济: what one can do against an act, with whom, until when; notifying documents print it (policy Q-26)."""

from dataclasses import dataclass
from datetime import date

from chengxin_core.rulebook.authority import Law
from chengxin_core.rulebook.book import Rulebook
from chengxin_core.rulebook.entries import Clock, Item


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way open to the addressee: `limit` is his time to ask, `clocks` the organ's time to answer."""

    item: Item
    limit: Clock | None
    clocks: tuple[Clock, ...]

    @property
    def organ(self) -> str:
        """Who takes it."""
        return self.item.text("organ")

    def printed(self) -> str:
        """Return the remedy as a document prints it; only a law is cited.

        A time limit of ours stands as the organ's own setting, without a citation.
        """
        asked = f"自{self.limit.starts_on}之日起{_period(self.limit)}内，" if self.limit else ""
        answers = "，".join(f"{clock.gist}{_period(clock)}" for clock in self.clocks)
        answered = f"；办理期限：{answers}" if answers else ""
        cited = f"（{self.item.authority.as_law()}）" if isinstance(self.item.authority, Law) else ""
        return f"{self.item.zh}：{asked}向{self.organ}提出{answered}{cited}"


def remedies(rulebook: Rulebook, *, act: str, addressee: str, on: date) -> tuple[Remedy, ...]:
    """Return the remedies against an act for a kind of addressee, as the table of the day has them.

    `act` and `addressee` are those of the list `remedies`, as `record` and `body`. Without a line, no remedy.
    """
    return tuple(
        _remedy(item, rulebook, on)
        for item in rulebook.items("remedies", on=on)
        if (item.text("act"), item.text("addressee")) == (act, addressee)
    )


def _remedy(item: Item, rulebook: Rulebook, on: date) -> Remedy:
    limit = item.text("limit", "")
    return Remedy(
        item=item,
        limit=rulebook.clock(limit).on(on) if limit else None,
        clocks=tuple(rulebook.clock(key).on(on) for key in item.texts("clocks")),
    )


def _period(clock: Clock) -> str:
    return f"{clock.budget}{clock.counted_in.zh}"
