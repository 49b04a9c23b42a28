"""所见: what stands about subjects, read only as far as a purpose may look, for many at once in a few queries."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date

from chengxin.chain.consequences.queries import biting
from chengxin.chain.objections.queries import contested_among
from chengxin.chain.records.queries import in_force_against
from chengxin.foundation.subjects.queries import bearing_for
from chengxin.mechanisms.dossiers.queries import effects_running, newest_opinions
from chengxin_core.determination.inquiries import Purpose, Seen, Source, SubjectKind

Standing = Mapping[str, list[Seen]]


def standing_of(kind: SubjectKind, keys: Collection[str], purpose: Purpose, *, on: date) -> Standing:
    """Return what stands about these bodies or officials that `purpose` may look at, by their key."""
    return _of_bodies(keys, purpose) if kind is SubjectKind.BODY else _of_officials(keys, purpose, on)


def _of_bodies(keys: Collection[str], purpose: Purpose) -> Standing:
    """Records and measures of a predecessor stand against who bears its debts."""
    bearers = bearing_for(keys)
    measures = biting(list(bearers), purpose.measures)
    records = in_force_against(list(bearers), purpose.severities)
    contested = contested_among({each.record for each in measures} | {each.record for each in records})
    found: dict[str, list[Seen]] = defaultdict(list)
    for measure in measures:
        seen = Seen(
            Source.MEASURE,
            measure.code,
            measure.since,
            measure.until,
            measure.source,
            measure.record in contested,
        )
        found[bearers[measure.body]].append(seen)
    for record in records:
        seen = Seen(
            Source.RECORD,
            record.severity,
            record.since,
            record.until,
            "",
            record.record in contested,
            record.area,
        )
        found[bearers[record.body]].append(seen)
    return found


def _of_officials(keys: Collection[str], purpose: Purpose, on: date) -> Standing:
    found: dict[str, list[Seen]] = defaultdict(list)
    for effect in effects_running(keys, purpose.effects, on=on):
        seen = Seen(Source.EFFECT, effect.code, effect.since, effect.until, effect.clause, effect.contested)
        found[effect.official].append(seen)
    for opinion in newest_opinions(keys, purpose.opinions):
        since = opinion.decided_on or on
        found[opinion.official_id].append(
            Seen(Source.OPINION, opinion.code, since, opinion.until, opinion.clause)
        )
    return found
