"""Which demands answer a question best: by its words, by what it means, or by both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

import numpy as np
import pyarrow as pa

from cynosure.search.index import Index
from cynosure.search.scanning import K1, add_likeness, add_word, dead_among
from cynosure.search.segment import Part, squares_of
from cynosure.search.words import composed, words_in
from cynosure.texts import meaning
from cynosure.texts.arrays import F64, I8, I64, U64, Bools

By = Literal["both", "words", "meaning"]
# Of a longer question only the rarest words are asked for: what every text says tells nothing,
# and takes longest to look up.
MOST_ASKED = 24
# Any two texts are a little alike. What says no word and is less so is no answer.
LEAST_ALIKE = 0.4  # texts of one trade are alike by 0.3 whatever they ask


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for: distinct words as numbers, and a meaning."""

    words: U64
    meaning: I8

    @property
    def means_something(self) -> bool:
        """Whether there is a meaning to be alike to."""
        return bool(self.meaning.any())


@dataclass(frozen=True, slots=True)
class Hit:
    """A demand that answers. `score` and `likeness` are from 0 to 1."""

    demand_id: str
    score: float
    likeness: float
    says_all: bool  # every word that was asked for
    part: int
    row: int


def question_of(text: str) -> Question:
    """Return what a text asks for.

    >>> len(question_of("The export, the export!").words)
    2
    """
    text = text.encode("utf-8", "replace").decode()  # a shell may hand over broken bytes
    meant = meaning.meanings_of(composed(pa.array([text])), pa.array([""]))[0]
    return Question(np.unique(words_in(text).numbers), meant)


def question_like(index: Index, part: int, row: int) -> Question:
    """Return what asks for demands like one of the index."""
    segment = index.parts[part].segment
    text = segment.text(row)
    said = [words_in(text[name] or "").numbers for name in ("title", "body")]
    return Question(np.unique(np.concatenate(said)), np.array(segment.meanings[row]))


def ranked(
    index: Index,
    question: Question,
    *,
    by: By = "both",
    limit: int = 20,
    among: Sequence[Bools] | None = None,
    but: tuple[int, int] | None = None,
) -> list[Hit]:
    """Return the demands that answer best, the best first, of equals the smaller id.

    By words: BM25 over word counts in which a title's count more (Robertson,
    Zaragoza and Taylor, 2004), as a share of what a text could reach. By
    meaning: the cosine. By both: their mean. Whoever says every word comes before
    all others, unless it is by meaning: half of the score is that alone, so that
    an id or a message that was typed in is found before what is like it. What
    says no word and is hardly like it is left out.

    `among` are the rows to choose from, by part, all by default; `but` is a part
    and row to leave out.
    """
    words = _asked(index, question.words) if by != "meaning" else []
    norm = float(squares_of(question.meaning[None, :])[0]) if by != "words" else 0.0
    best = sum(rarity for _, rarity in words) * (K1 + 1)
    usual = _usual_length(index)
    found: list[Hit] = []
    for at, part in enumerate(index.parts):
        rows = part.segment.rows
        share, said = np.zeros(rows), np.zeros(rows, np.uint8)
        for number, rarity in words:
            posted = np.asarray(part.segment.posted(number))
            add_word(posted, part.segment.lengths, usual, rarity, share, said)
        if words:
            share /= best
        alike = np.zeros(rows)
        if norm:
            segment = part.segment
            add_likeness(segment.meanings, segment.norms, question.meaning, norm, alike)
        alike[(alike < LEAST_ALIKE) & (said == 0)] = 0.0
        full = (said == len(words)) & (len(words) > 0)
        score = _score(by, share, alike, full)
        chosen = part.alive if among is None else part.alive & among[at]
        score[~chosen] = 0.0
        if but is not None and but[0] == at:
            score[but[1]] = 0.0
        found += [
            Hit(
                part.segment.ids[row].as_py(),
                float(score[row]),
                float(alike[row]),
                bool(full[row]),
                at,
                row,
            )
            for row in _best(score, limit).tolist()
        ]
    return sorted(found, key=lambda hit: (-hit.score, hit.demand_id))[:limit]


def _score(by: By, share: F64, alike: F64, full: Bools) -> F64:
    if by == "meaning":
        return alike
    return (full + (share if by == "words" else (share + alike) / 2)) / 2


def _asked(index: Index, numbers: U64) -> list[tuple[np.uint64, float]]:
    """Return the rarest of the words, the rarest first, each with its rarity.

    Only living demands count, so that it is the same however the index came to be.
    """
    held, saying = index.rows, _saying(index.parts, numbers)
    # What nobody says must not push out what somebody does.
    order = np.lexsort((numbers, saying, saying == 0))[:MOST_ASKED].tolist()
    return [(numbers[at], log(1 + (held - saying[at] + 0.5) / (saying[at] + 0.5))) for at in order]


def _saying(parts: Sequence[Part], numbers: U64) -> I64:
    """Return how many living demands say each word."""
    found = np.zeros(len(numbers), np.int64)
    for part in parts:
        segment = part.segment
        places = np.minimum(
            np.searchsorted(segment.numbers, numbers), max(len(segment.numbers) - 1, 0)
        )
        said = np.flatnonzero(segment.numbers[places] == numbers) if len(segment.numbers) else ()
        dead = np.flatnonzero(~part.alive).astype(np.uint32)
        for at in said:
            posted = segment.postings[segment.starts[places[at]] : segment.starts[places[at] + 1]]
            found[at] += len(posted) - (dead_among(np.asarray(posted), dead) if len(dead) else 0)
    return found


def _usual_length(index: Index) -> float:
    total = sum(int(part.segment.lengths[part.alive].sum()) for part in index.parts)
    return max(total / max(index.rows, 1), 1.0)


def _best(scores: F64, limit: int) -> I64:
    """Return the rows of the highest scores above 0; of equals at the end the first rows."""
    positive = np.flatnonzero(scores > 0)
    if len(positive) <= limit:
        return positive
    least = np.partition(scores[positive], len(positive) - limit)[len(positive) - limit]
    above = np.flatnonzero(scores > least)
    equal = np.flatnonzero(scores == least)[: limit - len(above)]
    return np.concatenate([above, equal])
