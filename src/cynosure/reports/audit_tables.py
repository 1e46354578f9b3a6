"""What an audit found, as tables and notes."""

from __future__ import annotations

from cynosure.answers import Breakdown
from cynosure.reports import wording
from cynosure.reports.content import Agreed, Audited
from cynosure.reports.tables import Table, group_row, of_answers


def of_rightness(audit: Audited) -> Table:
    """Return the classifier's precision and recall on these demands."""
    return of_answers("How right the classifier is on these demands", audit.rightness)


def of_causes(causes: Breakdown) -> Table:
    """Return the share of each cause in failure demand, the largest first."""
    rows = tuple(
        group_row(wording.group(name, causes.dimension), answer, mark=True)[:3]
        for name, answer in causes.groups
    )
    return Table(causes.title, ("cause", "share of failure demand", "likely between"), rows)


def of_second(audit: Audited) -> Table:
    """Return how far two people agree."""
    rows = tuple((each.on, f"{each.same} of {each.n}", *_kappa(each)) for each in audit.second)
    return Table("How far two people agree", ("on", "the same", "kappa", "likely between"), rows)


def _kappa(each: Agreed) -> tuple[str, str]:
    if each.kappa is None or each.low is None or each.high is None:
        return "–", "–"
    return f"{each.kappa:.2f}", f"{each.low:.2f} to {each.high:.2f}"


def notes(audit: Audited) -> tuple[str, ...]:
    """Return how the sample was drawn, what it rests on, and what the next step is."""
    drawn = "as a simple random sample"
    if audit.strata:
        parts = ", ".join(f"{some:,} of {size:,}" for size, some in audit.strata)
        drawn = f"in strata by how sure the classifier was, the least sure first ({parts})"
    notes = [f"People judged {wording.counted(audit.labels, 'demand')}, drawn {drawn}"]
    if audit.arrived:
        notes.append(
            f"{wording.counted(audit.arrived, 'demand')} came after the sample was drawn and are taken "
            "to be misread as the others are; cynosure audit draws from them, too"
        )
    if audit.apart:
        notes.append(
            f"Two people differ on {wording.counted(audit.apart, 'demand')}, and the first word counts "
            "until it is settled: cynosure audit --settle --by NAME"
        )
    if audit.more_for_three_points:
        notes.append(
            f"About {audit.more_for_three_points:,} more labels would bring the failure share to "
            "± 3 points"
        )
    return tuple(notes)
