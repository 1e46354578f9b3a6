"""Who asks the invented company, and in which words: the demands of its desk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.demand import DEMANDS, TIME
from cynosure.simulation.people import PEOPLE_A_FIRM, fillings, mail_of
from cynosure.simulation.plan import Plan
from cynosure.simulation.texts import CHASING_CLOSINGS, CLOSINGS, OPENINGS, THEMES, Theme
from cynosure.simulation.timelines import Flags, Seconds

SOURCE = "ledgerly"
CHANNELS = ("e-mail", "portal", "chat", "phone")


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, by whom, and what it came back to; one entry a demand."""

    theme: NDArray[np.int64]
    person: NDArray[np.int64]
    channel: NDArray[np.int64]
    silent: Flags
    ids: Sequence[str]
    follows: Sequence[str | None]
    declared: Flags  # the desk linked the follow-up

    @property
    def themes(self) -> list[Theme]:
        """The theme of each demand."""
        return [THEMES[number] for number in self.theme]

    @property
    def askers(self) -> list[str]:
        """The address, team or bot that each demand comes from."""
        own = {"bot": "monitor[bot]", "staff": "platform team"}
        return [
            own.get(theme.asker_kind) or mail_of(int(person))
            for theme, person in zip(self.themes, self.person, strict=True)
        ]


def demands_of(
    asked: Asked, start: Seconds, rng: np.random.Generator, plan: Plan
) -> pa.RecordBatch:
    """Return the demands as the desk's export has them, with the fields of `DEMANDS`."""
    ids, declared = asked.ids, asked.declared
    titles, bodies = _texts(rng, asked.theme, asked.person)
    themes = asked.themes
    kinds = [each.asker_kind for each in themes]
    customers = [
        f"Firm {who // PEOPLE_A_FIRM}" if kind == "customer" else None
        for kind, who in zip(kinds, asked.person, strict=True)
    ]
    effort = np.array([25.0 if each.nature == "failure" else 60.0 for each in themes])
    effort = np.round(effort * np.exp(0.6 * rng.standard_normal(len(ids))), 0) + 1
    asked_at = pa.array((start + int(plan.since.timestamp())) * 1_000_000, pa.int64()).cast(TIME)
    columns = {
        "demand_id": ids,
        "source": [SOURCE] * len(ids),
        "source_id": [each.partition(":")[2] for each in ids],
        "asker": asked.askers,
        "asker_kind": kinds,
        "customer": customers,
        "role": [None if kind != "customer" else "uses" for kind in kinds],
        "standing": ["intermediary" if s else "end_user" for s in asked.silent],
        "channel": [CHANNELS[c] for c in asked.channel],
        "product": [each.product for each in themes],
        "language": ["en"] * len(ids),
        "title": titles,
        "body": bodies,
        "reported_type": _reported(rng, themes),
        "labels": [[] for _ in ids],
        "priority": [("normal", "normal", "high")[i] for i in rng.integers(0, 3, len(ids))],
        "asked_at": asked_at,
        "zone": ["UTC"] * len(ids),
        "effort_minutes": effort,
        "follows": [f if d else None for f, d in zip(asked.follows, declared, strict=True)],
        "follows_origin": ["declared" if d else None for d in declared],
    }
    return pa.RecordBatch.from_arrays(
        [
            columns[field.name].cast(field.type)
            if isinstance(columns.get(field.name), pa.Array)
            else pa.array(columns.get(field.name, [None] * len(ids)), type=field.type)
            for field in DEMANDS
        ],
        schema=DEMANDS,
    )


def _texts(
    rng: np.random.Generator, theme: NDArray[np.int64], person: NDArray[np.int64]
) -> tuple[list[str], list[str]]:
    picks = rng.integers(0, 2**31, size=(5, len(theme)))
    fills = fillings(rng, person)
    titles, bodies = [], []
    for i, number in enumerate(theme):
        each, fill = THEMES[number], fills[i]
        closings: Sequence[str] = CHASING_CLOSINGS if each.code == "unmet_promise" else CLOSINGS
        if each.asker_kind != "customer":
            closings = ("",)
        opening = _pick(OPENINGS if each.asker_kind == "customer" else ("",), picks[1][i])
        parts = (
            opening,
            _pick(each.matter, picks[2][i]),
            _pick(each.detail, picks[3][i]),
            _pick(closings, picks[4][i]),
        )
        titles.append(_pick(each.titles, picks[0][i]).format_map(fill))
        bodies.append(" ".join(part for part in parts if part).format_map(fill))
    return titles, bodies


def _pick(choices: Sequence[str], number: np.int64) -> str:
    return choices[int(number) % len(choices)]


def _reported(rng: np.random.Generator, themes: Sequence[Theme]) -> list[str | None]:
    """Return the desk's own type: right by its own lights, and missing for every fifth."""
    missing = rng.random(len(themes)) < 0.2
    return [
        None if gone else each.reported_type for each, gone in zip(themes, missing, strict=True)
    ]
