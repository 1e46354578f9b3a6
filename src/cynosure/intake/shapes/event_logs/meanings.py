"""What a row of an event log means: an ending, whose turn it is, or only that something was done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from cynosure.intake.shapes.statuses import Ending, Turn, ending_of, turn_of

# XES's own transitions say how far an activity is, not how far its case is.
_OF_ACTIVITIES = frozenset(
    {
        "schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "pi_abort",
        "ate_abort", "complete", "autoskip", "manualskip", "unknown",
    }
)  # fmt: skip
# What is done about a case that has ended, without taking it up again.
_CLERICAL = re.compile(
    r"\barchiv\w*|\binvoic\w*|\bbill\w*|\bsurvey\b|\bsatisfaction\b|\bnotif\w*|\bfeedback\b|\breport\w*"
    r"|\blog\w*\b|\bupdate\b|\bcomment\w*|\bpayment\b",
    re.IGNORECASE,
)


def is_status(transition: str | None) -> bool:
    """Return whether a transition says how far the case is, beyond XES's words for activities.

    >>> is_status("In Progress"), is_status("complete"), is_status(None)
    (True, False, False)
    """
    return transition is not None and transition.lower() not in _OF_ACTIVITIES


def ending_in(
    activity: str, transition: str | None, given: Mapping[str, Ending | None]
) -> Ending | None:
    """Return the ending that a row is: one that a mapping gives, else one that its words name.

    The status decides whether the case has ended, the sub status how.

    >>> ending_in("Completed", "Cancelled", {}), ending_in("Completed", "In Call", {})
    ('declined', 'resolved')
    >>> ending_in("6", None, {"6": "resolved"}), ending_in("6", None, {})
    ('resolved', None)
    """
    for words in (said(activity, transition), activity) if given else ():
        if words in given:
            return given[words]
    return _ending_by_words(activity, transition)


@lru_cache(maxsize=8192)
def _ending_by_words(activity: str, transition: str | None) -> Ending | None:
    ending = ending_of(activity)
    if ending is None or transition is None or not is_status(transition):
        return ending
    finer = ending_of(transition)
    return finer if ending == "resolved" and finer is not None else ending


@lru_cache(maxsize=8192)
def turn_in(activity: str, transition: str | None) -> Turn | None:
    """Return whose turn it is after a row; None where its words do not say.

    >>> turn_in("Accepted", "Wait - User"), turn_in("Queued", "Awaiting Assignment")
    ('waits_on_asker', 'waits_on_us')
    """
    finer = turn_of(transition) if transition is not None and is_status(transition) else None
    return finer or turn_of(activity)


@lru_cache(maxsize=8192)
def is_clerical(activity: str) -> bool:
    """Return whether an activity may follow an ending without undoing it.

    >>> is_clerical("Archive case"), is_clerical("Accepted")
    (True, False)
    """
    return _CLERICAL.search(activity) is not None


def said(activity: str, transition: str | None) -> str:
    """Return a row's own words: the activity, and what the log says of it beyond XES's words.

    >>> said("Accepted", "In Progress"), said("Check request", "complete")
    ('Accepted/In Progress', 'Check request')
    """
    return f"{activity}/{transition}" if is_status(transition) else activity
