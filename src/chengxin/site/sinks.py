"""公示处: every place that shows what is published, joined here to the room that publishes.

Only this module reads plain content out of transparency; a place that is not registered can show nothing.
"""

from chengxin.doors.disclosure import operations as disclosure
from chengxin.doors.disclosure import queries
from chengxin.doors.disclosure.items import Item
from chengxin.foundation.rules import queries as rules
from chengxin.foundation.sharing import feed
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.transparency import contents
from chengxin.foundation.transparency.plugs import Sink, plug_sink
from chengxin.ground.jobs import Tick, plug_tick


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


plug_tick(Tick("site.rules", 60.0, lambda at: carry_rules()))
plug_sink(Sink("public_pages", "公示网站", show_on_public_pages))
plug_sink(Sink("withdrawals", "撤下通知", tell_consumers))
