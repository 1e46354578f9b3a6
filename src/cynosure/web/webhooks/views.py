"""A delivery is taken: checked as raw bytes, kept for good, and only then answered."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from cynosure.intake.deliveries import (
    SENDERS,
    Forged,
    Identity,
    Nameless,
    OutOfTime,
    Sender,
    Unsigned,
)
from cynosure.register import inbox, webhook_secrets
from cynosure.register.scope import within
from cynosure.web.api import rates
from cynosure.web.api.problems import Problem, problem_of, too_large

MOST_BYTES = 25 * 1024 * 1024


@csrf_exempt
def receive(request: HttpRequest, slug: str, sender: str) -> HttpResponse:
    """Answer 202 once a delivery is on the disk, 200 where it came before, and else a problem.

    A workspace that is not there answers as one with another secret: who knows none learns nothing.
    """
    try:
        if sender not in SENDERS:
            known = ", ".join(SENDERS)
            raise Problem(404, f"Nobody called {sender[:40]!r} sends here; known are {known}.")
        if request.method != "POST":
            raise Problem(405, "A delivery is sent with POST.", headers={"Allow": "POST"})
        return _received(request, slug, SENDERS[sender], datetime.now(UTC))
    except Exception as error:  # noqa: BLE001 - whatever it is, a sender gets a problem
        return problem_of(request, error).response()


def _received(request: HttpRequest, slug: str, sender: Sender, at: datetime) -> HttpResponse:
    body = _body(request)
    workspace, secrets = webhook_secrets.at_the_door(slug, sender.name)
    identity = _verified(request, sender, body, secrets, at)
    assert workspace is not None, "without one there is no secret that anything could fit"
    with within(workspace):
        kept = inbox.accept(sender.name, identity.id, body, event=identity.event, at=at)
    said = {"delivery": kept.number, "state": kept.state}
    if kept.seen_before:
        return JsonResponse({**said, "detail": "seen before"}, status=200)
    return JsonResponse(said, status=202)


def _verified(
    request: HttpRequest, sender: Sender, body: bytes, secrets: list[str], at: datetime
) -> Identity:
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        return sender.verify(headers, body, secrets, at)
    except (Unsigned, Forged, OutOfTime, Nameless) as refused:
        address = request.META.get("REMOTE_ADDR", "")
        rates.count(f"refused:{address}", most=rates.of_a_stranger(), at=at)
        status = 400 if isinstance(refused, Nameless) else 401
        raise Problem(status, str(refused)) from None


def _body(request: HttpRequest) -> bytes:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    if said.isdigit() and int(said) > MOST_BYTES:
        raise too_large()
    try:
        return bytes(request.body)
    except RequestDataTooBig:
        raise too_large() from None
    except UnreadablePostError:
        raise Problem(400, "The body ended before all of it had come.") from None
