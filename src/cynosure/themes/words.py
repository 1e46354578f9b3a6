"""The telling words of a text, as numbers in columns: no Python object stays per demand."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]
Hashes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.bool_]

# How much of a text is read: people say what they want at the start, and
# pasted logs come later.
_TITLE, _BODY = 200, 500
_WORDS_A_TEXT = 24

# What differs between two tellings of the same trouble, or was written by a
# template: pasted code, quotes, headings, addresses, ids, versions, numbers.
_DROPPED = (
    (r"(?s)```.*?(?:```|$)|<!--.*?(?:-->|$)|\{code[^}]*\}.*?(?:\{code\}|$)|\{noformat\}.*?(?:\{noformat\}|$)", " "),
    (r"(?m)^[ \t]*(?:#{1,6} |>|\*\*[^*\n]{1,60}\*\*:?[ \t]*$|h[1-6]\. |[-=_*]{3,}).*$", " "),
    (r"\b[a-z][a-z0-9+.-]*://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+\.[\w.-]+|@\w+", " "),
    (r"\b(?:0x)?[0-9a-f]{7,}\b|\bv?\d+(?:[.,:/-]\d+)+\w*", " "),
    (r"[\r\n]+", " \x01 "),
    (r"([\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}])", r" \1 "),
    (r"[’']s\b|n[’']t\b|[’']", ""),
    (r"[^\p{L}\p{M}\p{N}_\x01]+", " "),
)  # fmt: skip

# Words that say nothing by themselves, of the languages that we meet most.
# fmt: off
_EMPTY = frozenset({
    "hi", "hello", "hey", "dear", "hallo", "hola", "bonjour", "ciao", "thanks?", "thank", "thx",
    "regards?", "please", "pls", "plz", "kind", "best", "team", "sir", "madam", "a", "an", "the",
    "this", "that", "these", "those", "it", "its", "is", "am", "are", "was", "were", "be", "been",
    "being", "and", "or", "but", "if", "then", "than", "so", "as", "at", "by", "for", "from",
    "in", "into", "of", "on", "to", "up", "with", "without", "about", "i", "me", "my", "mine",
    "we", "us", "our", "you", "your", "he", "she", "they", "them", "their", "there", "here", "do",
    "does", "did", "dont", "doesnt", "didnt", "have", "has", "had", "havent", "hasnt", "having",
    "will", "would", "wont", "should", "could", "can", "cant", "cannot", "may", "might", "must",
    "shall", "not", "no", "nor", "yes", "when", "while", "where", "which", "what", "who", "whom",
    "why", "how", "all", "any", "some", "such", "same", "other", "each", "every", "more", "most",
    "much", "many", "very", "too", "just", "also", "only", "even", "still", "again", "now",
    "after", "before", "since", "because", "between", "over", "under", "out", "off", "via", "per",
    "im", "ive", "id", "ill", "youre", "theres", "whats", "let", "lets", "get", "got", "getting",
    "gets", "go", "going", "make", "made", "want", "wanted", "need", "needed", "like", "know",
    "see", "seem", "seems", "try", "tried", "trying", "use", "used", "using", "way", "thing",
    "one", "two", "able", "ok", "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen",
    "einer", "eines", "und", "oder", "aber", "ist", "sind", "war", "nicht", "kein", "keine",
    "ich", "wir", "sie", "er", "es", "mir", "mich", "mein", "meine", "bei", "mit", "von", "zu",
    "zum", "zur", "auf", "aus", "für", "wie", "wenn", "dass", "auch", "noch", "bitte", "danke",
    "le", "la", "les", "un", "une", "du", "de", "et", "ou", "est", "sont", "pas", "ne", "je",
    "nous", "vous", "il", "elle", "ce", "cette", "pour", "dans", "sur", "avec", "que", "qui",
    "mon", "ma", "el", "los", "las", "una", "y", "o", "son", "yo", "mi", "su", "se", "por",
    "para", "con", "en", "del", "al", "lo", "gli", "di", "e", "è", "non", "che", "si", "da",
    "nel", "della", "het", "een", "niet", "ik", "wij", "op", "te", "van", "voor", "met", "dat",
    "os", "um", "uma", "não", "eu", "em", "com",
})
# fmt: on
_NUMBER = re.compile(r"\d+")
_ENDING = re.compile(r"(?<=\w{3})(?:ies|ing|ed|es|s|e)$")


class TellingWords(NamedTuple):
    """Words of many texts, each once: text i has `words[starts[i]:starts[i + 1]]`.

    `lines` tells the line that a word stood in (a hash of the line); `first`,
    whether that was the text's first line, its title if it has one.
    """

    ids: pa.Array
    starts: Ints
    words: Hashes
    lines: Hashes
    first: Flags


def telling_words(batches: Iterable[pa.RecordBatch]) -> TellingWords:
    """Return the words of demands' titles and of the starts of their bodies.

    Reads columns demand_id, title and body. Numbers, ids, versions, addresses,
    pasted code and words that say nothing by themselves are left out; endings
    are cut, so that "crashes" and "crashing" are one. Words are hashes that are
    the same on every machine.

    >>> batch = pa.record_batch({"demand_id": ["a"], "title": ["It crashes!"], "body": [None]})
    >>> len(telling_words([batch]).words)
    1
    """
    ids, counts, words, lines, first = [], [np.zeros(1, np.int64)], [], [], []
    for batch in _small(batches):
        part = _words_of(batch)
        ids.append(batch.column("demand_id").cast(pa.string()))
        counts.append(part[0])
        words.append(part[1])
        lines.append(part[2])
        first.append(part[3])
    empty = np.zeros(0, np.uint32)
    return TellingWords(
        ids=pa.chunked_array(ids, type=pa.string()).combine_chunks()
        if ids
        else pa.array([], pa.string()),
        starts=np.cumsum(np.concatenate(counts)),
        words=np.concatenate([empty, *words]),
        lines=np.concatenate([empty, *lines]),
        first=np.concatenate([empty.astype(bool), *first]),
    )


def _small(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        for start in range(0, batch.num_rows, 16_384):
            yield batch.slice(start, 16_384)


def _words_of(batch: pa.RecordBatch) -> tuple[Ints, Hashes, Hashes, Flags]:
    title = pc.utf8_slice_codeunits(
        pc.fill_null(batch.column("title").cast(pa.string()), ""), 0, _TITLE
    )
    body = pc.utf8_slice_codeunits(
        pc.fill_null(batch.column("body").cast(pa.string()), ""), 0, _BODY * 4
    )
    texts: Any = pc.binary_join_element_wise(title, body, "\n")
    texts = pc.utf8_lower(pc.utf8_ltrim_whitespace(texts))
    for pattern, instead in _DROPPED:
        texts = pc.replace_substring_regex(texts, pattern, instead)
    texts = pc.utf8_slice_codeunits(texts, 0, _TITLE + _BODY)
    split = pc.utf8_split_whitespace(texts)
    rows = np.repeat(
        np.arange(len(split)), pc.list_value_length(split).to_numpy(zero_copy_only=False)
    )
    coded = split.flatten().dictionary_encode()
    hashes = np.array([_hash(word) for word in coded.dictionary.to_pylist()], np.int64)
    told = hashes[coded.indices.to_numpy()] if len(hashes) else np.zeros(0, np.int64)
    return _columns(rows.astype(np.int64), told, len(split))


def _columns(rows: Ints, told: Ints, texts: int) -> tuple[Ints, Hashes, Hashes, Flags]:
    """Return each text's words once, without breaks and empty ones, each with its line."""
    broken = told == _BREAK
    begins = np.ones(len(rows), bool)
    begins[1:] = rows[1:] != rows[:-1]
    line = np.cumsum(broken | begins)
    first = line == (line[begins][np.cumsum(begins) - 1] if len(rows) else line)
    keep = told > 0
    rows, said, line, first = rows[keep], told[keep], line[keep], first[keep]
    # A line's number is the sum of its words' numbers, spread: their order does not matter.
    spread = (said * 2_654_435_761) % 4_294_967_291
    sums = np.zeros(int(line.max(initial=0)) + 1, np.int64)
    np.add.at(sums, line, spread)
    lines = (sums[line] % 4_294_967_291).astype(np.uint32)
    once = np.sort(np.unique((rows << 32) | said, return_index=True)[1])
    rows, said, lines, first = rows[once], said[once], lines[once], first[once]
    near = np.arange(len(rows)) - np.searchsorted(rows, rows) < _WORDS_A_TEXT
    counts = np.bincount(rows[near], minlength=texts).astype(np.int64)
    return counts, said[near].astype(np.uint32), lines[near], first[near]


_BREAK = -1


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    """Return a word's number: 0 if it says nothing, -1 for the end of a line."""
    if word == "\x01":
        return _BREAK
    stem = stem_of(word)
    return (zlib.crc32(stem.encode()) or 1) if stem else 0


def stem_of(word: str) -> str:
    """Return a word without its ending, or nothing if it says nothing by itself.

    >>> [stem_of(word) for word in ("crashes", "crashing", "the", "404", "2024", "查")]
    ['crash', 'crash', '', '404', '', '查']
    """
    if word in _EMPTY or (len(word) < 2 and word.isascii()) or len(word) > 40:
        return ""
    if _NUMBER.fullmatch(word):
        # A status that a server answers with tells something; other numbers are ids.
        return word if len(word) == 3 and word[0] in "45" else ""
    return _ENDING.sub("", word) if len(word) > 3 else word
