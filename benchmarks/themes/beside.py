"""Each tool on each known set: quality, cost, and whether other texts give the same themes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.themes.figures import Quality, agreement, quality, read_groups, samples
from benchmarks.themes.sets import Known, known_set
from benchmarks.themes.tools import OURS, TUNED, Tool
from benchmarks.watched import Watched

_HANDFUL = 500
PAIRS = 1  # of samples for stability; each costs two runs of every tool

HEAD = (
    "| set | tool | NMI | ARI | placed | themes | CPU s | MB | stability |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one tool made of one set."""

    known: str
    tool: str
    quality: Quality
    placed: float  # by the tool itself, before outliers were given away
    took: Watched
    stability: float | None = None  # adjusted Rand on the texts that two samples share

    def line(self) -> str:
        """Return it as a row of `HEAD`."""
        stable = "–" if self.stability is None else f"{self.stability:.3f}"
        return (
            f"| {self.known} | {self.tool} | {self.quality.nmi:.3f} | {self.quality.ari:.3f} "
            f"| {self.placed:.1%} | {self.quality.themes} | {self.took.cpu_seconds:.1f} "
            f"| {self.took.megabytes:,.0f} | {stable} |"
        )

    def plain(self) -> dict[str, object]:
        """Return it as one flat row, for JSON."""
        about = {"set": self.known, "tool": self.tool, "stability": self.stability}
        return {**about, **asdict(self.quality), "placed": self.placed, **asdict(self.took)}


def start(tool: Tool, scratch: Path) -> Watched:
    """Return what a tool takes for a handful of texts: loading and compiling, hardly more.

    Twice, and the second counts: what a tool compiles once for this machine is then kept.
    """
    some = known_set("banking")
    texts = scratch / "some.csv"
    some.write(texts, np.arange(_HANDFUL))
    runs = [tool.run(texts, scratch / "some-groups.csv", scratch / f"{n}.npy") for n in range(2)]
    for n in range(2):
        (scratch / f"{n}.npy").unlink(missing_ok=True)
    return runs[-1]


def beside(known: Known, tools: Iterable[Tool], scratch: Path) -> Iterator[Found]:
    """Run the tools on a set, one after the other, and yield what each found."""
    texts = scratch / f"{known.name}.csv"
    known.write(texts)
    for tool in tools:
        stem = f"{known.name}-{tool.name.replace(', ', '-')}"
        groups, kept = scratch / f"{stem}.csv", scratch / f"{stem}.npy"
        took = tool.run(texts, groups, kept)
        found = quality(read_groups(groups), known.labels)
        before = quality(read_groups(groups, tool.before), known.labels)
        yield Found(
            known=known.name,
            tool=tool.name,
            quality=found,
            placed=before.placed,
            took=took,
            stability=stability(known, tool, scratch, kept) if tool in {OURS, TUNED} else None,
        )


def stability(known: Known, tool: Tool, scratch: Path, kept: Path) -> float:
    """Return how alike a tool's themes are on samples that share 80 % of the texts.

    A text's embedding does not depend on the sample, so the peer's are kept.
    """
    alike = []
    for pair in range(PAIRS):
        found = []
        for side, rows in enumerate(samples(len(known.texts), pair)):
            texts, groups = scratch / f"sample-{side}.csv", scratch / f"groups-{side}.csv"
            known.write(texts, rows)
            tool.run(texts, groups, kept)
            found.append(read_groups(groups))
        alike.append(agreement(*found))
    return mean(alike)


def ratios(found: list[Found]) -> Iterator[str]:
    """Yield for each set how ours stands beside the tuned peer."""
    by_tool = {(one.known, one.tool): one for one in found}
    for known in dict.fromkeys(one.known for one in found):
        ours, peer = (by_tool.get((known, tool.name)) for tool in (OURS, TUNED))
        if ours is None or peer is None:
            continue
        yield (
            f"{known}: NMI {ours.quality.nmi - peer.quality.nmi:+.3f}, "
            f"ARI {ours.quality.ari - peer.quality.ari:+.3f}, "
            f"CPU 1/{peer.took.cpu_seconds / ours.took.cpu_seconds:.1f}, "
            f"memory {ours.took.megabytes / peer.took.megabytes:.2f} of the peer's, "
            f"stability {np.subtract(ours.stability or 0, peer.stability or 0):+.3f}"
        )
