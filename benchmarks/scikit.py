"""The shipped model's text features and weights as a scikit-learn pipeline: the named peer.

Written as one would with scikit-learn: a vectoriser a block, each scaled to
length one, side by side, and a linear layer. Letters belong to words, so
their block multiplies the words of a text by the letters of each word. Tests
hold its sums equal to the compiled scorer's, and the benchmark times the two.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import scipy.sparse as sp
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import Normalizer

from cynosure.nature.model import Model
from cynosure.nature.reading import page
from cynosure.texts.arrays import F64

Text = tuple[str, str]  # title and body

_LETTER = r"[a-z0-9_\u00c0-\u1fff\u2040-\uffff]"
_TOKEN = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)*|\?+|!+|[\U00010000-\U0010ffff]+")
_FOLDED = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ123456789’", "abcdefghijklmnopqrstuvwxyz000000000'"
)


def tokens(text: str, characters: int) -> list[str]:
    return _TOKEN.findall(text[:characters].translate(_FOLDED))


def halves(text: Text) -> tuple[list[str], list[str]]:
    return tokens(text[0], page.TITLE_CHARACTERS), tokens(text[1], page.BODY_CHARACTERS)


def words_and_pairs(text: Text) -> list[Sequence[str]]:
    return [gram for half in halves(text) for gram in (*((one,) for one in half), *pairwise(half))]


def phrases(text: Text) -> list[Sequence[str]]:
    found: list[Sequence[str]] = []
    for half in halves(text):
        for first, second, third in zip(half, half[1:], half[2:], strict=False):
            found += [(first, second, third), (first, "", third)]
    return found


def of_title(text: Text) -> list[Sequence[str]]:
    return words_and_pairs((text[0], ""))


def opening(text: Text) -> list[Sequence[str]]:
    return [(word,) for word in words(text)[:10]]


def closing(text: Text) -> list[Sequence[str]]:
    return [(word,) for word in words(text)[-8:]]


def words(text: Text) -> list[str]:
    return [word for half in halves(text) for word in half]


def letters(word: str) -> list[bytes]:
    line = b" " + word.encode()[: page.LETTERS_READ] + b" "
    sizes = range(page.SHORTEST, page.LONGEST + 1)
    return [line[at : at + size] for size in sizes for at in range(len(line) - size + 1)]


class LettersOfWords(TransformerMixin, BaseEstimator):  # type: ignore[misc]
    """A text as the sum of its distinct words, each the vector of its runs of letters."""

    def fit(self, texts: Sequence[Text], y: None = None) -> LettersOfWords:
        del y
        self.words_ = CountVectorizer(analyzer=words, binary=True).fit(texts)
        self.letters_ = CountVectorizer(analyzer=letters)
        of_words = self.letters_.fit_transform(self.words_.get_feature_names_out())
        self.of_words_ = sp.diags(1 / np.sqrt(of_words.sum(axis=1).A1)) @ of_words
        return self

    def transform(self, texts: Sequence[Text]) -> sp.csr_matrix:
        of_texts: sp.csr_matrix = Normalizer().transform(self.words_.transform(texts))
        return sp.csr_matrix(of_texts @ self.of_words_)

    def get_feature_names_out(self) -> Iterable[bytes]:
        runs: Iterable[bytes] = self.letters_.get_feature_names_out()
        return runs


_GRAMS: dict[int, Callable[[Text], list[Sequence[str]]]] = {
    page.WORD: words_and_pairs,
    page.PHRASE: phrases,
    page.TITLE: of_title,
    page.OPENING: opening,
    page.CLOSING: closing,
}


class SameModel:
    """A scikit-learn pipeline that knows the vocabulary of `texts`, and our weights for it."""

    def __init__(self, model: Model, texts: Sequence[Text]) -> None:
        blocks = {
            name: make_pipeline(CountVectorizer(analyzer=_GRAMS[block], binary=True), Normalizer())
            for block, name in enumerate(page.BLOCKS)
            if block in _GRAMS
        }
        self.features = FeatureUnion([*blocks.items(), ("letters", LettersOfWords())])
        self.features.fit(texts)
        self.weights = np.vstack(
            [
                self._weights(model, block, self._grams(name))
                for block, name in enumerate(page.BLOCKS)
            ]
        )

    def sums(self, texts: Sequence[Text]) -> F64:
        """Return what the features of texts weigh, by unit."""
        summed: F64 = self.features.transform(texts) @ self.weights
        return summed

    def _grams(self, name: str) -> Iterable[Any]:
        part = dict(self.features.transformer_list)[name]
        last = part if name == "letters" else part[0]
        grams: Iterable[Any] = last.get_feature_names_out()
        return grams

    @staticmethod
    def _weights(model: Model, block: int, grams: Iterable[Any]) -> F64:
        columns = [
            column_of_letters(gram) if block == page.LETTER else column_of(gram, block)
            for gram in grams
        ]
        weights: F64 = model.weights[model.rows[columns]] * model.steps[block]
        return weights


def column_of(gram: Sequence[str], block: int) -> int:
    """Return the column of a word, a pair, three words, or two with one between them."""
    numbers = [number_of(word) for word in gram if word]
    if len(gram) == 1:
        return int(page.column(numbers[0], block))
    if len(gram) == 3 and not gram[1]:
        return int(page.column(np.uint64(page.skip_of(numbers[0], numbers[1])), block))
    whole = np.uint64(page.pair_of(numbers[-2], numbers[-1]))
    if len(gram) == 3:
        whole = np.uint64(page.triple_of(numbers[0], whole))
    return int(page.column(whole, block))


def number_of(word: str) -> np.uint64:
    spelled = word.encode()
    return np.uint64(page.number_of(np.frombuffer(spelled, np.uint8), 0, len(spelled)))


def column_of_letters(run: bytes) -> int:
    return int(page.column(np.uint64(page.run_of(np.frombuffer(run, np.uint8))), page.LETTER))
