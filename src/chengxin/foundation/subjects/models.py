"""Tables of regions, public bodies and officials."""

from django.db import models
from django.db.models import Q

from chengxin_core.vocabulary import Term


class Level(Term):
    """行政层级."""

    PROVINCE = "province", "省"
    CITY = "city", "设区的市"
    COUNTY = "county", "县（市、区）"
    TOWNSHIP = "township", "乡镇（街道）"


class BodyKind(Term):
    """主体类别 (policy A-02)."""

    GOVERNMENT = "government", "人民政府"
    DEPARTMENT = "department", "政府部门"
    BRANCH = "branch", "派出机关"
    INSTITUTION = "institution", "其他机构"


class NameKind(Term):
    """名称类别."""

    OFFICIAL = "official", "法定名称"
    SHORT = "short", "简称"
    FORMER = "former", "曾用名"
    ALIAS = "alias", "别名"


class Region(models.Model):
    """行政区划: one place through time; codes, names and parents are facts about it."""

    id = models.CharField(primary_key=True, max_length=16)
    path = models.CharField(max_length=80, unique=True)  # ids from the province down, each ended by a slash
    level = models.CharField(max_length=10, choices=[(level, level.zh) for level in Level])
    name = models.CharField(max_length=60)  # today's, or its last
    code = models.CharField(max_length=12, db_index=True)  # today's, or its last
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    ended_on = models.DateField(null=True)
    ending = models.CharField(
        max_length=200, blank=True
    )  # how it ended, where more is known than the successor
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")

    def __str__(self) -> str:
        return self.name


class RegionFact(models.Model):
    """区划沿革: the name, code and parent of a region between two days, and who says so."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="facts")
    name = models.CharField(max_length=60)
    code = models.CharField(max_length=12, db_index=True)
    parent = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField(null=True)  # null: before our lists begin
    valid_until = models.DateField(null=True)  # the last day; null: still
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.name}（{self.code}）"


class PublicBody(models.Model):
    """公共机构: a government, a department, a branch office: what a record can be about."""

    id = models.CharField(primary_key=True, max_length=24)
    path = models.CharField(
        max_length=110, unique=True
    )  # the region's path and the body's id, ended by a slash
    name = models.CharField(max_length=120, db_index=True)
    kind = models.CharField(max_length=12, choices=[(kind, kind.zh) for kind in BodyKind])
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="bodies")
    superior = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="subordinates")
    credit_code = models.CharField(max_length=18, null=True, unique=True)
    source = models.CharField(max_length=200)
    is_assumed = models.BooleanField(
        default=False
    )  # 标准机构设置推定: usual at its level, not yet seen by name
    is_fictional = models.BooleanField(default=False)  # 演示数据
    founded_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="body_succeeded_only_once_ended",
                condition=Q(successor__isnull=True) | Q(ended_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyName(models.Model):
    """机构名称: one name of a body, as written and in normal form, and the days it holds for."""

    body = models.ForeignKey(PublicBody, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=120)
    normal = models.CharField(max_length=120, db_index=True)
    after_region = models.CharField(max_length=120, blank=True)  # 教育局 of 诸城市教育局; empty: stands alone
    kind = models.CharField(max_length=10, choices=[(kind, kind.zh) for kind in NameKind])
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    source = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """名录版本: counts the writes of the register, so that what was read of it is known to be of today."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"第{self.number}版"


class OutsideBody(models.Model):
    """省外机构: a public body of another province, named in a source; never one of ours."""

    name = models.CharField(max_length=120, unique=True)
    region_word = models.CharField(max_length=60, blank=True)
    first_seen_on = models.DateField()

    def __str__(self) -> str:
        return self.name


class Official(models.Model):
    """公务员: a natural person in public service. Identity is sealed; the code stands for it everywhere else."""

    code = models.CharField(primary_key=True, max_length=12)  # drawn by lot: says nothing of the person
    name_sealed = models.BinaryField()
    number_sealed = models.BinaryField()
    name_index = models.CharField(max_length=80, db_index=True)  # keyed: to be found, not to be read
    number_index = models.CharField(max_length=80, unique=True)
    employer = models.ForeignKey(
        PublicBody, on_delete=models.PROTECT, related_name="+"
    )  # of the post of today
    authority = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+")  # 干部管理机关
    entered_at = models.DateTimeField()
    left_on = models.DateField(null=True)  # 退出公务员队伍
    is_demo = models.BooleanField(default=False)  # 演示数据

    def __str__(self) -> str:
        return f"公务员 {self.code}"


class OfficialPost(models.Model):
    """任职: a post that an official held for a body between two days."""

    official = models.ForeignKey(Official, on_delete=models.CASCADE, related_name="posts")
    body = models.ForeignKey(PublicBody, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)  # the last day; null: still

    class Meta:
        ordering = ["valid_from", "pk"]
        constraints = [
            models.CheckConstraint(
                name="official_post_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
            ),
            models.UniqueConstraint(
                fields=["official", "body", "title", "valid_from"], name="official_post_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.official_id}: {self.title}"
