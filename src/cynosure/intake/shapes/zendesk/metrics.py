"""Zendesk's own figures of a ticket, kept as its claims and set beside ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cynosure.intake.shape import SourceFigure
from cynosure.intake.shapes.fields import number

# Our name of a figure, the API's name of it, and which of its two clocks.
_MINUTES: tuple[tuple[SourceFigure, str, str], ...] = (
    ("first_reply_minutes", "reply_time_in_minutes", "calendar"),
    ("first_reply_business_minutes", "reply_time_in_minutes", "business"),
    ("first_resolution_minutes", "first_resolution_time_in_minutes", "calendar"),
    ("full_resolution_minutes", "full_resolution_time_in_minutes", "calendar"),
    ("full_resolution_business_minutes", "full_resolution_time_in_minutes", "business"),
    ("requester_wait_minutes", "requester_wait_time_in_minutes", "calendar"),
)
# The view's CSV says the clock at the end, and "first reply" where the API says "reply".
_IN_TABLES = {"reply_time_in_minutes": "first_reply_time_in_minutes"}


def figures_in(metrics: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures that a ticket's metrics hold, in whichever spelling.

    >>> figures_in({"reply_time_in_minutes": {"calendar": 90, "business": 60}, "reopens": 1})
    {'first_reply_minutes': 90.0, 'first_reply_business_minutes': 60.0, 'reopen_count': 1.0}
    >>> figures_in({"first_reply_time_in_minutes_within_business_hours": "60"})
    {'first_reply_business_minutes': 60.0}
    """
    return dict(_figures(metrics))


def _figures(metrics: Mapping[str, Any]) -> Iterator[tuple[SourceFigure, float]]:
    for figure, name, clock in _MINUTES:
        minutes = _minutes(metrics, name, clock)
        if minutes is not None:
            yield figure, minutes
    reopens = number(metrics.get("reopens"))
    if reopens is not None:
        yield "reopen_count", reopens
    stations = number(metrics.get("assignee_stations"))
    if stations is not None:
        # Zendesk counts who had it; handing on is one less.
        yield "reassignment_count", max(stations - 1, 0.0)


def _minutes(metrics: Mapping[str, Any], name: str, clock: str) -> float | None:
    held = metrics.get(name)
    if isinstance(held, Mapping):
        return number(held.get(clock))
    # Flattened with a dot or an underscore, or with the words of the view's CSV.
    title = _IN_TABLES.get(name, name)
    in_table = f"{title}_within_business_hours" if clock == "business" else title
    for spelling in (f"{name}.{clock}", f"{name}_{clock}", f"metric_set.{name}.{clock}", in_table):
        if spelling in metrics:
            return number(metrics[spelling])
    return None
