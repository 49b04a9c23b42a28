"""Pages of consents to electronic service: one's own, and those of the bodies in one's reach."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.deliveries import consents, receipts
from chengxin.foundation.deliveries.forms import OwnConsent, Revoke
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.queries import name_of, visible_matter
from chengxin.ground import clock
from chengxin.ground.attachments import MEDIA_TYPES
from chengxin_core.lifecycle.documents import DOCUMENT
from chengxin_core.lifecycle.table import Actor

SIZE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def own(request: ActingRequest) -> HttpResponse:
    """Show what one agreed to; agree to electronic service, or take it back."""
    if Actor(request.mandate.role) not in consents.SPEAKERS:
        raise PermissionDenied
    step = request.POST.get("step", "")
    agree = OwnConsent(request.POST if step == "agree" else None)
    revoke = Revoke(request.POST if step == "revoke" else None)
    in_the_readers_words(agree)
    in_the_readers_words(revoke)
    form = revoke if step == "revoke" else agree
    if request.method == "POST" and form.is_valid():
        try:
            if step == "revoke":
                consents.revoke_consent(
                    by=request.mandate, at=clock.now(), reason=form.cleaned_data["reason"]
                )
            else:
                consents.give_consent(
                    by=request.mandate, at=clock.now(), address=form.cleaned_data["address"]
                )
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已登记"))
            return redirect("deliveries:own")
    given = list(consents.own(request.mandate))
    standing = next((each for each in given if each.revoked_at is None), None)
    values = {
        "given": given,
        "standing": standing,
        "address": consents.address_of(standing) if standing else "",
        "agree": agree,
        "revoke": revoke,
    }
    return render(request, "deliveries/own.html", values)


@require_safe
@acting
def receipt(request: ActingRequest, pk: int, form: str) -> HttpResponse:
    """Give the receipt of service of an issued document, to be signed by hand."""
    found = get_object_or_404(visible_matter(request.mandate, pk), kind=DOCUMENT.kind)
    if form not in receipts.RENDERERS or not (handles(request.mandate, found) and receipts.may_print(found)):
        raise Http404
    request.about = name_of(found)
    headers = {"Content-Disposition": f'attachment; filename="receipt-{found.number}.{form}"'}
    content = receipts.blank_receipt(found, form=form)
    return HttpResponse(content, content_type=MEDIA_TYPES[form], headers=headers)


@require_safe
@acting
def listed(request: ActingRequest) -> HttpResponse:
    """List who in one's reach agreed to electronic service, and who took it back."""
    if Actor(request.mandate.role) not in consents.OFFICES:
        raise PermissionDenied
    key = request.GET.get("after", "")
    before = int(key) if key.isascii() and key.isdecimal() and len(key) < 16 else None
    found = consents.page_of_bodies(request.mandate, before=before, size=SIZE)
    values = {"given": found[:SIZE], "next": f"?after={found[SIZE - 1].pk}" if len(found) > SIZE else ""}
    return render(request, "deliveries/consents.html", values)
