"""查阅: who may look at whose dossier, and that nobody does before the look is written down (policy Q-01, T-57)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.accounts.queries import persons_in
from chengxin.foundation.accounts.sight import NOTHING, Clause, meeting
from chengxin.foundation.matters.operations import NotCompetent, UnableToMove
from chengxin.foundation.matters.sights import Sight
from chengxin.foundation.rules.queries import current_rulebook
from chengxin.foundation.subjects.identities import Identity, IdentityRefused, identity_of, read_identity
from chengxin.foundation.subjects.models import Official
from chengxin.foundation.subjects.officials import officials_found_by
from chengxin.ground import trail
from chengxin.mechanisms.dossiers.models import Entry, Look, LookKind
from chengxin.mechanisms.dossiers.sources.entries import NUMBER
from chengxin_core.calendar import legal_day
from chengxin_core.lifecycle.table import Actor

LASTS = timedelta(minutes=30)  # of a stated purpose
LOOKS_KEPT = ("provision_record.keep", "log.network")  # the longest binds (policy T-46, T-48)
HANDLING = "handling"  # 办理本人的事项: a yearly opinion, a claim
_PERSONNEL = {Actor.PERSONNEL_OFFICER, Actor.PERSONNEL_HEAD}


class PurposeRefused(UnableToMove):
    """A look without a purpose of the list, or without the document of the work that it serves."""


def sight_of_officials(mandate: Mandate) -> tuple[Clause, ...]:
    """Return the conditions under which `mandate` may ask for a dossier.

    The personnel organ with authority over the person; a discipline organ who supplied something about the person;
    never the holder's own, nor that of who is acted for.
    """
    themselves = Mandate.objects.filter(user__in=persons_in(mandate), official__isnull=False).values(
        "official"
    )
    not_oneself = Clause("not_oneself", "不是本人的档案", "R-59", ~Q(pk__in=themselves))
    role = Actor(mandate.role)
    if role in _PERSONNEL:
        kept = Clause("in_authority", "由本单位按照管理权限管理", "Q-01", Q(authority=mandate.body_id))
    elif role == Actor.DISCIPLINE_OFFICER:
        supplied = Entry.objects.filter(supplier=mandate.body_id).values("official")
        kept = Clause("supplied", "本单位报送过其档案信息", "Q-01", Q(pk__in=supplied))
    else:
        kept = Clause("role_sees_dossiers", "该角色可以查阅公务员信用档案", "Q-01", NOTHING, role.zh)
    return kept, not_oneself


def officials_seen_by(mandate: Mandate) -> QuerySet[Official]:
    """Return the officials whose dossiers `mandate` may ask for, by those conditions."""
    everyone = Official.objects.select_related("employer", "authority").order_by("pk")
    return everyone.filter(meeting(sight_of_officials(mandate)))


DOSSIERS = Sight(
    "dossiers",
    "公务员信用档案",
    Official,
    frozenset({"dossiers:dossier", "dossiers:purpose", "dossiers:identity", "dossiers:begin_opinion"}),
    "code",
    "pk",
    lambda mandate, on: (sight_of_officials(mandate),),
)


def find(words: str, by: Mandate) -> list[Official]:
    """Return whom `by` may see and who bears exactly this name, number or code."""
    return list(officials_seen_by(by).filter(pk__in=officials_found_by(words).values("pk"))[:20])


def identified(name: str, number: str, by: Mandate) -> Official | None:
    """Return whom both name and number of the papers belong to, among those whom `by` may see; nothing is unsealed."""
    try:
        papers = read_identity(name, number)
    except IdentityRefused:
        return None
    both = [officials_found_by(words).values("pk") for words in (papers.number, papers.name)]
    return officials_seen_by(by).filter(pk__in=both[0]).filter(pk__in=both[1]).first()


@transaction.atomic
def look(*, official: Official, by: Mandate, at: datetime, purpose: str, document_number: str) -> Look:
    """Write down that a dossier is looked at, before it is shown. Raises `NotCompetent` or `PurposeRefused`."""
    return _written(LookKind.DOSSIER, official, by, at, purpose, document_number)


@transaction.atomic
def reveal(*, official: Official, by: Mandate, at: datetime, purpose: str, document_number: str) -> Identity:
    """Return the whole name and number, after the look was written down. Raises `NotCompetent` or `PurposeRefused`."""
    _written(LookKind.IDENTITY, official, by, at, purpose, document_number)
    return identity_of(official)


def has_looked(official: Official, by: Mandate, *, at: datetime) -> bool:
    """Say whether `by` stated a purpose for this dossier that still lasts."""
    looks = Look.objects.filter(official=official, mandate=by, at__gte=at - LASTS, at__lte=at)
    return looks.exists()


def looks_that_may_go() -> QuerySet[Look]:
    """Return the looks that no entry rests on any more.

    While an entry stands it may be lifted, changed or removed, lapsed or not, and who looked at it since it was
    entered will be told (policy R-35): these looks stay beyond their term.
    """
    standing = Entry.objects.filter(
        official=OuterRef("official"), removed_on=None, entered_at__lte=OuterRef("at")
    )
    return Look.objects.filter(~Exists(standing))


def _written(
    kind: LookKind, official: Official, by: Mandate, at: datetime, purpose: str, document_number: str
) -> Look:
    if not officials_seen_by(by).filter(pk=official.pk).exists():
        raise NotCompetent("该公务员不在您的管理权限内，或者就是您本人")
    uses = current_rulebook(by.body.path).items("dossier_uses", on=legal_day(at))
    if purpose not in {HANDLING, *(use.code for use in uses)}:
        raise PurposeRefused("查阅目的应当是：" + "、".join([*(use.zh for use in uses), "办理本人的事项"]))
    if not NUMBER.fullmatch(document_number):
        raise PurposeRefused("请写明查阅所为的工作文号，如“演示组〔2026〕1号”")
    code = "dossiers.identity_shown" if kind is LookKind.IDENTITY else "dossiers.looked"
    trail.note(code, f"official/{official.code}", mandate=by.pk, purpose=purpose)
    return Look.objects.create(
        official=official,
        kind=kind,
        purpose=purpose,
        document_number=document_number,
        mandate=by,
        body=by.body,
        at=at,
    )
