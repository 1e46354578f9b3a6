"""How much of what must go is found, and how much of what is found must go."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cynosure.masking import KINDS
from cynosure.masking.mask import find
from tests.masking.labelled import Labelled


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of one kind."""

    kind: str
    pieces: int  # that must go
    masked: int  # whose letters and digits all are under some word
    named: int  # under words of the right kind alone
    spans: int  # masked as this kind
    rightly: int  # that cover something that must go

    @property
    def recall(self) -> float:
        return self.masked / self.pieces

    @property
    def recall_of_kind(self) -> float:
        return self.named / self.pieces

    @property
    def precision(self) -> float:
        return self.rightly / self.spans if self.spans else 1.0


def measured(texts: Iterable[Labelled]) -> list[Measured]:
    """Return the figures of each kind over labelled texts.

    A piece counts as masked if none of its letters and digits is left to read:
    what stands between them tells nothing.
    """
    pieces, masked, named = Counter[str](), Counter[str](), Counter[str]()
    spans, rightly = Counter[str](), Counter[str]()
    for one in texts:
        found = find(one.text, one.names)
        under = {i: f.kind for f in found for i in range(f.start, f.end)}
        personal = {i for start, end, _ in one.pieces for i in range(start, end)}
        for start, end, kind in one.pieces:
            told = {under.get(i) for i in range(start, end) if one.text[i].isalnum()}
            pieces[kind] += 1
            masked[kind] += None not in told
            named[kind] += told == {kind}
        for f in found:
            spans[f.kind] += 1
            rightly[f.kind] += not personal.isdisjoint(range(f.start, f.end))
    return [Measured(k, pieces[k], masked[k], named[k], spans[k], rightly[k]) for k in KINDS]


def table(figures: Iterable[Measured]) -> Iterator[str]:
    """Yield the lines of a table of the figures, in Markdown."""
    yield "| kind | pieces | masked | under their own word | spans masked | rightly |"
    yield "|---|---|---|---|---|---|"
    for each in figures:
        yield (
            f"| {each.kind} | {each.pieces} | {each.recall:.1%} | {each.recall_of_kind:.1%} "
            f"| {each.spans} | {each.precision:.1%} |"
        )
