"""Tables of people, their mandates, and every change of a mandate."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from chengxin_core.lifecycle.table import ADMINISTRATIONS, Actor
from chengxin_core.vocabulary import Term


def roles() -> list[tuple[str, str]]:
    """Return the roles that a person may have; a function, so that another role is no change of a table."""
    return [(actor, actor.zh) for actor in Actor if actor != Actor.SYSTEM]


def administrations() -> list[tuple[str, str]]:
    """Return the three administrations."""
    return [(actor, actor.zh) for actor in ADMINISTRATIONS]


class Reach(Term):
    """数据范围: how far a mandate reaches from its body."""

    OWN = "own", "本人经办"
    BODY = "body", "本单位"
    BODY_AND_BELOW = "body_and_below", "本单位及下属"
    REGION = "region", "区划及以下"
    CUSTOM = "custom", "自定义"


class Change(Term):
    """授权变更的种类."""

    GRANT = "grant", "授予"
    END = "end", "终止"
    DEPUTY = "deputy", "指定备岗"
    DELEGATE = "delegate", "委托代理"
    RECALL = "recall", "收回委托"
    HANDOVER = "handover", "交接接任"


class Outcome(Term):
    """授权变更的结果."""

    WAITING = "waiting", "待复核"
    DONE = "done", "已生效"
    REFUSED = "refused", "未同意"


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no super-user."""

    def create_user(self, username: str, password: str | None, *, display_name: str = "") -> "User":
        user = self.model(username=username, display_name=display_name or username)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """用户: somebody who signs in; shown to others by post, never by name in public.

    `administers` says which of the three administrations a person belongs to, if any. A person has one value, so
    nobody is two of system, security and audit administrator: a mandate of another administration is not in force
    (policy T-42).
    """

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)
    administers = models.CharField(max_length=20, choices=administrations, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.display_name


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Reads that chain."""

    def in_force_on(self, day: date) -> "MandateQuerySet":
        """Return those that have begun, have not ended, and are of the holder's own administration if of any.

        One held for another is in force while the other's is, for the same role, body and reach; never a third time.
        """
        same = {name: F(f"principal__{name}") for name in ("role", "body", "scope", "reach")}
        through = _begun_not_ended(day, "principal__") & Q(
            principal__principal=None, principal__user__is_active=True, **same
        )
        return self.filter(
            _begun_not_ended(day),
            Q(principal=None) | through,
            ~Q(role__in=ADMINISTRATIONS) | Q(role=F("user__administers")),
        )

    def of(self, user: User) -> "MandateQuerySet":
        return self.filter(user=user)


def _begun_not_ended(day: date, of: str = "") -> Q:
    ends = Q(**{f"{of}valid_until": None}) | Q(**{f"{of}valid_until__gte": day})
    return ends & Q(**{f"{of}valid_from__lte": day, f"{of}ended_at": None})


class Mandate(models.Model):
    """岗位授权: a person acts in a role, for a body, over a scope, between two days.

    `scope` is a path of stable ids: of a region's subtree, or else of the body. `reach` says what it means; a custom
    reach is the rows of `ScopePart`. With a `principal` the holder acts for the holder of that mandate (代理).
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(max_length=20, choices=roles)
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=110)
    reach = models.CharField(max_length=20, choices=[(each, each.zh) for each in Reach], default=Reach.REGION)
    post = models.CharField(
        max_length=130
    )  # 岗位名称, shown where a person must not be; 甲代乙 where for another
    official = models.ForeignKey(  # whom it lets see the own dossier (role 公务员本人), nobody else
        "subjects.Official", on_delete=models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)  # the last day
    ended_at = models.DateTimeField(null=True)  # ended before that day, at this moment
    principal = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="delegations")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")  # 备岗（B 角）

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="mandate_names_an_official_exactly_for_the_own_dossier",
                condition=Q(role=Actor.OFFICIAL, official__isnull=False)
                | (~Q(role=Actor.OFFICIAL) & Q(official__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "body", "scope", "valid_from"],
                condition=Q(principal__isnull=True, ended_at__isnull=True),
                name="mandate_given_once",
            ),
            models.CheckConstraint(
                name="mandate_for_another_has_a_last_day",
                condition=Q(principal__isnull=True) | Q(valid_until__isnull=False, deputy__isnull=True),
            ),
            models.CheckConstraint(
                name="mandate_not_deputised_by_its_holder",
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("user")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}（{Actor(self.role).zh}）"


class ScopePart(models.Model):
    """自定义范围: one region's subtree or one body of a custom reach."""

    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="parts")
    path = models.CharField(max_length=110)

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(fields=["mandate", "path"], name="scope_part_said_once"),
        ]

    def __str__(self) -> str:
        return self.path


class MandateChange(models.Model):
    """授权变更: what was asked for, by whom, and what another person said; written once, never deleted.

    A grant made on the machine's command line has no asker; it names the account of the machine instead.
    """

    change = models.CharField(max_length=10)
    outcome = models.CharField(max_length=10, choices=[(each, each.zh) for each in Outcome])
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandate_changes")
    role = models.CharField(max_length=20, choices=roles)
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=110)
    reach = models.CharField(max_length=20, choices=[(each, each.zh) for each in Reach])
    parts = models.JSONField(default=list)  # paths of a custom reach
    post = models.CharField(max_length=130)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    asked_under = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    asked_on_console = models.CharField(max_length=60, blank=True)  # account of the machine
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="changes")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="mandate_change_decided_by_another_person",
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
            ),
            models.CheckConstraint(
                name="mandate_grant_not_to_its_asker_or_decider",
                condition=~Q(change=Change.GRANT)
                | (
                    (Q(asked_by__isnull=True) | ~Q(asked_by=F("user")))
                    & (Q(decided_by__isnull=True) | ~Q(decided_by=F("user")))
                ),
            ),
            models.CheckConstraint(
                name="mandate_change_asked_by_somebody",
                condition=Q(asked_by__isnull=False) | ~Q(asked_on_console=""),
            ),
            models.CheckConstraint(
                name="mandate_grant_by_two_persons",
                condition=~Q(change=Change.GRANT, outcome=Outcome.DONE)
                | Q(asked_by__isnull=True)
                | Q(decided_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["outcome"], name="mandate_change_by_outcome")]

    def __str__(self) -> str:
        return f"{Change(self.change).zh}: {self.post}"


class Program(models.Model):
    """接口单位: a system of an organ that acts by itself, within the permissions that it was registered with."""

    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    post = models.CharField(max_length=120)  # whom to speak to: a post, never a person
    permissions = models.JSONField(default=list)  # codes that rooms plugged in, as `screen.funds`
    token_hash = models.CharField(max_length=64)  # SHA-256 of the secret half; the token itself is not kept
    subjects_a_minute = models.PositiveIntegerField()
    since = models.DateField()
    until = models.DateField(null=True)  # the last day
    registered_by = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: on the command line

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="registered_program_ends_after_it_began",
                condition=Q(until=None) | Q(until__gte=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_in_force_on(self, day: date) -> bool:
        """Whether it may act on that day."""
        return self.since <= day and (self.until is None or day <= self.until)

    def may(self, permission: str) -> bool:
        """Whether it was registered with that permission."""
        return permission in self.permissions


class Pace(models.Model):
    """限速: how many subjects a program sent in the minute that it last sent any in."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, primary_key=True, related_name="+")
    minute = models.BigIntegerField(default=0)  # since 1970
    subjects = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.program_id}: {self.subjects}"
