"""What is shown of a demand that was found: masked, and only the words that one sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cynosure.masking import mask
from cynosure.search import Hit, said_in, stretch_of
from cynosure.texts.arrays import U64
from cynosure.workflows.reporting.reading import names_in

# Read beside an excerpt before it is cut: what a cut goes through, the mask cannot see.
_BESIDE = 200
# A text up to here is read whole.
_SHORT = 600
# What is left of that on either side is not shown.
_UNSURE = 100
# Unseen, and letters or emoji would fall apart without them.
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundText:
    """A demand that was found, and why."""

    demand_id: str
    title: str  # masked
    excerpt: str  # of the body, masked, around the words that were asked for
    score: float  # from 0 to 1; half of it for saying every word
    likeness: float  # of its meaning to what was asked for, from 0 to 1; 0 by words alone
    words: tuple[str, ...]  # of those asked for, as they stand in title and excerpt
    says_all: bool  # every word that was asked for, wherever


def found_text(hit: Hit, text: Mapping[str, str | None], asked: U64) -> FoundText:
    """Return a demand as it is shown. `text` has the fields of SHOWN."""
    names = names_in(text)
    title = _seen(mask(text["title"] or "", names))
    excerpt = _excerpt(text["body"] or "", asked, names)
    spoken = dict.fromkeys((*said_in(title, asked), *said_in(excerpt, asked)))
    folded = {word.lower(): word for word in reversed(spoken)}
    return FoundText(
        demand_id=hit.demand_id,
        title=title or "(no title)",
        excerpt=excerpt,
        score=hit.score,
        likeness=hit.likeness,
        words=tuple(word for word in spoken if folded[word.lower()] == word),
        says_all=hit.says_all,
    )


def _excerpt(body: str, asked: U64, names: tuple[str, ...]) -> str:
    start, end = 0, len(body)
    if end > _SHORT:
        around = stretch_of(body, asked)
        start, end = max(0, around.start - _BESIDE), min(end, around.end + _BESIDE)
    masked = mask(body[start:end], names)
    # Found again, since masking moves what stands behind it.
    shown = stretch_of(
        masked,
        asked,
        after=_UNSURE if start else 0,
        before=len(masked) - _UNSURE if end < len(body) else None,
    )
    cut = _seen(masked[shown.start : shown.end])
    before = "…" if start or shown.start else ""
    after = "…" if end < len(body) or shown.end < len(masked) else ""
    return f"{before}{cut}{after}" if cut else ""


def _seen(text: str) -> str:
    """Return a text in one line, without signs that a terminal would obey."""
    kept = (sign if sign.isprintable() or sign in _JOINERS else " " for sign in text)
    return " ".join("".join(kept).split())
