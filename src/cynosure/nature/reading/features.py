"""What the model sees of demands: blocks of yes-or-no features of their text.

`words` holds single words and pairs of neighbours, `phrases` three in a row
and two with one between them, `title` words and pairs of the title alone,
`opening` and `closing` the first and last words, and `letters` the runs of
three to five letters inside words. A feature counts once a text however often
it occurs, and each block is scaled to length one by itself, so that a long
body cannot drown a short title. What the source said beside the text is a
block of its own (`cynosure.nature.reading.evidence`).

Runs of letters belong to a word, not to a text: each distinct word is a
vector of its runs of length one, and a text is the sum of its distinct words.
So a word is taken apart once for all the texts that hold it.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import scipy.sparse as sp

from cynosure.nature.reading.page import (
    LETTER,
    MOST_RUNS,
    TEXT_COLUMNS,
    WORDS,
    Page,
    letters_of,
    new_page,
    read_text,
)
from cynosure.texts.arrays import F32, I32, I64, Bools
from cynosure.texts.columns import Texts, texts_of
from cynosure.texts.native import native


def worded(demands: pa.RecordBatch) -> Bools:
    """Return for each demand whether its title or body holds a word.

    >>> worded(pa.record_batch({"title": ["Login", None], "body": [None, " ... "]})).tolist()
    [True, False]
    """
    texts = texts_of(demands["title"], demands["body"])
    found = np.zeros(demands.num_rows, dtype=np.bool_)
    _worded(new_page(), texts, found)
    return found


@native
def _worded(page: Page, texts: Texts, found: Bools) -> None:
    for text in range(len(found)):
        read_text(page, texts, text)
        found[text] = page.counts[WORDS] > 0


def features_of(titles: pa.Array, bodies: pa.Array) -> sp.csr_matrix:
    """Return the features of texts, one row each, every block of length one.

    The columns are those of `cynosure.nature.reading.page`, block after block. The
    scorer weighs the same features without ever writing them down.

    >>> made = features_of(pa.array(["Login fails"]), pa.array([None], pa.string()))
    >>> made.shape[0], round(float(made.power(2).sum()), 3)
    (1, 5.0)
    """
    texts = texts_of(titles, bodies)
    n = len(texts.title_bounds) - 1
    starts = np.zeros(n + 1, dtype=np.int64)
    columns, values = _all_features(new_page(), texts, starts)
    matrix = sp.csr_matrix((values, columns, starts), shape=(n, TEXT_COLUMNS))
    matrix.sum_duplicates()
    return matrix


@native
def _all_features(page: Page, texts: Texts, starts: I64) -> tuple[I32, F32]:
    room, used = 1 << 16, 0
    columns, values = np.zeros(room, dtype=np.int32), np.zeros(room, dtype=np.float32)
    runs = np.zeros(MOST_RUNS, dtype=np.int32)
    for text in range(len(starts) - 1):
        read_text(page, texts, text)
        words = page.counts[WORDS]
        needed = used + np.sum(page.shown) + words * MOST_RUNS
        if needed > room:
            room = max(2 * room, needed)
            more, worth = np.zeros(room, dtype=np.int32), np.zeros(room, dtype=np.float32)
            more[:used], worth[:used] = columns[:used], values[:used]
            columns, values = more, worth
        for block in range(LETTER):
            shown = page.shown[block]
            for place in range(shown):
                columns[used] = page.columns[block, place]
                values[used] = 1 / np.sqrt(shown)
                used += 1
        for which in range(words):
            found = letters_of(page, which, runs)
            for run in range(found):
                columns[used] = runs[run]
                values[used] = 1 / np.sqrt(found * words)
                used += 1
        starts[text + 1] = used
    return columns[:used], values[:used]
