"""The compiled scorer says what a scikit-learn pipeline of the same features says."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import pyarrow as pa
from benchmarks.scikit import SameModel
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.nature import shipped_labeller
from cynosure.nature.learning.quantising import as_model
from cynosure.nature.learning.weighing import Learnt, Settings, design_matrix
from cynosure.nature.model import OUTCOMES, Model, lengths
from cynosure.nature.reading.evidence import evidence_of
from cynosure.nature.reading.features import features_of
from cynosure.nature.reading.page import TEXT_COLUMNS
from cynosure.nature.reading.scoring import FINE
from cynosure.simulation.texts import THEMES
from cynosure.texts.arrays import F64
from cynosure.texts.columns import texts_of
from tests.nature.test_page import TEXTS

texts = st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6)


def sums_of(model: Model, some: list[tuple[str, str]]) -> F64:
    """Return what the texts alone weigh."""
    evidence = evidence_of(pa.nulls(len(some), pa.string()))
    sums, _ = model.sums(
        texts_of(pa.array([title for title, _ in some]), pa.array([body for _, body in some])),
        evidence,
    )
    said = (evidence @ model.evidence) / lengths(evidence)[:, None]
    alone: F64 = sums - model.start - said
    return alone


def rounding(model: Model, some: list[tuple[str, str]]) -> F64:
    """Return by how much the letters of a text may be off: half a sixteenth of a step a word."""
    words = np.array([len(f"{title} {body}") for title, body in some])
    allowed: F64 = np.sqrt(words)[:, None] * model.steps[-1] / FINE / 2 + 1e-9
    return allowed


def ordinary_texts() -> list[tuple[str, str]]:
    return [
        (title, f"{matter} {detail}")
        for theme in THEMES
        for title, matter, detail in zip(theme.titles, theme.matter, theme.detail, strict=False)
    ]


class TestTheScorer:
    @given(texts)
    @settings(max_examples=60)
    def test_agrees_with_scikit_learn_on_any_text(self, some: list[tuple[str, str]]) -> None:
        model = shipped_labeller().model
        some.append(("Login fails", "It crashes when I save, why?"))

        ours, peer = sums_of(model, some), SameModel(model, some).sums(some)

        assert (np.abs(ours - peer) <= rounding(model, some)).all()

    def test_agrees_with_scikit_learn_on_ordinary_texts(self) -> None:
        model = shipped_labeller().model
        some = ordinary_texts()

        ours, peer = sums_of(model, some), SameModel(model, some).sums(some)

        assert (np.abs(ours - peer) <= rounding(model, some)).all()

    def test_says_the_same_when_several_threads_ask(self) -> None:
        model = shipped_labeller().model
        some = ordinary_texts()
        alone = sums_of(model, some)

        with ThreadPoolExecutor(4) as threads:
            said = list(threads.map(partial(sums_of, model), [some] * 8))

        assert all(np.array_equal(each, alone) for each in said)

    def test_says_the_same_after_more_words_than_it_remembers(self) -> None:
        model = shipped_labeller().model
        some = [("Login fails", "It crashes when I save.")]
        before = sums_of(model, some)

        sums_of(model, [("", " ".join(f"w{i:x}z{j}q" for j in range(60))) for i in range(2000)])

        assert np.array_equal(sums_of(model, some), before)


class TestTraining:
    @given(texts, st.integers(0, 2**32 - 1))
    @settings(max_examples=30)
    def test_sees_what_the_scorer_sees(self, some: list[tuple[str, str]], seed: int) -> None:
        titles = pa.array([title for title, _ in some])
        bodies = pa.array([body for _, body in some])
        evidence = evidence_of(pa.array(["Bug", None, "Feature", "", "x", "PR"][: len(some)]))
        chosen = Settings()
        design = design_matrix(features_of(titles, bodies), evidence, chosen)
        chance = np.random.default_rng(seed)
        used, units = np.unique(design.indices).astype(np.int64), len(OUTCOMES) + chosen.hidden
        learnt = Learnt(
            used,
            chance.normal(size=(len(used), units)).astype(np.float32),
            np.linspace(-1, 1, units, dtype=np.float32),
            chance.normal(size=(chosen.hidden, len(OUTCOMES))).astype(np.float32),
        )

        model = as_model(
            learnt,
            chosen,
            lean=np.zeros(len(OUTCOMES)),
            temperature=1.0,
            type_alone=np.zeros((design.shape[1] - TEXT_COLUMNS + 1, len(OUTCOMES))),
        )

        sums, _ = model.sums(texts_of(titles, bodies), evidence)
        # A weight is kept to 1/254 of the largest of its block and unit.
        allowed = 0.03 * np.sqrt(1 + np.diff(design.indptr))[:, None]
        assert (np.abs(sums - learnt.sums(design)) <= allowed).all()
