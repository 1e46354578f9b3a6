"""A share's change, taken apart, in words."""

from __future__ import annotations

from dataclasses import dataclass

from cynosure.measures import Mix
from cynosure.reports import wording
from cynosure.reports.tables import Table
from cynosure.web.measures.asking import Asking
from cynosure.wiring.told import mix_of


@dataclass(frozen=True, slots=True)
class MixShown:
    """What of a change came from the mix, in a sentence and a table."""

    said: str
    table: Table


def mix_shown(asking: Asking) -> MixShown | None:
    """Return what of a share's change came from its groups; None where that cannot be asked."""
    if not asking.measure.is_share or asking.by is None:
        return None
    mix = mix_of(asking.told, asking.question, asking.by)
    if mix.change is None:
        return None
    return MixShown(_said(mix), _table(mix, asking))


def _said(mix: Mix) -> str:
    change = mix.change
    assert change is not None
    moved = f"{wording.span(mix.after)}: {wording.share(change.after)}, in the period before " + (
        f"({wording.span(mix.before)}) {wording.share(change.before)}"
    )
    parts = (
        f"Of the {points(change.change)}, {points(change.rate_effect)} came from demands that "
        f"fared otherwise, {points(change.mix_effect)} from other demands being asked."
    )
    warning = " Every group moved the other way than the total." if change.paradox else ""
    return f"{moved}. {parts}{warning}"


def _table(mix: Mix, asking: Asking) -> Table:
    rows = []
    for group in mix.groups:
        counts = group.counts
        name = wording.group(group.name, mix.dimension)
        if mix.dimension == "theme":
            name = asking.told.theme_names.get(group.name, name)
        rows.append(
            (
                name,
                _of(counts.before_ok, counts.before_n),
                _of(counts.after_ok, counts.after_n),
                points(group.rate_effect),
                points(group.mix_effect),
            )
        )
    change = mix.change
    assert change is not None
    rows.append(
        (
            "in total",
            wording.share(change.before),
            wording.share(change.after),
            points(change.rate_effect),
            points(change.mix_effect),
        )
    )
    columns = (wording.dimension(mix.dimension), "before", "after", "by rate", "by mix")
    return Table("What each group adds to the change", columns, tuple(rows))


def _of(ok: int, n: int) -> str:
    return f"{wording.share(ok / n)} of {wording.count(n)}" if n else "none"


def points(change: float) -> str:
    """Return a difference of shares in points.

    >>> points(0.0312), points(-0.004), points(0.0)
    ('+3.1 points', '−0.4 points', 'no points')
    """
    said = f"{abs(100 * change):.1f}"
    if said == "0.0":
        return "no points"
    return f"{'+' if change > 0 else '−'}{said} points"
