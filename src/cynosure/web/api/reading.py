"""Operations by which programs read demands, themes and imports."""

from __future__ import annotations

from dataclasses import fields
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Schema

from cynosure.demand import CODES, ENDINGS, NATURES
from cynosure.demand.kinds import AskerKind
from cynosure.measures import MEASURES
from cynosure.web.api.opening import Asking
from cynosure.web.api.problems import Problem, not_there
from cynosure.web.api.replies import Demands, Imports, ThemeListed, Themes, problems, reply
from cynosure.web.api.router import router
from cynosure.web.api.telling import told_of
from cynosure.wiring.told import demand_called, list_demands
from cynosure.workflows.told.filters import UNKNOWN, Filters
from cynosure.workflows.told.listing import ListedDemand
from cynosure.workflows.told.summary import ToldImport

MOST = 1_000  # demands of a page
_BESIDE = frozenset({"sort", "limit", "after"})
_FILTERS = frozenset(each.name for each in fields(Filters))
Words = Annotated[list[Annotated[str, Field(min_length=1, max_length=300)]], Field(max_length=50)]
_SOME: Any = Field(default_factory=list)


class Page(Schema):
    """Which demands, in which order, from where on."""

    source: Words = _SOME
    product: Words = _SOME
    channel: Words = _SOME
    customer: Words = _SOME
    language: Words = _SOME
    role: Words = _SOME
    standing: Words = _SOME
    reported_type: Words = _SOME
    label: Words = _SOME
    priority: Words = _SOME
    asker_kind: list[AskerKind] = _SOME
    nature: list[Literal[(*NATURES, UNKNOWN)]] = _SOME  # type: ignore[valid-type]
    code: list[Literal[(*CODES, UNKNOWN)]] = _SOME  # type: ignore[valid-type]
    theme: Words = _SOME
    state: list[Literal[("open", *ENDINGS, UNKNOWN)]] = _SOME  # type: ignore[valid-type]
    since: str | None = Field(None, description="From this day or instant on, as 2026-03-01.")
    until: str | None = Field(None, description="Before this day or instant.")
    open_days: float | None = Field(None, ge=0, le=100_000)
    decided: Literal["yes", "no"] | None = None
    sure_below: float | None = Field(None, ge=0, le=1)
    behind: Literal[tuple(MEASURES)] | None = None  # type: ignore[valid-type]
    sort: Literal["newest", "oldest", "longest", "unsure"] = "newest"
    limit: int = Field(50, ge=1, le=MOST)
    after: str | None = Field(None, max_length=2_000, description="`next` of the page before.")


@router.get(
    "/demands",
    response={200: Demands, **problems()},
    url_name="demands",
    tags=["Reading"],
    operation_id="list_demands",
    summary="List demands",
)
def list_of_demands(request: HttpRequest, page: Query[Page]) -> HttpResponse:
    """Return demands as of the last telling, titles masked; several words of one filter mean any.

    Take `next` as `after` for the page that follows; it is null at the end.
    """
    strange = sorted(set(request.GET) - _FILTERS - _BESIDE)
    if strange:
        raise Problem(422, f"Nothing is chosen by {strange[0][:60]!r}. See the description.")
    told = told_of(_opened(request))
    filters = Filters.from_query({name: request.GET.getlist(name) for name in request.GET})
    found = list_demands(told, filters, sort=page.sort, after=page.after, limit=page.limit)
    return reply(Demands(told.as_of, told.told_at, list(found.rows), found.next))


@router.get(
    "/demands/{path:demand_id}",
    response={200: ListedDemand, **problems(404)},
    url_name="demand",
    tags=["Reading"],
    operation_id="get_demand",
    summary="One demand",
)
def get_demand(request: HttpRequest, demand_id: str) -> HttpResponse:
    """Return one demand by its id, such as `jira:PAY-7`, as of the last telling."""
    return reply(demand_called(told_of(_opened(request)), demand_id))


@router.get(
    "/themes",
    response={200: Themes, **problems()},
    url_name="themes",
    tags=["Reading"],
    operation_id="list_themes",
    summary="List themes",
)
def list_themes(request: HttpRequest) -> HttpResponse:
    """Return all themes, the largest first, those marked as noise last."""
    told = told_of(_opened(request))
    return reply(Themes(told.as_of, told.told_at, [_theme(each) for each in told.themes]))


@router.get(
    "/themes/{theme_id}",
    response={200: ThemeListed, **problems(404)},
    url_name="theme",
    tags=["Reading"],
    operation_id="get_theme",
    summary="One theme",
)
def get_theme(request: HttpRequest, theme_id: str) -> HttpResponse:
    """Return one theme, also under an id that was merged into it."""
    for each in told_of(_opened(request)).themes:
        if theme_id == each.theme_id or theme_id in each.merged_from:
            return reply(_theme(each))
    raise not_there(f"theme {theme_id[:60]!r}")


@router.get(
    "/imports",
    response={200: Imports, **problems()},
    url_name="imports",
    tags=["Reading"],
    operation_id="list_imports",
    summary="List imports",
)
def list_imports(request: HttpRequest) -> HttpResponse:
    """Return the receipts of what was taken in, the newest first, as of the last telling."""
    return reply(Imports(list(reversed(told_of(_opened(request)).imports))))


@router.get(
    "/imports/{import_id}",
    response={200: ToldImport, **problems(404)},
    url_name="import",
    tags=["Reading"],
    operation_id="get_import",
    summary="One import",
)
def get_import(request: HttpRequest, import_id: str) -> HttpResponse:
    """Return the receipt of one import: read = new + changed + unchanged + set aside + quarantined."""
    for each in told_of(_opened(request)).imports:
        if each.import_id == import_id:
            return reply(each)
    raise not_there(f"import {import_id[:60]!r} that was told of")


def _opened(request: HttpRequest) -> Asking:
    asking: Asking = request  # type: ignore[assignment]  # `opening` has opened it
    return asking


def _theme(each: Any) -> ThemeListed:
    return ThemeListed(
        theme_id=each.theme_id,
        name=each.name,
        size=each.size,
        founded_at=each.founded_at,
        named_by_people=each.named_by_people,
        pinned=each.pinned,
        noise=each.noise,
        merged_from=list(each.merged_from),
    )
