"""Doors of messages: one's inbox, one's addresses, and what could not be delivered."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.notifications import operations, queries
from chengxin.foundation.notifications.forms import Code, NewAddress
from chengxin.foundation.notifications.models import Occasion
from chengxin.foundation.notifications.plugs import channels, open_channels
from chengxin.ground import clock

SHOWN = 50


@require_safe
@acting
def inbox(request: ActingRequest) -> HttpResponse:
    """Show somebody what they were told, newest first."""
    found = queries.messages_of(request.mandate.user)
    after = request.GET.get("after", "")
    page = list(found.filter(pk__lt=int(after))[: SHOWN + 1] if after.isdecimal() else found[: SHOWN + 1])
    values = {
        "told": page[:SHOWN],
        "occasions": {each.value: each.zh for each in Occasion},
        "unread": queries.unread_of(request.mandate.user),
        "next_address": f"?after={page[SHOWN - 1].pk}" if len(page) > SHOWN else "",
        "first_address": reverse("notifications:inbox") if after else "",
        "may_see_undelivered": queries.sees_undelivered(request.mandate),
    }
    return render(request, "notifications/inbox.html", values)


@require_POST
@acting
def open_one(request: ActingRequest, pk: int) -> HttpResponse:
    """Open a message: it is read, and leads to where there is something to do."""
    path = operations.open_message(user=request.mandate.user, number=pk, at=clock.now())
    if path is None:
        return redirect("notifications:inbox")
    return redirect(f"/en{path}" if (get_language() or "").startswith("en") else path)


@require_POST
@acting
def read_all(request: ActingRequest) -> HttpResponse:
    """Take all for read."""
    operations.open_all(user=request.mandate.user, at=clock.now())
    return redirect("notifications:inbox")


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def addresses(request: ActingRequest) -> HttpResponse:
    """Show and take the addresses at which somebody wants to be told too."""
    form = NewAddress(request.POST or None)
    if request.method == "POST" and form.is_valid():
        channel = next(each for each in open_channels() if each.code == form.cleaned_data["channel"])
        try:
            contact = operations.give_address(
                user=request.mandate.user,
                channel=channel,
                address=form.cleaned_data["address"],
                at=clock.now(),
            )
        except operations.ContactRefused as refusal:
            form.add_error("address", str(refusal))
        else:
            messages.success(request, _("确认码已经发往这个地址"))
            return redirect("notifications:confirm", contact.pk)
    values = {
        "form": form,
        "contacts": queries.contacts_of(request.mandate.user),
        "channel_zh": {each.code: each.zh for each in channels()},
        "has_channels": bool(open_channels()),
    }
    return render(request, "notifications/addresses.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def confirm(request: ActingRequest, pk: int) -> HttpResponse:
    """Take the code that came to an address."""
    contact = get_object_or_404(request.mandate.user.contacts.all(), pk=pk)
    form = Code(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operations.confirm(contact=contact, code=form.cleaned_data["code"], at=clock.now())
        except operations.ContactRefused as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("地址已经确认，以后的消息也发到那里"))
            return redirect("notifications:addresses")
    return render(request, "notifications/confirm.html", {"form": form, "contact": contact})


@require_POST
@acting
def choose(request: ActingRequest, pk: int) -> HttpResponse:
    """Switch the daily digest on or off for an address."""
    contact = get_object_or_404(request.mandate.user.contacts.all(), pk=pk)
    operations.choose(contact=contact, wants_digests=not contact.wants_digests)
    return redirect("notifications:addresses")


@require_POST
@acting
def remove(request: ActingRequest, pk: int) -> HttpResponse:
    """Forget an address."""
    operations.remove(contact=get_object_or_404(request.mandate.user.contacts.all(), pk=pk))
    messages.success(request, _("地址已经删去"))
    return redirect("notifications:addresses")


@require_safe
@acting
def undelivered(request: ActingRequest) -> HttpResponse:
    """Show the administrator of the system what is tried no more, and why."""
    if not queries.sees_undelivered(request.mandate):
        raise PermissionDenied
    found = queries.undelivered()
    values = {
        "dispatches": found[:200],
        "count": found.count(),
        "channel_zh": {each.code: each.zh for each in channels()},
        "occasions": {each.value: each.zh for each in Occasion},
    }
    return render(request, "notifications/undelivered.html", values)


@require_POST
@acting
def again(request: ActingRequest, pk: int) -> HttpResponse:
    """Try once more what could not be delivered."""
    if not queries.sees_undelivered(request.mandate):
        raise PermissionDenied
    dispatch = get_object_or_404(queries.undelivered(), pk=pk)
    if operations.try_again(dispatch=dispatch, at=clock.now()):
        messages.success(request, _("已重新发送"))
    return redirect("notifications:undelivered")
