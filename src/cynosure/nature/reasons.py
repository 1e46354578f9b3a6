"""Why a demand got its label: the words of its own text that spoke for it and against it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from scipy.special import logsumexp

from cynosure.nature.labeller import shipped_labeller
from cynosure.nature.model import NATURE_MEMBERS, OUTCOMES, Model
from cynosure.nature.reading.evidence import evidence_of, says_nothing
from cynosure.nature.reading.page import BODY_CHARACTERS, TITLE_CHARACTERS, WORDS
from cynosure.texts.arrays import F64
from cynosure.texts.columns import texts_of

_MOST = 5
# They move the odds a little in every text and tell a reader nothing.
_SMALL_WORDS = """
a an the and or but if of in on at to for from with as by is are was were be been it its
this that these those i im i'm me my we us our you your he she they them their there here
so do does did has have had will would just then than get got when while am s t
"""
_SMALL = frozenset(_SMALL_WORDS.split())
# A word that moved the odds by less than this says nothing worth reading.
_LEAST = 0.05
_LONGEST_WORD = 40
_WORD = re.compile(r"[^\W_][\w]*(?:['’]\w+)*")
# Stands for a word left out: a character for private use, which no text was trained with.
_LEFT_OUT = "\ue000"


@dataclass(frozen=True, slots=True)
class Weighed:
    """The words of a text that moved its label most, the strongest first.

    Words stand as the asker first wrote them; what the source said is told as
    "reported as Bug". Not masked: mask them like any text that is shown.
    """

    spoke_for: tuple[str, ...] = ()
    spoke_against: tuple[str, ...] = ()


def reasons(
    title: str | None,
    body: str | None,
    reported_type: str | None = None,
    *,
    model: Model | None = None,
) -> tuple[str, ...]:
    """Return the words that spoke most for a demand's nature, at most five.

    >>> "crashes" in reasons("App crashes", "It crashes when I save a file.")
    True
    >>> reasons(None, None)
    ()
    """
    return weighed(title, body, reported_type, model=model).spoke_for


def weighed(
    title: str | None,
    body: str | None,
    reported_type: str | None = None,
    *,
    code: str | None = None,
    model: Model | None = None,
) -> Weighed:
    """Return what spoke for a label and against it, at most five words each.

    The label is the likeliest nature, or `code` where one is given ("none" is
    one too). Each word is left out of the text in turn, wherever it stands,
    and so is the reported type; by how much the odds of the label fall without
    it, it spoke for the label. A person may have other reasons. `model` is the
    shipped one unless another is given.

    >>> found = weighed("Feature request", "It would be nice to add a calendar.")
    >>> "nice" in found.spoke_for or "add" in found.spoke_for
    True
    """
    model = model or shipped_labeller().model
    title, body = (title or "")[:TITLE_CHARACTERS], (body or "")[:BODY_CHARACTERS]
    words = {word.lower(): word for word in reversed(_WORD.findall(f"{title}\n{body}"))}
    readable = [word for word in words if word not in _SMALL and len(word) <= _LONGEST_WORD]
    variants = [
        (title, body),
        *((_without(word, title), _without(word, body)) for word in readable),
    ]
    said = [reported_type] * len(variants)
    typed = not says_nothing(evidence_of(pa.array([reported_type], pa.string())))[0]
    if typed:
        variants.append((title, body))
        said.append(None)
    texts = texts_of(
        pa.array([one for one, _ in variants], pa.string()),
        pa.array([one for _, one in variants], pa.string()),
    )
    sums, counts = model.sums(texts, evidence_of(pa.array(said, pa.string())))
    if not counts[0, WORDS]:
        return Weighed((f"reported as {reported_type}",) if typed else ())
    odds = _odds(model.scores(sums), code)
    names = [words[word] for word in readable]
    if typed:
        names.append(f"reported as {reported_type}")
    fell = dict(zip(names, (odds[0] - odds[1:]).tolist(), strict=True))
    return Weighed(_strongest(fell), _strongest({name: -by for name, by in fell.items()}))


def _without(word: str, text: str) -> str:
    return _WORD.sub(lambda found: _LEFT_OUT if found[0].lower() == word else found[0], text)


def _odds(scores: F64, code: str | None) -> F64:
    """Return the logarithmic odds of the label in each row; the first row says which it is."""
    if code is None:
        chosen = NATURE_MEMBERS[(NATURE_MEMBERS @ np.exp(scores[0] - scores[0].max())).argmax()]
    else:
        chosen = np.arange(len(OUTCOMES)) == OUTCOMES.index(code)
    # What somebody asks is weighed against other things to ask: that anything is asked at all
    # is clear from most texts, and every word would speak for it.
    against = ~chosen if chosen[-1] else ~chosen & (np.arange(len(OUTCOMES)) < len(OUTCOMES) - 1)
    odds: F64 = logsumexp(scores[:, chosen], axis=1) - logsumexp(scores[:, against], axis=1)
    return odds


def _strongest(moved: Mapping[str, float]) -> tuple[str, ...]:
    ranked = sorted(moved.items(), key=lambda word: (-word[1], word[0]))
    return tuple(name for name, by in ranked[:_MOST] if by >= _LEAST)
