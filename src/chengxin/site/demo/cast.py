"""Who takes part in the demo: invented bodies in real places, and the people who hold posts in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chengxin.foundation.accounts.models import Mandate, User
from chengxin.foundation.accounts.operations import create_user, grant_mandate
from chengxin.foundation.accounts.queries import scope_of
from chengxin.foundation.subjects.models import BodyKind, PublicBody, Region
from chengxin.foundation.subjects.operations import add_body
from chengxin_core.lifecycle.table import Actor

PASSWORD = "demo-chengxin-2026"  # noqa: S105 - printed at the start of every demo
SINCE = date(2026, 1, 1)
PROVINCE = "370000"


@dataclass(frozen=True, slots=True)
class Invented:
    """An invented body: where it stands and what it is called."""

    id: str
    region: str  # division code
    name: str
    kind: BodyKind = BodyKind.DEPARTMENT
    superior: str = ""


ORGANS = (
    Invented("demo-szf", PROVINCE, "山东省演示人民政府", BodyKind.GOVERNMENT),
    Invented("demo-fgw", PROVINCE, "山东省演示发展和改革委员会"),
    Invented("demo-czt", PROVINCE, "山东省演示财政厅"),
    Invented("demo-rst", PROVINCE, "山东省演示人力资源和社会保障厅", superior="demo-szf"),
    Invented("demo-zjt", PROVINCE, "山东省演示住房和城乡建设厅"),
    Invented("demo-rdb", PROVINCE, "山东省演示人大常委会代表工作机构", BodyKind.INSTITUTION),
    Invented("demo-jcw", PROVINCE, "山东省演示监察委员会", BodyKind.INSTITUTION),
)
SUBJECTS = (
    Invented("demo-01", "370102", "历下区演示住房和城乡建设局"),
    Invented("demo-02", "370202", "市南区演示商务局"),
    Invented("demo-03", "370302", "淄川区演示交通运输局"),
    Invented("demo-04", "370404", "峄城区演示水利局"),
    Invented("demo-05", "370502", "东营区演示教育和体育局"),
    Invented("demo-06", "370602", "芝罘区演示文化和旅游局"),
    Invented("demo-07", "370702", "潍城区演示镇人民政府", BodyKind.GOVERNMENT),
    Invented("demo-08", "370811", "任城区演示卫生健康局"),
    Invented("demo-09", "370902", "泰山区演示街道办事处", BodyKind.BRANCH),
    Invented("demo-10", "371002", "环翠区演示农业农村局"),
    Invented("demo-11", "371102", "东港区演示科学技术局"),
    Invented("demo-12", "371302", "兰山区演示工业和信息化局"),
    Invented("demo-13", "371402", "德城区演示民政局"),
    Invented("demo-14", "371502", "东昌府区演示应急管理局"),
    Invented("demo-15", "371602", "滨城区演示自然资源局"),
    Invented("demo-16", "371702", "牡丹区演示城市管理局"),
)


@dataclass(frozen=True, slots=True)
class Login:
    """One demo login: the name to sign in with, the post it holds, where."""

    username: str
    post: str
    role: Actor
    body: str


LOGINS = (
    Login("officer", "信用处经办", Actor.CREDIT_OFFICER, "demo-fgw"),
    Login("officer2", "信用处复核", Actor.CREDIT_OFFICER, "demo-fgw"),
    Login("lawyer", "法规处审核", Actor.LEGAL_REVIEWER, "demo-fgw"),
    Login("head", "分管负责人", Actor.CREDIT_HEAD, "demo-fgw"),
    Login("release", "公开审查", Actor.RELEASE_REVIEWER, "demo-fgw"),
    Login("interviews", "信用处约谈经办", Actor.MEASURE_OWNER, "demo-fgw"),
    Login("finance", "预算处经办", Actor.MEASURE_OWNER, "demo-czt"),
    Login("awards", "表彰处经办", Actor.MEASURE_OWNER, "demo-rst"),
    Login("government", "督查室经办", Actor.MEASURE_OWNER, "demo-szf"),
    Login("archive", "档案管理", Actor.ARCHIVIST, "demo-fgw"),
    Login("personnel", "人事处经办", Actor.PERSONNEL_OFFICER, "demo-rst"),
    Login("personnel2", "人事处复核", Actor.PERSONNEL_OFFICER, "demo-rst"),
    Login("personnel3", "人事处法制审核", Actor.PERSONNEL_OFFICER, "demo-rst"),
    Login("personnelhead", "人事处负责人", Actor.PERSONNEL_HEAD, "demo-rst"),
    Login("above", "上级人事部门负责人", Actor.PERSONNEL_HEAD, "demo-szf"),
    Login("discipline", "纪检监察经办", Actor.DISCIPLINE_OFFICER, "demo-jcw"),
    Login("admin", "系统管理", Actor.ADMINISTRATOR, "demo-fgw"),
    Login("admin2", "系统管理复核", Actor.ADMINISTRATOR, "demo-fgw"),
    Login("security", "安全管理", Actor.SECURITY_ADMIN, "demo-fgw"),
    Login("security2", "安全管理复核", Actor.SECURITY_ADMIN, "demo-fgw"),
    Login("auditing", "审计管理", Actor.AUDIT_ADMIN, "demo-fgw"),
    Login("chief", "主要负责人", Actor.BODY_HEAD, "demo-fgw"),
    Login("fgwliaison", "诚信联络员", Actor.LIAISON, "demo-fgw"),
    Login("housing", "投诉核实经办", Actor.CREDIT_OFFICER, "demo-zjt"),
    Login("housing2", "投诉核实复核", Actor.CREDIT_OFFICER, "demo-zjt"),
    Login("housinglaw", "法规处审核", Actor.LEGAL_REVIEWER, "demo-zjt"),
    Login("housinghead", "分管负责人", Actor.CREDIT_HEAD, "demo-zjt"),
    Login("housingliaison", "诚信联络员", Actor.LIAISON, "demo-zjt"),
    Login("review", "投诉复查经办", Actor.INTAKE_OFFICER, "demo-szf"),
    Login("reviewhead", "投诉复查负责人", Actor.BODY_HEAD, "demo-szf"),
    Login("congress", "人大监督", Actor.CONGRESS_SUPERVISOR, "demo-szf"),
    Login("deputies", "代表建议受理", Actor.INTAKE_OFFICER, "demo-rdb"),
    Login("deputiesrelease", "代表建议公开审查", Actor.RELEASE_REVIEWER, "demo-rdb"),
    Login("principal", "主要负责人", Actor.BODY_HEAD, "demo-05"),
    Login("township", "镇长", Actor.BODY_HEAD, "demo-07"),
    *(
        Login(f"liaison{number:02d}", "诚信联络员", Actor.LIAISON, f"demo-{number:02d}")
        for number in range(1, len(SUBJECTS) + 1)
    ),
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of the demo, by the name they sign in with."""

    mandates: dict[str, Mandate]

    def __getitem__(self, username: str) -> Mandate:
        return self.mandates[username]

    def liaison_of(self, body: PublicBody) -> Mandate:
        """Return the liaison of an invented body."""
        return self.mandates[f"liaison{body.pk.removeprefix('demo-')}"]


def engage() -> Cast:
    """Make the invented bodies and the logins, or find them."""
    for invented in (*ORGANS, *SUBJECTS):
        add_body(
            id=invented.id,
            name=invented.name,
            kind=invented.kind,
            region=_region(invented.region),
            source="演示数据",
            superior=PublicBody.objects.filter(pk=invented.superior).first(),
            is_fictional=True,
        )
    return Cast(dict(_mandates()))


def _mandates() -> Iterator[tuple[str, Mandate]]:
    for login in LOGINS:
        body = PublicBody.objects.get(pk=login.body)
        user = User.objects.filter(username=login.username).first()
        if user is None:
            user = create_user(username=login.username, password=PASSWORD, display_name=login.post)
        yield (
            login.username,
            grant_mandate(
                user=user,
                role=login.role,
                body_id=body.pk,
                scope=scope_of(login.role, body),
                post=login.post,
                valid_from=SINCE,
            ),
        )


def _region(code: str) -> Region:
    return Region.objects.get(code=code, ended_on=None)
