"""机关代字: the word by which the numbers of an organ's documents are told from those of every other organ."""

import re
from collections.abc import Iterator

from chengxin.foundation.subjects.models import NameKind, PublicBody

SHORTEST = 4
_OFFICE = re.compile(r"(委员会|办公室|办事处|委|局|厅|办|部)$")
_JOINTS = re.compile(r"[和与、（）()第\s]")  # what a word never holds


def words_for(organ: PublicBody) -> Iterator[str]:
    """Yield the words that fit an organ, the shortest first: place and short name, then longer, then its id.

    济南市发展和改革委员会, also called 济南市发改委, is 济南发改.
    """
    place, own = organ.region.name[:2], _own_name(organ)
    above = organ.region.parent.name[:2] if organ.region.parent else ""
    for length in range(min(SHORTEST, len(own)), len(own) + 1):
        yield place + own[:length]
    yield above + place + own
    yield _JOINTS.sub("", organ.name)[:20] + organ.pk.replace("第", "")


def _own_name(organ: PublicBody) -> str:
    """Return what an organ is called beside its region, in the shortest of its names of today, without 局 or 委."""
    in_use = organ.names.filter(valid_until=None).exclude(kind=NameKind.FORMER)
    names = [name for name in in_use.values_list("after_region", flat=True) if name]
    shortest = min(names, key=len, default=organ.name.rpartition(organ.region.name)[2] or organ.name)
    bare = _JOINTS.sub("", shortest)
    return _OFFICE.sub("", bare) or bare
