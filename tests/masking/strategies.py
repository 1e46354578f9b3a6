"""Texts to try laws on: what must go and what must stay, joined, cut and spoilt."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.masking.invented import development
from tests.masking.labelled import labelled

POSITIVES = labelled("positives.txt")
NEGATIVES = labelled("negatives.txt")
# Letters that patterns and engines disagree on most: spaces, digits and hyphens of
# other scripts, letters with more than one small form.
ODD = "ıİſ\u212aßẞéÉøŁ٣۵３\u00a0\u2009\u200b\u2028\x85\x1c\t\n\r‑–—：＝＠．，（）@.-_:=/+()[]{}<>\"'`#%&;,0123456789aZ"

pieces = st.sampled_from(
    [text for one in POSITIVES for text in (one.text, one.masked)]
    + [one.text for one in (*NEGATIVES, *development())]
)


@st.composite
def _spoilt(draw: st.DrawFn) -> str:
    """Return a text with a few letters put in, taken out or changed."""
    letters = list(draw(pieces))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(letters)))
        letters[at : at + draw(st.integers(0, 2))] = draw(st.sampled_from(["", *ODD]))
    text = "".join(letters)
    return draw(st.sampled_from([text, text.upper(), text.lower(), text.title(), text.swapcase()]))


texts = st.one_of(
    st.text(max_size=200),
    _spoilt(),
    st.lists(st.one_of(_spoilt(), st.text(max_size=12)), max_size=4).map(" ".join),
    st.lists(pieces, max_size=4).map("".join),
    st.text(alphabet="0123456789 +-().:/@[]=tel", max_size=80),
    st.text(alphabet=ODD, max_size=60),
)
