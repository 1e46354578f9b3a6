"""The asker's own name and handle."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from cynosure.masking.found import Found

# Parts that many names share and that name nobody by themselves.
# fmt: off
_PARTICLES = frozenset({
    "de", "del", "della", "der", "den", "die", "das", "da", "do", "dos", "du", "la", "le", "les",
    "el", "al", "van", "von", "zu", "zum", "zur", "af", "av", "bin", "ibn", "ben", "san", "saint",
    "st", "y", "e", "i", "of", "the", "and", "mr", "mrs", "ms", "dr", "prof", "sir", "jr", "sr",
    "ii", "iii", "iv", "phd", "msc",
})
# fmt: on
# What stands in an asker's field and is no name.
# fmt: off
_NOBODY = frozenset({
    "unknown", "anonymous", "anon", "none", "null", "n/a", "na", "user", "users", "guest",
    "customer", "client", "asker", "requester", "nobody", "admin", "administrator", "system",
    "support", "helpdesk", "service", "info", "mail", "email", "contact", "team", "office", "bot",
    "gmail", "com", "org", "net", "test", "ghost", "deleted", "former", "noreply", "reply",
})
# fmt: on
# Names that are words too: taken only as a name is written, with a capital.
# fmt: off
_WORDS_TOO = frozenset({
    "will", "may", "mark", "bill", "art", "max", "grant", "rich", "frank", "hope", "faith", "joy",
    "grace", "rose", "amber", "dawn", "june", "april", "august", "summer", "summers", "sky",
    "page", "paige", "chase", "drew", "guy", "jack", "john", "rob", "bob", "sue", "pat", "pam",
    "ray", "gene", "dean", "earl", "duke", "king", "prince", "long", "short", "young", "small",
    "little", "large", "black", "white", "brown", "green", "gray", "grey", "gold", "silver",
    "stone", "wood", "woods", "field", "fields", "park", "parks", "hill", "hills", "lane",
    "street", "rivers", "lake", "bush", "ford", "case", "cook", "baker", "miller", "smith",
    "mason", "taylor", "porter", "cruz", "day", "days", "knight", "love", "price", "sharp",
    "swift", "strong", "best", "good", "new", "old", "major", "minor", "post", "power", "powers",
    "read", "reader", "root", "ruby", "rust", "java", "perl", "star", "stark", "ward", "watts",
    "wells", "wise", "so", "to", "an", "in", "on", "my", "no", "can", "see", "don", "win", "wong",
    "won", "ma", "li", "lu", "he", "she", "it", "we", "us", "me", "do", "go", "is", "as", "at",
    "or", "if", "by", "up", "be", "per", "pro", "man", "son", "sun", "bit", "byte", "token",
    "key", "self", "this", "that", "error", "time", "date", "data", "file", "line", "code",
    "issue", "ticket", "order", "call", "app", "web",
})
# fmt: on
# Letters that are more than a letter with an accent.
# fmt: off
_PLAINLY = str.maketrans({
    "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ł": "l", "Ł": "L",
    "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ı": "i",
})
_UMLAUTS = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "å": "aa", "Å": "Aa", "ø": "oe", "Ø": "Oe",
})
# fmt: on


def find_names(text: str, names: tuple[str, ...]) -> Iterator[Found]:
    """Yield where a text says one of these names, whole or in part, or a handle made of it.

    Case does not matter, accents may be left out, and a part counts only
    between word borders. A part that is also an ordinary word ("Will", "May")
    counts only with its capital, so that "it will crash" stays.

    >>> text = "Hi, maria here. Your Maria López"
    >>> [text[f.start : f.end] for f in find_names(text, ("Maria López",))]
    ['maria', 'Maria López']
    """
    said = folded(text)
    for ways, flags in zip(_ways(names), (re.IGNORECASE, re.NOFLAG), strict=True):
        # To make a pattern ready takes longer than to look: only of what may stand here.
        here = tuple(way for way, needle in ways if needle in said)
        for match in _any_of(here, flags).finditer(text) if here else ():
            yield Found(match.start(), match.end(), "name")


def folded(text: str) -> str:
    """Return a text so that two that differ in case alone become one, for `needles`.

    Python's patterns take ı and İ for an i where case does not matter; folding
    alone does not.
    """
    return (text if text.isascii() else text.replace("ı", "i").replace("İ", "i")).casefold()


@lru_cache(maxsize=32_768)
def needles(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what a folded text must hold one of, if `find_names` is to find anything in it.

    >>> needles(("Maria López",))
    ('lopez', 'lópez', 'maria')
    """
    folds = {needle for ways in _ways(names) for _, needle in ways}
    kept: list[str] = []
    for way in sorted(folds, key=lambda fold: (len(fold), fold)):
        if not any(needle in way for needle in kept):
            kept.append(way)
    return tuple(kept)


# How names may be written, the longest first, each with its fold.
Ways = tuple[tuple[str, str], ...]


@lru_cache(maxsize=4096)
def _ways(names: tuple[str, ...]) -> tuple[Ways, Ways]:
    """Return how the names may be written in whatever case, and how with a capital only."""
    anyhow, capital = (
        tuple((way, folded(way)) for way in sorted(ways, key=lambda way: (-len(way), way)))
        for ways in _written(names)
    )
    return anyhow, capital


def _written(names: tuple[str, ...]) -> tuple[set[str], set[str]]:
    anyhow: set[str] = set()
    capital: set[str] = set()
    for written in names:
        name = " ".join(written.split())[:120]
        spoken = (
            name.split("@", 1)[0] if re.fullmatch(r"[^\s@]+@[^\s@]+", name) else name.lstrip("@")
        )
        parts = [p for p in re.split(r"[\s.,;:_+\-/()\"<>\[\]@]+|\d+", spoken) if p]
        if len(parts) > 1 or re.search(r"[^\W_]\d|\d[^\W_]", spoken):
            anyhow |= _spellings(spoken, parts)
        for part in parts[:12]:
            low = part.lower()
            if len(part) < 2 or low in _PARTICLES or low in _NOBODY:
                continue
            if low in _WORDS_TOO or len(part) == 2:
                capital |= {part.capitalize(), _plain(part.capitalize()), part.upper()}
            else:
                anyhow |= {part, _plain(part), _in_two(part)}
    return anyhow, capital


def _spellings(spoken: str, parts: list[str]) -> set[str]:
    """Return the whole name as written, turned round and as people make handles of it."""
    if sum(c.isalpha() for c in spoken) < 3 or spoken.lower() in _NOBODY:
        return set()
    found = {spoken}
    found |= {word for word in spoken.split() if len(word) > 4 and "-" in word}
    if 2 <= len(parts) <= 4:
        first, last = parts[0], parts[-1]
        found |= {
            " ".join(parts),
            f"{first} {last}",
            f"{last} {first}",
            f"{last}, {first}",
            f"{first}{last}",
            f"{first}.{last}",
            f"{first}_{last}",
            f"{first}-{last}",
        }
        if len(last) > 3:
            found |= {f"{first[0]}. {last}", f"{first[0]}.{last}", f"@{first[0]}{last}"}
    return {way(spelling) for spelling in found for way in (str, _plain, _in_two)}


def _plain(name: str) -> str:
    """Return the name without accents: López is also found as Lopez, Kjær as Kjaer."""
    if name.isascii():
        return name
    letters = unicodedata.normalize("NFKD", name.translate(_PLAINLY))
    return "".join(c for c in letters if not unicodedata.combining(c))


def _in_two(name: str) -> str:
    """Return the name as it is written where umlauts are missing: Müller is also Mueller."""
    return name if name.isascii() else _plain(name.translate(_UMLAUTS))


@lru_cache(maxsize=4096)
def _any_of(ways: tuple[str, ...], flags: re.RegexFlag) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)@?(?:{'|'.join(map(re.escape, ways))})(?!\w)", flags)
