"""Tables of people and their mandates."""

from datetime import date

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from chengxin_core.lifecycle.table import Actor


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no super-user."""

    def create_user(self, username: str, password: str | None, *, display_name: str = "") -> "User":
        user = self.model(username=username, display_name=display_name or username)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """用户: somebody who signs in; shown to others by post, never by name in public."""

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    is_active = models.BooleanField(default=True)

    objects = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.display_name


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Reads that chain."""

    def in_force_on(self, day: date) -> "MandateQuerySet":
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=day), valid_from__lte=day)

    def of(self, user: User) -> "MandateQuerySet":
        return self.filter(user=user)


class Mandate(models.Model):
    """岗位授权: a person acts in a role, for a body, over a scope, between two days."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="mandates")
    role = models.CharField(
        max_length=20, choices=[(actor, actor.zh) for actor in Actor if actor != Actor.SYSTEM]
    )
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=110)  # a path of stable ids: a region's subtree or one body
    post = models.CharField(max_length=60)  # 岗位名称, shown where a person must not be
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "body", "scope", "valid_from"], name="mandate_given_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}（{Actor(self.role).zh}）"
