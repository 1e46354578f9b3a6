"""Operations by which programs send demand, and ask what became of it."""

from __future__ import annotations

from uuid import uuid4

import orjson
from django.http import HttpRequest, HttpResponse

from cynosure.intake.deliveries import API, Checked, check_batch, check_one
from cynosure.register import inbox
from cynosure.register.models import Delivery
from cynosure.web.api import described
from cynosure.web.api.opening import Asking
from cynosure.web.api.problems import Problem, not_there, too_large
from cynosure.web.api.replies import AllSent, Receipt, Sent, problems, reply
from cynosure.web.api.router import router

MOST_BYTES = 25 * 1024 * 1024
_JSON = frozenset({"application/json"})
_LINES = frozenset({"application/x-ndjson", "application/ndjson", "application/jsonl"})
_ACCEPTED = {202: Receipt, 200: Receipt, **problems(400, 409, 413, 415)}


@router.post(
    "/demands",
    response=_ACCEPTED,
    url_name="demands",
    tags=["Demand"],
    operation_id="send_demand",
    summary="Send one demand",
    openapi_extra={
        "parameters": [described.KEY],
        **described.body(
            "application/json", described.demand_schema(), described.EXAMPLE, "One demand."
        ),
    },
)
def send_demand(request: HttpRequest) -> HttpResponse:
    """Keep one demand; when this is answered, it is on the disk.

    It is seen on pages once a worker has moved it and told the figures anew. The
    same demand sent again changes it: what it says last counts, and what happened adds up.
    """
    body = _body(request, _JSON)
    try:
        said = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Problem(400, f"The body is no JSON: {error.msg}.") from None
    return _accept(request, body, check_one(said), event="demand")


@router.post(
    "/demands/batch",
    response=_ACCEPTED,
    url_name="demands-batch",
    tags=["Demand"],
    operation_id="send_demands",
    summary="Send many demands",
    openapi_extra={
        "parameters": [described.KEY],
        **described.body(
            "application/x-ndjson",
            {"type": "string"},
            orjson.dumps(described.EXAMPLE).decode() + "\n",
            described.BATCH,
        ),
    },
)
def send_demands(request: HttpRequest) -> HttpResponse:
    """Keep up to 10,000 demands, all or none; when this is answered, they are on the disk.

    Where something is wrong, everything that is wrong is told, with line and field.
    """
    body = _body(request, _LINES)
    return _accept(request, body, check_batch(body), event="batch")


@router.get(
    "/deliveries",
    response={200: AllSent, **problems()},
    url_name="deliveries",
    tags=["Demand"],
    operation_id="list_deliveries",
    summary="What this token sent",
)
def list_deliveries(request: HttpRequest) -> HttpResponse:
    """Return the newest hundred of what this token sent, and where each is."""
    rows = inbox.recent(100, senders=[API], sent_by=_whose(request))
    return reply(AllSent([_sent(row) for row in rows]))


@router.get(
    "/deliveries/{int:number}",
    response={200: Sent, **problems(404)},
    url_name="delivery",
    tags=["Demand"],
    operation_id="get_delivery",
    summary="What became of one delivery",
)
def get_delivery(request: HttpRequest, number: int) -> HttpResponse:
    """Return where something is that this token sent."""
    row = inbox.delivery(number) if number < 2**63 else None
    if row is None or row.sender != API or row.sent_by != _whose(request):
        raise not_there(f"delivery {number} of this token")
    return reply(_sent(row))


def _body(request: HttpRequest, types: frozenset[str]) -> bytes:
    if request.content_type not in types:
        given = request.content_type or "none"
        why = f"The Content-Type is {given[:60]!r}. Send {' or '.join(sorted(types))}."
        raise Problem(415, why, headers={"Accept": ", ".join(sorted(types))})
    if _length(request) > MOST_BYTES:
        raise too_large()
    return bytes(request.body)


def _length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if str(said).isdigit() else 0


def _accept(request: HttpRequest, body: bytes, checked: Checked, *, event: str) -> HttpResponse:
    if checked.problems:
        raise _wrong(checked)
    key = _key(request)
    asking: Asking = request  # type: ignore[assignment]  # `opening` has opened it
    kept = inbox.accept(
        API,
        f"{asking.token.pk}:{key or uuid4().hex}",
        body,
        at=asking.at,
        event=event,
        sent_by=_whose(request),
        demands=checked.demands,
        one_body=True,
    )
    receipt = Receipt(kept.number, kept.seen_before, kept.state, checked.demands)  # type: ignore[arg-type]
    return reply(receipt, status=200 if kept.seen_before else 202)


def _key(request: HttpRequest) -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not (1 <= len(key) <= 200 and key.isascii() and key.isprintable() and " " not in key):
        why = "The Idempotency-Key is no word of 1 to 200 ASCII characters without spaces."
        raise Problem(400, why)
    return key


def _wrong(checked: Checked) -> Problem:
    found = len(checked.problems) + checked.more
    things = "thing is" if found == 1 else "things are"
    return Problem(
        422,
        f"{found:,} {things} wrong, so nothing was taken. Mend what `errors` names and send all again.",
        {
            "errors": [
                {"line": each.line, "field": each.field, "reason": each.reason}
                for each in checked.problems
            ],
            "more_errors": checked.more,
        },
    )


def _whose(request: HttpRequest) -> str:
    asking: Asking = request  # type: ignore[assignment]  # `opening` has opened it
    return f"token {asking.token.pk}"


def _sent(row: Delivery) -> Sent:
    return Sent(
        delivery=row.pk,
        state=row.state,  # type: ignore[arg-type]
        accepted_at=row.accepted_at,
        demands=row.demands,
        size=row.size,
        import_id=row.import_id if row.moved_at else None,
        moved_at=row.moved_at,
        attempts=row.attempts,
        why=row.why,
    )
