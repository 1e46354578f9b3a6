"""From the bytes of many texts to sums of weights, in one pass."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from cynosure.nature.reading.language import tongues
from cynosure.nature.reading.page import (
    LETTER,
    MOST_RUNS,
    WORDS,
    Page,
    letters_of,
    new_page,
    read_text,
)
from cynosure.texts.arrays import F64, I8, I16, I32, I64, U64
from cynosure.texts.columns import Texts
from cynosure.texts.native import native

# A word's letters are rounded to this part of a weight's step, so that sums stay whole numbers.
FINE = 16
_REMEMBERED_BITS = 16
_FORGET_AT = 3 << (_REMEMBERED_BITS - 2)


class Desk(NamedTuple):
    """What one worker needs beside the weights, written over by each text.

    The memo holds what the letters of words met lately weigh; it is forgotten
    when full, so it never grows.
    """

    page: Page
    memo_numbers: U64
    memo_sums: I16
    memo_held: I64  # how many words, in its only place
    runs: I32  # columns of one word's letters
    sums: I32  # by block and unit; the last is for one word


def new_desk(units: int) -> Desk:
    """Return a worker's desk for weights of so many units, with nothing on it."""
    tongue_numbers, tongue_kinds = tongues()
    size = 1 << _REMEMBERED_BITS
    return Desk(
        page=new_page(tongue_numbers, tongue_kinds),
        memo_numbers=np.zeros(size, dtype=np.uint64),
        memo_sums=np.zeros((size, units), dtype=np.int16),
        memo_held=np.zeros(1, dtype=np.int64),
        runs=np.zeros(MOST_RUNS, dtype=np.int32),
        sums=np.zeros((LETTER + 2, units), dtype=np.int32),
    )


@native
def place_of(numbers: U64, number: np.uint64) -> np.int64:
    """Return the memo's place that holds a word, or the free one in which it belongs."""
    slot = np.int64(number >> np.uint64(64 - _REMEMBERED_BITS))
    while numbers[slot] != 0 and numbers[slot] != number:
        slot = (slot + 1) & ((1 << _REMEMBERED_BITS) - 1)
    return slot


@native
def weigh_letters(rows: I32, weights: I8, desk: Desk, which: int) -> np.int64:
    """Note what the letters of the page's word weigh, in sixteenths of a step; return where."""
    if desk.memo_held[0] >= _FORGET_AT:
        desk.memo_numbers[:] = 0
        desk.memo_held[0] = 0
    number = desk.page.numbers[which]
    slot = place_of(desk.memo_numbers, number)
    desk.memo_numbers[slot] = number
    desk.memo_held[0] += 1
    sums = desk.sums[LETTER + 1]
    sums[:] = 0
    found = letters_of(desk.page, which, desk.runs)
    add_rows(rows, weights, desk.runs, found, sums)
    length = np.sqrt(np.float64(found))
    for unit in range(len(sums)):
        desk.memo_sums[slot, unit] = np.int16(np.rint(sums[unit] * np.float64(FINE) / length))
    return slot


@native
def add_rows(rows: I32, weights: I8, columns: I32, n: int, sums: I32) -> None:
    """Add to `sums` the weights of the first n columns."""
    for place in range(n):
        row = rows[columns[place]]
        if row:
            for unit in range(len(sums)):
                sums[unit] += weights[row, unit]


@native
def sum_texts(
    rows: I32,
    weights: I8,
    steps: F64,
    desk: Desk,
    texts: Texts,
    out: F64,
    counts: I64,
) -> None:
    """Write to `out` what each text weighs, by unit, and to `counts` what its page counted.

    `rows` leads from a column to a row of `weights`, whose first row, all
    zeros, is that of every column never seen in training. Each block's sum of
    whole numbers is multiplied by its steps and divided by its length, the
    root of how many columns it shows. So neither the order of texts nor their
    batch nor the memo changes anything.
    """
    units, page, sums = out.shape[1], desk.page, desk.sums
    memo_numbers, memo_sums, of_letters = desk.memo_numbers, desk.memo_sums, desk.sums[LETTER]
    for text in range(len(out)):
        read_text(page, texts, text)
        sums[: LETTER + 1] = 0
        for block in range(LETTER):
            add_rows(rows, weights, page.columns[block], page.shown[block], sums[block])
        words = page.counts[WORDS]
        for which in range(words):
            number = page.numbers[which]
            slot = place_of(memo_numbers, number)
            if memo_numbers[slot] != number:
                slot = weigh_letters(rows, weights, desk, which)
            for unit in range(units):
                of_letters[unit] += memo_sums[slot, unit]
        out[text] = 0.0
        for block in range(LETTER + 1):
            if block < LETTER:
                scale = 1 / np.sqrt(np.float64(max(page.shown[block], 1)))
            else:
                scale = 1 / np.sqrt(np.float64(max(words, 1))) / FINE
            for unit in range(units):
                out[text, unit] += sums[block, unit] * scale * steps[block, unit]
        counts[text] = page.counts


@native
def add_hidden(sums: F64, outcomes: int, onward: F64, scores: F64) -> None:
    """Write scores: the first sums as they are, and the others, where positive, weighed onward.

    In this order and without a library, so that the last digit is the same on
    every machine.
    """
    for text in range(len(sums)):
        for outcome in range(outcomes):
            scores[text, outcome] = sums[text, outcome]
        for hidden in range(len(onward)):
            lit = sums[text, outcomes + hidden]
            if lit > 0:
                for outcome in range(outcomes):
                    scores[text, outcome] += lit * onward[hidden, outcome]
