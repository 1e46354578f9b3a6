"""Which column of an event log says what: XES has standard names, tables have customary ones."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_BESIDE_LETTERS = re.compile(r"[^a-z0-9]+")
# Customary names, letters and digits only, the better one first.
_CUSTOMARY: dict[str, tuple[str, ...]] = {
    "case": ("caseconceptname", "caseid", "srnumber", "case", "casenumber", "traceid", "processinstance"),
    "time": (
        "timetimestamp", "completetimestamp", "changedatetime", "timestamp", "eventtime",
        "completetime", "endtimestamp", "starttimestamp", "datetime", "time",
    ),
    "activity": (
        "status", "conceptname", "activity", "activityname", "activityid", "eventname", "event", "task", "action",
    ),
    "transition": ("substatus", "lifecycletransition", "lifecycle", "transition"),
    "group": ("orggroup", "involvedst", "assignmentgroup", "group", "team", "supportteam"),
    "resource": ("orgresource", "ownerfirstname", "resource", "owner", "agent", "user", "originator"),
    "product": ("product", "caseproduct", "application"),
    "priority": ("impact", "srlatestimpact", "caseimpact", "priority", "casepriority", "severity"),
    "channel": ("casechannel", "channel"),
    "title": ("casetitle", "title", "summary", "casedescription"),
    "asker": ("caserequester", "requester", "customer", "caller"),
    "started": ("casestartdate", "caseregdate", "casecreated", "casestarttime"),
    "ended": ("caseenddate", "caseclosedate", "caseendtime"),
    "due": ("casedeadline", "caseduedate", "caseenddateplanned"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """The names under which a log has what it tells; None where it has it not."""

    case: str
    time: str
    activity: str
    transition: str | None
    group: str | None
    resource: str | None
    product: str | None
    priority: str | None
    channel: str | None
    title: str | None
    asker: str | None
    started: str | None
    ended: str | None
    due: str | None


@lru_cache(maxsize=1024)
def columns_of(names: tuple[str, ...]) -> Columns | None:
    """Return the columns of an event log by their names; None if these are not one's.

    A status beside an activity is taken, since a status says whether the case
    has ended and an activity only what was done.

    >>> columns_of(("CaseID", "ActivityID", "CompleteTimestamp")).activity
    'ActivityID'
    >>> columns_of(("SR Number", "Change Date+Time", "Status", "Sub Status")).transition
    'Sub Status'
    >>> columns_of(("id", "title", "created")) is None
    True
    """
    plain: dict[str, str] = {}
    for name in names:
        plain.setdefault(_BESIDE_LETTERS.sub("", name.lower()), name)
    found = {
        role: next((plain[name] for name in customary if name in plain), None)
        for role, customary in _CUSTOMARY.items()
    }
    case, time, activity = found.pop("case"), found.pop("time"), found.pop("activity")
    if case is None or time is None or activity is None:
        return None
    return Columns(case=case, time=time, activity=activity, **found)
