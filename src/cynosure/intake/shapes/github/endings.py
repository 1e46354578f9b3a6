"""How an issue ended: GitHub knows only "closed", its reason, its labels and who did it."""

from __future__ import annotations

from collections.abc import Iterable

from cynosure.demand.kinds import ActorKind, EventKind
from cynosure.intake.shapes.github.labels import meaning_of


def ending_of_closing(
    *, reason: str | None, labels: Iterable[str], closer: ActorKind | None
) -> tuple[EventKind, str]:
    """Return the ending that a closing is, and the word for `after`.

    A label that says duplicate or won't fix outweighs the reason "completed",
    which is what GitHub's button says unless somebody chooses, and what it gave
    to everything closed before reasons existed. A machine that closes for want
    of activity is recorded as `resolved` by a bot with the reason, which the
    rules of time read as abandoned.

    >>> ending_of_closing(reason="completed", labels=["bug"], closer="staff")
    ('resolved', 'completed')
    >>> ending_of_closing(reason="not_planned", labels=["stale"], closer="bot")
    ('resolved', 'stale')
    >>> ending_of_closing(reason="not_planned", labels=[], closer="asker")
    ('withdrawn', 'not_planned')
    """
    meanings = {meaning_of(label): label for label in labels}
    silence = next((word for word in ("stale", "no_answer") if word in meanings), None)
    ending: tuple[EventKind, str] = ("resolved", reason or "closed")
    if closer == "bot" and (silence or reason == "not_planned"):
        ending = ("resolved", silence or "stale")
    elif reason == "duplicate" or "duplicate" in meanings:
        ending = ("merged", meanings.get("duplicate", "duplicate"))
    elif reason == "not_planned" and closer == "asker":
        ending = ("withdrawn", reason)
    elif reason == "not_planned" and closer is None and silence:
        # Lists of issues do not name who closed them; the label tells that nobody answered.
        ending = ("abandoned", silence)
    elif reason == "not_planned" or "declined" in meanings:
        ending = ("declined", meanings.get("declined", "not_planned"))
    return ending
