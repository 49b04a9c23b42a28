"""Tables of instruments and of the imports that brought them."""

from django.db import models

from chengxin.foundation.accounts.models import Mandate
from chengxin_core.determination.judgments import Proposal
from chengxin_core.vocabulary import InstrumentKind, Term


class RunState(Term):
    """Where an import stands."""

    WAITING = "waiting", "等待"
    RUNNING = "running", "进行中"
    DONE = "done", "已完成"
    STOPPED = "stopped", "已中断，可继续"
    REFUSED = "refused", "文件未被接受"


class Outcome(Term):
    """What became of a row."""

    KEPT = "kept", "已保存"
    DUPLICATE = "duplicate", "重复"
    REFUSED = "refused", "未接受"


class Naming(Term):
    """What became of a body's name."""

    RESOLVED = "resolved", "已对应"
    AMBIGUOUS = "ambiguous", "有多个可能"
    UNKNOWN = "unknown", "未找到"
    OUTSIDE = "outside", "省外机构"


class ImportRun(models.Model):
    """导入批次: one file that somebody sent, how far it was read, and what became of its rows."""

    source = models.CharField(max_length=30)  # of evidence/sources
    file_name = models.CharField(max_length=150)
    file = models.CharField(max_length=64)  # hash of its bytes
    size = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=[(state, state.zh) for state in RunState])
    progress = models.PositiveSmallIntegerField(default=0)  # per mille of the file
    rows_done = models.PositiveIntegerField(
        default=0
    )  # number of the last row done: a killed import resumes after it
    kept = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)  # records proposed
    message = models.TextField(blank=True)
    by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.file_name}（{RunState(self.state).zh}）"

    @property
    def is_done(self) -> bool:
        """Whether nothing of the file is left to read."""
        return self.state in {RunState.DONE, RunState.REFUSED}

    @property
    def is_under_way(self) -> bool:
        """Whether a process reads the file now or soon."""
        return self.state in {RunState.WAITING, RunState.RUNNING}


class Instrument(models.Model):
    """作为证据的文书: one instrument as its issuer made it. Parties and text are sealed: they name natural persons."""

    kind = models.CharField(max_length=20, choices=[(kind, kind.zh) for kind in InstrumentKind])
    digest = models.CharField(max_length=64, unique=True)  # of what it says, however it was written
    issuer = models.CharField(max_length=120)
    number = models.CharField(max_length=120, db_index=True)  # in normal form
    form = models.CharField(max_length=20, blank=True)  # 判决书, 裁定书 …
    procedure = models.CharField(max_length=40, blank=True)
    decided_on = models.DateField(null=True)
    sealed = models.BinaryField()  # JSON: parties, title, reasoning, ruling, steps
    proposal = models.CharField(max_length=12, choices=[(each, each.zh) for each in Proposal], blank=True)
    is_final = models.BooleanField(default=False)
    effective_on = models.DateField(
        null=True
    )  # as a person confirmed it, where the text itself could not say
    confirmed_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    is_partial = models.BooleanField(default=False)
    source_id = models.CharField(max_length=80, blank=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, related_name="instruments")
    row = models.PositiveIntegerField(null=True)
    registered_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["run", "row"], name="instrument_by_row")]

    def __str__(self) -> str:
        return f"{self.issuer}{self.number}"


class InstrumentBody(models.Model):
    """文书所涉机构: a public body that an instrument names, and which body of the register it is."""

    instrument = models.ForeignKey(Instrument, on_delete=models.CASCADE, related_name="bodies")
    name = models.CharField(max_length=120)  # as written
    is_adverse = models.BooleanField()  # the instrument went against it
    naming = models.CharField(max_length=10, choices=[(each, each.zh) for each in Naming])
    body = models.ForeignKey("subjects.PublicBody", on_delete=models.PROTECT, null=True, related_name="+")
    outside = models.ForeignKey("subjects.OutsideBody", on_delete=models.PROTECT, null=True, related_name="+")
    candidates = models.JSONField(default=list)  # [{"body": id, "name": …, "reasons": […]}]
    chosen_by = models.ForeignKey(Mandate, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["naming", "is_adverse"], name="instrument_body_waiting")]
        constraints = [
            models.CheckConstraint(
                name="instrument_body_resolved_has_a_body",
                condition=~models.Q(naming="resolved") | models.Q(body__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ImportRow(models.Model):
    """未接受或者重复的行: sealed, as it came, so that it can be mended and sent again; kept rows are instruments."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    row = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=[(each, each.zh) for each in Outcome])
    source_id = models.CharField(max_length=80, blank=True)
    number = models.CharField(max_length=120, blank=True)  # of the instrument that a duplicate repeats
    sealed = models.BinaryField(null=True)  # JSON of a refused row: its cells, what was wrong with it

    class Meta:
        indexes = [models.Index(fields=["run", "outcome", "row"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"第 {self.row} 行"
