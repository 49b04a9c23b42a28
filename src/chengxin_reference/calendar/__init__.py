"""节假日通知: the State Council's holiday notices since 2015, as one TOML file.

Keeps      notices.toml: each notice with its day of issue, days off and make-up workdays; later changes too.
Promises   the bytes as shipped; `chengxin_core.calendar.read_notices` reads them.
Refuses    to guess a year that was not announced.
Start at   notice_bytes.
"""

from importlib.resources import files


def notice_bytes() -> bytes:
    """Return the shipped file of notices."""
    return files(__name__).joinpath("notices.toml").read_bytes()
