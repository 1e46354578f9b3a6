"""Listening to contacts, one key each."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature.auditing.listening import Contacts, Heard, in_lines, listen, summed
from cynosure.statistics import wilson


class Memory:
    """A notebook that forgets when the test ends."""

    def __init__(self, *before: Heard) -> None:
        self.before, self.session = list(before), list[Heard]()
        self.notes: list[str] = []

    def hear(self, heard: Heard) -> None:
        self.session.append(heard)

    def take_back(self) -> Heard | None:
        return self.session.pop() if self.session else None

    def note(self, words: str) -> bool:
        self.notes.append(words)
        return bool(self.session)

    def contacts(self) -> Iterable[Heard]:
        return [*self.before, *self.session]


class Run:
    """A session with scripted keys."""

    def __init__(
        self, keys: str, *, lines: Iterable[str] = (), before: Iterable[Heard] = ()
    ) -> None:
        self.written: list[str] = []
        self.notebook = Memory(*before)
        pressed, said = iter(keys), iter(lines)
        self.found: Contacts = listen(
            self.notebook, lambda: next(pressed, ""), lambda: next(said, ""), self.written.append
        )

    @property
    def text(self) -> str:
        return "".join(self.written)


class TestListen:
    def test_takes_one_key_for_the_nature_and_one_for_the_cause(self) -> None:
        run = Run("f1v2n?f q")

        assert run.notebook.session == [
            Heard("failure", "broken"),
            Heard("value", "service"),
            Heard("none"),
            Heard(None),
            Heard("failure"),
        ]

    def test_goes_on_with_what_earlier_sessions_heard(self) -> None:
        run = Run("f1q", before=[Heard("value")] * 3)

        assert (run.found.n, run.found.failures, run.found.values) == (4, 1, 3)
        assert "Failure: 1 of 4" in run.text

    def test_takes_the_last_one_back_but_nothing_of_earlier_sessions(self) -> None:
        run = Run("nuuq", before=[Heard("value")])

        assert run.found.n == 1
        assert "Took back: none." in run.text
        assert "nothing of this session to take back" in run.text

    def test_lets_one_go_back_at_the_cause(self) -> None:
        assert Run("fuq").notebook.session == []

    def test_keeps_the_nature_where_the_line_breaks_at_the_cause(self) -> None:
        assert Run("f").notebook.session == [Heard("failure")]

    def test_writes_a_note_on_the_last_one(self) -> None:
        run = Run("f1wq", lines=["  waited ten minutes  "])

        assert run.notebook.notes == ["waited ten minutes"]

    def test_says_so_where_there_is_nothing_to_write_on(self) -> None:
        assert "no contact in this session" in Run("wq", lines=["x"]).text

    def test_explains_keys_that_say_nothing_and_the_codebook(self) -> None:
        text = Run("xhq").text

        assert "The key 'x' says nothing here" in text
        assert "unmet_promise" in text

    def test_sums_up_when_asked(self) -> None:
        assert "Causes of failure demand:\n  slow: 1" in Run("f3sq").text


contacts = st.lists(
    st.one_of(
        st.sampled_from([Heard("value"), Heard("none"), Heard(None), Heard("failure")]),
        st.builds(Heard, st.just("failure"), st.sampled_from(["slow", "broken", "unclear"])),
    ),
    max_size=30,
)


class TestSummed:
    @given(contacts)
    def test_counts_every_contact_once(self, heard: list[Heard]) -> None:
        found = summed(heard)

        assert found.failures + found.values + found.none + found.unknown == found.n == len(heard)
        assert sum(n for _, n, _ in found.causes) <= found.failures

    @given(contacts)
    def test_gives_wilsons_intervals(self, heard: list[Heard]) -> None:
        found = summed(heard)

        assert found.failure_share == wilson(found.failures, found.failures + found.values)

    @given(contacts)
    def test_can_always_be_told_in_lines(self, heard: list[Heard]) -> None:
        assert all(in_lines(summed(heard)))
