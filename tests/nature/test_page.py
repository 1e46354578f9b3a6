"""How a text is read: its words, and what is counted of them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.nature.reading import page
from cynosure.nature.reading.evidence import kinds_of, way_in
from cynosure.nature.reading.language import not_english, tongues
from cynosure.nature.reading.numbers import numbers_of
from cynosure.nature.reading.page import Page, new_page, read_text
from cynosure.texts.columns import texts_of

LOGIN = 4190276833516021629
TEXTS = st.text(
    alphabet=st.one_of(st.sampled_from("abcÄß'’?!. \n012_É–👍и"), st.characters(codec="utf-8")),
    max_size=60,
)


def read(body: str | None, title: str | None = None, onto: Page | None = None) -> Page:
    sheet = onto or new_page(*tongues())
    texts = texts_of(pa.array([title], pa.string()), pa.array([body], pa.string()))
    read_text(sheet, texts, 0)
    return sheet


def spelled(sheet: Page) -> list[str]:
    """Return the distinct words in the order in which they stand."""
    places = zip(sheet.starts, sheet.ends, strict=True)
    return [
        sheet.line[start:end].tobytes().decode()
        for start, end in list(places)[: sheet.counts[page.WORDS]]
    ]


def shown(sheet: Page) -> list[list[int]]:
    return [
        sorted(sheet.columns[block, : sheet.shown[block]].tolist()) for block in range(page.LETTER)
    ]


class TestWords:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("It CAN'T be", ["it", "can't", "be"]),
            ("It can’t be", ["it", "can't", "be"]),
            ("'quoted' words'", ["quoted", "words"]),
            ("error 404!!", ["error", "000", "!!"]),
            ("why?!", ["why", "?", "!"]),
            ("one–two…", ["one", "two"]),
            ("«ça» va", ["ça", "va"]),
            ("nice👍👍app", ["nice", "👍👍", "app"]),
            ("naïve Größe", ["naïve", "größe"]),
            ("snake_case.py", ["snake_case", "py"]),
            ("again and again", ["again", "and"]),
            ("", []),
            (None, []),
        ],
    )
    def test_are_read_as_a_person_would_each_once(
        self, text: str | None, expected: list[str]
    ) -> None:
        assert spelled(read(text)) == expected

    def test_have_the_same_number_on_every_machine(self) -> None:
        assert read("login").numbers[0] == LOGIN

    @given(TEXTS)
    @settings(max_examples=80)
    def test_have_numbers_of_their_own(self, text: str) -> None:
        sheet = read(text)

        numbers = sheet.numbers[: sheet.counts[page.WORDS]].tolist()
        assert len(set(numbers)) == len(numbers) == len(set(spelled(sheet)))

    def test_of_a_title_and_a_body_make_no_pair(self) -> None:
        apart, together = read("fails", title="Login"), read("login fails")

        assert apart.shown[page.WORD] == 2
        assert together.shown[page.WORD] == 3


class TestWhatATextShows:
    @given(TEXTS, TEXTS, TEXTS)
    @settings(max_examples=80)
    def test_does_not_depend_on_the_text_read_before_it(
        self, before: str, title: str, body: str
    ) -> None:
        used = read(before, title=before)

        assert shown(read(body, title, onto=used)) == shown(read(body, title))

    @given(TEXTS)
    @settings(max_examples=60)
    def test_is_the_same_twice_over_but_for_the_seam(self, text: str) -> None:
        once, twice = read(text), read(f"{text} \n {text}")

        assert set(shown(once)[page.WORD]) <= set(shown(twice)[page.WORD])

    def test_stops_where_the_training_texts_stopped(self) -> None:
        start = "é" * 480

        assert shown(read(start + " more")) == shown(read(start))
        assert shown(read(start[:-2] + " x")) != shown(read(start))

    def test_holds_words_pairs_phrases_title_opening_and_closing(self) -> None:
        sheet = read("one two three four", title="five six")

        assert sheet.shown.tolist() == [6 + 4, 4, 3, 6, 6]


class TestAnotherLanguage:
    @pytest.mark.parametrize(
        ("text", "foreign"),
        [
            ("Die Anmeldung ist kaputt und das nervt", True),
            ("The app is broken and I am not amused", False),
            ("приложение не открывается", True),
            ("ログインできません", True),
            ("Größe matters", False),
            ("", False),
        ],
    )
    def test_is_told_from_function_words_or_script(self, text: str, foreign: bool) -> None:
        counts = read(text).counts[None]

        assert not_english(counts).tolist() == [foreign]

    def test_is_what_the_source_says_it_is(self) -> None:
        counts = np.vstack([read("The app is broken").counts] * 3)

        assert not_english(counts, pa.array(["de", "en-GB", None])).tolist() == [True, False, False]


class TestNumbersOf:
    def test_tell_texts_apart_and_read_slices(self) -> None:
        ids = pa.array(["desk:1", "desk:2", "", None, "desk:1"])

        found = numbers_of(ids)

        assert found[0] == found[4] != found[1]
        assert numbers_of(ids.slice(1, 2)).tolist() == found[1:3].tolist()

    def test_stay_as_they_are_since_draws_rest_on_them(self) -> None:
        assert numbers_of(pa.array(["audit 7"])).tolist() == [4995510896425053035]


class TestKinds:
    @pytest.mark.parametrize(
        ("said", "kinds"),
        [
            ("Bug", ("fault",)),
            ('[Label(name="bug"), Label(name="help wanted")]', ("fault",)),
            ("New Feature", ("wish",)),
            ("kind/feature-request", ("wish", "service")),
            ("Defect", ("fault",)),
            ("debugging", ()),
            ("Epic fail", ("wish",)),
            ("", ()),
        ],
    )
    def test_are_the_general_meaning_of_a_type(self, said: str, kinds: tuple[str, ...]) -> None:
        assert kinds_of(said) == kinds


class TestTheWayIn:
    @pytest.mark.parametrize(
        ("channel", "way"),
        [
            ("app store", "review"),
            ("Google Play", "review"),
            ("twitter", "social"),
            ("E-Mail", "mail"),
            ("live_chat", "chat"),
            ("Phone", "telephone"),
            ("Self-service", "form"),
            ("", None),
        ],
    )
    def test_is_the_general_meaning_of_a_channel(self, channel: str, way: str | None) -> None:
        assert way_in(channel) == way
