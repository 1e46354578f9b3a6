"""Finding themes: the same ones whatever the order, on whatever texts."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.texts.arrays import I8, I64
from cynosure.texts.meaning import DIMENSIONS, LENGTH, meanings_of
from cynosure.themes import finding
from cynosure.themes.finding import FEWEST, LOOKED_AT, Found, find
from tests.processes import printed
from tests.themes.texts import ODD, TROUBLES

DIFFERENT = (
    *ODD,
    "the bakery on the corner sells rye bread", "our goalkeeper broke her left arm",
    "a volcano woke up near the village", "grandfather repairs old radios",
    "snow covered the railway tracks", "the violin needs new strings",
    "nine camels crossed the desert", "cinnamon makes the pudding better",
    "the judge postponed the trial", "a spider lives behind the curtain",
    "they painted the ceiling blue", "the ferry leaves before sunrise",
    "mathematics was her favourite subject", "wolves were heard in the valley",
    "the dentist retired last spring", "two astronauts repaired the telescope",
    "potatoes grow well in sandy soil", "the choir rehearses on Thursdays",
    "an earthquake shook the museum", "he knitted a scarf for the horse",
    "lightning struck the oak tree", "the parliament voted on fishing quotas",
    "coral reefs shelter many species", "the chess champion resigned early",
    "his bicycle has eleven gears", "a carpet from Persia hangs in the hall",
    "the orchestra lost its conductor", "bees returned to the orchard",
    "the detective found a glove", "midnight trains smell of coal",
    "salt was once used as money", "the tailor measured my sleeves",
    "penguins slide down the ice", "the novel ends in a lighthouse",
)  # fmt: skip
TELLINGS = tuple(telling for tellings in TROUBLES.values() for telling in tellings)
ALL = (*TELLINGS, *DIFFERENT, "", "🙂", "カードが使えない")
both_ways = pytest.mark.parametrize("by_root", [False, True])


def meanings(texts: Sequence[str]) -> I8:
    return meanings_of(pa.array(texts, pa.string()), pa.nulls(len(texts), pa.string()))


def digest() -> str:
    """Return a fingerprint of all that is found among the invented texts."""
    told = sha256()
    for by_root in (False, True):
        found = find(meanings(ALL * 3), by_root=by_root)
        for part in (found.theme_of, found.likeness, found.centres, found.reach):
            told.update(part.tobytes())
    return told.hexdigest()


def crowd(sizes: Sequence[int]) -> tuple[I8, I64]:
    """Return rows of made-up meanings around so many middles, and whose each is."""
    random = np.random.default_rng(1)
    centres = random.normal(size=(len(sizes), 48))
    centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    of = np.repeat(np.arange(len(sizes)), sizes)
    rows = centres[of] + random.normal(size=(len(of), 48)) * 0.04
    rows *= LENGTH / np.linalg.norm(rows, axis=1, keepdims=True)
    return np.clip(np.rint(rows), -127, 127).astype(np.int8), of


def same_groups(one: I64, other: I64) -> bool:
    pairs = {*zip(one.tolist(), other.tolist(), strict=True)}
    return len(pairs) == len({*one.tolist()}) == len({*other.tolist()})


def hold(found: Found, rows: I8) -> None:
    """See that what was found is what `Found` promises."""
    sizes = np.bincount(found.theme_of[found.theme_of >= 0], minlength=len(found.centres))
    assert sizes.tolist() == sorted(sizes, reverse=True)
    assert (sizes >= FEWEST).all()
    assert found.centres.shape == (len(sizes), rows.shape[1])
    assert len(found.theme_of) == len(found.likeness) == len(rows)
    placed = found.theme_of >= 0
    assert (found.likeness[placed] >= found.reach[found.theme_of[placed]]).all()
    assert ((found.likeness >= 0) & (found.likeness <= 1)).all()
    assert not placed[~rows.any(axis=1)].any()


class TestThemes:
    @both_ways
    def test_are_the_troubles_each_in_all_its_tellings(self, by_root: bool) -> None:
        found = find(meanings(TELLINGS + ODD), by_root=by_root)

        of = np.repeat(np.arange(len(TROUBLES)), [len(told) for told in TROUBLES.values()])
        assert same_groups(found.theme_of[: len(TELLINGS)], of)
        # What nobody asked twice is in none of these, and less like whatever it is in.
        assert not {*found.theme_of[: len(TELLINGS)]} & {*found.theme_of[len(TELLINGS) :]}
        assert found.likeness[len(TELLINGS) :].max() < found.likeness[: len(TELLINGS)].min()

    @both_ways
    @settings(max_examples=25)
    @given(st.data())
    def test_are_the_same_whatever_the_order(self, by_root: bool, data: st.DataObject) -> None:
        chosen = data.draw(st.lists(st.sampled_from(ALL), max_size=60))
        order = data.draw(st.permutations(range(len(chosen))))
        rows = meanings(chosen)

        one, other = find(rows, by_root=by_root), find(rows[list(order)], by_root=by_root)

        hold(one, rows)
        assert other.theme_of.tolist() == one.theme_of[list(order)].tolist()
        assert other.likeness.tolist() == one.likeness[list(order)].tolist()
        assert other.centres.tolist() == one.centres.tolist()

    @pytest.mark.parametrize("threads", ["1", "2"])
    def test_are_the_same_in_another_process(self, threads: str) -> None:
        program = "from tests.themes.test_finding import digest; print(digest())"

        told = printed(program, OPENBLAS_NUM_THREADS=threads, PYTHONHASHSEED=threads)

        assert told.strip() == digest()

    @both_ways
    @pytest.mark.parametrize("times", [2, 7])
    def test_of_texts_said_again_and_again_hold_each_text_once(
        self, times: int, by_root: bool
    ) -> None:
        found = find(np.tile(meanings(ALL), (times, 1)), by_root=by_root)

        by_time = found.theme_of.reshape(times, -1)
        assert (by_time == by_time[0]).all()


class TestFewTexts:
    @both_ways
    @pytest.mark.parametrize("n", range(9))
    def test_that_are_all_equal_are_one_theme_from_the_fewest_on(
        self, n: int, by_root: bool
    ) -> None:
        found = find(meanings([TELLINGS[0]] * n), by_root=by_root)

        assert found.theme_of.tolist() == [0 if n >= FEWEST else -1] * n
        assert len(found.centres) == len(found.reach) == (n >= FEWEST)

    @both_ways
    def test_that_are_too_few_are_no_theme_however_alike(self, by_root: bool) -> None:
        found = find(meanings(TELLINGS[: FEWEST - 1]), by_root=by_root)

        assert found.theme_of.tolist() == [-1] * (FEWEST - 1)

    @both_ways
    def test_that_are_none_have_no_themes(self, by_root: bool) -> None:
        found = find(np.zeros((0, DIMENSIONS), np.int8), by_root=by_root)

        assert (len(found.theme_of), found.centres.shape) == (0, (0, DIMENSIONS))

    @both_ways
    def test_that_say_nothing_are_not_recurring(self, by_root: bool) -> None:
        found = find(meanings(["", "…"] * 20), by_root=by_root)

        assert found.theme_of.tolist() == [-1] * 40
        assert not found.likeness.any()

    @both_ways
    def test_that_say_nothing_change_nothing_for_the_others(self, by_root: bool) -> None:
        alone = find(meanings(TELLINGS), by_root=by_root)

        found = find(meanings([*TELLINGS, *[""] * 90]), by_root=by_root)

        assert found.theme_of.tolist() == alone.theme_of.tolist() + [-1] * 90

    @both_ways
    def test_that_are_all_different_are_not_all_taken_for_one_theme(self, by_root: bool) -> None:
        rows = meanings(DIFFERENT)

        found = find(rows, by_root=by_root)

        hold(found, rows)
        sizes = np.bincount(found.theme_of + 1)[1:]
        assert sizes.max(initial=0) < len(DIFFERENT) / 2

    @both_ways
    def test_that_have_nothing_in_common_are_in_no_theme(self, by_root: bool) -> None:
        # At right angles: nothing binds one to another.
        rows = (np.eye(DIMENSIONS) * 127).astype(np.int8)

        assert find(rows, by_root=by_root).theme_of.tolist() == [-1] * DIMENSIONS

    @both_ways
    @settings(max_examples=25)
    @given(st.lists(st.text(max_size=30), max_size=30))
    def test_whatever_they_are_have_what_is_promised(self, by_root: bool, texts: list[str]) -> None:
        rows = meanings(texts)

        hold(find(rows, by_root=by_root), rows)


class TestACrowd:
    @both_ways
    def test_hides_no_small_theme(self, by_root: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        # Two of five of its demands are looked at at first, too few for a theme.
        rows, of = crowd([400] * 100 + [FEWEST])

        found = find(rows, by_root=by_root)

        assert len(np.unique(rows, axis=0)) > 2 * LOOKED_AT
        assert same_groups(found.theme_of, of)
        monkeypatch.setattr(finding, "_ROUNDS", 1)
        once = find(rows, by_root=by_root)
        assert once.theme_of[-FEWEST:].tolist() == [-1] * FEWEST

    def test_of_which_some_are_looked_at_has_the_same_themes_in_any_order(self) -> None:
        rows, _ = crowd([400] * 50)
        order = np.random.default_rng(2).permutation(len(rows))

        one, other = find(rows), find(rows[order])

        assert len(rows) > LOOKED_AT
        assert (other.theme_of == one.theme_of[order]).all()
        assert (other.centres == one.centres).all()
