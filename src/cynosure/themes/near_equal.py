"""Demands that say nearly the same, grouped by the words that make them alike."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from cynosure.themes.words import Ints, TellingWords, telling_words

Floats = npt.NDArray[np.float64]
Keys = npt.NDArray[np.uint64]
Words = npt.NDArray[np.uint32]

SMALLEST = 3
# A text is known by so many of its telling words; more make no pairs that matter.
_WORDS = 10
# With so many telling words a title says enough; below, the start of the body helps.
_TITLE_ENOUGH = 3
_GROUPS = 2_000
# Among very many demands a pair that fewer than one in so many hold is no large group.
_SEEN_OF = 50_000
_PAIRS = 60_000
# A word that so many texts hold names the product, not the trouble.
_COMMON = 0.5
# A line that so many texts hold is a template's.
_TEMPLATE = 0.02
# A word belongs to a group's core if so many of its holders say it, and a text
# belongs to the group if so much of what it tells are words of the core.
_CORE = 0.3
_COVERED = 0.6
_AT_MOST = 3.0
# Pairs of words stand together so many times (e to the power) more than by chance.
_LIFT = 0.7
# Where one trouble is much of all, chance alone would bring its words together;
# words that mostly stand together are a pair all the same.
_ONE = 0.5


def near_equal_groups(batches: Iterable[pa.RecordBatch]) -> pa.Table:
    """Return each demand with its group of near-equal ones, null if it stands alone.

    Reads columns demand_id, title and body. A group begins with two telling words
    that stand together far more often than chance would have it; the words that
    many of their holders share are its core, and a demand belongs if most
    of what it tells is in the core. Nothing joins a group for being like a member
    that joined, so groups cannot grow into one another. The largest and surest
    group is taken first. `group_id` is made from the two words: the same on every
    machine, whatever the order of rows.

    >>> says = ["Export to CSV fails", "CSV export fails", "export as csv broken", "No invoice"]
    >>> columns = {"demand_id": pa.array(list("abcd")), "title": pa.array(says)}
    >>> batch = pa.record_batch(columns | {"body": pa.nulls(4, pa.string())})
    >>> [bool(group) for group in near_equal_groups([batch])["group_id"].to_pylist()]
    [True, True, True, False]
    """
    words = telling_words(batches)
    matrix, known, frequency = _telling(words)
    pairs = _pairs(matrix, known, frequency)
    group_of, keys = _grouped(matrix, pairs)
    names = pa.array([f"{key:016x}" for key in keys], pa.string())
    group_ids = names.take(pa.array(group_of, mask=group_of < 0))
    return pa.table({"demand_id": words.ids, "group_id": group_ids})


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs of words, who holds them (rows in order), and how much more than by chance."""

    keys: Keys
    starts: Ints
    rows: npt.NDArray[np.int32]
    lift: Floats

    def holders(self, i: int) -> npt.NDArray[np.int32]:
        held: npt.NDArray[np.int32] = self.rows[self.starts[i] : self.starts[i + 1]]
        return held


def _grouped(matrix: Words, pairs: _Pairs) -> tuple[Ints, list[int]]:
    """Return the number of each text's group, -1 for none, and each group's key.

    The best pair first, by free holders times lift. What a pair is worth only
    falls as texts are taken, so a pair is weighed again only when its turn comes.
    """
    group_of = np.full(len(matrix), -1, np.int64)
    cores: list[Words] = []
    keys: list[int] = []
    sizes = np.diff(pairs.starts)
    waiting = [
        (-lift * size, key, i)
        for i, (lift, size, key) in enumerate(
            zip(pairs.lift.tolist(), sizes.tolist(), pairs.keys.tolist(), strict=True)
        )
    ]
    heapq.heapify(waiting)
    while waiting and len(keys) < _GROUPS:
        _, key, i = heapq.heappop(waiting)
        holders = pairs.holders(i)
        free = holders[group_of[holders] < 0]
        if len(free) < SMALLEST:
            continue
        taken = group_of[holders]
        taken = taken[taken >= 0]
        if len(taken) * 2 >= len(holders):
            near, counts = np.unique(taken, return_counts=True)
            if counts.max() * 2 >= len(holders):
                most = int(near[counts.argmax()])
                group_of[free[_covered(matrix[free], cores[most])]] = most
                free = free[group_of[free] < 0]
        core = _core(matrix[free])
        free = free[_covered(matrix[free], core)]
        if len(free) < SMALLEST:
            continue
        worth = -pairs.lift[i] * len(free)
        if waiting and worth > waiting[0][0]:
            heapq.heappush(waiting, (worth, key, i))
            continue
        group_of[free] = len(keys)
        cores.append(core)
        keys.append(key)
    return group_of, keys


def _core(texts: Words) -> Words:
    """Return the words that many of these texts share."""
    said, counts = np.unique(texts[texts > 0], return_counts=True)
    core: Words = said[counts >= max(2, _CORE * len(texts))]
    return core


def _covered(texts: Words, core: Words) -> npt.NDArray[np.bool_]:
    """Tell which texts say mostly words of the core."""
    inside = np.isin(texts, core) & (texts > 0)
    enough = np.minimum(_COVERED * (texts > 0).sum(axis=1), _AT_MOST)
    covered: npt.NDArray[np.bool_] = inside.sum(axis=1) >= enough
    return covered


def _telling(words: TellingWords) -> tuple[Words, Words, Ints]:
    """Return a row of each text's most telling words, 0 where it has fewer, and their frequency."""
    n = len(words.ids)
    keep = ~_from_template(words, n)
    known, frequency = np.unique(words.words[keep], return_counts=True)
    told = np.zeros(len(known), bool)
    told[(frequency >= SMALLEST) & (frequency <= max(_COMMON * n, 20))] = True
    matrix = np.zeros((n, _WORDS), np.uint32)
    # By slices, so that memory does not follow the number of texts.
    for start in range(0, n, 1 << 16):
        end = min(start + (1 << 16), n)
        part = slice(words.starts[start], words.starts[end])
        texts = np.repeat(np.arange(end - start), np.diff(words.starts[start : end + 1]))
        at = np.searchsorted(known, words.words[part]).clip(max=max(len(known) - 1, 0))
        kept = keep[part] & told[at] if len(known) else keep[part]
        texts, at, first = texts[kept], at[kept], words.first[part][kept]
        enough = np.bincount(texts[first], minlength=end - start) >= _TITLE_ENOUGH
        kept = first | ~enough[texts]
        texts, at, first = texts[kept], at[kept], first[kept]
        # The title's words before the body's, the rarer before the more common.
        order = np.lexsort((known[at], frequency[at], ~first, texts))
        texts, said = texts[order], known[at[order]]
        rank = np.arange(len(texts)) - np.searchsorted(texts, texts)
        best = rank < _WORDS
        matrix[start + texts[best], rank[best]] = said[best]
    matrix.sort(axis=1)
    return matrix, known, frequency


def _from_template(words: TellingWords, n: int) -> npt.NDArray[np.bool_]:
    """Tell which words stand in a line, not the first, that many texts hold."""
    lines, holders = np.unique(words.lines[_begins(words)], return_counts=True)
    templates = lines[holders > max(20, _TEMPLATE * n)]
    marked: npt.NDArray[np.bool_] = ~words.first & np.isin(words.lines, templates)
    return marked


def _begins(words: TellingWords) -> npt.NDArray[np.bool_]:
    """Tell which words are the first of their line, so that each line counts once a text."""
    begins = np.ones(len(words.lines), bool)
    begins[1:] = words.lines[1:] != words.lines[:-1]
    begins[words.starts[:-1][words.starts[:-1] < len(begins)]] = True
    begins &= ~words.first
    return begins


# 2 to the power of it; 64 MB.
_BUCKETS = 24


def _pairs(matrix: Words, known: Words, frequency: Ints) -> _Pairs:
    """Return the pairs of words worth a group."""
    # A first count in buckets leaves out the many pairs that only one or two texts
    # hold, so that only those worth it are kept with their holders.
    least = max(SMALLEST, len(matrix) // _SEEN_OF)
    sketch = np.zeros(1 << _BUCKETS, np.int32)
    for _, keys in _pair_columns(matrix):
        np.add.at(sketch, _bucket(keys), 1)
    said, holders = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for rows, keys in _pair_columns(matrix):
        often = sketch[_bucket(keys)] >= least
        said.append(keys[often])
        holders.append(rows[often])
    every, rows = np.concatenate(said), np.concatenate(holders)
    del sketch, said, holders
    order = np.argsort(every, kind="stable")
    every, rows = every[order], rows[order]
    del order
    pairs, begins, counts = np.unique(every, return_index=True, return_counts=True)
    enough = counts >= least
    pairs, begins, counts = pairs[enough], begins[enough], counts[enough]
    one = frequency[np.searchsorted(known, (pairs >> np.uint64(32)).astype(np.uint32))]
    two = frequency[np.searchsorted(known, pairs.astype(np.uint32))]
    lift = np.log(counts * float(len(matrix)) / (one * two.astype(np.float64)))
    together = counts / (one + two - counts)
    lift = np.where((lift < _LIFT) & (together >= _ONE), _LIFT, lift)
    good = np.flatnonzero(lift >= _LIFT)
    good = good[np.lexsort((pairs[good], -counts[good] * lift[good]))][:_PAIRS]
    kept = [rows[:0], *(rows[begins[i] : begins[i] + counts[i]] for i in good)]
    return _Pairs(
        keys=pairs[good],
        starts=np.concatenate([[0], np.cumsum(counts[good])]).astype(np.int64),
        rows=np.concatenate(kept),
        lift=lift[good],
    )


def _pair_columns(matrix: Words) -> Iterator[tuple[npt.NDArray[np.int32], Keys]]:
    """Yield each two places of the rows as one number, the smaller word first."""
    for i in range(_WORDS - 1):
        rows = np.flatnonzero(matrix[:, i]).astype(np.int32)
        high = matrix[rows, i].astype(np.uint64) << np.uint64(32)
        for j in range(i + 1, _WORDS):
            yield rows, high | matrix[rows, j]


def _bucket(keys: Keys) -> Ints:
    return ((keys * np.uint64(0x9E3779B97F4A7C15)) >> np.uint64(64 - _BUCKETS)).astype(np.int64)
