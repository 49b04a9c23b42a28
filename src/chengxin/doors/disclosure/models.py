"""Tables of the public database: what is in force, what ended, rendered pages, regions and bodies."""

from django.db import models

from chengxin_core.opendata.layout import page_folder


class Region(models.Model):
    """公开页面的行政区划: a region as the public pages name it."""

    id = models.CharField(primary_key=True, max_length=16)
    path = models.CharField(max_length=80, unique=True)  # ids from the province down, each ended by a slash
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """公开页面的公共机构: a body as the public pages name it, whether or not anything is published about it."""

    id = models.CharField(primary_key=True, max_length=24)
    region_path = models.CharField(max_length=80, db_index=True)
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Document(models.Model):
    """在公示信息: one publication in force. Its row, and every page made from it, goes when it ends."""

    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=64)
    index = models.BigIntegerField()  # of the newest entry, in the log
    entry = models.BinaryField()
    content = models.BinaryField()
    salt = models.BinaryField()
    changed_at = models.DateTimeField()
    # What lists show and select by, out of the content:
    body_id = models.CharField(max_length=24)
    body_name = models.CharField(max_length=120)
    region_path = models.CharField(max_length=80)
    title = models.CharField(max_length=500)
    severity = models.CharField(max_length=10, blank=True)  # of a record
    standing = models.CharField(max_length=10, blank=True)  # of a promise, of a suggestion or proposal
    versions = models.PositiveSmallIntegerField(default=1)  # of a promise: how many wordings it had
    due_on = models.DateField(null=True)  # of a promise
    answered_on = models.DateField(null=True)  # of a suggestion or proposal: its newest answer
    published_on = models.DateField()
    ends_on_latest = models.DateField(null=True)  # of a record; a promise stays
    marked = models.BooleanField()
    corrected = models.BooleanField()
    progressed = models.BooleanField()  # something was done to put it right
    is_demo = models.BooleanField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["body_id", "-id"], name="document_by_body"),
            models.Index(fields=["region_path", "-id"], name="document_by_region"),
            models.Index(fields=["kind", "region_path", "standing"], name="document_by_standing"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where its page is, below the language."""
        return f"/{page_folder(self.kind)}/{self.key}/"


class Searched(models.Model):
    """检索文本: what a document in force is found by; the rows of the index follow from it alone."""

    number = models.BigIntegerField(primary_key=True)  # of the document
    facets = models.TextField()  # terms of the values it is chosen by, one a line
    text = models.TextField()  # in normal form

    def __str__(self) -> str:
        return str(self.number)


class Posting(models.Model):
    """索引行: with which documents of a block of numbers a term stands, as a Roaring bitmap."""

    pk = models.CompositePrimaryKey("term", "block")
    term = models.CharField(max_length=64)
    block = models.IntegerField()
    documents = models.BinaryField()

    def __str__(self) -> str:
        return f"{self.term} {self.block}"


class Tally(models.Model):
    """计数: how much is in force about a body with one severity, so that figures need no count of documents."""

    region_path = models.CharField(max_length=80)
    body_id = models.CharField(max_length=24)
    severity = models.CharField(max_length=10)
    records = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region_path", "body_id", "severity"], name="tally_once")
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.severity}: {self.records}"


class Gone(models.Model):
    """撤下登记: that something ended, when and on what ground; never what, nor about whom (policy Q-29)."""

    key = models.CharField(primary_key=True, max_length=32)
    kind = models.CharField(max_length=64)
    index = models.BigIntegerField()
    ground = models.CharField(max_length=64)
    ended_on = models.DateField()
    ended_at = models.DateTimeField()

    class Meta:
        ordering = ["-index"]

    def __str__(self) -> str:
        return f"{self.ended_on} {self.ground}"

    @property
    def address(self) -> str:
        """Where its page was, below the language."""
        return f"/{page_folder(self.kind)}/{self.key}/"


class Page(models.Model):
    """页面: the bytes that an address answers."""

    path = models.CharField(primary_key=True, max_length=120)
    status = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=60)
    body = models.BinaryField()
    etag = models.CharField(max_length=40)
    last_modified = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.path
