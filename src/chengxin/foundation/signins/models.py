"""Tables of sign-ins: what happened at the door, who is signed in where, what was tried, how old a password is."""

from django.db import models
from django.db.models import Q

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.queries import holds_whole_province
from chengxin.foundation.accounts.sight import within
from chengxin_core.lifecycle.table import Actor
from chengxin_core.vocabulary import Term

# Where an installation has a security administrator, that one ends others' sign-ins; before there is, the system's.
_NAMES = {str(actor) for actor in Actor}
SECURITY_ROLES = frozenset({"security_admin"} & _NAMES or {str(Actor.ADMINISTRATOR)})
WATCHING_ROLES = SECURITY_ROLES | ({"audit_admin", "auditor"} & _NAMES)


class SignInKind(Term):
    """登录事件: what happened at the door."""

    SIGNED_IN = "signed_in", "登录成功"
    FAILED = "failed", "登录失败"
    LOCKED = "locked", "失败过多，暂停登录"
    SECOND_FAILED = "second_failed", "第二重验证失败"
    SIGNED_OUT = "signed_out", "退出登录"
    IDLE = "idle", "闲置过久，自动退出"
    TOO_LONG = "too_long", "登录期满，自动退出"
    ENDED = "ended", "本人结束了一处登录"
    FORCED_OUT = "forced_out", "被安全管理员强制退出"
    POSTS_OVER = "posts_over", "岗位全部终止，账号停用并退出"
    PASSWORD_CHANGED = "password_changed", "修改了密码"
    TOTP_ADDED = "totp_added", "启用了动态口令"
    TOTP_REMOVED = "totp_removed", "停用了动态口令"
    PASSKEY_ADDED = "passkey_added", "登记了通行密钥"
    PASSKEY_REMOVED = "passkey_removed", "删除了通行密钥"
    CODES_MADE = "codes_made", "生成了恢复码"
    FACTORS_RESET = "factors_reset", "第二重验证被重置"
    SSO_LINKED = "sso_linked", "关联了单点登录身份"
    SSO_REFUSED = "sso_refused", "单点登录被拒绝"


class SignInEventQuerySet(models.QuerySet["SignInEvent"]):
    """Reads that chain. A person's read begins with `visible_to`."""

    def visible_to(self, mandate: Mandate) -> "SignInEventQuerySet":
        """Keep one's own; for security and audit roles, those of people who hold a post within their scope.

        What nobody's name was given for is seen by those roles where they hold the whole province.
        """
        return self.filter(_whose(mandate, WATCHING_ROLES))


class SignInEvent(models.Model):
    """登录日志: one event at the door: who, what, from where, when. Never changed; destroyed when its time is over."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+"
    )  # null: no such account
    kind = models.CharField(max_length=20, choices=[(kind, kind.zh) for kind in SignInKind])
    method = models.CharField(max_length=20, blank=True)  # password, passkey, sso: by which way
    address = models.CharField(max_length=45, blank=True)  # of the network
    browser = models.CharField(max_length=80, blank=True)
    by = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, related_name="+"
    )  # who did it to the user
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    objects = SignInEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="sign_in_of_user"),
            models.Index(fields=["-at"], name="sign_in_by_time"),
        ]
        constraints = [
            models.CheckConstraint(
                name="sign_in_forced_out_by_someone_for_a_reason",
                condition=~Q(kind=SignInKind.FORCED_OUT) | ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{SignInKind(self.kind).zh} {self.at:%Y-%m-%d %H:%M}"


class DeviceQuerySet(models.QuerySet["Device"]):
    """Reads that chain. A person's read begins with `visible_to`."""

    def visible_to(self, mandate: Mandate) -> "DeviceQuerySet":
        """Keep one's own; for who may force a sign-out, those of people who hold a post within the scope."""
        return self.filter(_whose(mandate, SECURITY_ROLES))

    def signed_in(self) -> "DeviceQuerySet":
        return self.filter(ended_at=None)


class Device(models.Model):
    """登录设备: one sign-in that lasts: a browser on a machine, since when, from where, last seen when."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=40)
    browser = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=45, blank=True)
    method = models.CharField(max_length=20, blank=True)
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=20, blank=True)  # a SignInKind

    objects = DeviceQuerySet.as_manager()

    class Meta:
        ordering = ["-seen_at", "-pk"]
        indexes = [models.Index(fields=["user", "ended_at"], name="device_of_user")]
        constraints = [
            models.CheckConstraint(
                name="device_ended_somehow_at_some_time",
                condition=Q(ended_at__isnull=True, ended_by="") | Q(ended_at__isnull=False) & ~Q(ended_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.browser} {self.address}"


class AttemptCount(models.Model):
    """失败次数: attempts under one key since the last that succeeded; the key is a keyed hash, nobody can read it."""

    key = models.CharField(max_length=64, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.attempts}"


class PasswordAge(models.Model):
    """密码更换日: since when somebody's password is what it is, as far as is known."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user}: {self.changed_at:%Y-%m-%d}"


def _whose(mandate: Mandate, roles: frozenset[str]) -> Q:
    own = Q(user_id=mandate.user_id)
    if mandate.role not in roles:
        return own
    if holds_whole_province(mandate):
        return Q()
    return own | Q(user__in=Mandate.objects.filter(within("scope", mandate.scope)).values("user"))
