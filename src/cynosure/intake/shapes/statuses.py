"""What the words of trackers and desks mean for the clocks.

Names of statuses and resolutions are free text in nearly every tool, so they are
read by the words in them. A word that is not known stays unknown; the source's
own one is always kept beside ours.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Ending = Literal["resolved", "declined", "abandoned", "withdrawn", "merged"]
Turn = Literal["waits_on_asker", "waits_on_us", "waits_on_other"]

# In this order: "won't be fixed" and "incomplete" hold a word of success, too.
_ENDINGS: tuple[tuple[Ending, re.Pattern[str]], ...] = (
    ("merged", re.compile(r"\bduplicated?\b|\bdupe?\b|\bmerged\b")),
    (
        "withdrawn",
        re.compile(
            r"\bwithdr[ae]wn?\b|\bretracted\b|\bcancell?ed by (?:the )?"
            r"(?:caller|requester|requestor|reporter|customer|user|client)\b"
        ),
    ),
    (
        "abandoned",
        re.compile(
            r"\babandoned\b|\bstale\b|\btimed? ?out\b|\bexpired\b|\bauto[ -]?closed?\b"
            r"|\bno[ _](?:answer|response|reply|feedback)\b|\bincomplete\b|\bunresponsive\b"
            r"|\bnot enough info\w*|\binsufficient\b|\binactiv\w+|\bno resolution provided\b"
        ),
    ),
    (
        "declined",
        re.compile(
            r"\bwon'?t\b|\bwon\u2019t\b|\bwontfix\b|\bwill not\b|\bdeclined?\b|\breject\w*"
            r"|\brefused\b|\bdenied\b|\bnot[ _]planned\b|\binvalid\b"
            r"|\bnot an? (?:bug|problem|defect|issue)\b|\bas (?:designed|intended)\b|\bby design\b"
            r"|\b(?:cannot|can'?t|could not|not) (?:be )?reproduc\w+|\bworks for me\b"
            r"|\bcancell?ed\b|\bnot (?:re)?solved\b|\bnot fixed\b|\bout of scope\b|\bpostponed\b"
            r"|\bdeferred\b|\bobsolete\b|\bnot applicable\b|\bspam\b|\bworks?asintended\b"
        ),
    ),
    (
        "resolved",
        re.compile(
            r"\bfixed\b|\bdone\b|\bcompleted?\b|\bresolved?\b|\bclosed?\b|\bsolved\b"
            r"|\bimplemented\b|\bfinished\b|\bdelivered\b|\breleased\b|\banswered\b|\bfulfilled\b"
            r"|\bworkaround\b|\bwork around\b|\binformation provided\b|\bshipped\b"
            r"|\bresolution\b|\bclosure\b|\bresolve ticket\b"
        ),
    ),
)
# "Pending closed", "ready to be released" and "reopened" are no endings yet, or none any more.
_NOT_YET = re.compile(
    r"\bre-?open\w*|\bpending\b|\bwait\w*|\bawait\w*|\bto be\b|\bready\b|\bunresolved\b|\bunsolved\b"
    r"|\bin progress\b|\bverif\w+ (?:fix|resolution)\b|\bpartial\w*"
)
_ASKER = (
    r"(?:customer|client|caller|user|reporter|requester|requestor|submitter|author|asker|op"
    r"|your reply)"
)
_ON_ASKER = re.compile(
    rf"\b(?:wait\w*|await\w*|pending|needs?|with|hold|input|feedback|respon\w+|reply|answer)\b.*\b{_ASKER}\b"
    rf"|\b{_ASKER}\b.*\b(?:pending|hold|input|feedback|response|reply|answer|info\w*)\b"
    r"|\b(?:needs?|more|missing|awaiting|waiting|pending|request\w*)\b.*\binfo(?:rmation)?\b"
    r"|\binfo(?:rmation)? (?:needed|required|requested)\b|\bfeedback (?:needed|required)\b"
    r"|\b(?:await\w*|wait\w*(?: for| on)?|pending|needs?)[ :/-](?:an? |more )?"
    r"(?:response|reply|answer|feedback|repro\w*|details|clarification|triage response)\b"
)
_ON_US_THOUGH_WAITING = re.compile(
    r"\b(?:support|agent|triage|assignment|assigned|review|approval|team|engineering|development"
    r"|developer|qa|testing|deployment|release|merge|staff|fix|investigation)\b"
)
_WAITING = re.compile(
    r"\bwait\w*|\bawait\w*|\bon[ -]?hold\b|\bhold\b|\bblocked\b|\bpending\b|\bsuspended\b|\bpaused\b"
)
_ON_US = re.compile(
    r"\bopen(?:ed)?\b|\bnew\b|\bto ?do\b|\bin[ _-]progress\b|\bassigned\b|\baccepted\b|\bqueued?\b"
    r"|\bescalated?\b|\bre-?opened\b|\bbacklog\b|\bselected\b|\breview\w*|\btest\w*|\bdevelop\w*"
    r"|\btriage\w*|\bactive\b|\bready\b|\binvestigat\w+|\bin work\b|\bstarted\b|\bunmatched\b"
    r"|\bpatch available\b|\bwork in progress\b|\bdraft\b|\bqa\b|\bregistered\b|\bcreated\b"
)


@lru_cache(maxsize=8192)
def ending_of(word: str) -> Ending | None:
    """Return the ending that a status, resolution or activity names; None if it names none.

    >>> [ending_of(word) for word in ("Won't Fix", "Incomplete", "Done", "Duplicate", "Pending")]
    ['declined', 'abandoned', 'resolved', 'merged', None]
    """
    plain = word.lower().replace("_", " ")
    if _NOT_YET.search(plain):
        return None
    for ending, pattern in _ENDINGS:
        if pattern.search(plain):
            return ending
    return None


@lru_cache(maxsize=8192)
def turn_of(word: str) -> Turn | None:
    """Return whose turn it is in a status; None where its words do not say.

    A bare "on hold" or "waiting" is somebody else's: neither side's silence.

    >>> [turn_of(word) for word in ("Waiting for customer", "On hold", "In Progress", "Purple")]
    ['waits_on_asker', 'waits_on_other', 'waits_on_us', None]
    """
    plain = word.lower().replace("_", " ")
    if _ON_ASKER.search(plain):
        return "waits_on_asker"
    if _WAITING.search(plain):
        return "waits_on_us" if _ON_US_THOUGH_WAITING.search(plain) else "waits_on_other"
    return "waits_on_us" if _ON_US.search(plain) else None
