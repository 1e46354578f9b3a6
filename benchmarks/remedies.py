"""How often a remedy is called one that is none, and how often one is seen: by simulation.

    python -m benchmarks.remedies

prints the two tables of docs/explanation/did-it-work.md. Every draw invents a
theme and the other themes, week by week, with what real themes do: their rates
wander, seasons and growth move all of them, and weeks scatter more than chance.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cynosure.statistics import xmr
from cynosure.statistics.remedy_effect import Effects, remedy_effects

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What weeks are like; rates are demands a week."""

    rate: float = 20.0
    before: int = 52
    after: int = 8
    controls: tuple[float, ...] | None = None  # None: a dozen, from a few a week to hundreds
    wander: float = 0.0  # standard deviation of each theme's own logarithm of rate
    memory: float = 0.5  # correlation of it from one week to the next
    shape: float | None = 10.0  # of the gamma by which weeks scatter; None: chance alone
    season: float = 0.0  # of all, over a year; its phase is drawn
    growth: float = 0.0  # of all, a week
    drop: float = 1.0  # of all, at the remedy
    trend: float = 0.0  # of the theme alone, a week
    own_season: float = 0.0  # of the theme alone, over a year
    effect: float = 1.0  # of the remedy


@dataclass(frozen=True, slots=True)
class Drawn:
    """Counts: a theme's (draws by weeks) and its controls' (draws by themes by weeks)."""

    theme: Ints
    controls: Ints
    until: int
    since: int


def draw(world: World, draws: int, rng: np.random.Generator) -> Drawn:
    """Return so many histories of a theme and its controls, with a remedy in each."""
    weeks = world.before + world.after
    week = np.arange(weeks) - world.before
    phase = rng.uniform(0, 52, (draws, 1))
    shared = _wandering(rng, (draws, weeks), spread=0.15, memory=0.7)
    shared += world.season * np.sin(2 * np.pi * (week + phase) / 52) + world.growth * week
    shared += np.where(week >= 0, np.log(world.drop), 0.0)

    def counts(level: Floats) -> Ints:
        own = _wandering(rng, (draws, weeks), spread=world.wander, memory=world.memory)
        rates = np.exp(level + own)
        if world.shape is not None:
            rates *= rng.gamma(world.shape, 1 / world.shape, rates.shape)
        return rng.poisson(rates)

    changed = world.trend * week + np.where(week >= 0, np.log(world.effect), 0.0)
    changed = changed + world.own_season * np.sin(2 * np.pi * (week + phase) / 52)
    theme = counts(np.log(world.rate) + shared + changed)
    if world.controls is None:
        usual = rng.normal(np.log(12), 1.0, (draws, 12))
    else:
        usual = np.broadcast_to(np.log(world.controls), (draws, len(world.controls)))
    others = [counts(usual[:, [place]] + shared) for place in range(usual.shape[1])]
    return Drawn(theme, np.stack(others, axis=1), world.before, world.before)


def _wandering(
    rng: np.random.Generator, shape: tuple[int, int], *, spread: float, memory: float
) -> Floats:
    """Return logarithms of rates that wander around 0, by draws and weeks."""
    new = rng.normal(0, spread * np.sqrt(1 - memory**2), shape)
    new[:, 0] = rng.normal(0, spread, shape[0])
    for week in range(1, shape[1]):
        new[:, week] += memory * new[:, week - 1]
    return new


def dated_at(
    when: Callable[[Ints], int], *, later: int = 1
) -> Callable[[World, int, np.random.Generator], Drawn]:
    """Return histories in which nothing was done, and a remedy dated by what the theme did."""

    def drawn(world: World, draws: int, rng: np.random.Generator) -> Drawn:
        spare = 60  # weeks among which the date is chosen
        whole = draw(replace(world, before=world.before + spare, after=world.after), draws, rng)
        places = [
            world.before + when(each[world.before : world.before + spare - later]) + later
            for each in whole.theme
        ]
        cut = [slice(place - world.before, place + world.after) for place in places]
        return Drawn(
            np.stack([each[part] for each, part in zip(whole.theme, cut, strict=True)]),
            np.stack([each[:, part] for each, part in zip(whole.controls, cut, strict=True)]),
            world.before,
            world.before,
        )

    return drawn


def highest_of(weeks: int) -> Callable[[Ints], int]:
    """Return how to find the highest of so many weeks."""
    return lambda counts: int(counts[:weeks].argmax())


def first_signal(counts: Ints) -> int:
    """Return the first week above its natural limit, from half a year; the last without one."""
    base = 26
    upper = xmr(counts[:base].tolist()).upper
    above = np.flatnonzero(counts[base:] > upper)
    return int(base + above[0]) if above.size else len(counts) - 1


def with_outage(world: World, draws: int, rng: np.random.Generator) -> Drawn:
    """Return histories with one huge week of the theme before the remedy."""
    drawn = draw(world, draws, rng)
    week = rng.integers(0, world.before, draws)
    drawn.theme[np.arange(draws), week] += int(12 * world.rate)
    return drawn


def with_outage_of_a_control(world: World, draws: int, rng: np.random.Generator) -> Drawn:
    """Return histories with one huge week of another theme after the remedy."""
    drawn = draw(world, draws, rng)
    week = world.before + rng.integers(0, world.after, draws)
    drawn.controls[np.arange(draws), 0, week] += 600
    return drawn


def with_a_control_that_tripled(world: World, draws: int, rng: np.random.Generator) -> Drawn:
    """Return histories in which the largest other theme comes three times as often afterwards."""
    drawn = draw(world, draws, rng)
    largest = drawn.controls.sum(-1).argmax(-1)
    drawn.controls[np.arange(draws), largest, world.before :] *= 3
    return drawn


def with_a_control_remedied(world: World, draws: int, rng: np.random.Generator) -> Drawn:
    """Return histories in which the largest other theme is gone from the remedy on."""
    drawn = draw(world, draws, rng)
    largest = drawn.controls.sum(-1).argmax(-1)
    drawn.controls[np.arange(draws), largest, world.before :] = 0
    return drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """A way in which nothing was done and something might seem to have been."""

    name: str
    world: World
    drawn: Callable[[World, int, np.random.Generator], Drawn] = draw
    lasting: bool = False  # what is off stays off for months: the hardest to tell from an effect


_WANDERS = World(wander=0.3, memory=0.5, shape=None)
_LASTING = World(wander=0.25, memory=0.8, shape=None)
NOTHING_DONE: tuple[Nothing, ...] = (
    Nothing(name="nothing happens, weeks scatter by chance", world=World(shape=None)),
    Nothing(name="weeks scatter far more than by chance", world=World(shape=3)),
    Nothing(name="rates wander, with half of it left a week later", world=_WANDERS),
    Nothing(name="rates wander, with 80 % of it left a week later", world=_LASTING, lasting=True),
    Nothing(
        name="rates wander, with 95 % of it left a week later",
        world=World(wander=0.4, memory=0.95, shape=None),
        lasting=True,
    ),
    Nothing(
        name="the theme has a season of its own (±40 %)",
        world=World(own_season=0.4),
        lasting=True,
    ),
    Nothing(name="a season of all themes", world=World(season=0.4)),
    Nothing(name="all themes fall by 40 % at the remedy", world=World(drop=0.6)),
    Nothing(name="all themes fall by 1.5 % a week", world=World(growth=-0.015)),
    Nothing(name="the theme alone falls by 1.5 % a week", world=World(trend=-0.015)),
    Nothing(name="the theme alone falls by 3 % a week", world=World(trend=-0.03)),
    Nothing(
        name="dated the week after the peak of 26 weeks",
        world=World(shape=5),
        drawn=dated_at(highest_of(26)),
    ),
    Nothing(
        name="dated the week after the peak of 52 weeks",
        world=_WANDERS,
        drawn=dated_at(highest_of(52)),
    ),
    Nothing(
        name="the week after it, rates wander with 80 % left",
        world=_LASTING,
        drawn=dated_at(highest_of(52)),
        lasting=True,
    ),
    Nothing(
        name="dated five weeks after the peak of 26 weeks",
        world=_WANDERS,
        drawn=dated_at(highest_of(26), later=5),
    ),
    Nothing(
        name="five weeks after it, rates wander with 80 % left",
        world=_LASTING,
        drawn=dated_at(highest_of(26), later=5),
        lasting=True,
    ),
    Nothing(
        name="dated after the first week above its natural limit",
        world=_WANDERS,
        drawn=dated_at(first_signal),
    ),
    Nothing(name="one week before is an outage", world=World(), drawn=with_outage),
    Nothing(
        name="another theme has an outage afterwards", world=World(), drawn=with_outage_of_a_control
    ),
    Nothing(
        name="the largest other theme triples",
        world=World(),
        drawn=with_a_control_that_tripled,
    ),
    Nothing(name="the largest other theme is gone", world=World(), drawn=with_a_control_remedied),
    Nothing(
        name="one of two other themes triples",
        world=World(controls=(30, 40)),
        drawn=with_a_control_that_tripled,
        lasting=True,
    ),
    Nothing(
        name="one of three other themes triples",
        world=World(controls=(30, 40, 20)),
        drawn=with_a_control_that_tripled,
    ),
    Nothing(
        name="one of five other themes triples",
        world=World(controls=(30, 40, 20, 10, 20)),
        drawn=with_a_control_that_tripled,
    ),
    Nothing(
        name="one of two other themes is gone",
        world=World(controls=(30, 40)),
        drawn=with_a_control_remedied,
    ),
    Nothing(name="two other themes, both small", world=World(controls=(10, 4))),
    Nothing(name="one other theme of 3 a week", world=World(controls=(3,))),
    Nothing(
        name="the one other theme triples",
        world=World(controls=(30,)),
        drawn=with_a_control_that_tripled,
    ),
)
SIZES = (5.0, 20.0, 60.0)
EFFECTS = (0.7, 0.5, 0.1)


def found(case: Nothing, world: World, draws: int) -> Effects:
    """Return what is found in so many histories; the same every time."""
    seed = zlib.crc32(f"{case.name} {world.rate} {world.before} {world.after}".encode())
    drawn = case.drawn(world, draws, np.random.default_rng(seed))
    return remedy_effects(drawn.theme, drawn.controls, until=drawn.until, since=drawn.since)


def main() -> None:
    """Print both tables."""
    draws = 2_000
    print("False 'fell' and false 'rose' in %, by demands a week; 8 weeks after\n")
    spans = (52, 26)
    head = " | ".join(f"{rate:g}, {span} weeks before" for span in spans for rate in SIZES)
    print(f"| nothing was done, and | {head} |\n|---|{'---|' * 6}")
    for case in NOTHING_DONE:
        cells = []
        for span in spans:
            for rate in SIZES:
                world = replace(case.world, rate=rate, before=span)
                seen = found(case, world, draws)
                cells.append(f"{100 * seen.fell.mean():.1f} / {100 * seen.rose.mean():.1f}")
        print(f"| {case.name.strip()} | {' | '.join(cells)} |", flush=True)
    print("\nA remedy is seen ('fell') in % of cases\n")
    head = " | ".join(f"{rate:g}: {after} weeks after" for rate in SIZES for after in (8, 12))
    print(f"| weeks before | falls by | {head} |\n|---|---|{'---|' * 6}")
    for span in spans:
        for effect in EFFECTS:
            cells = []
            for rate in SIZES:
                for after in (8, 12):
                    world = World(rate=rate, before=span, after=after, effect=effect)
                    cells.append(
                        f"{100 * found(Nothing(name='power', world=world), world, draws).fell.mean():.0f}"
                    )
            print(f"| {span} | {100 * (1 - effect):.0f} % | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
