"""Papers are issued here and not printed."""

from tests.unprinted import papers_are_not_printed

__all__ = ["papers_are_not_printed"]
