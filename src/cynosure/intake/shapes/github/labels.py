"""What GitHub's labels say: they are free text, so they are read by the words in them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Meaning = Literal["type", "priority", "stale", "no_answer", "duplicate", "declined"]

_MEANINGS: tuple[tuple[Meaning, re.Pattern[str]], ...] = (
    ("duplicate", re.compile(r"\bduplicates?\b")),
    ("stale", re.compile(r"\bstale\b|\binactiv\w+\b|\brotten\b")),
    ("no_answer", re.compile(r"\bno[ _-](?:response|answer|reply|feedback)\b")),
    ("declined", re.compile(r"\bwon[’']?t[ _-]?(?:fix|do)\b|\binvalid\b")),
    (
        "priority",
        re.compile(
            r"\b(?:priority|prio|severity|urgency|sev)\b|^p[0-5]$|^(?:critical|urgent|blocker)$"
        ),
    ),
    (
        "type",
        re.compile(
            r"\bbugs?\b|\bdefect\b|\bregression\b|\bcrash\w*\b|\berror\b|\benhancement\b"
            r"|\bimprovement\b|\bfeatures?\b|\brequests?\b|\bproposal\b|\bquestions?\b"
            r"|\bsupport\b|\bhelp\b(?! wanted)|\bdocs?\b|\bdocumentation\b|\bperformance\b"
            r"|\bsecurity\b|\brefactor\w*\b|\bmaintenance\b|\bchore\b|\btask\b|\bdiscussion\b"
            r"|\bincident\b|\boutage\b|\bcomplaint\b"
        ),
    ),
)


@lru_cache(maxsize=8192)
def meaning_of(label: str) -> Meaning | None:
    """Return what kind of thing a label says; None where its words are not known.

    >>> [meaning_of(label) for label in ("type: bug", "P1", "wontfix", "good first issue")]
    ['type', 'priority', 'declined', None]
    """
    plain = label.lower()
    return next((meaning for meaning, pattern in _MEANINGS if pattern.search(plain)), None)


def first_meaning(labels: tuple[str, ...], meaning: Meaning) -> str | None:
    """Return the first label of that meaning, in the repository's own words.

    >>> first_meaning(("ui", "bug", "question"), "type")
    'bug'
    """
    return next((label for label in labels if meaning_of(label) == meaning), None)
