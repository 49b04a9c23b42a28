"""本站信息: what the settings say of the site, as `/site.json`; written last when all pages were drawn with them."""

from django.conf import settings

from chengxin.doors.disclosure.rendering import JSON, Rendered
from chengxin_core.ledger.canonical import canonical_bytes

ADDRESS = "/site.json"
FORMAT = "chengxin/site/v1"


def site_card(look: str) -> Rendered:
    """Return the card; `look` stands for the program, templates and settings that pages are drawn with."""
    said = {
        "name": settings.SITE_NAME,
        "domain": settings.SITE_DOMAIN,
        "code": settings.SITE_CODE,
        "data_licence": settings.DATA_LICENCE,
    }
    told = {name: value or None for name, value in said.items()}
    return Rendered(ADDRESS, canonical_bytes({"format": FORMAT, "look": look, **told}), JSON)
