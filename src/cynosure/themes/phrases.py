"""Phrases that the texts of a group share, and how well each tells the group from others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cynosure.themes.everyday_words import ASKING
from cynosure.themes.plain_words import (
    TROUBLES,
    VAGUE,
    flow,
    is_torn,
    may_begin,
    may_end,
    sense_of,
    stands_whole,
)
from cynosure.themes.sentences import END, Told, is_joined, joined

Words = tuple[str, ...]
Senses = frozenset[str]

_LONGEST, _LONGEST_JOINED = 6, 20
# A group of so few texts is read more closely.
_FEW = 20
# A phrase is half of a longer one that so many of its texts say.
_HALF = 0.7
# So many of a group's most shared phrases are weighed against the other groups.
_WEIGHED = 60
# Of so many, in so many wordings of each, the texts are read again.
_SPELT, _SPELLINGS = 20, 4
# How much it counts that who says a phrase is of this group, how much that it is said as it
# stands and not only its words somewhere in a text.
_TROUBLED, _VAGUE, _ASKED, _CURT = 1.25, 0.6, 0.7, 3
# Words that so few of their texts say as one phrase are no phrase.
_TOGETHER = 0.08
_MINE, _LITERAL = 0.5, 0.55
# How many of all texts would say phrases of 0, 1, 2, ... words that tell, if nothing else were
# known, and of how many texts that is worth.
_COMMON = (0.05, 0.1, 0.02, 0.008, 0.004, 0.003, 0.002, 0.002, 0.002)
_WORTH_TEXTS = 30
# A name of one telling word is vague, one of many is a sentence.
_LENGTH = (0.8, 0.68, 1.0, 1.12, 1.1, 0.95, 0.8, 0.7, 0.7)


@dataclass(slots=True)
class Page:
    """A group as it is read: its texts' words, and which texts hold which sense.

    Bits 2i and 2i + 1 stand for text i's title and for the whole of it, so that what was
    chosen for a title counts twice.
    """

    texts: Sequence[Told]
    holds: dict[str, int] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number of texts."""
        return len(self.texts)

    def covered(self, senses: Senses) -> float:
        """Return how much of the group holds all these senses, wherever: from 0 to 1."""
        return self._both(senses).bit_count() / (2 * self.size)

    def holding(self, senses: Senses) -> int:
        """Return how many texts hold all these senses, in the title or below it."""
        wholes = 2 * ((1 << (2 * self.size)) - 1) // 3
        return (self._both(senses) & wholes).bit_count()

    def _both(self, senses: Senses) -> int:
        both = -1
        for sense in senses:
            both &= self.holds.get(sense, 0)
        return both


@dataclass(frozen=True, slots=True, order=True)
class Phrase:
    """A phrase as most write it, what it stands for, and what it is worth as a name."""

    worth: float
    words: str
    senses: Senses = field(compare=False)
    covered: float = field(compare=False)


def page_of(texts: Sequence[Told]) -> Page:
    """Return a group as it is read; the order of its texts does not matter.

    >>> from cynosure.themes.sentences import told
    >>> page_of([told("Export fails"), told("The export hangs")]).covered(frozenset({"export"}))
    1.0
    """
    page = Page(texts)
    holds = page.holds
    for i, text in enumerate(texts):
        title, whole = 1 << (2 * i), 1 << (2 * i + 1)
        for word in set(text.words[: text.title]):
            sense = sense_of(word)
            if sense:
                holds[sense] = holds.get(sense, 0) | title | whole
        for word in set(text.words[text.title :]):
            sense = sense_of(word)
            if sense:
                holds[sense] = holds.get(sense, 0) | whole
    return page


def shared_phrases(page: Page) -> Mapping[Words, int]:
    """Return phrases of two to six words that several texts say, with how many do.

    Titles count twice. A phrase begins and ends with words that tell something and is not
    half of a longer one that nearly as many say.

    >>> from cynosure.themes.sentences import told
    >>> said = ["My card is lost", "card is lost", "the card is lost!"]
    >>> dict(shared_phrases(page_of([told(text) for text in said])))
    {('card', 'is', 'lost'): 6}
    """
    least = max(2, math.ceil(0.03 * page.size)) if page.size > 1 else 1
    often = _often(page, least)
    said: Counter[Words] = Counter()
    for text in page.texts:
        here = set(_runs(text.words, often))
        said.update(here)
        if text.title < len(text.words):
            said.update(set(_runs(text.words[: text.title], often)))
        else:
            said.update(here)
    enough = 2 * min(least, max(2, round(0.015 * page.size)))
    if page.size > _FEW:
        return _without_halves({words: n for words, n in said.items() if n >= enough})
    # Few texts may all say the same and each in its own way.
    ways: Counter[Senses] = Counter()
    for words, n in said.items():
        ways[senses_of(words)] += n
    return _without_halves(
        {words: n for words, n in said.items() if ways[senses_of(words)] >= enough}
    )


def _often(page: Page, least: int) -> frozenset[str]:
    said = Counter(word for text in page.texts for word in set(text.words))
    return frozenset(word for word, n in said.items() if n >= least and word != END)


def _runs(words: Words, often: frozenset[str]) -> Iterator[Words]:
    """Yield the phrases of a text whose words many texts say."""
    start, n = 0, len(words)
    while start < n:
        if words[start] not in often:
            start += 1
            continue
        end = start
        while end < n and words[end] in often:
            end += 1
        run = words[start:end]
        for first, word in enumerate(run):
            if not may_begin(word):
                continue
            longest = _LONGEST_JOINED if is_joined(word) else _LONGEST
            for last in range(first + 1, min(first + longest, len(run))):
                if may_end(run[last], run[last - 1]):
                    yield run[first : last + 1]
        start = end + 1


def _without_halves(shared: Mapping[Words, int]) -> Mapping[Words, int]:
    halves = set()
    for words, n in shared.items():
        for first in range(len(words) - 1):
            for last in range(first + 2, len(words) + 1):
                part = words[first:last]
                if last - first < len(words) and n >= _HALF * shared.get(part, math.inf):
                    halves.add(part)
    return {words: n for words, n in shared.items() if words not in halves}


def senses_of(words: Words) -> Senses:
    """Return what the words of a phrase stand for.

    >>> sorted(senses_of(("card", "is", "not", "working")))
    ['card', 'not', 'work']
    """
    return frozenset(sense for word in words if (sense := sense_of(word)))


@dataclass(frozen=True, slots=True)
class Others:
    """Which texts of all groups and of the background hold a sense."""

    holders: Mapping[str, frozenset[int] | set[int]]
    texts: int
    known: dict[Senses, int] = field(default_factory=dict)

    def holding(self, senses: Senses) -> int:
        """Return how many texts, of any group, hold all these senses."""
        n = self.known.get(senses)
        if n is None:
            sets = sorted((self.holders.get(sense, frozenset()) for sense in senses), key=len)
            n = len(set(sets[0]).intersection(*sets[1:])) if sets else 0
            self.known[senses] = n
        return n


def weighed(page: Page, others: Others) -> list[Phrase]:
    """Return a group's phrases, the one that names it best first, one of each sense.

    A phrase is worth the more, the more of the group say it as it stands (or its words
    somewhere in a text), the fewer others do, and the better it stands by itself.

    >>> from cynosure.themes.sentences import told
    >>> page = page_of([told(text) for text in ("My card is lost", "card is lost", "lost card")])
    >>> [phrase.words for phrase in weighed(page, Others({}, page.size))]
    ['card is lost']
    """
    by_sense: dict[Senses, list[tuple[int, Words]]] = {}
    for words, n in shared_phrases(page).items():
        senses = senses_of(words)
        if senses and not is_torn(words):
            by_sense.setdefault(senses, []).append((n, words))
    first: list[tuple[float, float, Senses]] = []
    for senses, spellings in by_sense.items():
        literal = min(1.0, sum(n for n, _ in spellings) / (2 * page.size))
        covered = page.covered(senses)
        if literal < _TOGETHER * covered:
            continue
        said = covered ** (1 - _LITERAL) * literal**_LITERAL * _length(senses)
        if len(senses) == 1 and all(
            words[0] in ASKING and len(words) <= _CURT for _, words in spellings
        ):
            said *= _ASKED
        first.append((said, covered, senses))
    first.sort(key=lambda one: (-one[0], sorted(one[2])))
    found = []
    for said, covered, senses in first[:_WEIGHED]:
        inside = page.holding(senses)
        outside = max(0, others.holding(senses) - inside)
        expected = _COMMON[min(len(senses), 8)]
        rate = (outside + expected * _WORTH_TEXTS) / (others.texts - page.size + _WORTH_TEXTS)
        mine = inside / (inside + outside)
        found.append((said * math.log1p(covered / rate) * mine**_MINE, covered, senses))
    found.sort(key=lambda one: (-one[0], sorted(one[2])))
    return _spelt(page, found[:_SPELT], by_sense)


def _length(senses: Senses) -> float:
    # What does not work makes a name longer by nothing, and is what it is about.
    denied = "not" in senses and len(senses) > 1
    troubled = len(senses) > 1 and not TROUBLES.isdisjoint(senses)
    tells = _TROUBLED if troubled else 1.0
    if senses <= VAGUE:
        tells = _VAGUE
    return _LENGTH[min(len(senses) - denied, 8)] * tells


def _spelt(
    page: Page,
    found: Sequence[tuple[float, float, Senses]],
    by_sense: Mapping[Senses, list[tuple[int, Words]]],
) -> list[Phrase]:
    """Return the phrases of these senses, each in the words that stand best by themselves."""
    known = {
        words: _Seen()
        for _, _, senses in found
        for _, words in sorted(by_sense[senses], reverse=True)[:_SPELLINGS]
    }
    _look(page, known)
    phrases = []
    for worth, covered, senses in found:
        spellings = [
            (n * (0.3 + 0.7 * known[words].whole) * flow(words) / len(words) ** 0.25, words)
            for n, words in by_sense[senses]
            if words in known
        ]
        _, words = min(spellings, key=lambda one: (-one[0], len(one[1]), one[1]))
        seen = known[words]
        if words[0] in ASKING and seen.whole < 0.5:
            continue
        spelt = min(seen.spelt, key=lambda one: (-seen.spelt[one], one))
        phrases.append(Phrase(worth * (0.3 + 0.7 * seen.whole), joined(spelt), senses, covered))
    phrases.sort(key=lambda one: (-one.worth, one.words))
    return phrases


@dataclass(slots=True)
class _Seen:
    """How a phrase is spelt, and how often it stands by itself."""

    spelt: Counter[Words] = field(default_factory=Counter)
    alone: int = 0

    @property
    def whole(self) -> float:
        return self.alone / max(1, self.spelt.total())


def _look(page: Page, known: Mapping[Words, _Seen]) -> None:
    """Note each place where one of the phrases stands."""
    begins: dict[str, list[Words]] = {}
    for words in known:
        begins.setdefault(words[0], []).append(words)
    for text in page.texts:
        said, n = text.words, len(text.words)
        for start, word in enumerate(said):
            for words in begins.get(word, ()):
                end = start + len(words)
                if said[start:end] == words:
                    seen = known[words]
                    seen.spelt[text.spelt[start:end]] += 1
                    before = said[start - 1] if start else END
                    seen.alone += stands_whole(words, before, said[end] if end < n else END)
