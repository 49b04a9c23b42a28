"""The site as a Django app: when it is ready, every room's plugs are in."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SiteConfig(AppConfig):
    """总装: finds each room's `kinds.py`, and the places of publication in `sinks.py`."""

    name = "chengxin.site"
    label = "site"

    def ready(self) -> None:
        autodiscover_modules("kinds", "sinks")
