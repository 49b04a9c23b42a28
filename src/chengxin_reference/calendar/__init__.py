"""节假日通知: the State Council's holiday notices since 2015, as one TOML file.

Keeps      notices.toml: each notice with its day of issue, days off and make-up workdays; later changes too.
Promises   every day of 2015 to 2026 as it was arranged, and since when one knew.
Refuses    to guess a year that was not announced.
Start at   shipped_notices.
"""

from importlib.resources import files

from chengxin_core.calendar import Notices, read_notices


def shipped_notices() -> Notices:
    """Return the notices of the shipped file, and the holidays that hold before a year's notice."""
    return read_notices(files(__name__).joinpath("notices.toml").read_bytes())
