"""How often an audit's interval holds the truth, on real texts and predictions of them.

    python -m benchmarks.coverage

The texts are those of `labelled`, their labels taken for the truth. The model that predicts a
text was trained without its source: half of the sources learn, the others are predicted, and
the other way round. From each population samples are drawn 2,000 times, with a seed made from
the setting's name, and the share is estimated each time. Beside it stand what counting the
classifier's labels gives, and how many labels the same width needs, against a plain sample.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.demand import NATURES
from cynosure.nature.auditing.strata import steps_of, strata_of
from cynosure.nature.learning.calibrating import leaning_to_value
from cynosure.nature.learning.judging import natures_of
from cynosure.nature.learning.weighing import Settings, design_matrix
from cynosure.nature.model import NATURE_MEMBERS, OUTCOMES, probabilities
from cynosure.nature.training.leaving_out import best_lean, learnt_from
from cynosure.nature.training.rows import labelled, read_rows, without
from cynosure.statistics import LabelledUnits, Population, PoweredShare, powered_share
from cynosure.texts.arrays import F64

DRAWS = 2_000
_ROUNDS = 3  # through the texts: a worse model than the shipped one, which makes it no easier
_LARGE = 500  # rows drawn at random that a source needs to be a population
_PLAIN = 400  # draws from which the mean width of a plain sample is known well enough
_MADE = 4_000  # rows of a population with a share of our choice


@dataclass(frozen=True, slots=True)
class Texts:
    """Labelled texts drawn at random, and what a model predicted that never saw their source."""

    source: NDArray[np.str_]
    outcome: NDArray[np.int64]
    nature: NDArray[np.int64]
    chances: F64  # of outcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A population, a share of it, and how it is sampled."""

    name: str
    rows: NDArray[np.int64] = field(repr=False)
    n: int
    stratified: bool = False
    cause: str | None = None  # a share of failure demand instead of the failure share
    part: NDArray[np.bool_] | None = field(default=None, repr=False)  # of the rows: a segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a setting."""

    name: str
    units: int
    n: int
    truth: float
    counted: float  # what counting the classifier's labels says
    explained: float  # squared correlation of label and prediction
    covered: float
    width: float  # mean width of the interval
    needed: float  # labels for the same width, as a part of those of a plain sample


def texts(folder: Path) -> Texts:
    """Return the texts with their predictions; some ten seconds, and no chance in it."""
    gold = read_rows(folder / "gold" / "gold.csv")
    data = labelled(without(read_rows(folder / "labelled" / "labelled.csv"), gold))
    settings = Settings(rounds=_ROUNDS)
    design = design_matrix(data.texts, data.evidence, settings)
    half = np.isin(data.source, np.unique(data.source)[::2])
    scores = np.zeros(data.targets.shape)
    for out in (half, ~half):
        scores[out] = learnt_from(data, design, ~out, settings, design[out])
    lean = best_lean(data, scores, data.drawn_at_random)
    chances = probabilities(scores + leaning_to_value(lean))
    here = data.drawn_at_random
    return Texts(data.source[here], data.truth[here], natures_of(data.truth)[here], chances[here])


def settings(known: Texts) -> Iterator[Setting]:
    """Yield every population and way of sampling."""
    sources, sizes = np.unique(known.source, return_counts=True)
    large = [str(source) for source in sources[sizes >= _LARGE]]
    for stratified in (False, True):
        how = "stratified" if stratified else "simple"
        for source in large:
            rows = np.flatnonzero(known.source == source)
            yield Setting(name=f"{source}, {how}", rows=rows, n=100, stratified=stratified)
        for share in (0.1, 0.3, 0.5, 0.7, 0.9):
            for n in (100, 300):
                name = f"{share:.0%} failure, {how}"
                yield Setting(name=name, rows=_made(known, share), n=n, stratified=stratified)
        everything = np.arange(len(known.nature))
        yield Setting(
            name=f"broken among failure, {how}",
            rows=everything,
            n=200,
            stratified=stratified,
            cause="broken",
        )
        yield Setting(
            name=f"{large[-1]} within all, {how}",
            rows=everything,
            n=600,
            stratified=stratified,
            part=known.source == large[-1],
        )


def _made(known: Texts, share: float) -> NDArray[np.int64]:
    """Return rows of which so many of failure and value are failure; 15 in 100 are neither."""
    chance = _chance(f"population {share}")
    asked = round(0.85 * _MADE)
    sizes = (round(asked * share), asked - round(asked * share), _MADE - asked)
    return np.concatenate(
        [
            chance.choice(np.flatnonzero(known.nature == nature), size)
            for nature, size in enumerate(sizes)
        ]
    )


def _chance(name: str) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32(name.encode()))


def simulate(setting: Setting, known: Texts, *, draws: int = DRAWS) -> Outcome:
    """Return how often the interval held the true share, and how wide it was."""
    rows = setting.rows
    top, bottom, over, under, called = _shares(setting, known)
    part = np.ones(len(rows), dtype=np.bool_) if setting.part is None else setting.part
    values = (top * part, bottom * part, over * part, under * part)
    top, bottom, over, under = values
    truth = float(top.sum() / bottom.sum())
    stratum, sizes, wanted = _design(setting, known.chances[rows])
    chance = _chance(f"{setting.name} {setting.n}")
    apart = _chance(f"plain sample, {setting.name} {setting.n}")
    members = [np.flatnonzero(stratum == each) for each in range(len(sizes))]
    covered, widths, plain = 0, [], []
    nothing = np.zeros(len(rows))
    for each in range(draws):
        drawn = np.concatenate(
            [
                chance.choice(theirs, n, replace=False)
                for theirs, n in zip(members, wanted, strict=True)
            ]
        )
        found = _estimate(drawn, part, stratum, sizes, values)
        if found.low is None or found.high is None:
            continue
        covered += found.low <= truth <= found.high
        widths.append(found.high - found.low)
        if each >= _PLAIN:
            continue
        simple = apart.choice(len(rows), setting.n, replace=False)
        alone = _estimate(
            simple, part, np.zeros_like(stratum), [len(rows)], (top, bottom, nothing, nothing)
        )
        if alone.low is not None and alone.high is not None:
            plain.append(alone.high - alone.low)
    missed, thought = (top - truth * bottom)[part], (over - truth * under)[part]
    counted = (called[part] == 0).sum() / max(
        1, (called[part] == 1).sum() + (called[part] == 0).sum()
    )
    return Outcome(
        name=setting.name,
        units=int(part.sum()),
        n=setting.n,
        truth=truth,
        counted=float(counted),
        explained=float(np.corrcoef(missed, thought)[0, 1] ** 2),
        covered=covered / draws,
        width=float(np.mean(widths)),
        needed=float((np.mean(widths) / np.mean(plain)) ** 2),
    )


def _shares(setting: Setting, known: Texts) -> tuple[F64, F64, F64, F64, NDArray[np.int64]]:
    """Return what counts above and below the line, what was predicted of it, and called."""
    chances, nature = known.chances[setting.rows], known.nature[setting.rows]
    by_nature = chances @ NATURE_MEMBERS.T
    called = by_nature.argmax(axis=1)
    failure, value = (NATURES.index(name) for name in ("failure", "value"))
    if setting.cause is None:
        return (
            (nature == failure).astype(np.float64),
            np.isin(nature, [failure, value]).astype(np.float64),
            by_nature[:, failure],
            by_nature[:, failure] + by_nature[:, value],
            np.where(called == failure, 0, np.where(called == value, 1, 2)),
        )
    place = OUTCOMES.index(setting.cause)
    outcome = known.outcome[setting.rows]
    likeliest = chances.argmax(axis=1)
    # As labels have it: only the likeliest code comes with its chance.
    return (
        (outcome == place).astype(np.float64),
        (nature == failure).astype(np.float64),
        np.where(likeliest == place, chances[:, place], 0.0),
        by_nature[:, failure],
        np.where(called != failure, 2, np.where(likeliest == place, 0, 1)),
    )


def _design(setting: Setting, chances: F64) -> tuple[NDArray[np.int64], list[int], list[int]]:
    if not setting.stratified:
        return np.zeros(len(chances), dtype=np.int64), [len(chances)], [setting.n]
    by_nature = chances @ NATURE_MEMBERS.T
    batch = pa.record_batch(
        {
            "probability": by_nature.max(axis=1),
            "failure_probability": by_nature[:, 0],
            "value_probability": by_nature[:, 1],
        }
    )
    strata = strata_of([batch], n=setting.n)
    cuts = [round(each.below * 1000) for each in strata if each.below is not None]
    places = np.searchsorted(cuts, steps_of(batch), side="right")
    return places, [each.population for each in strata], [each.to_draw for each in strata]


def _estimate(
    drawn: NDArray[np.int64],
    part: NDArray[np.bool_],
    stratum: NDArray[np.int64],
    sizes: list[int],
    values: tuple[F64, F64, F64, F64],
) -> PoweredShare:
    top, bottom, over, under = values
    here = drawn[part[drawn]]
    labelled_each = np.bincount(stratum[drawn], minlength=len(sizes))
    if len(sizes) == 1:
        # A part of a simple sample is a simple sample of that part.
        sizes, labelled_each = [int(part.sum())], np.array([len(here)])
    return powered_share(
        LabelledUnits(
            top=top[here],
            bottom=bottom[here],
            predicted_top=over[here],
            predicted_bottom=under[here],
            stratum=stratum[here],
        ),
        Population(
            sizes=sizes,
            labelled=[int(n) for n in labelled_each],
            units=int(part.sum()),
            predicted_top=float(over.sum()),
            predicted_bottom=float(under.sum()),
        ),
    )


def main() -> None:
    """Print one row a setting."""
    known = texts(Path(os.environ.get("CYNOSURE_DATA", "../shared/data")))
    print(
        "| population and design | demands | labels | true share | counted by the classifier |"
        " ρ² | interval holds it | mean width | labels needed | ÷ (1 − ρ²) |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    for setting in settings(known):
        got = simulate(setting, known)
        print(
            f"| {got.name} | {got.units:,} | {got.n} | {got.truth:.1%} | {got.counted:.1%} | "
            f"{got.explained:.2f} | {got.covered:.1%} | {100 * got.width:.1f} points | "
            f"{got.needed:.0%} | {got.needed / (1 - got.explained):.2f} |"
        )


if __name__ == "__main__":
    main()
