"""公示处: every place that shows what is published, joined here to the room that publishes.

Only this module, and the one that reports to the platform of record, reads plain content out of transparency; a place
that is not registered can show nothing.
"""

from pathlib import Path

from django.conf import settings

from chengxin.doors.bundles import operations as bundles
from chengxin.doors.bundles import static_site
from chengxin.doors.bundles.folder import Folder
from chengxin.doors.disclosure import operations as disclosure
from chengxin.doors.disclosure import queries
from chengxin.doors.disclosure.items import Item
from chengxin.foundation.reporting import place as reporting
from chengxin.foundation.reporting.queries import waits_for_platform
from chengxin.foundation.rules import queries as rules
from chengxin.foundation.sharing import feed
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.transparency import contents
from chengxin.foundation.transparency.plugs import Sink, plug_sink
from chengxin.ground import home
from chengxin.ground.home import require_replayed
from chengxin.ground.jobs import Tick, plug_tick, task
from chengxin.insight.inquiries import figures
from chengxin.site import bundled
from chengxin.site.look import look


def show_on_public_pages(first: int, end: int) -> None:
    """Bring the public pages to where the log stands after these entries."""
    disclosure.apply(
        Item(change.index, change.entry, change.content, change.salt)
        for change in contents.changes(first, end)
    )


def tell_consumers(first: int, end: int) -> None:
    """Let the pages that consumers read say what ended among these entries; they hold no content."""
    feed.write_pages(first, end)


def carry_reference() -> str:
    """Give the public pages the regions and bodies that they hang on."""
    regions = list(Region.objects.filter(ended_on=None).values_list("id", "path", "name", "level"))
    bodies = list(PublicBody.objects.filter(ended_on=None).values_list("id", "region__path", "name"))
    disclosure.load_reference(regions=regions, bodies=bodies)
    return f"公示网站: 地区 {len(regions)} 个，公共机构 {len(bodies)} 家"


def carry_rules() -> str:
    """Give the public pages the rulebook loaded last, unless they have it."""
    rulebook = rules.current_rulebook()
    if queries.version_of_rules() == rulebook.hash:
        return "公示网站: 制度规则与已有的相同"
    pages = disclosure.show_rules(rulebook, rules.comparisons())
    return f"公示网站: 制度规则页面 {pages} 个"


def carry_figures() -> str:
    """Give the public pages the figures of inquiries as they were reviewed, without those that were withdrawn."""
    changed = disclosure.show_asked(figures.released())
    if changed:
        ask_for_refreshing()  # nodes are told by the bundle
    return f"公示网站: 诚信查询统计{'已更新' if changed else '与已有的相同'}"


def draw_again() -> str:
    """Draw the public pages anew where the program or the settings that they show have changed."""
    if disclosure.draw_again(look(), rules.current_rulebook(), rules.comparisons()):
        return "公示网站: 全部页面已按现在的程序和设置重新生成"
    return "公示网站: 页面与现在的程序和设置相符"


def keep_bundle(first: int, end: int) -> None:
    """Bring the bundle that the settings name to where the log stands; without one there is nothing to do.

    The bundle knows itself how far it has come, so one that is named later follows from the beginning.
    """
    if settings.BUNDLE:
        write_bundle(Path(settings.BUNDLE).absolute())


def write_bundle(root: Path, *, with_pages: bool = False, refresh: bool = False) -> bundles.Brought:
    """Bring the bundle in a folder to where the log stands; pages follow where it ever had some.

    With `refresh`, also what changes rarely: divisions, bodies, rules, schemas, and with them every page. Raises
    `ReplayDue` in a home that was restored and does not know yet what has ended since.
    """
    require_replayed(home.current())
    folder = Folder(root)
    pages = bundled.pages() if with_pages or static_site.is_site(root) else None
    brought = bundles.bring_up(folder, bundled.house(contents.changes), pages, refresh=refresh)
    if pages and refresh:
        static_site.renew(folder, pages)
    return brought


@task()
def refresh_bundle() -> None:
    """Let what changes rarely follow in the bundle that the settings name; the clock does not wait for it."""
    write_bundle(Path(settings.BUNDLE).absolute(), refresh=True)


def ask_for_refreshing() -> None:
    """Put the refreshing of the bundle into the queue, where there is one to refresh."""
    if settings.BUNDLE:
        refresh_bundle.enqueue()


plug_tick(Tick("site.rules", 60.0, lambda at: carry_rules()))
plug_tick(Tick("site.figures", 60.0, lambda at: carry_figures()))
plug_tick(Tick("site.bundle", 3600.0, lambda at: ask_for_refreshing()))
plug_sink(Sink("public_pages", "公示网站", show_on_public_pages))
plug_sink(Sink("withdrawals", "撤下通知", tell_consumers))
plug_sink(Sink("bundle", "公开数据包", keep_bundle))
# The last: where its folder cannot be written, no other place waits for it.
plug_sink(Sink("platform", "公共信用信息平台", reporting.apply, waits=waits_for_platform))
