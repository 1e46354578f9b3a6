"""Health, readiness and metrics, for programs that watch."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from secrets import compare_digest

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from cynosure.web.watching import numbers
from cynosure.wiring.readiness import readiness

KEY = "CYNOSURE_METRICS_KEY"


@require_safe
def healthy(request: HttpRequest) -> HttpResponse:
    """Say that the process answers; nothing else is asked, so that nothing else makes it restart."""
    del request
    return JsonResponse({"healthy": True})


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Say whether requests may be sent here, and of what does not stand which it is.

    503 where pages could not be served. A worker that is away does not make the pages
    unready: they show what was last told.
    """
    del request
    found = readiness(Path(settings.FOLDER or "."), at=datetime.now(UTC))
    told = {each.name: {"well": each.well, "what": each.what} for each in found}
    good = all(each.well for each in found if each.needed)
    return JsonResponse({"ready": good, "checks": told}, status=200 if good else 503)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the numbers, to this machine itself or to who sends the key."""
    if not _may_gather(request):
        return HttpResponse(
            f"Metrics are told to this machine, or with the key in {KEY}:\n"
            "Authorization: Bearer KEY\n",
            status=403,
            content_type="text/plain; charset=utf-8",
        )
    return HttpResponse(numbers.exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_gather(request: HttpRequest) -> bool:
    key = os.environ.get(KEY)
    if key:
        sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return compare_digest(sent.encode(), key.encode())
    # A proxy on this machine asks in the name of others: then only a key will do.
    if os.environ.get("CYNOSURE_URL", "").startswith("https://") or _came_through(request):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _came_through(request: HttpRequest) -> bool:
    return any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via"))
