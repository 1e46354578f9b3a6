"""When a part does not answer: what to say of it, to whom, and with which status."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cynosure.errors import StoreError
from cynosure.register.people.models import Role
from cynosure.wiring.unreadable import StoreUnreadable, cannot_be_read, has_no_room

_NOT_THE_ASKERS = 70  # of exit statuses: below it what was asked is wrong, and stays so
SOON = "30"  # seconds after which it makes sense to ask again


@dataclass(frozen=True, slots=True)
class Outage:
    """A part that does not answer."""

    title: str
    text: str  # for anybody
    mending: str = ""  # for who can mend it; where the disk is, is nobody else's business


def outage_of(error: BaseException | None) -> Outage | None:
    """Return which part an error says is out of service; None where the fault is in Cynosure.

    >>> import errno
    >>> outage_of(OSError(errno.ENOSPC, "No space left on device")).title
    'The disk is full'
    >>> outage_of(ZeroDivisionError()) is None
    True
    """
    if isinstance(error, OperationalError | InterfaceError):
        return _full(str(error)) if _has_no_room(error) else _register_away()
    if error is not None and has_no_room(error):
        return _full(str(error))
    if isinstance(error, StoreError) and error.exit_status >= _NOT_THE_ASKERS:
        return _store_away(str(error))
    if error is not None and cannot_be_read(error):
        return _store_away(str(StoreUnreadable(error)))
    return None


def broken(request: HttpRequest) -> HttpResponse:
    """Answer a request that failed: 503 where a part is out of service, else 500; never a trace.

    Django calls it while the error is being handled. Nothing is asked of the register here,
    which may be what is away.
    """
    found = outage_of(sys.exc_info()[1])
    number = str(getattr(request, "number", ""))
    if found is None:
        said = render_to_string("500.html", {"number": number})
        return HttpResponse(said, status=500)
    role = getattr(request, "role", None)
    leads = isinstance(role, Role) and role.may(Role.LEAD)
    text = found.mending if leads and found.mending else found.text
    said = render_to_string(
        "design/503.html",
        # What was sent cannot be sent again by a link.
        {
            "title": found.title,
            "text": text,
            "number": number,
            "again": request.method in {"GET", "HEAD"},
        },
    )
    return HttpResponse(said, status=503, headers={"Retry-After": SOON})


def _has_no_room(error: Exception) -> bool:
    # PostgreSQL says it by number (disk_full), SQLite in words.
    return getattr(error.__cause__, "sqlstate", "") == "53100" or "is full" in str(error)


def _register_away() -> Outage:
    return Outage(
        "The register does not answer",
        "People, their roles and what they decided are kept there. Nothing is lost, and nothing "
        "of what you just sent was kept. Try again in a minute; whoever runs this server finds "
        "out what is wrong with: cynosure doctor",
    )


def _full(why: str) -> Outage:
    return Outage(
        "The disk is full",
        "What you just sent could not be kept, and nothing that was kept is lost. Whoever runs "
        "this server has to free some room.",
        f"What you just sent could not be kept, and nothing that was kept is lost. {why}",
    )


def _store_away(why: str) -> Outage:
    return Outage(
        "What is kept cannot be read or written just now",
        "Nothing is lost. Other pages show what was last told. Try again in a minute; who leads "
        "this workspace is told more on this page.",
        why,
    )
