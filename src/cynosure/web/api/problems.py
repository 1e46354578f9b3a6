"""Every no of the API in one form: problem details (RFC 9457), which a program can act on."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from ninja.errors import HttpError
from ninja.errors import ValidationError as WrongParameters

from cynosure.clocks import UnknownDemand
from cynosure.errors import CynosureError
from cynosure.measures.catalogue import UnknownMeasure
from cynosure.measures.question import UnknownDimension
from cynosure.register.inbox import KeyReused
from cynosure.web.outage import SOON, outage_of

CONTENT_TYPE = "application/problem+json"
log = logging.getLogger("cynosure.api")
_NOT_THERE: tuple[type[CynosureError], ...] = (UnknownDemand, UnknownMeasure, UnknownDimension)


class Problem(HttpError):
    """Something that a request cannot have, told to the program that asked."""

    def __init__(
        self,
        status: int,
        detail: str,
        more: Mapping[str, Any] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status, self.detail = status, detail
        self.more, self.headers = dict(more or {}), dict(headers or {})
        super().__init__(status, detail)

    def response(self) -> HttpResponse:
        """Return it as an answer."""
        title = HTTPStatus(self.status).phrase
        said = {
            "type": f"urn:cynosure:problem:{title.lower().replace(' ', '-')}",
            "title": title,
            "status": self.status,
            "detail": self.detail,
            **self.more,
        }
        answer = HttpResponse(orjson.dumps(said), status=self.status, content_type=CONTENT_TYPE)
        for name, value in self.headers.items():
            answer[name] = value
        return answer


def not_there(what: str) -> Problem:
    """Return the problem that something is not in this workspace."""
    return Problem(404, f"There is no {what} in this workspace.")


def problem_of(request: HttpRequest, error: Exception) -> Problem:
    """Return what an error is to a program; one that is ours is logged and not shown."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, WrongParameters):
        return _wrong(error)
    if (away := outage_of(error)) is not None:
        # Where a workspace lies on the server's disk is nobody's business outside.
        log.error("out of service", exc_info=error)
        return Problem(503, f"{away.title}. {away.text}", headers={"Retry-After": SOON})
    if isinstance(error, CynosureError):
        return _of_ours(error)
    return _of_the_frame(request, error)


def too_large() -> Problem:
    """Return the problem of a body that is larger than what is taken."""
    return Problem(413, "The body is larger than 25 MB. Send it in several parts.")


def _of_the_frame(request: HttpRequest, error: Exception) -> Problem:
    match error:
        case Http404():
            return Problem(404, f"There is nothing at {request.path[:200]}.")
        case RequestDataTooBig():
            return too_large()
        case UnreadablePostError():
            return Problem(400, "The body ended before all of it had come. Send it again.")
        case HttpError():
            return Problem(error.status_code, str(error))
        case _:
            log.error("broke", exc_info=error)
            return Problem(
                500, "Something is wrong in Cynosure itself; the server's log says what."
            )


def _of_ours(error: CynosureError) -> Problem:
    if isinstance(error, _NOT_THERE):
        return Problem(404, str(error))
    if isinstance(error, KeyReused):
        return Problem(409, str(error))
    return Problem(422, str(error))


def _wrong(error: WrongParameters) -> Problem:
    errors = [
        {"field": ".".join(str(part) for part in each["loc"][1:]) or "body", "reason": each["msg"]}
        for each in error.errors
    ]
    names = ", ".join(sorted({each["field"] for each in errors}))
    return Problem(422, f"Not understood: {names}.", {"errors": errors})
