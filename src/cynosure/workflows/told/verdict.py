"""What the first page says in a sentence or two."""

from __future__ import annotations

from cynosure.reports.verdict import about_failure, about_waiting
from cynosure.workflows.told.figures import Focus


def verdict_of(focus: Focus) -> tuple[str, ...]:
    """Return how much is failure demand and how long customers wait, in the report's words."""
    head = focus.headline
    if not head.demands:
        return ("There is no demand of customers in what was taken in, only of staff or bots.",)
    said = (about_failure(head.failure_share), about_waiting(head))
    return tuple(each for each in said if each)
