from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.masking import KINDS, mask
from cynosure.masking.mask import find
from tests.masking.labelled import Labelled
from tests.masking.strategies import NEGATIVES, POSITIVES, texts

Piece = tuple[int, int, str]


def _overlap(a: Piece, b: Piece) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _counts(texts: list[Labelled]) -> tuple[Counter[str], Counter[str], Counter[str], Counter[str]]:
    there, caught, taken, right = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for one in texts:
        found = [(f.start, f.end, f.kind) for f in find(one.text, one.names)]
        for piece in one.pieces:
            there[piece[2]] += 1
            covered = {i for f in found for i in range(f[0], f[1])}
            caught[piece[2]] += covered >= set(range(piece[0], piece[1]))
        for f in found:
            taken[f[2]] += 1
            right[f[2]] += any(_overlap(f, piece) for piece in one.pieces)
    return there, caught, taken, right


class TestMasking:
    def test_finds_nearly_all_that_must_go_and_little_else(self) -> None:
        there, caught, taken, right = _counts(POSITIVES + NEGATIVES)

        recall = caught.total() / there.total()
        precision = right.total() / taken.total()
        print(f"\nmasking: recall {recall:.3f} of {there.total()}, precision {precision:.3f}")
        for kind in KINDS:
            print(
                f"  {kind}: {caught[kind]} of {there[kind]} found, {right[kind]} of {taken[kind]} right"
            )
        assert len(POSITIVES) >= 150
        assert len(NEGATIVES) >= 150
        assert recall >= 0.97
        assert precision >= 0.97
        for kind in KINDS:
            assert caught[kind] >= 0.9 * there[kind] > 0, kind
            assert right[kind] >= 0.9 * taken[kind], kind

    @pytest.mark.parametrize("one", POSITIVES, ids=[p.masked[:50] for p in POSITIVES])
    def test_replaces_exactly_the_piece(self, one: Labelled) -> None:
        assert mask(one.text, one.names) == one.masked

    @pytest.mark.parametrize("one", NEGATIVES, ids=[n.text[:50] for n in NEGATIVES])
    def test_leaves_what_people_need_to_understand_the_text(self, one: Labelled) -> None:
        assert mask(one.text, one.names) == one.text

    def test_takes_a_name_as_one_text_or_several(self) -> None:
        assert mask("Ines and Jonas", "Ines") == "[name] and Jonas"
        assert mask("Ines and Jonas", ["Ines", "Jonas"]) == "[name] and [name]"

    def test_leaves_its_own_words_alone_whatever_the_asker_is_called(self) -> None:
        assert mask("[e-mail] of card", ["Mail Card"]) == "[e-mail] of [name]"


class TestLaws:
    @settings(max_examples=300)
    @given(texts, st.lists(st.text(max_size=15), max_size=2))
    def test_masking_twice_is_masking_once(self, text: str, names: list[str]) -> None:
        once = mask(text, names)

        assert mask(once, names) == once

    @settings(max_examples=150)
    @given(st.sampled_from(POSITIVES), st.sampled_from(NEGATIVES))
    def test_a_harmless_line_beside_hides_nothing(self, secret: Labelled, dull: Labelled) -> None:
        masked = mask(f"{dull.text}\n\n{secret.text}\n\n{dull.text}", secret.names)

        for start, end, _ in secret.pieces:
            piece = secret.text[start:end]
            assert piece not in masked or piece in dull.text

    @pytest.mark.parametrize(
        "hostile",
        [
            "a" * 200_000,
            "a." * 100_000,
            "@" * 200_000,
            "a@" * 100_000,
            "1" * 200_000,
            "1 " * 100_000,
            "+1-" * 60_000,
            "1." * 100_000,
            ":" * 200_000,
            "f:" * 100_000,
            "DE00 " * 40_000,
            "password " * 20_000,
            "token=" * 10_000,
            "?token" * 30_000,
            "-----BEGIN PRIVATE KEY-----" * 7_000,
            "a://" * 50_000,
            "Aa " * 60_000,
            "12 Aa " * 30_000,
            "12 rue de la " * 15_000,
            "x at " * 40_000,
            "(at)" * 50_000,
            "acc 123456 " * 20_000 + "bank",
            "10.0.0.1 " * 20_000,
            "DE" * 100_000,
            "Am Aa 1 " * 25_000,
            "eyJ" * 60_000,
            " " * 200_000,
            "\\" * 200_000,
            "é" * 200_000,
        ],
        ids=lambda text: repr(text[:12]),
    )
    def test_reads_hostile_texts_to_the_end(self, hostile: str) -> None:
        assert isinstance(mask(hostile, ["Aa"]), str)
