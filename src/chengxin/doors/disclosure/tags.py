"""页面标签: what a page says of itself to search engines and to the inspection of government websites.

The names are those of the 政府网站发展指引 (policy P-51 … P-54; a test holds them against the rulebook). What no
setting tells is left out, never made up. No value names a natural person: titles and names of bodies are published
ones, which the release review and `publish` have looked at; the facts are never repeated here.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeAlias

from django.conf import settings
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, gettext_lazy
from markupsafe import Markup

from chengxin_core.ledger.canonical import Json

Text: TypeAlias = str | Promise
Thing: TypeAlias = Mapping[str, Json]
ALL = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE = ("ArticleTitle", "PubDate", "ContentSource")
_write = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Column:
    """栏目: the part of the site that a page belongs to, by the first part of its address."""

    name: Text
    description: Text
    keywords: Text


COLUMNS = {
    "records": Column(
        gettext_lazy("政务失信记录"),
        gettext_lazy("依据生效文书认定、正在公示的政务失信记录"),
        gettext_lazy("政务诚信,政务失信,失信记录,公示"),
    ),
    "promises": Column(
        gettext_lazy("承诺公示"),
        gettext_lazy("各地区、各公共机构说过要做的事：何时到期，兑现与否，历次变更"),
        gettext_lazy("政务诚信,政务承诺,兑现,公示"),
    ),
    "proposals": Column(
        gettext_lazy("建议提案公开"),
        gettext_lazy("人大代表建议和政协提案的办理、答复和反馈"),
        gettext_lazy("政务诚信,代表建议,政协提案,答复"),
    ),
    "bodies": Column(
        gettext_lazy("公共机构"),
        gettext_lazy("每个公共机构正在公示的政务失信记录和整改进展"),
        gettext_lazy("政务诚信,公共机构,整改"),
    ),
    "regions": Column(
        gettext_lazy("按地区查看"),
        gettext_lazy("各地区正在公示的政务失信记录"),
        gettext_lazy("政务诚信,地区,公示"),
    ),
    "search": Column(
        gettext_lazy("检索"),
        gettext_lazy("检索正在公示的政务失信记录"),
        gettext_lazy("政务诚信,检索,全文检索"),
    ),
    "withdrawn": Column(
        gettext_lazy("撤下登记"),
        gettext_lazy("终止公示的日期、事由和日志序号，不载明当事单位和内容"),
        gettext_lazy("终止公示,信用修复,登记"),
    ),
    "rules": Column(
        gettext_lazy("制度规则库"),
        gettext_lazy("平台使用的期限、数额、清单及其法律依据"),
        gettext_lazy("政务诚信,制度,法律依据"),
    ),
    "privacy": Column(
        gettext_lazy("个人信息处理告知"),
        gettext_lazy("处理哪些个人信息、依据什么、保存多久、有哪些权利"),
        gettext_lazy("个人信息,告知,权利"),
    ),
    "verify": Column(
        gettext_lazy("核验结果"),
        gettext_lazy("一条公示信息有效、已更正或者已撤下"),
        gettext_lazy("核验,存证"),
    ),
    "log": Column(
        gettext_lazy("日志见证人"),
        gettext_lazy("谁在平台之外见证了存证日志，最近一次在何时"),
        gettext_lazy("存证,日志,见证"),
    ),
    "inquiries": Column(
        gettext_lazy("诚信查询统计"),
        gettext_lazy("机关为法定用途查询诚信信息的次数，小的数不显示"),
        gettext_lazy("政务诚信,查询,统计"),
    ),
    "reviews": Column(
        gettext_lazy("评议结果"),
        gettext_lazy("公众对单位守信践诺情况的评议：比例、置信区间和票数"),
        gettext_lazy("政务诚信,群众评议,结果"),
    ),
    "complaint-counts": Column(
        gettext_lazy("投诉统计"),
        gettext_lazy("每个月收到、答复的违约失信投诉和评价，按单位和地区"),
        gettext_lazy("政务诚信,投诉,统计"),
    ),
    "data": Column(
        gettext_lazy("开放数据"),
        gettext_lazy("全部公示信息的数据文件、数据目录、订阅和存证日志，供下载和核验"),
        gettext_lazy("开放数据,数据目录,下载"),
    ),
}
COLUMN_TYPE = gettext_lazy("政府信息公开")


@dataclass(frozen=True, slots=True)
class Article:
    """内容页: title, the minute at which this version was published, and the organ it comes from."""

    title: str
    minute: str
    source: str


@dataclass(frozen=True, slots=True)
class Says:
    """What a page says of itself: `describe` in the language of the moment, `thing` in words of schema.org."""

    describe: Callable[[], str] | None = None
    article: Article | None = None
    thing: Thing | None = None


def tags_of(path: str, says: Says) -> list[tuple[str, str]]:
    """Return names and values of the `meta` elements of the page at `path` (without the language)."""
    part = path.split("/")[1]
    site = (settings.SITE_NAME, settings.SITE_DOMAIN, settings.SITE_CODE)
    found = list(_of_the_part(part, site, get_language()))
    if says.article:
        told = (says.article.title, says.article.minute, says.article.source)
        found += zip(ARTICLE, told, strict=True)
    found.append(("description", _description(COLUMNS.get(part), says)))
    return [(name, value) for name, value in found if value]


@lru_cache(maxsize=256)
def _of_the_part(part: str, site: tuple[str, str, str], language: str | None) -> tuple[tuple[str, str], ...]:
    """Return what every page of a part of the site says of it, in the language that is active."""
    found = list(zip(ALL, site, strict=True))
    if column := COLUMNS.get(part):
        words = (column.name, column.description, column.keywords, COLUMN_TYPE)
        found += [(name, str(word)) for name, word in zip(COLUMN, words, strict=True)]
    return tuple(found)


def linked_data_of(address: str, trail: Sequence[tuple[str, str]], says: Says) -> Markup:
    """Return what the page is about as JSON-LD, ready to stand in a `script` element that no browser runs.

    `address` and those in `trail` are below the origin, with the language.
    """
    graph = list(_things(address, trail, says))
    return Markup(json_text({"@context": "https://schema.org", "@graph": graph}))  # noqa: S704 - escaped


def json_text(value: Json) -> str:
    """Write JSON that can stand in a `script` element: no text in it can end the element."""
    text = _write(value)
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def minute_of(at: datetime) -> str:
    """Write a moment as pages tell it, to the minute."""
    return localtime(at).isoformat(" ", "minutes")[:16]


def of_record(content: Mapping[str, Any], *, at: str, minute: str) -> Says:
    """Return what the page of a record says of itself; `at` is when this version was published, `minute` as told."""
    body, basis = content["body"], content["basis"]

    def describe() -> str:
        return gettext("%(organ)s认定%(body)s：%(title)s。公示日期 %(day)s。") % {
            "organ": content["organ"],
            "body": body["name"],
            "title": content["title"],
            "day": content["published_on"],
        }

    report: Thing = {
        "@type": "Report",
        "headline": content["title"],
        "inLanguage": "zh-CN",
        "datePublished": content["published_on"],
        "dateModified": at,
        "expires": content["ends_on_latest"],
        "publisher": _organization(content["organ"]),
        "about": _organization(body["name"], url=f"{settings.PUBLIC_ORIGIN}/bodies/{body['id']}/"),
        "isBasedOn": {
            "@type": "CreativeWork",
            "name": basis["number"],
            "publisher": _organization(basis["organ"]),
        },
        "isPartOf": {"@id": f"{settings.PUBLIC_ORIGIN}/#site"},
        "isAccessibleForFree": True,
    }
    return Says(describe, Article(content["title"], minute, content["organ"]), report)


def of_promise(content: Mapping[str, Any], at: datetime) -> Says:
    """Return what the page of a promise says of itself; `at` is when this version was published."""
    body = content["body"]

    def describe() -> str:
        return gettext("%(body)s的承诺：%(title)s。期限 %(day)s。") % {
            "body": body["name"],
            "title": content["title"],
            "day": content["due_on"],
        }

    return _told(content, at, describe)


def of_proposal(content: Mapping[str, Any], at: datetime) -> Says:
    """Return what the page of a suggestion or proposal says of itself; `at` is when this version was published."""

    def describe() -> str:
        return gettext("%(body)s办理的建议提案：%(title)s") % {
            "body": content["body"]["name"],
            "title": content["title"],
        }

    return _told(content, at, describe)


def _told(content: Mapping[str, Any], at: datetime, describe: Callable[[], str]) -> Says:
    body = content["body"]
    report: Thing = {
        "@type": "Report",
        "headline": content["title"],
        "inLanguage": "zh-CN",
        "datePublished": content["published_on"],
        "dateModified": at.isoformat(),
        "publisher": _organization(content["organ"]),
        "about": _organization(body["name"], url=f"{settings.PUBLIC_ORIGIN}/bodies/{body['id']}/"),
        "isPartOf": {"@id": f"{settings.PUBLIC_ORIGIN}/#site"},
        "isAccessibleForFree": True,
    }
    return Says(describe, Article(content["title"], minute_of(at), content["organ"]), report)


def of_body(name: str, region: str) -> Says:
    """Return what the page of a public body says of itself; the region's name may be empty."""
    served: Thing = {"areaServed": {"@type": "AdministrativeArea", "name": region}} if region else {}
    return Says(
        lambda: gettext("%(name)s正在公示的政务失信记录和整改进展") % {"name": name},
        thing=_organization(name, **served),
    )


def of_region(name: str) -> Says:
    """Return what the page of a region says of itself."""
    return Says(
        lambda: gettext("%(name)s正在公示的政务失信记录") % {"name": name},
        thing={"@type": "AdministrativeArea", "name": name},
    )


def _organization(name: str, **more: Json) -> Thing:
    return {"@type": "GovernmentOrganization", "name": name, **more}


def _description(column: Column | None, says: Says) -> str:
    if says.describe:
        return says.describe()
    return str(column.description) if column else gettext("政府和部门应当做到而没有做到的，依据生效文书公示")


def _things(address: str, trail: Sequence[tuple[str, str]], says: Says) -> Iterator[Thing]:
    origin = settings.PUBLIC_ORIGIN
    yield {
        "@type": "WebSite",
        "@id": f"{origin}/#site",
        "url": f"{origin}/",
        "name": settings.SITE_NAME or gettext("政务诚信平台"),
        "inLanguage": ["zh-CN", "en"],
    }
    if trail:
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": name, "item": f"{origin}{step}"}
                for place, (name, step) in enumerate(trail, start=1)
            ],
        }
    if says.thing:
        yield {"url": f"{origin}{address}", **says.thing}
