"""Every request: its number, its line in the log, and what it adds to the metrics."""

from __future__ import annotations

import logging
import secrets
import sys
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.core.signals import got_request_exception
from django.http import HttpRequest, HttpResponseBase

from cynosure.web.outage import outage_of
from cynosure.web.watching import numbers

HEADER = "X-Request-Id"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

log = logging.getLogger("cynosure.web")


class RequestsMiddleware:
    """Numbers every request, and says how it went: by the address's name, never by its path.

    A path may hold an invitation's key, a query what somebody searched for.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._answer = answer
        got_request_exception.connect(_broke, dispatch_uid="cynosure.web.watching")

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and tell."""
        # Always our own: one that came from outside might hold anything.
        number = secrets.token_hex(8)
        request.number = number  # type: ignore[attr-defined]
        begun = perf_counter()
        answered = self._answer(request)
        seconds = perf_counter() - begun
        answered.headers[HEADER] = number
        address, method = address_of(request), method_of(request)
        numbers.note(address, method, answered.status_code, seconds)
        log.info(
            "answered",
            extra={
                "request": number,
                "method": method,
                "address": address,
                "status": answered.status_code,
                "ms": round(seconds * 1000, 1),
            },
        )
        return answered


def address_of(request: HttpRequest) -> str:
    """Return the name of the address that was asked for; "none" where there is no such address."""
    match = request.resolver_match
    return (match.view_name if match else None) or "none"


def method_of(request: HttpRequest) -> str:
    """Return the method if it is one; whoever asks may write anything there."""
    method = request.method or ""
    return method if method in _METHODS else "other"


def _broke(sender: Any, request: HttpRequest | None = None, **_: Any) -> None:
    del sender
    number = getattr(request, "number", "")
    address = address_of(request) if request is not None else "none"
    if outage_of(error := sys.exc_info()[1]) is not None:
        # A part that is away breaks every request: one line each, and no trace.
        away = {"request": number, "address": address, "why": type(error).__name__}
        log.error("out of service", extra=away)
        return
    log.error("broke", exc_info=True, extra={"request": number, "address": address})
