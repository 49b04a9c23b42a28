"""Addresses: public pages at the root, the desk under /desk/, each also under /en/."""

from allauth.account.views import LoginView, LogoutView
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from chengxin.site.views import health, ready

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="healthz"),
    path("readyz", ready, name="readyz"),
]

urlpatterns += i18n_patterns(
    path("accounts/login/", LoginView.as_view(), name="account_login"),
    path("accounts/logout/", LogoutView.as_view(), name="account_logout"),
    path("desk/", include("chengxin.doors.desk.urls")),
    prefix_default_language=False,
)
