"""Rule 9: whether the first fix held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from cynosure.clocks.alone import Alone


def first_time_fix(
    alone: Alone, followed_at: Sequence[datetime], *, days: int, as_of: datetime
) -> bool | None:
    """Return whether the first resolution held for the window; None where it is not known.

    Not fixed as soon as a reopening or a follow-up is seen within W × 24 hours,
    both ends inside, whatever the state now. Not yet known while the resolution
    is younger than that, unknown where it is only claimed. `followed_at` are
    the starts of the demand's follow-ups.
    """
    first = alone.course.first_resolution
    if first is None or not alone.clocked:
        return None
    if first.origin == "claimed":
        alone.notes.say(9, "The first resolution is only claimed: first-time fix unknown.")
        return None
    until = first.at + timedelta(hours=24 * days)
    again = alone.course.reopened_after_fix
    came_back = [again.at] if again is not None else []
    came_back += [at for at in followed_at if at >= first.at]
    if any(at <= until for at in came_back):
        alone.notes.say(9, f"Came back within {days} days: no first-time fix.")
        return False
    if until <= as_of:
        alone.notes.say(9, f"The first resolution held for {days} days: a first-time fix.")
        return True
    alone.notes.say(9, f"Resolved less than {days} days ago: first-time fix not yet known.")
    return None
