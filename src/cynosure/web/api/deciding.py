"""Operations by which programs correct what a demand is, and take that back."""

from __future__ import annotations

import base64
import binascii
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Schema
from pydantic import ConfigDict, Field

from cynosure.demand import CAUSES, WANTS, Nature
from cynosure.nature.deciding.decisions import Decided, Decision
from cynosure.register import decisions, jobs
from cynosure.register.people import trail
from cynosure.web.api.opening import Asking
from cynosure.web.api.problems import Problem, not_there
from cynosure.web.api.replies import Decisions, OneDecision, TakenBack, problems, reply
from cynosure.web.api.router import router
from cynosure.web.api.telling import told_of
from cynosure.wiring.kinds import RETELL
from cynosure.wiring.told import demand_called


class Deciding(Schema):
    """What a demand is; without a nature: nobody could tell."""

    model_config = ConfigDict(extra="forbid")

    demand_id: str = Field(min_length=1, max_length=500)
    nature: Nature | None
    code: Literal[(*CAUSES, *WANTS)] | None = None  # type: ignore[valid-type]
    doubtful: bool = False


class Paging(Schema):
    """How many, from where on."""

    limit: int = Field(50, ge=1, le=1_000)
    after: str | None = Field(None, max_length=2_000, description="`next` of the page before.")


@router.post(
    "/decisions",
    response={201: OneDecision, **problems(400, 404)},
    url_name="decisions",
    tags=["Decisions"],
    operation_id="decide",
    summary="Say what a demand is",
)
def decide(request: HttpRequest, said: Deciding) -> HttpResponse:
    """Keep a decision; it counts at once, over what the model says, until it is taken back."""
    asking = _opened(request)
    _check(said)
    demand = demand_called(told_of(asking), said.demand_id)
    decision = Decision(demand.demand_id, said.nature, said.code, said.doubtful)
    made = Decided(decision, asking.token.made_by.name, asking.at)
    decisions.keep([made])
    _noted(asking, "demand.decided", demand.demand_id)
    return reply(_one(made), status=201)


@router.get(
    "/decisions",
    response={200: Decisions, **problems()},
    url_name="decisions",
    tags=["Decisions"],
    operation_id="list_decisions",
    summary="List decisions",
)
def list_decisions(request: HttpRequest, page: Query[Paging]) -> HttpResponse:
    """Return the decisions that count, by the ids of their demands."""
    del request
    start = "" if page.after is None else _read(page.after)
    counting = decisions.counting()
    ids = sorted(name for name in counting if name > start)
    shown = ids[: page.limit]
    further = _written(shown[-1]) if len(ids) > page.limit else None
    return reply(Decisions([_one(counting[name]) for name in shown], further))


@router.get(
    "/decisions/{path:demand_id}",
    response={200: OneDecision, **problems(404)},
    url_name="decision",
    tags=["Decisions"],
    operation_id="get_decision",
    summary="The decision on a demand",
)
def get_decision(request: HttpRequest, demand_id: str) -> HttpResponse:
    """Return the decision that counts of a demand."""
    del request
    found = decisions.counting().get(demand_id)
    if found is None:
        raise not_there(f"decision on {demand_id[:60]!r}")
    return reply(_one(found))


@router.delete(
    "/decisions/{path:demand_id}",
    response={200: TakenBack, **problems(404)},
    url_name="decision",
    tags=["Decisions"],
    operation_id="take_back_decision",
    summary="Take a decision back",
)
def take_back(request: HttpRequest, demand_id: str) -> HttpResponse:
    """Take back the decision that counts, so that the one before it does, or the model."""
    asking = _opened(request)
    taken = decisions.take_back(demand_id, by=asking.token.made_by.name, at=asking.at)
    if taken is None:
        raise not_there(f"decision on {demand_id[:60]!r}")
    _noted(asking, "demand.decision_taken_back", demand_id)
    now = decisions.counting().get(demand_id)
    return reply(TakenBack(_one(taken), None if now is None else _one(now)))


def _check(said: Deciding) -> None:
    codes = CAUSES if said.nature == "failure" else WANTS if said.nature == "value" else ()
    if said.code is not None and said.code not in codes:
        of = said.nature or "no nature"
        allowed = f"Choose one of {', '.join(codes)}." if codes else "Leave it out."
        raise Problem(
            422,
            f"{said.code} is no code of {of}. {allowed}",
            {"errors": [{"field": "code", "reason": f"It is no code of {of}."}]},
        )


def _noted(asking: Asking, did: str, demand_id: str) -> None:
    trail.note(
        did,
        at=asking.at,
        by=asking.token.made_by.name,
        user=asking.token.made_by,
        workspace=asking.workspace.pk,
        of=demand_id,
        details={"token": asking.token.pk},
    )
    jobs.enqueue(RETELL, by=f"token {asking.token.pk}", at=asking.at, once=True)


def _one(made: Decided) -> OneDecision:
    said = made.decision
    return OneDecision(said.demand_id, said.nature, said.code, said.doubtful, made.by, made.at)


def _written(demand_id: str) -> str:
    return base64.urlsafe_b64encode(demand_id.encode()).decode().rstrip("=")


def _read(after: str) -> str:
    try:
        padded = after + "=" * (-len(after) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (ValueError, UnicodeError, binascii.Error):
        raise Problem(
            422, "after is none of ours: take what the page before gave as next."
        ) from None


def _opened(request: HttpRequest) -> Asking:
    asking: Asking = request  # type: ignore[assignment]  # `opening` has opened it
    return asking
