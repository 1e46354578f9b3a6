"""What leads do to themes: shown before it is done, kept at once, told anew by the worker."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cynosure.errors import ClassificationError
from cynosure.register import jobs
from cynosure.themes.acts import Act
from cynosure.themes.identity import split_id
from cynosure.web.dissatisfiers.forms import MarkForm, MergeForm, NameForm, SplitForm
from cynosure.web.dissatisfiers.opening import opened, theme_or_404
from cynosure.web.visit import Visit, noted
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.told import list_demands
from cynosure.wiring.told.theme_files import ThemeNow, ThemesNow, demands_in, do_now, undo_now
from cynosure.workflows.told.filters import Filters

OFFERED = 60  # demands to choose examples from


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: Visit, theme: str) -> HttpResponse:
    """Give a theme a name."""
    now, one = theme_or_404(request, theme)
    form = NameForm(
        request.POST if request.method == "POST" else None, initial={"name": one.theme.name}
    )
    if request.method == "POST" and form.is_valid():
        act = Act(kind="name", theme=one.theme_id, name=form.cleaned_data["name"].strip())
        return done_to(request, now, act, one.theme_id)
    return _asked(request, "name", one, form)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Visit, theme: str) -> HttpResponse:
    """Show what a merge would do; then do it."""
    now, one = theme_or_404(request, theme)
    others = [each for each in now.themes if each.theme_id != one.theme_id]
    posted = request.method == "POST"
    into = now.called(request.GET.get("into", ""))
    given = request.POST if posted else ({"into": into.theme_id} if into else None)
    form = MergeForm(given, others=others)
    if not form.is_valid():
        return _asked(request, "merge", one, form, status=400 if posted else 200)
    whole = now.called(form.cleaned_data["into"])
    assert whole is not None
    if posted:
        act = Act(kind="merge", theme=one.theme_id, into=whole.theme_id)
        return done_to(request, now, act, whole.theme_id)
    together = None if one.size is None or whole.size is None else one.size + whole.size
    return _asked(request, "merge", one, form, whole=whole, together=together)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: Visit, theme: str) -> HttpResponse:
    """Offer demands as examples of what belongs apart; then found a theme by them."""
    now, one = theme_or_404(request, theme)
    parts = demands_in(now, one.theme)
    after = request.GET.get("after") or None
    listed = (
        list_demands(now.told, Filters(theme=parts), after=after, limit=OFFERED) if parts else None
    )
    rows = listed.rows if listed else ()
    form = SplitForm(
        request.POST if request.method == "POST" else None, offered=_named(request, rows)
    )
    if request.method == "POST" and form.is_valid():
        like = form.cleaned_data["demands"]
        new = split_id(one.theme_id, like, taken=now.overlay.counts_as)
        act = Act(kind="split", theme=one.theme_id, into=new, demands=tuple(like))
        return done_to(request, now, act, one.theme_id)
    status = 400 if request.method == "POST" else 200
    more = listed.next if listed else None
    return _asked(request, "split", one, form, status=status, rows=rows, next=more)


@require_POST
def mark(request: Visit, theme: str) -> HttpResponse:
    """Pin a theme, call it noise, or take such a mark off."""
    now, one = theme_or_404(request, theme)
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, "That is no mark of a theme. Nothing was changed.")
        return redirect("theme", slug=request.workspace.slug, theme=one.theme_id)
    return done_to(
        request, now, Act(kind=form.cleaned_data["mark"], theme=one.theme_id), one.theme_id
    )


@require_POST
def undo(request: Visit) -> HttpResponse:
    """Take back the last thing that was done to themes, whoever did it."""
    now, slug = opened(request), request.workspace.slug
    if now is None:
        return redirect("themes", slug=slug)
    at = timezone.now()
    try:
        said = undo_now(now, by=request.user.name, at=at)
    except ClassificationError:
        messages.warning(request, "Nothing was done to the themes that could be taken back.")
        return redirect("themes", slug=slug)
    noted_and_retold(request, "theme.undone", "")
    messages.success(request, said)
    return redirect("themes", slug=slug)


def done_to(request: Visit, now: ThemesNow, act: Act, then: str) -> HttpResponse:
    """Do an act and lead to a theme; say why where it cannot be done."""
    at = timezone.now()
    try:
        said = do_now(now, act, by=request.user.name, at=at)
    except ClassificationError as error:
        messages.error(request, str(error))
        return redirect("theme", slug=request.workspace.slug, theme=act.theme or then)
    noted_and_retold(request, f"theme.{act.kind}", str(act.theme), into=act.into)
    messages.success(request, said)
    return redirect("theme", slug=request.workspace.slug, theme=then)


def noted_and_retold(request: Visit, did: str, of: str, **details: Any) -> None:
    """Write an act to the trail, and have all figures told anew."""
    at = timezone.now()
    noted(
        request,
        did,
        at=at,
        of=of,
        details={key: value for key, value in details.items() if value is not None},
    )
    jobs.enqueue(RETELL, by=request.user.name, at=at, once=True)


def _named(request: Visit, rows: Any) -> list[str]:
    """Return the demands that may be chosen: those offered, and on a further page those ticked."""
    return [*(row.demand_id for row in rows), *request.POST.getlist("demands")]


def _asked(
    request: Visit, act: str, one: ThemeNow, form: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    slug = request.workspace.slug
    crumbs = [
        ("Dissatisfiers", reverse("dissatisfiers", args=[slug])),
        ("Themes", reverse("themes", args=[slug])),
        (one.theme.name, reverse("theme", args=[slug, one.theme_id])),
    ]
    context = {"room": "dissatisfiers", "crumbs": crumbs, "one": one, "form": form, **more}
    return render(request, f"dissatisfiers/{act}.html", context, status=status)
