"""草稿: by which name a browser keeps what is typed into a form of the desk, and of whose forms it keeps any.

A draft is of one person, one matter and one version of it: once the matter has moved, by that person or by another, it
is swept away. Of matters about natural persons nothing is kept, and nothing of who handles matters for an organ.
"""

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.plugs import Button, is_personal, speaks_for_its_body


def draft_of(mandate: Mandate, matter: Matter, button: Button) -> str:
    """Return the name under which the form of a button is kept; empty where nothing is."""
    if is_personal(matter) or not speaks_for_its_body(mandate, matter):
        return ""
    return f"{drafts_of(mandate, matter)[1]}{button.code}"


def drafts_of(mandate: Mandate, matter: Matter) -> tuple[str, str]:
    """Return how the names of all drafts of a matter begin, and of those of the matter as it stands."""
    of = f"desk-{mandate.user_id}-{matter.pk}-"
    return of, f"{of}{matter.version}-"
