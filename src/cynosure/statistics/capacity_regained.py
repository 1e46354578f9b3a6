"""What removing failure demand would give back."""

from __future__ import annotations


def capacity_regained(failure_share: float, *, removed: float = 1.0) -> float | None:
    """Return the added capacity for value work, as a ratio, if failure demand were removed.

    r f / (1 - f), with f the failure share of the *effort* and r the part
    removed: a third of all work removed gives half as much capacity again. A
    share of the count makes it far too large where failure contacts are
    short. With nothing but failure there is no finite gain: None.

    Source: Seddon, Freedom from Command and Control (2003), for the idea.

    Raises
    ------
    ValueError
        If the share or the part removed is not within 0 and 1.

    Examples
    --------
    >>> round(capacity_regained(0.4), 4), round(capacity_regained(0.4, removed=0.5), 4)
    (0.6667, 0.3333)
    >>> capacity_regained(1.0) is None
    True
    """
    for name, part in (("failure share", failure_share), ("part removed", removed)):
        if not 0 <= part <= 1:
            raise ValueError(f"The {name} lies within 0 and 1, so it is not {part}.")
    if failure_share == 1:
        return None
    return removed * failure_share / (1 - failure_share)
