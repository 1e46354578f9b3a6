"""What is shown of a demand that was found is masked, wherever an excerpt is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cynosure.search import Hit, words_in
from cynosure.workflows.found_texts import FoundText, found_text

ADDRESS = "jo.kim@mail.example"


def shown(
    asked: str, *, asker: str | None = None, kind: str = "customer", **text: str
) -> FoundText:
    hit = Hit("desk:1", 0.5, 0.25, says_all=False, part=0, row=0)
    fields = {
        "demand_id": "desk:1",
        "title": None,
        "body": None,
        "asker": asker,
        "asker_kind": kind,
    }
    return found_text(hit, {**fields, **text}, words_in(asked).numbers)


class TestAFoundText:
    def test_says_the_words_that_were_asked_for_as_they_stand_there(self) -> None:
        found = shown("REFUND export", title="Refund", body="the refund, and the Export")

        assert found.words == ("Refund", "Export")

    def test_does_not_say_the_name_of_the_asker(self) -> None:
        found = shown("jo refund", asker="Jo Kim", title="Jo here", body="Jo Kim wants a refund")

        assert (found.title, found.excerpt) == ("[name] here", "[name] wants a refund")
        assert found.words == ("refund",)

    def test_says_the_name_of_a_bot(self) -> None:
        assert shown("up", asker="Watcher", kind="bot", title="Watcher: up").title == "Watcher: up"

    def test_is_one_line_without_signs_that_a_terminal_obeys(self) -> None:
        found = shown("red", title="a\x1b[31mred\x00", body="one\n\n two\u202e")

        assert (found.title, found.excerpt) == ("a [31mred", "one two")

    def test_without_a_title_says_so(self) -> None:
        assert shown("x", body="x").title == "(no title)"

    @given(st.integers(0, 700), st.integers(0, 700), st.integers(0, 60))
    def test_shows_no_address_wherever_it_is_cut(self, before: int, after: int, gap: int) -> None:
        body = f"{'so on ' * before}{ADDRESS} {'now ' * gap}refund {'and on ' * after}{ADDRESS}"

        found = shown("refund", body=body)

        assert "refund" in found.excerpt
        assert not [part for part in ("jo.", "kim", "@", "mail.ex") if part in found.excerpt]
        assert len(found.excerpt) <= 300
