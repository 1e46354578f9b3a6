"""Why a demand got its nature: the words of its own text that spoke for it."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from cynosure.nature.evidence import says_nothing
from cynosure.nature.features import Features, buckets, features_of, lengths, pairs
from cynosure.nature.labeller import shipped_labeller
from cynosure.nature.model import F64, NATURE_MEMBERS, Model, probabilities

_MOST = 5
# They move the odds a little in every text and tell a reader nothing.
_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "and",
        "or",
        "but",
        "if",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "with",
        "as",
        "by",
        "is",
        "are",
        "was",
        "were",
        "be",
        "been",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "i",
        "im",
        "i'm",
        "me",
        "my",
        "we",
        "us",
        "our",
        "you",
        "your",
        "he",
        "she",
        "they",
        "them",
        "their",
        "there",
        "here",
        "so",
        "do",
        "does",
        "did",
        "has",
        "have",
        "had",
        "will",
        "would",
        "just",
        "then",
        "than",
        "get",
        "got",
        "when",
        "while",
        "am",
        "s",
        "t",
    ]
)
# A word that moved the odds by less than this says nothing worth reading.
_LEAST = 0.05


def reasons(
    title: str | None,
    body: str | None,
    reported_type: str | None = None,
    *,
    model: Model | None = None,
) -> tuple[str, ...]:
    """Return the words that spoke most for a demand's nature, the strongest first.

    At most five, as they stand in the text (in small letters, digits as 0),
    and the reported type where it spoke for it too. They are what moved the
    odds of `model`, by default the shipped one, between this nature and the others; a
    person may have other reasons. Not masked: mask them like any text that is shown.

    Examples
    --------
    >>> "crashes" in reasons("App crashes", "It crashes when I save a file.")
    True
    >>> reasons(None, None)
    ()
    """
    features = features_of(
        pa.array([title], pa.string()),
        pa.array([body], pa.string()),
        pa.array([reported_type], pa.string()),
    )
    typed = not says_nothing(features.blocks["evidence"])[0]
    if not len(features.words.text) and not typed:
        return ()
    if not len(features.words.text):
        return (f"reported as {reported_type}",)
    model = model or shipped_labeller().model
    towards = _towards(probabilities(model.scores(features))[0])
    spoke = _by_word(features, model, towards)
    if typed:
        kind = features.blocks["evidence"]
        said = model.weigh("evidence", kind)[0] @ (model.steps["evidence"] * towards)
        spoke[f"reported as {reported_type}"] = float(said / lengths(kind)[0])
    strongest = sorted(spoke.items(), key=lambda word: (-word[1], word[0]))
    return tuple(word for word, weight in strongest[:_MOST] if weight >= _LEAST)


def _towards(chances: F64) -> F64:
    """Return the direction from the other natures to the chosen one, over outcomes."""
    chosen = NATURE_MEMBERS[(NATURE_MEMBERS @ chances).argmax()]
    inside, outside = np.where(chosen, chances, 0.0), np.where(chosen, 0.0, chances)
    towards: F64 = inside / max(inside.sum(), 1e-9) - outside / max(outside.sum(), 1e-9)
    return towards


def _by_word(features: Features, model: Model, towards: F64) -> dict[str, float]:
    """Return how far each distinct readable word moved the odds.

    A pair of words counts half for each. A word that is only digits or signs
    is no reason that a person could read.
    """
    words = features.words
    weight = np.zeros(len(words.text))
    texts = features.words_of_texts
    letters = model.letters(features.letters_of_words) @ (model.steps["letters"] * towards)
    for block in ("words", "title"):
        inside = words.in_title if block == "title" else np.ones(len(weight), dtype=np.bool_)
        scale = model.steps[block] * towards / lengths(features.blocks[block])[0]
        table, rows = model.weights[block], model.rows[block]
        weight += np.where(inside, table[rows[buckets(words.number, block)]] @ scale, 0.0)
        together = words.in_title[1:] == words.in_title[:-1]
        both = np.where(
            inside[1:] & together, table[rows[buckets(pairs(words.number), block)]] @ scale, 0.0
        )
        weight[1:] += both / 2
        weight[:-1] += both / 2
    spoke: dict[str, float] = {}
    for place, which in zip(range(len(weight)), _which(features), strict=True):
        word = words.spelled(place)
        if word in _SMALL or len(word) > 40 or not any(letter.isalpha() for letter in word):
            continue
        own = float(letters[which]) / 256 / lengths(texts)[0]
        spoke[word] = max(spoke.get(word, -np.inf), float(weight[place]) + own)
    return spoke


def _which(features: Features) -> NDArray[np.int64]:
    """Return for each word its row among the distinct words."""
    numbers = features.words.number
    distinct, rows = np.unique(numbers[features.occurrence], return_index=True)
    return rows[np.searchsorted(distinct, numbers)]
