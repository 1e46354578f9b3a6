from __future__ import annotations

from collections.abc import Callable, Iterator

from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature.auditing.audit_session import AuditItem, Decision, Session, audit_session


def _item(name: str = "a", **said: str | float | None) -> AuditItem:
    return AuditItem(**({"demand_id": name, "title": f"Title of {name}", "body": None} | said))  # type: ignore[arg-type]  # a dull default for what a test does not name


class Run:
    """A session with scripted keys: what it wrote, recorded and returned."""

    def __init__(self, keys: str | list[str], *items: AuditItem) -> None:
        self.written: list[str] = []
        self.recorded: list[Decision] = []
        self.at_key: list[str] = []
        self.session: Session = audit_session(
            items or (_item(),), self._keys(iter(keys)), self.written.append, self.recorded.append
        )

    def _keys(self, keys: Iterator[str]) -> Callable[[], str]:
        def read() -> str:
            self.at_key.append("".join(self.written))
            return next(keys, "")

        return read

    @property
    def text(self) -> str:
        return "".join(self.written)


class TestAuditSession:
    def test_takes_one_key_for_the_nature_and_one_for_the_cause(self) -> None:
        run = Run("f3v2n?", _item("a"), _item("b"), _item("c"), _item("d"))

        assert run.recorded == [
            Decision("a", "failure", "slow", False),
            Decision("b", "value", "service", False),
            Decision("c", "none", None, False),
            Decision("d", None, None, False),
        ]
        assert run.session == Session(4, finished=True)

    def test_leaves_the_cause_open_at_space_return_or_nought(self) -> None:
        assert [Run(f"f{key}").recorded[0].code for key in " \r\n0"] == [None] * 4

    def test_hides_the_classifiers_opinion_until_the_decision(self) -> None:
        run = Run("f1", _item(predicted_nature="value", predicted_code="advice", probability=0.83))

        assert all("advice" not in seen for seen in run.at_key)
        assert "The classifier thought: value advice (83% sure)." in run.text

    def test_says_so_where_the_classifier_could_not_tell(self) -> None:
        assert "could not tell" in Run("n").text

    def test_goes_back_at_u_and_the_newest_decision_counts(self) -> None:
        run = Run("nuf1v1", _item("a"), _item("b"))

        assert [(d.demand_id, d.nature) for d in run.recorded] == [
            ("a", "none"),
            ("a", "failure"),
            ("b", "value"),
        ]
        assert run.session == Session(2, finished=True)

    def test_goes_back_from_the_cause_to_the_nature(self) -> None:
        assert Run("fuv1").recorded == [Decision("a", "value", "new_capability", False)]

    def test_has_nothing_to_take_back_at_the_first(self) -> None:
        run = Run("un")

        assert "nothing to take back" in run.text
        assert len(run.recorded) == 1

    def test_stops_at_q_and_keeps_what_was_decided(self) -> None:
        run = Run("nq", _item("a"), _item("b"))

        assert run.session == Session(1, finished=False)
        assert [d.demand_id for d in run.recorded] == ["a"]

    def test_stops_at_the_end_of_input_and_at_control_c(self) -> None:
        assert Run("").session == Session(0, finished=False)
        assert Run(["f", "\x03"]).session == Session(0, finished=False)

    def test_marks_as_doubtful_for_this_demand_only(self) -> None:
        run = Run("dnddnn", _item("a"), _item("b"), _item("c"))

        assert [d.doubtful for d in run.recorded] == [True, False, False]

    def test_explains_itself_at_h_and_at_keys_without_meaning(self) -> None:
        assert "unmet_promise: What was agreed has not come." in Run("hn").text
        assert "'x' says nothing here" in Run("xn").text
        assert "'7' says nothing here" in Run("v71").text

    def test_shows_long_texts_in_part_and_wholly_at_m(self) -> None:
        run = Run("mn", _item(body="word " * 600 + "the end"))

        assert "the end" not in run.at_key[0]
        assert "the end" in run.at_key[1]

    def test_says_where_there_is_no_text(self) -> None:
        assert "(no text)" in Run("n", _item(title=None)).text

    def test_is_over_at_once_without_demands(self) -> None:
        written: list[str] = []

        session = audit_session([], lambda: "f", written.append, lambda _: None)

        assert session == Session(0, finished=True)

    @given(st.lists(st.sampled_from([*"fvn?u dmhq0123456789", "\r", "é", ""]), max_size=60))
    def test_ends_whatever_is_typed_and_never_records_a_code_of_another_nature(
        self, keys: list[str]
    ) -> None:
        run = Run(keys, *(_item(name) for name in "abcde"))

        assert {d.demand_id for d in run.recorded} <= set("abcde")
        assert len({d.demand_id for d in run.recorded}) == run.session.decided
        assert all(d.code is None or d.nature in {"failure", "value"} for d in run.recorded)


class TestOffers:
    """What is shown next may depend on what was decided, and going back takes it back."""

    def test_are_asked_for_one_at_a_time(self) -> None:
        said: list[Decision] = []
        known: list[int] = []

        def offers() -> Iterator[AuditItem]:
            for name in "abc":
                known.append(len(said))
                yield _item(name)

        written: list[str] = []
        session = audit_session(offers(), iter("f1v2n").__next__, written.append, said.append, of=5)

        assert known == [0, 1, 2]
        assert session == Session(3, finished=True)
        assert "3 of 5" in "".join(written)

    def test_take_a_decision_back_as_soon_as_somebody_goes_back_behind_it(self) -> None:
        said: list[Decision] = []
        taken: list[str] = []
        items = [_item("a"), _item("b")]

        session = audit_session(
            items, iter("f1uuq").__next__, lambda _: None, said.append, take_back=taken.append
        )

        assert [one.demand_id for one in said] == ["a"]
        assert taken == ["a"]
        assert session == Session(0, finished=False)


class TestABlindSession:
    def session(self, *items: AuditItem) -> str:
        written: list[str] = []
        keys = iter("f1")
        audit_session(items, lambda: next(keys, ""), written.append, lambda _: None, blind=True)
        return "".join(written)

    def test_shows_no_word_of_the_classifier_even_after_the_decision(self) -> None:
        text = self.session(_item(predicted_nature="value", predicted_code="advice"))

        assert "advice" not in text
        assert "→ failure broken." in text

    def test_shows_what_is_to_be_settled_before_the_decision(self) -> None:
        item = AuditItem(
            demand_id="a", title="Slow", body=None, said=("One said: value", "The other said: none")
        )

        assert "One said: value\nThe other said: none" in self.session(item)
