"""The public doors: three steps, a receipt code shown once, and the talk that it opens. They ask for no cookie.

Everything travels in the form itself: what was filled in before, and the receipt code. No address ever holds any of it.
"""

import secrets
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.reception import flood, forms, operations
from chengxin.foundation.reception.models import Voice
from chengxin.foundation.reception.plugs import Said, SenderAct, voice_kind
from chengxin.foundation.reception.queries import lines_of, voice_by_code
from chengxin.ground import clock

COMPLAINT = "complaint"
STEPS = ("whom", "what", "how")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Show the step that comes next, with everything filled in before; or take the whole and show the receipt code."""
    sent = request.POST if request.method == "POST" else None
    whom, what = forms.Whom(sent, today=clock.today()), forms.What(sent)
    here = _step(sent)
    if sent is None:
        return _form(request, "whom", forms.Whom())
    if "back" in sent:
        return _form(request, STEPS[max(STEPS.index(here) - 1, 0)], _shown(here, sent), sent)
    if not whom.is_valid():
        return _form(request, "whom", whom, sent)
    if here == "whom":
        return _form(request, "what", _unbound(forms.What, sent), sent)
    if not what.is_valid():
        return _form(request, "what", what, sent)
    if here == "what":
        return _form(request, "how", _unbound(forms.How, sent), sent, advice=_advice(what))
    return _taken(request, whom, what)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt code; then show the conversation, and do what its sender asks."""
    if request.method != "POST":
        return _ask_code(request, forms.Code())
    form, at = forms.Code(request.POST), clock.now()
    if not form.is_valid():
        return _ask_code(request, form)
    if not flood.may_open(proof=request.POST.get("altcha", ""), at=at):
        form.add_error(None, _("现在试的人太多，请过一分钟再试"))
        return _ask_code(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    voice = voice_by_code(form.cleaned_data["code"])
    if voice is None:
        flood.note_wrong_code(at=at)
        form.add_error("code", _("没有这个查询码，请核对 16 位数字"))
        return _ask_code(request, form)
    return _talked(request, voice, form.cleaned_data["code"])


@require_safe
def challenge(request: HttpRequest) -> JsonResponse:
    """Answer a challenge of ALTCHA."""
    return JsonResponse(flood.challenge(at=clock.now()))


def _step(sent: Any) -> str:
    said = sent.get("step", "whom") if sent else "whom"
    return said if said in STEPS else "whom"


def _shown(here: str, sent: Any) -> Any:
    """Return the form of the step before, as it was filled in."""
    return forms.Whom(sent, today=clock.today()) if here != "how" else _unbound(forms.What, sent)


def _unbound(form: type[forms.Steady], sent: Any) -> forms.Steady:
    """Return a form with what was filled in, without complaining of what was not yet."""
    return form(initial={name: sent[name] for name in form.base_fields if name in sent})


def _form(
    request: HttpRequest,
    step: str,
    form: Any,
    sent: Any = None,
    *,
    advice: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    names = {"named", "body", "area", "text", "contact", "once"} - set(form.fields)
    carried = [(name, sent[name]) for name in sorted(names) if sent and sent.get(name)]
    if not any(name == "once" for name, _value in carried):
        carried.append(("once", secrets.token_hex(16)))
    values = {
        "step": step,
        "number": STEPS.index(step) + 1,
        "form": form,
        "carried": carried,
        "advice": advice,
    }
    return render(request, "reception/complain.html", values, status=status)


def _advice(what: forms.What) -> str:
    return voice_kind(COMPLAINT).advice(what.cleaned_data["text"])


def _taken(request: HttpRequest, whom: forms.Whom, what: forms.What) -> HttpResponse:
    sent, at = request.POST, clock.now()
    if not flood.may_pass(proof=sent.get("altcha", ""), way=flood.SEND, at=at):
        how = forms.How(sent)  # a file is kept when its form is checked, so it waits until the flood is held
        how.add_error(None, _("现在提交的人太多，请过一分钟再点“提交”，已经填写的内容都在"))
        return _form(request, "how", how, sent, status=HTTPStatus.TOO_MANY_REQUESTS)
    how = forms.How(sent, request.FILES)
    if not how.is_valid():
        return _form(request, "how", how, sent, advice=_advice(what))
    said = Said(
        body=whom.cleaned_data["chosen"],
        named=whom.cleaned_data["named"],
        area=what.cleaned_data["area"],
        text=what.cleaned_data["text"],
    )
    try:
        voice, code = operations.receive(
            kind=COMPLAINT,
            said=said,
            contact=how.cleaned_data["contact"],
            uploads=how.cleaned_data["proof"],
            once=sent.get("once", "") or secrets.token_hex(16),
            at=at,
        )
    except UnableToMove as refusal:
        how.add_error(None, str(refusal))
        return _form(request, "how", how, sent)
    return render(request, "reception/receipt.html", {"code": _grouped(code), "voice": voice})


def _ask_code(request: HttpRequest, form: forms.Code, status: HTTPStatus = HTTPStatus.OK) -> HttpResponse:
    needs_proof = status == HTTPStatus.TOO_MANY_REQUESTS
    values = {"form": form, "needs_proof": needs_proof}
    return render(request, "reception/open.html", values, status=status)


def _talked(request: HttpRequest, voice: Voice, code: str) -> HttpResponse:
    sent, at = request.POST, clock.now()
    kind = voice_kind(voice.kind)
    pressed = sent.get("act", "")
    told, new_code = "", ""
    write, act_forms = forms.Write(), {act.code: _act_form(act) for act in kind.acts(voice)}
    chosen = next((act for act in kind.acts(voice) if act.code == pressed), None)
    asks = pressed == "write" or chosen is not None
    passes = not asks or flood.may_pass(proof=sent.get("altcha", ""), way=flood.WRITE, at=at)
    too_many = _("现在提交的人太多，请过一分钟再点“提交”，已经填写的内容都在")
    if pressed == "write":
        takes_files = passes and voice.emptied_at is None  # a file is kept when its form is checked
        write = forms.Write(sent, request.FILES if takes_files else None)
        if not passes:
            write.add_error(None, too_many)
        elif write.is_valid():
            try:
                _written(voice, write, sent.get("once", ""), at)
            except UnableToMove as refusal:
                write.add_error(None, str(refusal))
            else:
                told, write = _("已发出"), forms.Write()
    if chosen is not None:
        form = _act_form(chosen, sent)
        act_forms[chosen.code] = form
        if not passes:
            form.add_error(None, too_many)
        elif form.is_valid():
            try:
                new_code = _done(chosen, voice, form, at)
            except UnableToMove as refusal:
                form.add_error(None, str(refusal))
            else:
                told = _("已收到：%(act)s") % {"act": _(chosen.zh)}
                voice.refresh_from_db()
                act_forms = {act.code: _act_form(act) for act in kind.acts(voice)}
    values = {
        "code": code,
        "lines": lines_of(voice),
        "standing": kind.standing(voice),
        "kind": kind,
        "write": write,
        "acts": [(act, act_forms[act.code]) for act in kind.acts(voice) if act.code in act_forms],
        "is_open": voice.emptied_at is None,
        "once": secrets.token_hex(16),
        "told": told,
        "new_code": _grouped(new_code),
        "needs_proof": not passes,
    }
    status = HTTPStatus.OK if passes else HTTPStatus.TOO_MANY_REQUESTS
    return render(request, "reception/talk.html", values, status=status)


def _written(voice: Voice, write: forms.Write, once: str, at: Any) -> None:
    said = write.cleaned_data
    operations.write_as_sender(voice=voice, text=said["text"], uploads=said["proof"], once=once, at=at)


def _act_form(act: SenderAct, sent: Any = None) -> forms.Act:
    choices = tuple((code, _(zh)) for code, zh in act.choices)
    return forms.Act(sent, choices=choices, needs_text=act.needs_text, prefix=act.code)


def _done(act: SenderAct, voice: Voice, form: forms.Act, at: Any) -> str:
    said = form.cleaned_data
    return act.operation(voice=voice, text=said["text"], choice=said.get("choice", ""), at=at)


def _grouped(code: str) -> str:
    """Return the code in groups of four, as it is read aloud and copied."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))
