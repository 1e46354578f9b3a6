"""Which words are shown as the reasons of a label."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.nature import reasons, weighed

any_text = st.one_of(st.none(), st.text(max_size=80))


class TestReasons:
    def test_are_words_of_the_text_the_strongest_first(self) -> None:
        found = reasons("Crash on save", "The editor crashes whenever I save a drawing.", None)

        assert found[0] in {"Crash", "crashes"}
        assert set(found) <= {
            "Crash",
            "on",
            "save",
            "the",
            "editor",
            "crashes",
            "whenever",
            "i",
            "a",
            "drawing",
        }

    def test_name_the_reported_type_where_it_spoke_for_the_nature(self) -> None:
        assert "reported as Bug" in reasons("Save", "It does not save", "Bug")

    def test_leave_the_reported_type_out_where_it_spoke_against(self) -> None:
        found = reasons("Crash", "It crashes with an error when I save.", "Feature request")

        assert not any(word.startswith("reported") for word in found)

    def test_are_the_type_alone_where_there_is_no_text(self) -> None:
        assert reasons(None, "", "Bug") == ("reported as Bug",)

    def test_are_none_of_nothing(self) -> None:
        assert reasons(None, None, None) == ()

    def test_leave_small_words_out(self) -> None:
        assert not {"i", "the", "a", "this"} & set(reasons("Crash", "I save this, the app crashes"))

    def test_stand_as_the_asker_wrote_them(self) -> None:
        assert "CRASHES" in reasons(None, "The editor CRASHES when I save 404 drawings.")

    def test_say_what_spoke_against_too(self) -> None:
        found = weighed("Feature request", "Would be lovely to have colours. It crashes.")

        assert not set(found.spoke_for) & set(found.spoke_against)
        assert found.spoke_against

    def test_can_be_asked_of_any_code(self) -> None:
        text = "The page is so slow, it takes ages. Please add a button."

        assert "slow" in weighed(None, text, code="slow").spoke_for
        assert "slow" in weighed(None, text, code="new_capability").spoke_against

    @given(any_text, any_text, st.sampled_from([None, "Bug", "Story"]))
    @settings(max_examples=60)
    def test_are_few_and_different_for_any_text(
        self, title: str | None, body: str | None, reported_type: str | None
    ) -> None:
        found = reasons(title, body, reported_type)

        assert len(found) == len(set(found)) <= 5
        assert all(word.strip() for word in found)
