"""Addresses: public pages at the root, the desk under /desk/, each also under /en/."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from chengxin.doors.bundles.urls import files as bundle_files
from chengxin.doors.disclosure.urls import files as public_files
from chengxin.foundation.reception.urls import ballots
from chengxin.foundation.sharing.urls import files as for_consumers
from chengxin.foundation.signins.urls import entrance, single_sign_on
from chengxin.insight.inquiries.urls import files as for_programs_that_ask
from chengxin.mechanisms.dossiers.urls import files as for_programs_that_supply
from chengxin.site.views import health, ready

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health, name="healthz"),
    path("readyz", ready, name="readyz"),
    *public_files,
    *bundle_files,
    *for_consumers,
    *for_programs_that_ask,
    *for_programs_that_supply,
    *single_sign_on,
]

urlpatterns += i18n_patterns(
    path("accounts/", include(entrance)),
    path("desk/security/", include("chengxin.foundation.signins.urls")),
    path("desk/messages/", include("chengxin.foundation.notifications.urls")),
    path("desk/imports/", include("chengxin.doors.exchange.urls")),
    path("desk/ledgers/", include("chengxin.foundation.ledgers.urls")),
    path("desk/audit/", include("chengxin.foundation.audit.urls")),
    path("desk/archives/", include("chengxin.foundation.archives.urls")),
    path("desk/retention/", include("chengxin.foundation.retention.urls")),
    path("desk/rules/", include("chengxin.foundation.amendments.urls")),
    path("desk/platform/", include("chengxin.foundation.reporting.urls")),
    path("desk/sharing/", include("chengxin.foundation.sharing.urls")),
    path("desk/posts/", include("chengxin.foundation.accounts.urls")),
    path("desk/recusal/", include("chengxin.foundation.matters.urls")),
    path("desk/documents/", include("chengxin.foundation.documents.urls")),
    path("desk/deliveries/", include("chengxin.foundation.deliveries.urls")),
    path("desk/lists/", include("chengxin.foundation.worklists.urls")),
    path("desk/handovers/", include("chengxin.foundation.handovers.urls")),
    path("desk/commitments/", include("chengxin.mechanisms.commitments.urls")),
    path("desk/proposals/", include("chengxin.mechanisms.proposals.urls")),
    path("desk/opinions/", include("chengxin.mechanisms.opinions.urls")),
    path("desk/dossiers/", include("chengxin.mechanisms.dossiers.urls")),
    path("desk/inquiries/", include("chengxin.insight.inquiries.urls")),
    path("desk/returns/", include("chengxin.insight.returns.urls")),
    path("desk/privacy/", include("chengxin.mechanisms.privacy.urls")),
    path("desk/history/", include("chengxin.chain.history.urls")),
    path("desk/outside/", include("chengxin.chain.leads.urls")),
    path("desk/ratings/", include("chengxin.mechanisms.ratings.urls")),
    path("desk/complaints/", include("chengxin.mechanisms.supervision.urls")),
    path("desk/help/", include("chengxin.doors.help.urls")),
    path("desk/", include("chengxin.doors.desk.urls")),
    path("complain/", include("chengxin.foundation.reception.urls")),
    path("appraise/", include(ballots)),
    path("", include("chengxin.doors.disclosure.urls")),
    prefix_default_language=False,
)
