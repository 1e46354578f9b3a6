"""What an audit tells, in lines of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from cynosure.answers import Answer
from cynosure.measures import Audit
from cynosure.nature import unaudited_range
from cynosure.reports.wording import counted, figure, interval, share
from cynosure.statistics import Kappa
from cynosure.wiring.auditing import NothingJudged, agreement_so_far, audit_so_far
from cynosure.wiring.place import Place
from cynosure.workflows.auditing import AuditFindings, audit_findings, untimed_facts
from cynosure.workflows.take_in import label_new


def show_audit(place: Place, *, aim: float, now: datetime) -> Iterator[str]:
    """Yield what people's labels tell, and how many more would bring the share to ± `aim`.

    Raises
    ------
    NothingJudged
        If there is no label.
    """
    label_new(store=place.store, labeller=place.labeller)
    audit = audit_so_far(place)
    if audit is None:
        raise NothingJudged
    facts = untimed_facts(
        place.store.snapshot(),
        place.engine,
        labeller=place.labeller.name,
        audit=audit,
        as_of=now,
    )
    found = audit_findings(
        facts, place.engine, agreement_so_far(place), audit=audit, range_of=unaudited_range
    )
    yield from _share(found, audit, aim)
    yield from _arrivals(found.arrived)
    yield from _figures("How right the classifier is here", found.rightness)
    yield from _figures("Causes of failure demand", [one for _, one in found.causes.groups])
    yield from _people(found)


def _share(found: AuditFindings, audit: Audit, aim: float) -> Iterator[str]:
    told, labelled = found.share, len(audit.judged)
    if told.interval is None or told.interval.kind != "audit":
        yield f"{counted(labelled, 'demand')} judged. {told.how[0] if told.how else told.instead}."
    else:
        yield (
            f"Failure share: {figure(told)} ({interval(told)}, 95 %), audited: "
            f"{counted(labelled, 'label')}{_design(audit)} and the classifier's word on "
            f"{told.n:,} {told.of}. Counting the classifier's word alone: "
            f"{share(told.parts['classifier'] or 0.0)}."
        )
    more = found.more_for(aim)
    points = f"± {100 * aim:g} {'point' if aim == 0.01 else 'points'}"
    yield (
        f"About {more:,} more labels would give {points}."
        if more
        else f"That is {points} or better."
    )


def _arrivals(arrived: int) -> Iterator[str]:
    if arrived:
        yield (
            f"There are {counted(arrived, 'demand')} more than when the sample was drawn. They are "
            "taken to be misread as the others are, until cynosure audit draws from them, too."
        )


def _design(audit: Audit) -> str:
    if not audit.strata:
        return " of a simple random sample"
    parts = ", ".join(f"{some:,} of {size:,}" for size, some in audit.strata)
    return f" of a sample in strata, the least sure first ({parts}),"


def _figures(title: str, answers: list[Answer] | tuple[Answer, ...]) -> Iterator[str]:
    if not answers:
        return
    yield f"\n{title}:"
    for each in answers:
        if each.value is None:
            yield f"  {each.title}: {each.instead}"
            continue
        extent = f" ({interval(each)})" if each.interval else " (unaudited)"
        yield f"  {each.title}: {figure(each)}{extent}"


def _people(found: AuditFindings) -> Iterator[str]:
    if found.agreement is None:
        return
    yield "\nTwo people, the second without seeing the first's word:"
    yield f"  Nature: {said_of(found.agreement.nature)}"
    yield f"  Cause or want, where both gave one: {said_of(found.agreement.code)}"
    if found.agreement.apart:
        yield (
            f"  They differ on {counted(len(found.agreement.apart), 'demand')}, and the first person's "
            "word counts until it is settled: cynosure audit --settle --by NAME"
        )


def said_of(found: Kappa) -> str:
    """Return an agreement in words.

    >>> said_of(Kappa(40, 36, 0.8, 0.62, 0.91))
    'the same on 36 of 40, kappa 0.80 (0.62 to 0.91)'
    """
    told = f"the same on {found.same} of {found.n}"
    if found.kappa is None or found.low is None or found.high is None:
        return f"{told}; no kappa, because chance alone would agree as much"
    return f"{told}, kappa {found.kappa:.2f} ({found.low:.2f} to {found.high:.2f})"
