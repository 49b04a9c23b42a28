"""Pages of the lists: star, lay before, hurry, pass on and ask units; each begins with what is visible."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chengxin.foundation.accounts.acting import ActingRequest, acting
from chengxin.foundation.accounts.models import Mandate
from chengxin.foundation.matters.forms import in_the_readers_words
from chengxin.foundation.matters.handling import handles
from chengxin.foundation.matters.models import Matter
from chengxin.foundation.matters.operations import UnableToMove
from chengxin.foundation.matters.plugs import kind_of
from chengxin.foundation.matters.queries import name_of, visible_matter
from chengxin.foundation.matters.unbiased import told_to_recuse
from chengxin.foundation.worklists import batching, consulting, forms, listing, operations, papers, queries
from chengxin.foundation.worklists.jobs import carry_out_batch
from chengxin.ground import clock
from chengxin_core.lifecycle.consultations import ConsultationKind


@require_http_methods(["GET", "HEAD", "POST"])
@acting
def together(request: ActingRequest, pk: int) -> HttpResponse:
    """Show what can be done with others in a matter, and do one of it: lay before, pass on, give back, ask, remind."""
    found, by, today = _visible(request, pk), request.mandate, clock.today()
    inside = handles(by, found) and found.archived_at is None
    recused = told_to_recuse(by, found, on=today) if inside else ""
    posted = next(
        (name for name in ("circulate", "pass_on", "give_back", "ask", "remind") if name in request.POST), ""
    )

    def sent(name: str) -> Any:
        return request.POST if posted == name else None

    before = forms.Before(sent("circulate"), posts=queries.readers_of([found], by, on=today), prefix="before")
    on = forms.ToColleague(
        sent("pass_on"), posts=queries.colleagues_for(found, by, on=today) if inside else [], prefix="on"
    )
    back = forms.Why(sent("give_back"), prefix="back")
    ask = forms.AskUnits(sent("ask"), prefix="ask")
    remind = forms.Letter(sent("remind"), prefix="remind")
    at = clock.now()
    acts: dict[str, tuple[Any, Callable[[], object], str]] = {
        "circulate": (
            before,
            lambda: operations.circulate(
                matter=found, to=before.colleague, by=by, at=at, note=before.cleaned_data["note"]
            ),
            _("已送传阅"),
        ),
        "pass_on": (
            on,
            lambda: operations.pass_on(
                matter=found, to=on.colleague, by=by, at=at, note=on.cleaned_data["note"]
            ),
            _("已转办"),
        ),
        "give_back": (
            back,
            lambda: operations.give_back(matter=found, by=by, at=at, reason=back.cleaned_data["reason"]),
            _("已退回"),
        ),
        "ask": (ask, lambda: _consult(found, ask.cleaned_data, by, at), _("已送出，各单位的期限从今天起算")),
        "remind": (
            remind,
            lambda: papers.draft_reminder(matter=found, by=by, at=at, text=remind.cleaned_data["text"]),
            _("提醒函已拟稿，按文书程序审核、签发、送达"),
        ),
    }
    for each, _act_of, _done in acts.values():
        in_the_readers_words(each)
    if posted and acts[posted][0].is_valid():
        form, act, done = acts[posted]
        try:
            act()
        except UnableToMove as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("desk:matter", pk)
    handing = queries.handing_of(found) if inside else None
    values = {
        "matter": found,
        "inside": inside,
        "before": before,
        "on": on,
        "back": back if handing is not None and by.pk == handing.now_id else None,
        "ask": ask if inside and not recused and found.official_id is None else None,
        "remind": remind if inside and not recused and _may_remind(found, by) else None,
        "recused": recused,
        "circulations": queries.circulations_of(found, by),
    }
    return render(request, "worklists/together.html", values)


@require_POST
@acting
def star(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep a matter at hand, or no more."""
    found = _visible(request, pk)
    on = request.POST.get("on") == "1"
    operations.star(matter=found, by=request.mandate, at=clock.now(), on=on)
    messages.success(request, _("已收藏") if on else _("已取消收藏"))
    return redirect("desk:matter", pk)


@require_POST
@acting
def read(request: ActingRequest, pk: int) -> HttpResponse:
    """Note that what was laid before the reader was read."""
    found = _visible(request, pk)
    return _act(
        request, pk, lambda: operations.mark_read(matter=found, by=request.mandate, at=clock.now()), _("已阅")
    )


@require_POST
@acting
def nudge(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask whoever has the matter in hands to hurry."""
    found = _visible(request, pk)
    return _act(
        request,
        pk,
        lambda: operations.nudge(matter=found, by=request.mandate, at=clock.now()),
        _("已催办，并记入办理过程"),
    )


@require_POST
@acting
def take_back(request: ActingRequest, pk: int) -> HttpResponse:
    """Take back what one passed on."""
    found = _visible(request, pk)
    return _act(
        request,
        pk,
        lambda: operations.take_back(matter=found, by=request.mandate, at=clock.now()),
        _("已撤回"),
    )


@require_POST
@acting
def withdraw(request: ActingRequest, pk: int) -> HttpResponse:
    """Ask a unit no more."""
    found = _visible(request, pk)
    reason = request.POST.get("reason", "")[:300] or _("不再需要")
    return _act(
        request,
        pk,
        lambda: consulting.withdraw(matter=found, by=request.mandate, at=clock.now(), reason=reason),
        _("已撤回"),
    )


@require_POST
@acting
def save_filter(request: ActingRequest) -> HttpResponse:
    """Keep the filters of a list under a name."""
    form = forms.FilterName(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填写名称，至多二十字"))
        return redirect("desk:queue")
    try:
        kept = operations.save_filter(by=request.mandate, **form.cleaned_data)
    except UnableToMove as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:queue")
    messages.success(request, _("已保存常用筛选：%(name)s") % {"name": kept.name})
    return redirect("desk:saved", kept.pk)


@require_POST
@acting
def drop_filter(request: ActingRequest, pk: int) -> HttpResponse:
    """Keep a filter no more."""
    operations.drop_filter(by=request.mandate, pk=pk)
    messages.success(request, _("已删除常用筛选"))
    return redirect("desk:queue")


@require_POST
@acting
def batch_preview(request: ActingRequest) -> HttpResponse:
    """Show of each chosen matter whether an act can be done to it; nothing is done yet."""
    by, at = request.mandate, clock.now()
    matters = batching.chosen(by, _keys(request))
    if not matters:
        messages.error(request, _("请先选中事项，一次最多 %(most)s 件") % {"most": batching.MOST})
        return redirect("desk:queue")
    acts = batching.acts_for(matters, by)
    act = request.POST.get("act", "")
    posts = queries.readers_of(matters, by, on=clock.today()) if act in batching.TO_COLLEAGUE else []
    to = next((each for each in posts if str(each.pk) == request.POST.get("to")), None)
    values = {
        "acts": acts,
        "act": act if act in acts else "",
        "zh": batching.name_of_act(act, matters) if act in acts else "",
        "needs_post": act in batching.TO_COLLEAGUE,
        "needs_words": act in batching.IN_WORDS,
        "posts": posts,
        "to": to,
        "note": request.POST.get("note", "")[:300],
        "looked": batching.look(matters, act, by=by, to=to, at=at) if act in acts else [],
        "matters": matters,
        "kind_of": kind_of,
    }
    return render(request, "worklists/batch_preview.html", values)


@require_POST
@acting
def batch_run(request: ActingRequest) -> HttpResponse:
    """Begin a batch of what was previewed; it is carried out in the background."""
    by, today = request.mandate, clock.today()
    matters = batching.chosen(by, _keys(request))
    posts = {str(each.pk): each for each in queries.readers_of(matters, by, on=today)}
    try:
        begun = batching.begin(
            matters=matters,
            act=request.POST.get("act", ""),
            to=posts.get(request.POST.get("to", "")),
            note=request.POST.get("note", "")[:300],
            by=by,
            at=clock.now(),
        )
    except UnableToMove as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:queue")
    carry_out_batch.enqueue(begun.pk)
    return redirect("worklists:batch", begun.pk)


@require_safe
@acting
def batch(request: ActingRequest, pk: int) -> HttpResponse:
    """Show how far a batch is, and what came of each matter."""
    found = get_object_or_404(queries.batches_of(request.mandate), pk=pk)
    items = queries.items_of(found, request.mandate)
    values = {
        "batch": found,
        "items": items,
        "zh": batching.name_of_act(found.act, [each.matter for each in items]),
        "done": sum(each.outcome == "done" for each in items),
        "refused": sum(each.outcome == "refused" for each in items),
    }
    return render(request, "worklists/batch.html", values)


@require_POST
@acting
def batch_print(request: ActingRequest) -> HttpResponse:
    """Show the chosen matters as a list to print."""
    rows = listing.rows_of(batching.chosen(request.mandate, _keys(request)))
    values = {"columns": listing.COLUMNS, "rows": rows, "today": clock.today()}
    return render(request, "worklists/batch_print.html", values)


@require_POST
@acting
def batch_export(request: ActingRequest) -> HttpResponse:
    """Give the chosen matters as a workbook."""
    matters = batching.chosen(request.mandate, _keys(request))
    data = listing.workbook_of(matters, by=request.mandate, on=clock.today())
    headers = {"Content-Disposition": 'attachment; filename="matters.xlsx"'}
    return HttpResponse(data, content_type=listing.XLSX, headers=headers)


def _keys(request: HttpRequest) -> list[int]:
    said = (request.POST if request.method == "POST" else request.GET).getlist("pk")
    return [int(key) for key in said if key.isdecimal() and len(key) < 19]


def _may_remind(matter: Matter, by: Mandate) -> bool:
    try:
        papers.require_remindable(matter, by=by, on=clock.today())
    except UnableToMove:
        return False
    return True


def _consult(matter: Matter, asked: dict[str, Any], by: Any, at: Any) -> None:
    consulting.consult(
        matter=matter,
        units=asked["units"],
        purpose=ConsultationKind(asked["purpose"]),
        question=asked["question"],
        days=asked["days"],
        days_of=asked["days_of"],
        by=by,
        at=at,
    )


def _act(request: HttpRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except UnableToMove as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("desk:matter", pk)


def _visible(request: ActingRequest, pk: int) -> Matter:
    found = get_object_or_404(visible_matter(request.mandate, pk))
    request.about = name_of(found)
    return found
