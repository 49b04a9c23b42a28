"""The table of ledgers that were made behind the page."""

from datetime import datetime

from django.db import models

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.vocabulary import Term


class FileState(Term):
    """台账文件的状态."""

    WAITING = "waiting", "等待生成"
    MAKING = "making", "正在生成"
    DONE = "done", "已生成"
    FAILED = "failed", "未能生成"
    ENDED = "ended", "已销毁"


class LedgerFileQuerySet(models.QuerySet["LedgerFile"]):
    """Reads that chain."""

    def asked_by(self, mandate: Mandate) -> "LedgerFileQuerySet":
        """Return what this very mandate asked for: a ledger is for nobody else."""
        return self.filter(by=mandate)

    def past(self, at: datetime) -> "LedgerFileQuerySet":
        """Return those whose time is over and whose file stands still."""
        return self.filter(ends_at__lte=at).exclude(state=FileState.ENDED)


class LedgerFile(models.Model):
    """台账文件: a ledger made behind the page: which list, under which filters, for whom, how far, until when."""

    code = models.CharField(max_length=40)
    asked = models.JSONField(default=dict)  # the query of the list's address
    paper = models.CharField(max_length=2, default="A4")
    language = models.CharField(max_length=10)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, choices=[(each, each.zh) for each in FileState], default=FileState.WAITING
    )
    rows = models.PositiveIntegerField(default=0)  # written so far
    whole = models.PositiveIntegerField(default=0)  # to be written; 0: not counted yet
    message = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()  # then its file is destroyed

    objects = LedgerFileQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["by", "-id"], name="ledger_file_by_asker")]

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (FileState.WAITING, FileState.MAKING)

    @property
    def share(self) -> int:
        """How far it is, in percent."""
        return 100 if self.state == FileState.DONE else 100 * self.rows // max(self.whole, self.rows, 1)
