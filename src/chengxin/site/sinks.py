"""公示处: every place that shows what is published, joined here to the room that publishes.

Only this module reads plain content out of transparency; a place that is not registered can show nothing.
"""

from chengxin.doors.disclosure import operations as disclosure
from chengxin.doors.disclosure.items import Item
from chengxin.foundation.subjects.models import PublicBody, Region
from chengxin.foundation.transparency import contents
from chengxin.foundation.transparency.plugs import Sink, plug_sink


def show_on_public_pages(first: int, end: int) -> None:
    """Bring the public pages to where the log stands after these entries."""
    disclosure.apply(
        Item(change.index, change.entry, change.content, change.salt)
        for change in contents.changes(first, end)
    )


def carry_reference() -> str:
    """Give the public pages the regions and bodies that they hang on."""
    regions = list(Region.objects.filter(ended_on=None).values_list("id", "path", "name", "level"))
    bodies = list(PublicBody.objects.filter(ended_on=None).values_list("id", "region__path", "name"))
    disclosure.load_reference(regions=regions, bodies=bodies)
    return f"公示网站: 地区 {len(regions)} 个，公共机构 {len(bodies)} 家"


plug_sink(Sink("public_pages", "公示网站", show_on_public_pages))
