"""What to call a group: its askers' own words, and the texts that are most like the rest."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from cynosure.themes.words import stem_of

_WORD = re.compile(r"\w(?:[\w'’./+#-]*\w)?")
_BREAK = re.compile(r"[\n.!?;:,()\[\]{}|\"“”<>*]+(?:\s|$)|\n|[\[\]{}()<>|\"“”]")
# Whom a message is addressed to, and where it points, are no part of what it says.
_NOISE = re.compile(
    r"(?m)^[ \t]*(?:#{1,6} |>|\*\*|[-*] \*\*|<!--).*$|@\w+|\b[a-z]{2,9}://\S+|\[[a-zA-Z -]{3,20}\]"
)
# How much of each text, and how many texts, are read for a name.
_READ, _TEXTS = 300, 2_000
_LONGEST = 7


def name_of_group(texts: Sequence[str]) -> str:
    """Return a phrase of several words that many of the texts say, as most of them write it.

    Longer phrases win over more frequent ones only if nearly as many say them. Where no phrase
    is shared, the most typical text's beginning is the name; without any text
    it is empty. Give masked texts: a masked word is never part of a name.

    >>> name_of_group(["The CSV export fails", "csv export fails again", "why: CSV export fails?"])
    'CSV export fails'
    """
    few = [text[:_READ] for text in texts[:_TEXTS]]
    best = _shared_phrase([_NOISE.sub(" ", text) for text in few]) or _shared_phrase(few)
    return best or _shortened(next(iter(typical_texts(few, count=1)), ""))


def _shared_phrase(texts: Sequence[str]) -> str:
    """Return the best phrase that many of the texts share, empty if there is none."""
    said: Counter[tuple[str, ...]] = Counter()
    spelt: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        phrases = set(_phrases(text))
        spelt.update(phrases)
        said.update({_lowered(phrase) for phrase in phrases})
        # What stands in the title, or first line, was chosen to say what it is about.
        said.update({_lowered(phrase) for phrase in _phrases(text.partition("\n")[0])})
    least = max(4, 0.3 * len(texts))
    shared = [phrase for phrase, n in said.items() if n >= least]
    if not shared:
        return ""
    best = min(shared, key=lambda phrase: (-_worth(phrase, said[phrase]), phrase))
    spellings = [phrase for phrase in spelt if _lowered(phrase) == best]
    usual = min(spellings, key=lambda phrase: (-spelt[phrase], phrase))
    return " ".join(usual)


def typical_texts(texts: Sequence[str], *, count: int = 3) -> list[str]:
    """Return the texts most like all the others, no two of them the same in words.

    A text is typical if the words it tells are those that many others tell too.

    >>> typical_texts(["export fails", "csv export fails", "export of csv fails", "hm"], count=2)
    ['csv export fails', 'export fails']
    """
    tellings = [frozenset(_stems(text[:_READ])) for text in texts]
    holders = Counter(word for telling in tellings for word in telling)
    common = {word for word, n in holders.items() if n >= 0.3 * len(texts)}

    def likeness(i: int) -> float:
        telling = tellings[i]
        if not telling:
            return 0.0
        shared = sum(holders[word] for word in telling if word in common)
        return shared / (len(common | telling) * len(texts))

    order = sorted(range(len(texts)), key=lambda i: (-likeness(i), len(texts[i]), texts[i]))
    chosen: list[str] = []
    seen: set[frozenset[str]] = set()
    for i in order:
        if tellings[i] not in seen and texts[i].strip():
            seen.add(tellings[i])
            chosen.append(texts[i])
        if len(chosen) == count:
            break
    return chosen


def _phrases(text: str) -> Iterator[tuple[str, ...]]:
    """Yield runs of 2 to 7 words of a sentence that begin and end with telling words."""
    for sentence in _BREAK.split(text):
        words = _WORD.findall(sentence)
        telling = [bool(stem_of(word.lower())) for word in words]
        for start, tells in enumerate(telling):
            for end in range(start + 2, min(start + _LONGEST, len(words)) + 1) if tells else ():
                if telling[end - 1] and sum(telling[start:end]) >= 2:
                    yield tuple(words[start:end])


def _lowered(phrase: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.lower() for word in phrase)


def _worth(phrase: tuple[str, ...], n: int) -> float:
    telling = len({stem_of(word) for word in phrase} - {""})
    return n * math.pow(min(telling, 5), 1.2) / math.pow(len(phrase), 0.2)


def _stems(text: str) -> Iterator[str]:
    return (stem for word in _WORD.findall(text.lower()) if (stem := stem_of(word)))


def _shortened(text: str) -> str:
    words = " ".join(text.split()).split(" ")
    return " ".join(words[:8]) + ("…" if len(words) > 8 else "")


def names_of(groups: Sequence[Sequence[str]], *, background: Sequence[str] = ()) -> list[str]:
    """Return one distinct name a group of masked texts."""
    del background
    names: list[str] = []
    for group in groups:
        name = name_of_group(group) or "without words"
        taken = sum(known == name or known.startswith(f"{name} (") for known in names)
        names.append(f"{name} ({taken + 1})" if taken else name)
    return names
