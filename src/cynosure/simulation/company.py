"""Ledgerly, an invented software company: a year of its demand, and the truth about it.

The demands and events are those of a desk's complete export, in blocks that do
not grow with the year; beside them stands what is true of each demand by the
way it was made. Nothing is trained on these texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.simulation.askings import CHANNELS, SOURCE, Asked, demands_of
from cynosure.simulation.happenings import events_of
from cynosure.simulation.people import PEOPLE_A_FIRM
from cynosure.simulation.plan import DAYS, OUTAGE, WISHES, Plan, intensity
from cynosure.simulation.texts import THEMES
from cynosure.simulation.timelines import (
    DAY,
    END,
    MERGED,
    NEVER,
    RESOLVED,
    Timelines,
    clean_up,
    draw_timelines,
)
from cynosure.simulation.truth import truth_of

BLOCK = 20_000
PEOPLE_A_DEMAND = 0.35

_NAMES = [theme.name for theme in THEMES]
_OUTAGE, _WISHES = _NAMES.index(OUTAGE), _NAMES.index(WISHES)


@dataclass(frozen=True, slots=True)
class Block:
    """Some demands of the year with their events and the truth about them."""

    demands: pa.RecordBatch
    events: pa.RecordBatch
    truth: pa.RecordBatch


def year(plan: Plan) -> Iterator[Block]:
    """Yield the company's year in blocks: the same plan, the same year, to the last letter.

    The first demand is the ticket of the outage that others are merged into.

    >>> block = next(year(Plan(demands=500)))
    >>> block.demands.column("demand_id")[0].as_py(), block.demands.num_rows == block.truth.num_rows
    ('ledgerly:0000000', True)
    """
    shares = intensity(plan).ravel()
    blocks = max(1, -(-plan.demands // BLOCK))
    first = 0
    for number in range(blocks):
        size = min(BLOCK, plan.demands - number * BLOCK)
        # A stream of random numbers for each block: a longer year only adds to a shorter one's cost.
        rng = np.random.default_rng([plan.seed, plan.demands, number])
        yield _block(rng, shares, size, first, plan)
        first += size


def _block(
    rng: np.random.Generator, shares: NDArray[np.float64], size: int, first: int, plan: Plan
) -> Block:
    cells = np.sort(rng.choice(len(shares), size=size, p=shares))
    theme, day = np.divmod(cells, DAYS)
    start = day * DAY + _second_of_day(rng, size)
    is_target = np.zeros(size, dtype=bool)
    if first == 0:
        theme[0], start[0], is_target[0] = _OUTAGE, _outage_begins(plan), True
    order = np.argsort(start, kind="stable")
    if first == 0:  # the outage's ticket keeps the first place, and so its id
        order = np.concatenate([[0], order[order != 0]])
    theme, start, is_target = theme[order], start[order], is_target[order]

    firms = max(40, int(plan.demands * PEOPLE_A_DEMAND) // PEOPLE_A_FIRM)
    silent = rng.random(size) < plan.silent_share
    # The resellers are one firm in twenty-five; their people write for their own customers.
    firm = np.where(
        silent, rng.integers(0, firms // 25 + 1, size) * 25, rng.integers(0, firms, size)
    )
    firm = np.where(~silent & (firm % 25 == 0), firm + 1, firm)
    person = firm * PEOPLE_A_FIRM + rng.integers(0, PEOPLE_A_FIRM, size)
    channel = rng.choice(len(CHANNELS), size=size, p=(0.4, 0.35, 0.15, 0.1))

    lines = draw_timelines(
        rng, theme=theme, start=start, silent=silent, by_mail=channel == 0, plan=plan
    )
    lines, merged = _merge_outage(lines, rng, theme, is_target, plan)
    again = _who_comes_again(lines, rng, theme, merged, plan)

    ids = [f"{SOURCE}:{first + i:07d}" for i in range(size)]
    if len(again):
        back = lines.last_end[again] + rng.integers(DAY, 10 * DAY, len(again))
        more = draw_timelines(
            rng, theme=theme[again], start=back, silent=silent[again],
            by_mail=channel[again] == 0, plan=plan,
        )  # fmt: skip
        lines = _joined(lines, more)
        theme, silent, person, channel = (
            np.concatenate([each, each[again]]) for each in (theme, silent, person, channel)
        )
        ids += [f"{ids[i]}-again" for i in again]
    follows: list[str | None] = [None] * size + [ids[i] for i in again]
    # The desk links every second one; the others are left to be inferred.
    declared = np.concatenate([np.zeros(size, bool), np.arange(len(again)) % 2 == 0])
    lines = clean_up(lines, rng, may_be_closed=theme == _WISHES, plan=plan)
    asked = Asked(theme, person, channel, silent, ids, follows, declared)
    demands = demands_of(asked, lines.start, rng, plan)
    # A demand that comes only after the year is over is not in the export.
    here = pa.array(np.flatnonzero(lines.start < END))
    return Block(
        demands=demands.take(here),
        events=events_of(lines, asked, outage_ticket=f"{SOURCE}:0000000", plan=plan),
        truth=truth_of(lines, asked, plan=plan, outage_ends=outage_ends(plan)).take(here),
    )


def _second_of_day(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
    """People write in the morning and after lunch, seldom at night."""
    hour = np.where(rng.random(n) < 0.55, rng.normal(10.0, 1.7, n), rng.normal(14.8, 2.4, n))
    seconds: NDArray[np.int64] = (np.clip(hour, 0.0, 23.99) * 3600).astype(np.int64)
    return seconds


def _outage_begins(plan: Plan) -> int:
    return plan.outage_day * DAY + 7 * 3600


def outage_ends(plan: Plan) -> int:
    """Return the second at which the outage's ticket is resolved."""
    return (plan.outage_day + 1) * DAY + 18 * 3600


def _merge_outage(
    lines: Timelines,
    rng: np.random.Generator,
    theme: NDArray[np.int64],
    is_target: NDArray[np.bool_],
    plan: Plan,
) -> tuple[Timelines, NDArray[np.bool_]]:
    """Let a third of what came in about the outage go on in its first ticket."""
    merged = (theme == _OUTAGE) & (rng.random(len(theme)) < 0.35) & ~is_target
    parts = {each.name: getattr(lines, each.name) for each in fields(lines)}
    parts["first_end"] = np.where(merged, lines.start + 7_200, lines.first_end)
    parts["first_end"] = np.where(is_target, outage_ends(plan), parts["first_end"])
    parts["first_kind"] = np.where(merged, MERGED, lines.first_kind).astype(np.int8)
    parts["first_kind"] = np.where(is_target, RESOLVED, parts["first_kind"]).astype(np.int8)
    parts["response"] = np.where(is_target, lines.start + 900, lines.response)
    gone = merged | is_target
    for name in ("waits_from", "waits_to", "reopened", "second_response", "second_end", "thanks"):
        parts[name] = np.where(gone, NEVER, parts[name])
    for name in ("response", "moved_on"):  # nothing happens to it once it has gone elsewhere
        late = merged & (parts[name] > parts["first_end"])
        parts[name] = np.where(late, NEVER, parts[name])
    return Timelines(**parts), merged


def _who_comes_again(
    lines: Timelines,
    rng: np.random.Generator,
    theme: NDArray[np.int64],
    merged: NDArray[np.bool_],
    plan: Plan,
) -> NDArray[np.int64]:
    """Return the places of failure demands whose asker comes back with the same trouble."""
    failure = np.array(
        [each.nature == "failure" and each.asker_kind == "customer" for each in THEMES]
    )[theme]
    done = (lines.last_kind == RESOLVED) & (lines.last_end < END - 10 * DAY)
    never_reopened = lines.reopened == NEVER
    chosen = rng.random(len(theme)) < plan.follow_ups
    return np.flatnonzero(failure & done & never_reopened & ~merged & (theme != _OUTAGE) & chosen)


def _joined(lines: Timelines, more: Timelines) -> Timelines:
    return Timelines(
        **{
            each.name: np.concatenate([getattr(lines, each.name), getattr(more, each.name)])
            for each in fields(lines)
        }
    )
