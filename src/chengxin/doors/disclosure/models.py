"""Tables of the public database: what is in force, what ended, rendered pages, regions and bodies."""

from django.db import models


class Region(models.Model):
    """行政区划: a region as the public pages name it."""

    id = models.CharField(primary_key=True, max_length=16)
    path = models.CharField(max_length=80, unique=True)  # ids from the province down, each ended by a slash
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10)

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return self.name


class Body(models.Model):
    """公共机构: a body as the public pages name it, whether or not anything is published about it."""

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
    severity = models.CharField(max_length=10)
    published_on = models.DateField()
    ends_on_latest = models.DateField()
    marked = models.BooleanField()
    corrected = models.BooleanField()
    is_demo = models.BooleanField()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["body_id", "-id"], name="document_by_body"),
            models.Index(fields=["region_path", "-id"], name="document_by_region"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> str:
        """Where its page is, below the language."""
        return f"/records/{self.key}/"


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
