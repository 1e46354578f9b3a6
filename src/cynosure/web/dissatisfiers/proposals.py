"""What finding themes anew would change: asked for, shown, and taken one by one."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cynosure.clocks import UnknownDemand
from cynosure.errors import ClassificationError
from cynosure.register import jobs
from cynosure.themes.allowed import check_act
from cynosure.web.dissatisfiers.acts import done_to, noted_and_retold
from cynosure.web.dissatisfiers.opening import around, nothing, opened
from cynosure.web.visit import Visit, leading_to
from cynosure.wiring.kinds import FOUND, REGROUP
from cynosure.wiring.proposing import KeptProposal
from cynosure.wiring.told import demand_called
from cynosure.wiring.told.theme_files import ThemesNow

_UNDER_WAY = ("waiting", "running")


@dataclass(frozen=True, slots=True)
class Shown:
    """A proposal with the names of its themes, and whether it can still be taken."""

    proposal: KeptProposal
    name: str
    into: str
    open: bool
    examples: tuple[tuple[str, str], ...]  # titles and addresses


@require_http_methods(["GET", "HEAD", "POST"])
def proposed(request: Visit) -> HttpResponse:
    """Show the proposals; find themes anew, or take one proposal."""
    now = opened(request)
    if now is None:
        return nothing(request)
    if request.method == "POST":
        return _asked(request, now)
    newest = next(iter(jobs.recent(REGROUP, limit=1)), None)
    founding = next(iter(jobs.recent(FOUND, limit=1)), None)
    done = [job for job in jobs.recent(REGROUP, limit=20) if job.state == job.State.DONE]
    rows = [KeptProposal.read(row) for row in done[0].result["proposals"]] if done else []
    shown_job = next(
        (job for job in (founding, newest) if job and job.state in {*_UNDER_WAY, "failed"}), None
    )
    context = around(request, now, "themes_proposed") | {
        "proposals": [_shown(request, now, each) for each in rows],
        "asked_at": done[0].ended_at if done else None,
        "of": done[0].pk if done else "",
        "job": {
            "title": "Finding themes anew" if shown_job.kind == REGROUP else "Founding a theme",
            "state": shown_job.state,
            "said": shown_job.stage,
            "why": shown_job.why,
        }
        if shown_job
        else None,
        "href": reverse("themes_proposed", args=[request.workspace.slug]),
    }
    if request.headers.get("HX-Request"):
        if shown_job is None or shown_job.state not in _UNDER_WAY:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "design/_progress.html", context)
    return render(request, "dissatisfiers/proposed.html", context)


def _asked(request: Visit, now: ThemesNow) -> HttpResponse:
    slug, at = request.workspace.slug, timezone.now()
    said = request.POST.get("number", "")
    if not said:
        if not jobs.under_way(REGROUP):
            jobs.enqueue(REGROUP, by=request.user.name, at=at, once=True)
        return redirect("themes_proposed", slug=slug)
    done = [job for job in jobs.recent(REGROUP, limit=20) if job.state == job.State.DONE]
    rows = done[0].result["proposals"] if done else []
    row = next((each for each in rows if str(each["number"]) == said), None)
    # The number alone could mean another one, if themes were found anew meanwhile.
    if row is None or request.POST.get("of") != str(done[0].pk if done else ""):
        messages.error(request, "There is no such proposal any more. Nothing was changed.")
        return redirect("themes_proposed", slug=slug)
    proposal = KeptProposal.read(row)
    act = proposal.act(now.overlay)
    if act is not None:
        return done_to(request, now, act, proposal.into or str(proposal.theme))
    jobs.enqueue(FOUND, {"proposal": row}, by=request.user.name, at=at, once=True, most_attempts=1)
    noted_and_retold(request, "theme.found", "", demands=proposal.demands)
    messages.success(
        request, "A new theme is being founded. It stands among the themes in a while."
    )
    return redirect("themes_proposed", slug=slug)


def _shown(request: Visit, now: ThemesNow, proposal: KeptProposal) -> Shown:
    act = proposal.act(now.overlay)
    still = True
    if act is not None:
        try:
            # One more than the examples: whether others would stay, the telling knows.
            check_act(act, now.overlay, members=[*proposal.examples, ""])
        except ClassificationError:
            still = False
        if act.kind == "split":
            still = still and not any(
                done.act.kind == "split" and done.act.demands == act.demands and not done.taken_back
                for done in now.acts
            )
    titles = []
    for each in proposal.examples:
        try:
            title = demand_called(now.told, each).title or each
        except UnknownDemand:
            continue  # erased since
        titles.append((title, leading_to("demand", request.workspace.slug, each)))
    return Shown(
        proposal,
        now.names.get(str(proposal.theme), str(proposal.theme)),
        now.names.get(str(proposal.into), str(proposal.into)),
        still,
        tuple(titles),
    )
