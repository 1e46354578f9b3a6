"""Asking a model: nothing twice, nothing beyond the bounds, nothing that the codebook does not know."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature.labellers.language_model import (
    Asked,
    LanguageModelLabeller,
    LanguageModelRefuses,
    LanguageModelUnreachable,
    NoUsableAnswers,
    Reply,
    TryLater,
    ask_all,
)
from tests.nature.labellers.made_up import (
    Model,
    Remembered,
    all_are,
    batch,
    demand,
    labeller,
    writes,
)


def demands(n: int) -> Any:
    return batch(*(demand(number, title=f"Matter {number}") for number in range(n)))


def asked(
    model: Model, to: LanguageModelLabeller, n: int = 4, *, pauses: list[float] | None = None
) -> Asked:
    waited = [] if pauses is None else pauses
    return ask_all(to.unanswered(demands(n)), to, ask=model, pause=waited.append)


def said(by: LanguageModelLabeller, n: int = 4) -> list[str | None]:
    codes: list[str | None] = by.label(demands(n))["code"].to_pylist()
    return codes


class TestAskAll:
    def test_asks_several_a_call_and_labels_by_the_answers(self) -> None:
        model, one = Model(all_are("slow")), labeller()

        told = asked(model, one, 5)

        assert model.sizes == [2, 2, 1]
        assert (told.answered, told.unusable, told.stopped, told.calls) == (5, 0, None, 3)
        assert said(one, 5) == ["slow"] * 5

    def test_says_nothing_before_it_was_asked(self) -> None:
        assert labeller().label(demands(3))["nature"].to_pylist() == [None] * 3

    def test_asks_nothing_twice(self) -> None:
        model, one = Model(all_are("slow")), labeller()
        asked(model, one)

        asked(model, one, 6)

        counted = Counter(text["title"] for call in model.calls for text in call)
        assert set(counted.values()) == {1}
        assert len(counted) == 6

    def test_asks_about_equal_texts_once(self) -> None:
        one = labeller()

        texts = one.unanswered(batch(demand(1, title="Late"), demand(2, title="Late")))

        assert len(texts) == 1

    def test_leaves_texts_without_words_alone(self) -> None:
        assert labeller().unanswered(batch(demand(1, title=" ", reported_type="Bug"))) == []

    def test_goes_on_where_a_killed_run_ended(self) -> None:
        kept = Remembered()
        with pytest.raises(KeyboardInterrupt):
            asked(Model(all_are("slow"), killed), labeller(kept))

        second = Model(all_are("broken"))
        asked(second, labeller(kept))

        assert [text["title"] for call in second.calls for text in call] == ["Matter 2", "Matter 3"]
        assert said(labeller(kept)) == ["slow", "slow", "broken", "broken"]
        assert kept.used.calls == 3  # the one in which it was killed may have been paid

    def test_asks_anew_when_the_model_changes(self) -> None:
        kept = Remembered()
        asked(Model(all_are("slow")), labeller(kept))

        assert len(labeller(kept, model="other").unanswered(demands(4))) == 4


def killed(asked: list[dict[str, Any]]) -> Reply:
    raise KeyboardInterrupt


class TestAnAnswerThatIsNone:
    def test_is_asked_for_once_more(self) -> None:
        model, one = Model(wrong_for("Matter 1"), all_are("slow")), labeller()

        told = asked(model, one, 2)

        assert model.sizes == [2, 1]
        assert told.answered == 2
        assert said(one, 2) == ["broken", "slow"]

    def test_is_left_and_counted_after_that(self) -> None:
        model, one = Model(wrong_for("Matter 1")), labeller()

        told = asked(model, one, 4)

        assert (told.answered, told.unusable) == (3, 1)
        assert said(one, 4) == ["broken", None, "broken", "broken"]
        assert one.unanswered(demands(4)) == []
        assert len(one.unanswered(demands(4), again=True)) == 1

    def test_of_unknown_says_nothing_and_is_not_asked_again(self) -> None:
        model, one = Model(all_are("unknown")), labeller()

        told = asked(model, one, 2)

        assert (told.answered, said(one, 2)) == (2, [None, None])
        assert one.unanswered(demands(2), again=True) == []

    def test_to_everything_ends_the_run(self) -> None:
        model, one = Model(writes("I would say it is broken.")), labeller()

        with pytest.raises(NoUsableAnswers, match="tiny gave no usable answer in 3 calls"):
            asked(model, one, 100)

        assert len(model.calls) == 6
        assert len(one.unanswered(demands(100))) == 100

    def test_for_a_while_ends_nothing(self) -> None:
        garbage = writes("{")
        model, one = Model(*[garbage] * 4, all_are("slow")), labeller()

        told = asked(model, one, 6)

        assert (told.answered, told.unusable) == (2, 4)


def wrong_for(title: str) -> Any:
    def turn(asked: list[dict[str, Any]]) -> Reply:
        import json

        codes = {one["id"]: "annoying" if one["title"] == title else "broken" for one in asked}
        return Reply(json.dumps(codes))

    return turn


class TestBounds:
    def test_end_a_run_at_the_number_of_calls(self) -> None:
        model, one = Model(all_are("slow")), labeller(max_calls=2)

        told = asked(model, one, 10)

        assert len(model.calls) == 2
        assert told.answered == 4
        assert told.stopped == "max_calls = 2 is reached"

    def test_are_for_all_runs_together(self) -> None:
        kept = Remembered()
        asked(Model(all_are("slow")), labeller(kept, max_calls=2), 10)

        model = Model(all_are("slow"))
        told = asked(model, labeller(kept, max_calls=3), 10)

        assert (len(model.calls), told.answered) == (1, 2)

    def test_count_attempts_that_came_to_nothing(self) -> None:
        model, one = Model(TryLater("500"), all_are("slow")), labeller(max_calls=1)

        told = asked(model, one)

        assert len(model.calls) == 1
        assert told.stopped

    @given(
        limit=st.floats(0, 0.2), price_in=st.floats(0, 50), price_out=st.floats(0, 50),
        n=st.integers(1, 12),
    )  # fmt: skip
    def test_are_never_gone_beyond(
        self, limit: float, price_in: float, price_out: float, n: int
    ) -> None:
        # The model counts fewer tokens than are reckoned with before each call.
        one = labeller(max_cost=limit, price_in=price_in, price_out=price_out)
        cheap = Model(lambda asked: Reply(all_are("slow")(asked).text, tokens_in=50, tokens_out=16))

        told = asked(cheap, one, n)

        spent = one.answers.spent(one.name)
        cost = one.settings.cost(spent.tokens_in, spent.tokens_out)
        assert cost is not None
        assert cost <= limit
        assert told.answered == n or told.stopped is not None


class TestAModelThatDoesNotAnswer:
    def test_is_asked_again_after_pauses_that_double(self) -> None:
        later = TryLater("503")
        model, pauses = Model(later, later, later, all_are("slow")), list[float]()

        told = asked(model, labeller(), 2, pauses=pauses)

        assert told.answered == 2
        assert pauses == [1, 2, 4]

    def test_is_given_the_time_it_asks_for(self) -> None:
        model, pauses = Model(TryLater("429", after=17), all_are("slow")), list[float]()

        asked(model, labeller(), 2, pauses=pauses)

        assert pauses == [17]

    @pytest.mark.parametrize(
        ("turns", "calls"), [([TryLater("500")], 5), ([TryLater("429", 9e9)], 1)]
    )
    def test_is_given_up_on_and_what_was_answered_is_kept(
        self, turns: list[Exception], calls: int
    ) -> None:
        model, one = Model(all_are("slow"), *turns), labeller()

        with pytest.raises(LanguageModelUnreachable, match=rf"in {calls} attempts"):
            asked(model, one)

        assert said(one) == ["slow", "slow", None, None]

    def test_is_not_asked_again_if_it_refuses(self) -> None:
        model = Model(LanguageModelRefuses("http://localhost/v1", "401"))

        with pytest.raises(LanguageModelRefuses):
            asked(model, labeller())

        assert len(model.calls) == 1
