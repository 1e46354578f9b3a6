"""What not to believe: the doubts that most exports give reason for, in words.

Each function returns a `Doubt`, or None where there is nothing to doubt, so
that a workflow can list them all and keep what is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cynosure.answers import Answer, LeftOut
from cynosure.reports import wording
from cynosure.reports.content import Doubt, Ledger

SMALL = 30  # below so many demands one demand more or less moves a share by several points


def unaudited(failure_share: Answer, *, command: str) -> Doubt | None:
    """Return the doubt about a failure share that nobody audited; None if it is audited."""
    extent = failure_share.interval
    if failure_share.value is None or (extent and extent.kind == "audit"):
        return None
    said = f" ({wording.interval(failure_share)})" if extent else ""
    return Doubt(
        title="The failure share is not audited",
        text=f"A classifier that was trained on other organisations’ demand read these. Its range{said} "
        "is made from its error on sources that it had not seen; nothing promises that it is right "
        "here.",
        mend=f"Label some demands: {command}. The range then becomes an interval from your own data",
    )


def claimed_endings(share: float | None, n: int) -> Doubt | None:
    """Return the doubt about endings that only a summary field tells of.

    >>> claimed_endings(1.0, 1733).title
    'All endings are only claimed'
    """
    if not share:
        return None
    how_many = "All" if share == 1 else f"{wording.share(share)} of the"
    return Doubt(
        title=f"{how_many} endings are only claimed",
        text=f"Of {wording.counted(n, 'ending')} so many come from a summary field that was filled "
        "in, not from a history. Such a field keeps the last ending only: earlier ones and "
        "reopenings are lost, so waits look longer or shorter than they were and reopening "
        "looks rarer.",
        mend="Export the history (change log, audits, events) as well",
    )


def assumed_zone(zone: str, *, assumed: bool) -> Doubt | None:
    """Return the doubt about a time zone that the export does not tell."""
    if not assumed:
        return None
    return Doubt(
        title=f"The time zone is assumed to be {zone}",
        text="The export does not say in which zone its times are. Waits stay the same, but for the "
        "hours when clocks change; days, weeks and months shift at their borders, and the age of "
        "what is open shifts by the difference.",
        mend="Say it: --timezone Europe/Berlin, for example",
    )


def cannot_tell(missing: Mapping[str, str]) -> Doubt | None:
    """Return what the export cannot tell: a figure's name, and why.

    >>> cannot_tell({"First response": "it has only the number of comments"}).left_out
    ()
    """
    if not missing:
        return None
    said = "; ".join(f"{figure}: {why}" for figure, why in missing.items())
    return Doubt(
        title=f"This export cannot tell {wording.listed([_lower(name) for name in missing])}",
        text=f"{said}. They are shown as unknown, not as zero",
    )


def set_aside(ledgers: Sequence[Ledger]) -> Doubt | None:
    """Return what was read and is in no figure, by reason."""
    reasons: dict[str, int] = {}
    for ledger in ledgers:
        for left in ledger.set_aside_reasons:
            reasons[left.reason] = reasons.get(left.reason, 0) + left.n
    n = sum(ledger.set_aside for ledger in ledgers)
    if not n:
        return None
    return Doubt(
        title=f"{wording.counted(n, 'record')} were set aside"
        if n > 1
        else "1 record was set aside",
        text="They were read and understood, and are no demand of a customer, or their times cannot "
        "be. They are in no figure",
        left_out=tuple(LeftOut(reason, k) for reason, k in _largest(reasons)),
    )


def quarantined(ledgers: Sequence[Ledger]) -> Doubt | None:
    """Return what could not be read, by reason, with its share of all that was read."""
    reasons: dict[str, int] = {}
    for ledger in ledgers:
        for bad in ledger.quarantine_reasons:
            reasons[bad.reason] = reasons.get(bad.reason, 0) + bad.n
    n, read = sum(ledger.quarantined for ledger in ledgers), sum(ledger.read for ledger in ledgers)
    if not n:
        return None
    return Doubt(
        title=f"{wording.counted(n, 'record')} could not be read",
        text=f"That is {wording.share(n / read)} of {wording.count(read)}. If they are not like the "
        "others, every figure here is a little wrong",
        left_out=tuple(LeftOut(reason, k) for reason, k in _largest(reasons)),
    )


def immature(n: int, *, days: int) -> Doubt | None:
    """Return the doubt about what is too young to be judged."""
    if not n:
        return None
    return Doubt(
        title=f"{wording.counted(n, 'resolution')} are too young to be judged"
        if n > 1
        else "1 resolution is too young to be judged",
        text=f"Whether something was fixed the first time shows only after {days} days. Younger "
        "resolutions are left out of that figure; the newest weeks and months say little yet",
    )


def mass_closings(n: int, *, endings: int, demands: Sequence[str] = ()) -> Doubt | None:
    """Return the doubt about many demands ended by one hand within an hour."""
    if not n:
        return None
    return Doubt(
        title=f"{wording.counted(endings, 'demand')} ended in {wording.counted(n, 'mass closing')}",
        text="Somebody ended a large part of what was open within an hour. Whether those customers "
        "had what they asked for cannot be seen; the charts mark the days",
        demands=tuple(demands),
    )


def few(n: int, thing: str = "demand") -> Doubt | None:
    """Return the doubt about figures of very few demands.

    >>> few(12).title, few(400)
    ('These are only 12 demands', None)
    """
    if n >= SMALL or n == 0:
        return None
    return Doubt(
        title=f"These are only {wording.counted(n, thing)}",
        text="One more or less moves each share by several points. Read them one by one instead",
    )


def other_languages(n: int, of: int, languages: Sequence[str] = ()) -> Doubt | None:
    """Return the doubt about demands that are not in English."""
    if not n or not of:
        return None
    named = f" ({wording.listed(list(languages[:4]))})" if languages else ""
    return Doubt(
        title=f"{wording.share(n / of)} of the demands are not in English",
        text=f"{wording.counted(n, 'demand')} of {wording.count(of)}{named}. The classifier learnt "
        "from English; on other languages it is wrong more often, and the range does not cover "
        "that",
    )


def _largest(reasons: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(reasons.items(), key=lambda item: (-item[1], item[0]))


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
