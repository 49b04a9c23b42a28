"""Pages of programs: an administrator registers one, sees its token once, gives it another, and ends it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chengxin.foundation.accounts import programs as register
from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.accounts.forms import EndProgram, RegisterProgram
from chengxin.foundation.accounts.models import Program
from chengxin.foundation.accounts.plugs import all_permissions
from chengxin.foundation.accounts.queries import holds_whole_province, program_named
from chengxin.foundation.accounts.queries import programs as all_programs
from chengxin.ground import clock
from chengxin_core.lifecycle.table import Actor

_READERS = {Actor.ADMINISTRATOR, Actor.AUDIT_ADMIN, Actor.CREDIT_HEAD}


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def programs(request: ActingRequest) -> HttpResponse:
    """List the programs; an administrator registers one and is shown its token once."""
    _require_reader(request)
    may, token = _may_register(request), ""
    form = _form(request) if may else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied
        if form.is_valid():
            try:
                _program, token = register.register_program(by=request.mandate, **form.cleaned_data)
            except register.ProgramRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                form = RegisterProgram(offered=_offered(), today=clock.today())
    values = {
        "programs": [(each, _permissions_of(each)) for each in all_programs()],
        "form": form,
        "token": token,
    }
    return render(request, "accounts/programs.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def program(request: ActingRequest, code: str) -> HttpResponse:
    """Show a program; an administrator gives it another token or ends it."""
    _require_reader(request)
    found = program_named(code)
    if found is None:
        raise Http404
    token, renews = "", "renew" in request.POST
    form = EndProgram(
        request.POST if request.method == "POST" and not renews else None, initial={"until": clock.today()}
    )
    if request.method == "POST":
        if not _may_register(request):
            raise PermissionDenied
        if renews:
            token = register.renew_token(program=found, by=request.mandate)
        elif form.is_valid():
            try:
                register.end_program(program=found, by=request.mandate, **form.cleaned_data)
            except register.ProgramRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("已登记终止日"))
                return redirect("accounts:program", code)
    values = {
        "program": found,
        "permissions": "、".join(_permissions_of(found)),
        "form": form if _may_register(request) and found.until is None else None,
        "token": token,
    }
    return render(request, "accounts/program.html", values)


def _form(request: ActingRequest) -> RegisterProgram:
    return RegisterProgram(request.POST or None, offered=_offered(), today=clock.today())


def _offered() -> list[tuple[str, str]]:
    """Return what may be chosen, by code: what a room lets programs do, and for what."""
    return [
        (each.code, f"{_(permissions.zh)}：{_(each.zh)}")
        for permissions in all_permissions()
        for each in permissions.offered("", clock.today())
    ]


def _permissions_of(program: Program) -> list[str]:
    names = dict(_offered())
    return [names.get(code, code) for code in program.permissions]


def _require_reader(request: ActingRequest) -> None:
    if request.mandate.role not in _READERS:
        raise PermissionDenied


def _may_register(request: ActingRequest) -> bool:
    return request.mandate.role == Actor.ADMINISTRATOR and holds_whole_province(request.mandate)
