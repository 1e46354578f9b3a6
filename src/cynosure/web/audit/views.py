"""The audit's own page: what it is, what it tells so far, and what waits."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cynosure.register import audit as register
from cynosure.register.people.models import Role
from cynosure.reports.audit_tables import of_causes
from cynosure.reports.tables import Table
from cynosure.statistics import Kappa
from cynosure.web.audit.forms import DrawForm
from cynosure.web.audit.rounds import round_of
from cynosure.web.not_told import not_told
from cynosure.web.visit import Visit
from cynosure.wiring.samples import Design
from cynosure.wiring.told import open_told
from cynosure.wiring.told.audited import WIDTHS, audit_now, findings_now, share_now

ENOUGH = 40  # demands of a first sample


@require_safe
def overview(request: Visit) -> HttpResponse:
    """Show what people's labels tell by now, and what to do next."""
    told = open_told(request.folder)
    if told is None:
        return not_told(
            request,
            room="audit",
            heading="Audit",
            words="An audit is of demands that were taken in: take some in first.",
        )
    draws = register.draws()
    audit = audit_now(told)
    found = findings_now(told)
    rounds = {role: round_of(told, role, request) for role in ("first", "second", "settled")}
    newest = draws[-1] if draws else None
    form = DrawForm(
        initial={
            "size": newest.size if newest else ENOUGH,
            "design": Design.STRATIFIED if newest and newest.strata else Design.SIMPLE,
        }
    )
    return render(
        request,
        "audit/overview.html",
        {
            "room": "audit",
            "as_of": told.as_of,
            "told_at": told.told_at,
            "may_judge": Role(request.role).may(Role.CONTRIBUTOR),
            "form": form,
            "rounds": rounds,
            "judged": len(register.labels()),
            "counting": len(audit.judged) if audit else 0,
            "share": found.share,
            "needed": [(width, found.more_for(width)) for width in WIDTHS],
            "rightness": [{"answer": each} for each in found.rightness],
            "causes": of_causes(found.causes) if audit and found.causes.groups else None,
            "agreement": _agreement(found.agreement.nature, found.agreement.code)
            if found.agreement
            else None,
            "apart": len(found.agreement.apart) if found.agreement else 0,
            "arrived": found.arrived,
            "people": sorted({*register.labelled_by("first").values()}),
            "seconds": sorted({*register.labelled_by("second").values()}),
            "draws": draws[::-1],
        },
    )


@require_safe
def narrowing(request: Visit) -> HttpResponse:
    """Show the failure share by the labels so far: a part of the page where people judge."""
    told = open_told(request.folder)
    if told is None:
        return HttpResponse(status=204)
    share, needed = share_now(told)
    return render(
        request, "audit/_narrowing.html", {"share": share, "needed": list(needed.items())}
    )


def _agreement(nature: Kappa, code: Kappa) -> Table:
    rows = tuple(
        (on, f"{each.same} of {each.n}", *_kappa(each))
        for on, each in (("Nature", nature), ("Cause or want, where both gave one", code))
    )
    return Table("How far two people agree", ("on", "the same", "kappa", "likely between"), rows)


def _kappa(each: Kappa) -> tuple[str, str]:
    if each.kappa is None or each.low is None or each.high is None:
        return "–", "–"
    return f"{each.kappa:.2f}", f"{each.low:.2f} to {each.high:.2f}"
