"""How often each labeller of a workspace's chain speaks, and is right by what people said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cynosure.nature.labellers import Judged, Rules, judged
from cynosure.nature.labellers.judged import Said
from cynosure.wiring.asking import all_demands
from cynosure.wiring.place import Place
from cynosure.workflows.choosing_labellers import Chosen
from cynosure.workflows.take_in import Progress


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a chain: each part's hits and audited precision, and each rule's of parts that have rules."""

    demands: int
    silent: int  # demands of which no part says anything
    parts: list[Judged]
    rules: dict[str, list[Judged]]


def standing_of(place: Place, chosen: Chosen) -> Standing:
    """Return how the labellers of a chain stand, told anew from all demands of a workspace."""
    people = people_said(place)
    hits, of_rules = Counter[int](), Counter[tuple[int, int]]()
    said: list[tuple[str, str, Said]] = []
    said_by_rules: list[tuple[str, str, Said]] = []
    for batch in all_demands(place):
        spoken = chosen.chain.spoken(batch)
        hits.update(spoken.part.tolist())
        which = {
            at: part.labeller.first(batch)
            for at, part in enumerate(chosen.parts)
            if isinstance(part.labeller, Rules)
        }
        for at, rule in which.items():
            of_rules.update((at, n) for n in rule[spoken.part == at].tolist())
        for row, name in enumerate(batch["demand_id"].to_pylist()):
            if name in people and (at := int(spoken.part[row])) >= 0:
                label = spoken.labels.slice(row, 1).to_pylist()[0]
                answer = (label["nature"], label["code"])
                said.append((str(at), name, answer))
                if at in which:
                    said_by_rules.append((f"{at} {which[at][row]}", name, answer))
    parts = judged({str(at): hits[at] for at in range(len(chosen.parts))}, said, people)
    rules = {
        part.name: _named(
            [rule.name for rule in part.labeller.rules],
            judged(
                {f"{at} {n}": of_rules[at, n] for n in range(len(part.labeller.rules))},
                said_by_rules,
                people,
            ),
        )
        for at, part in enumerate(chosen.parts)
        if isinstance(part.labeller, Rules)
    }
    names = [part.name for part in chosen.parts]
    return Standing(sum(hits.values()), hits[-1], _named(names, parts), rules)


def people_said(place: Place) -> dict[str, Said]:
    """Return what people said of demands in audits, by id."""
    from cynosure.register.opening import has_register, open_register

    if not has_register(place.folder):
        return {}
    with open_register(place.folder, create=False):
        from cynosure.register import audit as kept

        return {name: (label.nature, label.code) for name, label in kept.labels().items()}


def _named(names: list[str], found: list[Judged]) -> list[Judged]:
    return [
        Judged(name, each.hits, each.judged, each.right)
        for name, each in zip(names, found, strict=True)
    ]


def judge(place: Place, *, at: datetime, progress: Progress) -> Mapping[str, Any]:
    """Return how the labellers of a workspace stand, as a job keeps it; nothing without a chain."""
    if place.chosen is None:
        return {}
    progress("Counting what each labeller says", 0)
    standing = standing_of(place, place.chosen)
    return {
        "at": at.isoformat(),
        "demands": standing.demands,
        "silent": standing.silent,
        "parts": [
            {**_plain(part), "rules": [_plain(rule) for rule in standing.rules.get(part.name, [])]}
            for part in standing.parts
        ],
    }


def _plain(one: Judged) -> dict[str, Any]:
    right = one.right
    return {
        "name": one.name,
        "hits": one.hits,
        "judged": one.judged,
        "share": right.share,
        "low": right.low,
        "high": right.high,
    }
