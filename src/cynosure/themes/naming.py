"""What to call groups: phrases of their askers' own, no two groups by the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from zlib import crc32

from cynosure.themes.phrases import Others, Page, Phrase, page_of, weighed
from cynosure.themes.plain_words import sense_of
from cynosure.themes.sentences import END, Told, template_lines, told

# So many texts of a group, and of the background, are read.
_TEXTS, _BACKGROUND = 200, 5_000
# A phrase that so few hold does not name a group by itself: a second one may join it,
# if it is worth nearly as much and mostly other texts say it.
_FEW, _NEARLY, _NEW = 0.4, 0.5, 0.5
_LONGEST_JOINED = 4
# Below it a text of theirs tells more.
_LEAST = 0.08
_SHORT, _LETTERS = 7, 60
_STOPS = " ,;:.!"
WORDLESS = "Without words"


def names_of(groups: Sequence[Sequence[str]], *, background: Sequence[str] = ()) -> list[str]:
    """Return a name for each group: a phrase that many of its texts say and few others do.

    Give masked texts, a title in the first line before its body; a masked word is never
    part of a name. `background` are other texts, to tell what everybody says: it matters
    where there are few groups. No two names are the same: of two groups that one phrase
    fits, the one whose next phrase is worse has it. A name is spelt as most spell it, its
    first letter capital. Where no one phrase tells a group, two are
    joined by " / "; where none is shared, a short typical text's words are its name.
    The order of texts does not matter, and a text said twice counts once.

    >>> exports = ["The CSV export fails", "csv export fails again", "why: CSV export fails?"]
    >>> names_of([exports, ["Invoice is wrong", "wrong invoice", "invoice is wrong again"]])
    ['CSV export fails', 'Invoice is wrong']
    """
    read = [_spread(group, _TEXTS) for group in groups]
    behind = _spread(background, _BACKGROUND)
    templates = template_lines([*read, behind])
    pages = [page_of([told(text, templates) for text in texts]) for texts in read]
    others = _others(pages, [told(text, templates) for text in behind])
    phrases = [weighed(page, others) if page.size > 1 else [] for page in pages]
    names = []
    taken: set[str] = set()
    chosen = _chosen(phrases)
    claimed = {phrases[i][place].senses for i, place in enumerate(chosen) if place is not None}
    for page, texts, candidates, place in zip(pages, read, phrases, chosen, strict=True):
        name = ""
        if place is not None and candidates[place].worth >= _LEAST * _fair(page):
            name = _with_second(page, candidates, place, claimed)
        names.append(_unlike(_capital(name or _typical(page, texts)), taken))
    return names


def _fair(page: Page) -> float:
    return 1.0 if page.size > 3 else 0.0


def _spread(texts: Sequence[str], n: int) -> list[str]:
    """Return at most n of the texts, each once, the same ones whatever their order."""
    once = sorted({text.strip() for text in texts} - {""})
    if len(once) <= n:
        return once
    return sorted(sorted(once, key=lambda text: (crc32(text.encode("utf-8", "replace")), text))[:n])


def _others(pages: Sequence[Page], background: Sequence[Told]) -> Others:
    holders: defaultdict[str, set[int]] = defaultdict(set)
    n = 0
    for page in pages:
        for text in page.texts:
            for sense in set(map(sense_of, text.words)):
                holders[sense].add(n)
            n += 1
    for text in background:
        for sense in set(map(sense_of, text.words)):
            holders[sense].add(n)
        n += 1
    return Others(holders, n)


def _chosen(phrases: Sequence[Sequence[Phrase]]) -> list[int | None]:
    """Return the place of each group's phrase, no two of the same words or sense.

    Every group asks for its best; where two ask for the same, that one has it which would
    lose more by taking its next (Gale and Shapley, 1962).
    """
    places = [0] * len(phrases)
    held: dict[object, int] = {}
    waiting = deque(range(len(phrases)))
    while waiting:
        i = waiting.popleft()
        if places[i] >= len(phrases[i]):
            continue
        phrase = phrases[i][places[i]]
        keys = (phrase.senses, phrase.words.lower())
        rivals = {held[key] for key in keys if key in held}
        if all(_loss(phrases[i], places[i]) > _loss(phrases[j], places[j]) for j in rivals):
            for j in rivals:
                theirs = phrases[j][places[j]]
                del held[theirs.senses], held[theirs.words.lower()]
                places[j] += 1
                waiting.append(j)
            held.update(dict.fromkeys(keys, i))
        else:
            places[i] += 1
            waiting.append(i)
    return [
        place if place < len(candidates) else None
        for place, candidates in zip(places, phrases, strict=True)
    ]


def _loss(candidates: Sequence[Phrase], place: int) -> float:
    following = candidates[place + 1].worth if place + 1 < len(candidates) else 0.0
    return candidates[place].worth - following


def _with_second(
    page: Page, candidates: Sequence[Phrase], place: int, claimed: set[frozenset[str]]
) -> str:
    """Return a phrase, joined with a second one where it alone would leave most untold."""
    first = candidates[place]
    if first.covered >= _FEW or len(first.words.split(" ")) > _LONGEST_JOINED:
        return first.words
    for second in candidates[place + 1 :]:
        if second.worth < _NEARLY * first.worth:
            break
        new = second.covered - page.covered(first.senses | second.senses)
        if (
            second.senses not in claimed
            and len(second.words.split(" ")) <= _LONGEST_JOINED
            and not (second.senses < first.senses or second.senses > first.senses)
            and new >= _NEW * second.covered
        ):
            return f"{first.words} / {second.words}"
    return first.words


# In English alone: an "i" by itself is an article elsewhere.
_I = re.compile(
    r"\b(?P<before>(?:am|can|could|did|do|had|have|if|should|that|what|when|where|will|would) )?"
    r"i(?P<after>'(?:m|ve|d|ll)\b| (?:am|can|could|did|do|have|had|need|should|use|want|was|will|would)\b)?(?!\w)",
    re.IGNORECASE,
)


def _large(found: re.Match[str]) -> str:
    if found["before"] or found["after"]:
        return f"{found['before'] or ''}I{found['after'] or ''}"
    return found[0]


def _capital(name: str) -> str:
    """Return a name with its first letter capital, unless the word has one inside, as iPhone."""
    first, gap, rest = name.partition(" ")
    if first.islower():
        first = first[0].upper() + first[1:]
    return _I.sub(_large, first + gap + rest)


def _unlike(name: str, taken: set[str]) -> str:
    """Return a name that no other group has, by a number if it must be."""
    unlike, n = name, 1
    while unlike.lower() in taken:
        n += 1
        unlike = f"{name} ({n})"
    taken.add(unlike.lower())
    return unlike


_LETTER = re.compile(r"[^\W\d_]")
_UNREAD = re.compile(r"\[[a-zA-Z][a-zA-Z -]{2,20}\]|@\w+|\b[a-z]{2,9}://\S+")


def _typical(page: Page, texts: Sequence[str]) -> str:
    """Return the start of the text whose words most others say, a short one if there is."""
    said = Counter(word for text in page.texts for word in set(text.words))

    def worth(i: int) -> tuple[bool, float, int, str]:
        words = [word for word in page.texts[i].words if word != END]
        mean = sum(said[word] for word in words) / max(3, len(words))
        length = len(shown[i].split(" "))
        return not shown[i], -mean if length <= _SHORT else -mean / 4, length, shown[i]

    shown = [_shown(text) for text in texts]
    best = min(range(len(texts)), key=worth, default=None)
    words = shown[best].split(" ") if best is not None and shown[best] else [WORDLESS]
    start = " ".join(words[:_SHORT])[:_LETTERS].rstrip(_STOPS)
    return start + ("…" if start != " ".join(words).rstrip(_STOPS) else "")


def _shown(text: str) -> str:
    """Return the first line that has letters, else the first, without what is masked."""
    lines = [" ".join(_UNREAD.sub(" ", line).split()) for line in text.split("\n")[:20]]
    return next((line for line in lines if _LETTER.search(line)), lines[0])


def name_of_group(texts: Sequence[str]) -> str:
    """Return the name of one group by itself, as `names_of` gives it; of no texts, nothing.

    >>> name_of_group(["The CSV export fails", "csv export fails again", "why: CSV export fails?"])
    'CSV export fails'
    """
    return names_of([texts])[0] if texts else ""
