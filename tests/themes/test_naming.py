from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.masking import WORDS
from cynosure.themes import name_of_group, names_of
from tests.themes.texts import TROUBLES

SAID_IN = {
    "German": (
        "Die Anmeldung schlägt fehl",
        "Anmeldung schlägt fehl seit gestern",
        "Warum schlägt die Anmeldung fehl?",
        "Seit dem Update schlägt die Anmeldung fehl",
        "Bei mir: Anmeldung schlägt fehl, bitte helfen",
    ),
    "French": (
        "Mot de passe oublié",
        "j'ai oublié mon mot de passe",
        "mot de passe oublié, merci",
        "Bonjour, mot de passe oublié",
    ),
    "Spanish": (
        "No puedo descargar la factura",
        "no puedo descargar la factura de mayo",
        "Descargar la factura da error",
        "quiero descargar la factura",
    ),
    "Chinese": ("登录失败", "我登录失败了", "为什么登录失败？", "今天登录失败", "一直登录失败"),
    "Japanese": (
        "アプリが起動しません",
        "更新後にアプリが起動しません",
        "アプリが起動しません。",
        "またアプリが起動しません",
    ),
    "Russian": ("Не могу войти", "не могу войти в кабинет", "Опять не могу войти"),
}
MASKED = st.sampled_from(sorted(WORDS.values()))
WORD = st.sampled_from(
    (
        "csv",
        "export",
        "fails",
        "the",
        "is",
        "not",
        "my",
        "Calendar",
        "sync",
        "stopped",
        "登",
        "录",
        "hängt",
        "8.4",
        "😡",
        "@acme",
        "hi",
        ",",
        ".",
        "\n",
    )
)
TEXT = st.lists(WORD | MASKED, max_size=12).map(" ".join)
GROUPS = st.lists(st.lists(TEXT, max_size=6), max_size=6)


class TestNamesOf:
    @pytest.mark.parametrize(
        ("trouble", "words"),
        [
            ("export", {"csv", "export"}),
            ("invoice", {"vat", "number"}),
            ("sync", {"calendar", "sync"}),
            ("upload", {"photo"}),
        ],
    )
    def test_are_phrases_that_the_askers_use(self, trouble: str, words: set[str]) -> None:
        name = dict(zip(TROUBLES, names_of(list(TROUBLES.values())), strict=True))[trouble]

        assert len(name.split()) >= 2
        assert words <= set(name.lower().split())
        assert any(name.lower() in text.lower() for text in TROUBLES[trouble])

    def test_tell_a_group_from_the_others(self) -> None:
        lost = ["my card is lost", "the card got lost", "lost my card", "card is lost"]
        blocked = ["my card is blocked", "the card got blocked", "card is blocked, why?"]

        names = names_of([lost, blocked])

        assert "lost" in names[0]
        assert "blocked" in names[1]

    def test_are_whole_not_half_of_what_all_say(self) -> None:
        texts = ["Card not working", "card not working", "My card not working here", "a card"]

        assert names_of([texts]) == ["Card not working"]

    def test_say_what_fails_rather_than_of_what(self) -> None:
        texts = ["virtual card won't work", "why virtual card won't work", "my virtual card"]
        others = ["virtual card please", "order a virtual card", "a virtual card for me"]

        assert names_of([texts], background=others) == ["Virtual card won't work"]

    def test_of_two_groups_that_say_the_same_are_not_the_same(self) -> None:
        texts = ["login fails", "Login fails again", "my login fails"]

        first, second = names_of([texts, texts])

        assert first.lower() != second.lower()
        assert "login fails" in first.lower()
        assert "login fails" in second.lower()

    def test_are_spelt_as_most_spell_them_with_a_capital(self) -> None:
        texts = ["photo upload hangs", "Photo upload hangs now", "the photo upload hangs"]

        assert names_of([texts]) == ["Photo upload hangs"]
        assert names_of([["iPhone app hangs", "my iPhone app hangs", "the iPhone app hangs!"]]) == [
            "iPhone app hangs"
        ]

    def test_leave_out_masked_words_handles_addresses_and_versions(self) -> None:
        texts = [f"@acme [e-mail] login fails v2.3.{n} https://a.example/{n}" for n in range(5)]

        assert names_of([texts]) == ["Login fails"]

    def test_leave_out_politeness_and_the_headings_of_forms(self) -> None:
        form = "Sync hangs\n### Steps to reproduce\nDevice info: none\nHi! Kind regards"
        texts = [form, f"My {form}", f"The {form}"]

        assert names_of([texts]) == ["Sync hangs"]

    def test_leave_out_lines_that_every_group_holds(self) -> None:
        groups = [
            [f"{says}\nSent from the web form" for says in texts] for texts in TROUBLES.values()
        ]

        assert not any("form" in name.lower() for name in names_of(groups))

    def test_join_two_phrases_where_one_tells_too_few(self) -> None:
        names = ["change my name", "please change my name", "how to change my name"]
        addresses = ["billing address", "what is my billing address", "the billing address"]
        others = [f"{word} fails" for word in ("export", "login", "upload", "sync")]

        (name,) = names_of([[*names, *addresses, *"abcd"]], background=others)

        assert set(name.lower().split(" / ")) == {"change my name", "billing address"}

    @pytest.mark.parametrize(
        ("language", "name"),
        [
            ("German", "Anmeldung schlägt fehl"),
            ("French", "Mot de passe oublié"),
            ("Spanish", "No puedo descargar la factura"),
            ("Chinese", "登录失败"),
            ("Japanese", "アプリが起動しません"),
            ("Russian", "Не могу войти"),
        ],
    )
    def test_are_in_the_language_of_the_askers(self, language: str, name: str) -> None:
        names = dict(
            zip(SAID_IN, names_of([list(texts) for texts in SAID_IN.values()]), strict=True)
        )

        assert names[language] == name

    def test_of_what_says_little_are_what_it_says(self) -> None:
        texts = [["refund", "Refund!", "refund"], ["😡😡", "👎"], ["[name]", ""], ["word " * 9_999]]

        names = names_of(texts)

        assert names[:3] == ["Refund", "👎", "Without words"]
        assert len(names[3]) < 80

    def test_of_what_shares_nothing_are_a_text_of_theirs(self) -> None:
        assert names_of([["one moment", "another matter"]])[0].lower() in {
            "one moment",
            "another matter",
        }
        assert names_of([["uno due tre quattro cinque sei sette otto nove"]])[0].endswith("…")

    @given(GROUPS, st.randoms(use_true_random=False))
    def test_do_not_depend_on_the_order_of_texts_nor_on_repeats(
        self, groups: list[list[str]], dice: random.Random
    ) -> None:
        mixed = [dice.sample(texts * 2, 2 * len(texts)) for texts in groups]

        assert names_of(mixed) == names_of(groups)

    @given(GROUPS)
    def test_are_as_many_as_the_groups_and_no_two_the_same(self, groups: list[list[str]]) -> None:
        names = names_of(groups)

        assert len(names) == len(groups) == len({name.lower() for name in names})

    @given(GROUPS)
    def test_hold_no_word_that_the_texts_do_not_and_none_that_is_masked(
        self, groups: list[list[str]]
    ) -> None:
        for name, texts in zip(names_of(groups), groups, strict=True):
            said = " ".join(texts).lower()
            bare = re.sub(r" \(\d+\)$|…$", "", name).removesuffix("Without words")

            # Scripts without spaces are joined as they are written.
            assert all(
                word in said or word in said.replace(" ", "")
                for word in bare.lower().replace(" / ", " ").split(" ")
            )
            assert not any(word in name for word in WORDS.values())


class TestNameOfGroup:
    def test_is_that_of_the_group_alone(self) -> None:
        assert name_of_group(TROUBLES["sync"]) == names_of([TROUBLES["sync"]])[0]

    def test_of_nothing_is_nothing(self) -> None:
        assert name_of_group([]) == ""
