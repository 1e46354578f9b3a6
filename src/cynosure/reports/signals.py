"""Signals of a process behaviour chart, taken together and named in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cynosure.answers import Series, Signal
from cynosure.reports import wording

RULES = {
    "outside": "outside the natural limits",
    "three_of_four": "three of four nearer to a limit than to the average",
    "eight_in_a_row": "eight or more in a row on one side of the average",
    "moving_range_outside": "a jump larger than noise makes",
}


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring periods that rules call a signal, with the letter on the chart."""

    letter: str
    rules: tuple[str, ...]
    first: int
    last: int


def runs(signals: Sequence[Signal]) -> tuple[Run, ...]:
    """Return signals in time's order, neighbours under one rule taken together.

    Where several rules call the same periods a signal, they share a letter.

    >>> runs([Signal(index=3, rule="outside"), Signal(index=5, rule="eight_in_a_row"),
    ...       Signal(index=6, rule="eight_in_a_row")])
    (Run(letter='A', rules=('outside',), first=3, last=3),
     Run(letter='B', rules=('eight_in_a_row',), first=5, last=6))
    """
    found: list[tuple[str, int, int]] = []
    for rule in RULES:
        for index in sorted({s.index for s in signals if s.rule == rule}):
            if found and found[-1][0] == rule and index == found[-1][2] + 1:
                found[-1] = (rule, found[-1][1], index)
            else:
                found.append((rule, index, index))
    spans: dict[tuple[int, int], list[str]] = {}
    for rule, first, last in found:
        spans.setdefault((first, last), []).append(rule)
    return tuple(Run(_letter(i), tuple(spans[span]), *span) for i, span in enumerate(sorted(spans)))


def of_series(series: Series) -> tuple[Run, ...]:
    """Return the runs of a series, each from the period in which it began."""
    return runs(from_the_first(series).signals)


def from_the_first(series: Series) -> Series:
    """Return a series in which all eight in a row are signals.

    The rule can speak only from the eighth on; the shift began with the first.
    """
    known = [i for i, answer in enumerate(series.answers) if answer.value is not None]
    began: dict[Signal, None] = {}  # a set in the order of time
    for signal in series.signals:
        if signal.rule != "eight_in_a_row" or signal.index not in known:
            began[signal] = None
            continue
        place = known.index(signal.index)
        began |= {
            replace(signal, index=known[i]): None for i in range(max(0, place - 7), place + 1)
        }
    return replace(series, signals=tuple(began))


def _letter(i: int) -> str:
    """Return A, B, …, Z, AA, AB, …."""
    return (_letter(i // 26 - 1) if i >= 26 else "") + chr(ord("A") + i % 26)


def letters(found: Sequence[Run]) -> dict[int, str]:
    """Return the letters that stand on the chart, by place in the series.

    >>> letters([Run("A", ("outside",), 3, 3), Run("B", ("eight_in_a_row",), 3, 9)])
    {3: 'A, B'}
    """
    placed: dict[int, str] = {}
    for run in found:
        before = placed.get(run.first)
        placed[run.first] = f"{before}, {run.letter}" if before else run.letter
    return placed


def named(run: Run, series: Series) -> str:
    """Return one signal in words: when, how much, and by which rule."""
    first = wording.period_name(series.starts[run.first], series.every)
    if run.first == run.last:
        said = f"{first} ({wording.figure(series.answers[run.first])})"
    else:
        last = wording.period_name(series.starts[run.last], series.every)
        # "weeks of 2 Mar to 4 May", not "week of … to week of …"
        said = f"{first.replace('week of', 'weeks of')} to {last.removeprefix('week of ')}"
    return f"{said}: {'; '.join(RULES[rule] for rule in run.rules)}"
