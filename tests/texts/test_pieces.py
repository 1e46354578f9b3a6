"""What is read of a text: words and parts of words, and nothing that says nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.texts.columns import Texts, texts_of
from cynosure.texts.meaning import shipped_reader
from cynosure.texts.pieces import (
    BODY_BYTES,
    MOST_PIECES,
    TITLE_BYTES,
    Known,
    hash_of,
    known_pieces,
    new_page,
    read_text,
)
from tests.processes import printed

WORDS = (
    "card", "declined", "the", "export", "fails", "amp", "https", "www", "mail", "example", "cafe",
    "log", "name", "steps", "http", "com", "div", "secret", "2024", "12345", "strasse", "naïve", "カ", "🙂",
)  # fmt: skip
INSIDE = ("s", "ing", "in", "ed")
WORD_OF = (*WORDS, *(f"+{piece}" for piece in INSIDE))
KNOWN = known_pieces(
    np.array(
        [hash_of(word) for word in WORDS] + [hash_of(piece, inside=True) for piece in INSIDE],
        np.uint64,
    )
)
# What the reader takes for more than a letter, so that laws meet it often.
SIGNS = st.sampled_from(
    ["```", "\n", "> ", "##", "**", "@", "<", "!--", "-->", "&", ";", "://", "www."]
)
TEXTS = st.lists(SIGNS | st.sampled_from(WORDS) | st.text(max_size=12), max_size=12).map("".join)


def numbers(texts: Texts, known: Known = KNOWN) -> Iterator[list[int]]:
    """Yield the numbers of the pieces of each text, all read onto one page."""
    page = new_page()
    for text in range(len(texts.title_bounds) - 1):
        read_text(page, known, texts, text)
        yield page.pieces[: page.held[0]].tolist()


def pieces(title: str | None, body: str | None = None) -> list[str]:
    """Return the pieces of a text; those inside a word with a plus sign."""
    (found,) = numbers(texts_of(pa.array([title], pa.string()), pa.array([body], pa.string())))
    return [WORD_OF[piece] for piece in found]


def of_bytes(body: bytes, *, followed_by: bytes = b"") -> list[int]:
    """Return the numbers of the pieces of a body of any bytes, in a column that goes on behind it."""
    content = np.frombuffer(body + followed_by, np.uint8)
    bounds = np.array([0, len(body)], np.int64)
    (found,) = numbers(Texts(content, np.zeros(2, np.int64), content, bounds))
    return found


class TestWords:
    def test_are_read_in_order_the_title_first(self) -> None:
        assert pieces("Export fails", "the card") == ["export", "fails", "the", "card"]

    def test_that_are_unknown_are_taken_apart_the_longest_beginning_first(self) -> None:
        assert pieces("cards logging exported") == ["card", "+s", "log", "export", "+ed"]
        assert pieces("exporting") == ["export", "+ing"]

    def test_are_left_from_where_nothing_is_known(self) -> None:
        assert pieces("cardxs") == ["card"]
        assert pieces("xyzcard") == []

    def test_begin_with_pieces_that_begin_words(self) -> None:
        assert pieces("ing in s") == []

    @pytest.mark.parametrize("written", ["CAFE", "Café", "café", "CAFÉ", "ćàfę"])
    def test_are_the_same_in_capitals_and_with_accents(self, written: str) -> None:
        assert pieces(written) == ["cafe"]

    @pytest.mark.parametrize("written", ["card–fails", "card—fails", "“card” fails", "card\u00a0fails", "card_fails", "card/fails", "card,fails", "card…fails"])  # fmt: skip
    def test_end_at_signs_of_every_kind(self, written: str) -> None:
        assert pieces(written) == ["card", "fails"]

    def test_of_scripts_without_spaces_and_pictures_stand_each_for_itself(self) -> None:
        assert pieces("card🙂🙂カード") == ["card", "🙂", "🙂", "カ"]

    def test_longer_than_forty_bytes_are_read_by_their_beginning(self) -> None:
        assert pieces("card" + "s" * 500) == ["card", *["+s"] * 36]


class TestWhatSaysNothing:
    @pytest.mark.parametrize(
        "passed_over",
        [
            "```\nsecret\nsecret\n```",
            "```python\nsecret\n``` ",
            "  ```\n  secret\n  ```",
            "> secret",
            ">secret",
            "  > secret",
            "## secret",
            "# secret",
            "### secret steps",
            "**secret**",
            "**Secret steps:**",
            "**secret** :",
            "<!-- secret -->",
            "<!--\nsecret > secret\n-->",
            "<div class='secret'>",
            "</secret>",
            "@secret",
            "@secret_steps",
            "&secret;",
            "https://secret.example/secret?name=secret",
            "http://secret",
            "www.secret.com/name",
            "WWW.secret.com",
            "secret@mail.example",
            "12345",
            "card12345",
        ],
    )
    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_is_passed_over(self, passed_over: str, end: str) -> None:
        text = passed_over.replace("\n", end)
        assert pieces(f"the{end}{text}{end}card") == ["the", "card"]
        assert pieces(text) == []

    @pytest.mark.parametrize(
        "read", ["`secret`", "**secret** steps", "#secret", "a > secret", "a < secret", "a & secret", "secret.", "*secret*", "secret: /x", "- secret", "x@ secret"]
    )  # fmt: skip
    def test_does_not_take_with_it_what_only_looks_alike(self, read: str) -> None:
        assert "secret" in pieces(read)

    def test_ends_where_it_ends_within_a_line(self) -> None:
        assert pieces("@jo card <b>the</b> https://x.example export &amp; fails <!-- no --> log") == [
            "card", "the", "export", "fails", "log",
        ]  # fmt: skip

    def test_is_code_to_the_end_where_no_fence_closes_it(self) -> None:
        assert pieces("card", "the\n```\nsecret\nsecret") == ["card", "the"]

    def test_in_the_title_does_not_reach_into_the_body(self) -> None:
        assert pieces("card ``` \n```", "export") == ["card", "export"]
        assert pieces("<!-- card", "export") == ["export"]

    def test_short_numbers_are_no_ids(self) -> None:
        assert pieces("2024 card") == ["2024", "card"]

    @pytest.mark.parametrize("nothing", ["", None, " \n\t\r\n ", "…!?–", "\u200b", "\x00\x01"])
    def test_alone_has_no_pieces(self, nothing: str | None) -> None:
        assert pieces(nothing, nothing) == []


class TestHowMuchIsRead:
    def test_no_more_words_than_there_is_room_for(self) -> None:
        assert pieces("card " * 50, "the " * 50) == ["card"] * 50 + ["the"] * (MOST_PIECES - 50)

    def test_of_a_last_word_that_is_taken_apart_all(self) -> None:
        # A word is not cut in two: what follows it is left.
        body = "card " * (MOST_PIECES - 1) + "cardsss the"

        assert pieces(None, body)[MOST_PIECES - 1 :] == ["card", "+s", "+s", "+s"]

    def test_only_the_beginning_of_a_title_and_of_a_body(self) -> None:
        assert pieces("." * (TITLE_BYTES - 4) + "card") == ["card"]
        assert pieces("." * TITLE_BYTES + "card", "the") == ["the"]
        assert pieces(None, "." * (BODY_BYTES - 4) + "card the") == ["card"]
        assert pieces(None, "." * BODY_BYTES + "card") == []

    @given(TEXTS, st.integers(0, 3), st.binary(max_size=8), st.binary(max_size=8))
    def test_nothing_behind_the_last_byte_also_where_it_cuts_a_letter(
        self, text: str, cut: int, one: bytes, other: bytes
    ) -> None:
        whole = text.encode()
        part = whole[: len(whole) - cut]

        alone = of_bytes(part)

        assert of_bytes(part, followed_by=one) == alone
        assert of_bytes(part, followed_by=other) == alone

    @pytest.mark.parametrize("letter", ["é", "€", "–", "カ", "🙂", "\u00a0"])
    @pytest.mark.parametrize("inside", range(1, 4))
    def test_no_more_bytes_than_its_share_also_where_they_cut_a_letter(
        self, letter: str, inside: int
    ) -> None:
        size = len(letter.encode())
        before = "card" + " " * (BODY_BYTES - 4 - min(inside, size - 1))

        assert pieces(None, before + letter + " the") == ["card"]

    def test_the_same_by_python_that_checks_every_place(self) -> None:
        # Machine code checks no bounds; Python does, and reads the same.
        odd = [
            "é", "🙂", "–", "&", "<", "<!", "<!-", "@", "```", "**", "**a", "**a*", "#", ">", "www", "www.", "a:/", "a@", "ca\u0301",
            "card" * 40, "é" * 60, "カ" * 60, "sing" * 30 + "🙂", "*" * 60, "<" * 60, "`" * 61, "1" * 90,
        ]  # fmt: skip
        cut = [text.encode()[: len(text.encode()) - n] for text in odd for n in range(4)]
        program = (
            "import warnings; warnings.simplefilter('ignore')\n"  # of scalars that wrap around
            "import json, sys\nfrom tests.texts.test_pieces import of_bytes\n"
            f"print(json.dumps([of_bytes(bytes.fromhex(one)) for one in {[one.hex() for one in cut]}]))"
        )

        assert json.loads(printed(program, NUMBA_DISABLE_JIT="1")) == [of_bytes(one) for one in cut]


class TestEveryText:
    @given(st.lists(st.tuples(st.none() | TEXTS, st.none() | TEXTS), max_size=6))
    def test_is_read_the_same_alone_as_among_others(
        self, rows: Sequence[tuple[str | None, str | None]]
    ) -> None:
        columns = [pa.array([row[part] for row in rows], pa.string()) for part in (0, 1)]
        known = shipped_reader().known

        together = list(numbers(texts_of(*columns), known))

        for row, found in enumerate(together):
            alone = [column.slice(row, 1) for column in columns]
            assert [found] == list(numbers(texts_of(*alone), known))
            assert all(0 <= piece < len(shipped_reader().vectors) for piece in found)
            assert len(found) < MOST_PIECES + 44  # the last word may have many

    @given(TEXTS)
    def test_says_the_same_in_capitals_of_ascii(self, text: str) -> None:
        shouted = "".join(letter.upper() if letter.isascii() else letter for letter in text)

        assert pieces(shouted) == pieces(text)
