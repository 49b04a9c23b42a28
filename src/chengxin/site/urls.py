"""Addresses: public pages at the root, the desk under /desk/, each also under /en/."""

from allauth.account.views import LoginView, LogoutView
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from chengxin.doors.bundles.urls import files as bundle_files
from chengxin.doors.disclosure.urls import files as public_files
from chengxin.foundation.sharing.urls import files as for_consumers
from chengxin.site.views import health, ready

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="healthz"),
    path("readyz", ready, name="readyz"),
    *public_files,
    *bundle_files,
    *for_consumers,
]

urlpatterns += i18n_patterns(
    path("accounts/login/", LoginView.as_view(), name="account_login"),
    path("accounts/logout/", LogoutView.as_view(), name="account_logout"),
    path("desk/imports/", include("chengxin.doors.exchange.urls")),
    path("desk/rules/", include("chengxin.foundation.amendments.urls")),
    path("desk/sharing/", include("chengxin.foundation.sharing.urls")),
    path("desk/outside/", include("chengxin.chain.leads.urls")),
    path("desk/", include("chengxin.doors.desk.urls")),
    path("", include("chengxin.doors.disclosure.urls")),
    prefix_default_language=False,
)
