"""A million texts grouped by ours, and a day's new ones placed: seconds and memory.

Two tables, since they are hard in different ways:

- `varied`: the texts of the four known sets drawn at random, each text anew in other words:
  of its words one in ten is left out and one in ten replaced by a word of another text of its
  set, in one text of five a word is misspelt, in one of three a number or a code is added. So
  the vocabulary grows as it does at a desk, hardly two texts are equal, and the 245 groups that
  people know are still there to be judged by.
- `company`: titles and bodies of the demonstration company's year: few templates, longer texts,
  most of them nearly equal.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from benchmarks.themes.figures import SEED, quality, read_groups
from benchmarks.themes.sets import SETS, known_set
from benchmarks.themes.tools import OURS, two_threads
from benchmarks.watched import watch
from cynosure.simulation import Plan
from cynosure.simulation.company import year

TEXTS = 1_000_000
A_DAY = 5_000
_AT_ONCE = 50_000
_LEFT_OUT, _REPLACED, _MISSPELT, _NUMBERED = 0.1, 0.1, 1 / 5, 1 / 3


def varied(seed: int) -> Iterator[tuple[str, str]]:
    """Yield texts without end, and the group of each."""
    chance = random.Random(seed)
    sets = [known_set(name) for name in SETS]
    pool = [
        (text.split(), f"{known.name}: {label}", place)
        for place, known in enumerate(sets)
        for text, label in zip(known.texts, known.labels, strict=True)
    ]
    spoken = [[word for text in known.texts for word in text.split()] for known in sets]
    while True:
        words, label, place = chance.choice(pool)
        said = []
        for word in words:
            luck = chance.random()
            if luck < _REPLACED:
                said.append(chance.choice(spoken[place]))
            elif luck > _LEFT_OUT + _REPLACED:
                said.append(word)
        if said and chance.random() < _MISSPELT:
            at = chance.randrange(len(said))
            said[at] = _misspelt(said[at], chance)
        if chance.random() < _NUMBERED:
            said.append(f"{chance.choice('ABCDEFGH')}{chance.randrange(10**6)}")
        yield " ".join(said), label


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]


def company(texts: int) -> Iterator[tuple[str, str]]:
    """Yield titles with bodies of the demonstration company, and the theme planted in each."""
    for block in year(Plan(demands=texts)):
        titles, bodies = (block.demands[name].to_pylist() for name in ("title", "body"))
        for title, body, theme in zip(
            titles, bodies, block.truth["theme"].to_pylist(), strict=True
        ):
            yield f"{title} {body}", theme


def write(path: Path, pairs: Iterator[tuple[str, str]], n: int) -> list[str]:
    """Write at most n texts as `id` and `text`; return their groups."""
    schema = pa.schema({"id": pa.string(), "text": pa.string()})
    labels: list[str] = []
    with pyarrow.csv.CSVWriter(path, schema) as out:
        while part := list(islice(pairs, min(_AT_ONCE, n - len(labels)))):
            ids = [str(len(labels) + row) for row in range(len(part))]
            out.write(pa.table({"id": ids, "text": [text for text, _ in part]}, schema=schema))
            labels += [label for _, label in part]
    return labels


def main(texts: int, scratch: Path) -> None:
    """Print what each table took, the command from its start to its end."""
    print(
        "\n| texts | | wall s | CPU s | MB | themes | placed | NMI | ARI |\n"
        "|---|---|---|---|---|---|---|---|---|"
    )
    new = scratch / "new.csv"
    for name, pairs in (("varied", varied(SEED)), ("company", company(texts))):
        path, groups = scratch / f"{name}.csv", scratch / f"{name}-groups.csv"
        labels = write(path, pairs, texts)
        took = OURS.run(path, groups, scratch)
        found = quality(read_groups(groups), labels)
        print(
            f"| {len(labels):,} | {name} | {took.seconds:.1f} | {took.cpu_seconds:.1f} "
            f"| {took.megabytes:,.0f} | {found.themes} | {found.placed:.1%} "
            f"| {found.nmi:.3f} | {found.ari:.3f} |",
            flush=True,
        )
    write(new, varied(SEED + 1), A_DAY)
    told = scratch / "day.json"
    watch(
        "-m", "benchmarks.themes.day", scratch / "varied.csv", new, told, environment=two_threads()
    )
    for what, seconds in json.loads(told.read_text(encoding="utf-8")).items():
        print(f"{what:<40}{seconds:9.2f} s")
