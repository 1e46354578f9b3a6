"""Decisions on made-up demands change the shipped model where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pytest

from cynosure.demand import nature_of
from cynosure.nature import ModelLabeller, shipped_labeller
from cynosure.nature.deciding.decisions import Decision
from cynosure.nature.deciding.own_model import FEWEST, Lessons, compare, learn, lessons_of
from cynosure.nature.learning.quantising import in_whole_numbers, real_weights
from cynosure.nature.model import OUTCOMES
from tests.nature.made_up import batch, demand

SHIPPED = shipped_labeller().model
# A shop for lamps has words of its own for what is asked of it.
ASKED = {
    "service": "please wire the {} into the {} room",
    "unmet_promise": "still nothing of the {} for the {} room",
    None: "what a {} for the {} room, hooray",
}
THINGS = ("sconce", "lantern", "torchiere", "pendant", "spotlight", "candle", "globe", "tube")
ROOMS = ("guest", "dining", "small", "garden", "upper", "blue", "server", "waiting")


def asked(rooms: tuple[str, ...]) -> tuple[pa.RecordBatch, dict[str, Decision]]:
    rows, decisions = [], {}
    for code, text in ASKED.items():
        for thing in THINGS:
            for room in rooms:
                name = f"{code}:{thing}:{room}"
                rows.append(demand(text.format(thing, room), demand_id=name))
                decisions[name] = Decision(name, nature_of(code) or "none", code)
    return batch(*rows), decisions


def lessons(demands: pa.RecordBatch, decisions: Mapping[str, Decision]) -> Lessons:
    return lessons_of(demands, decisions, shipped=SHIPPED)


def right(labeller: ModelLabeller, demands: pa.RecordBatch) -> float:
    rows = labeller.label(demands).to_pylist()
    return float(np.mean([row["demand_id"].startswith(f"{row['code']}:") for row in rows]))


class TestLearning:
    def test_goes_most_of_the_way_on_a_product_that_the_shipped_model_does_not_know(self) -> None:
        taught = lessons(*asked(ROOMS[:4]))
        others, _ = asked(ROOMS[4:])

        own = ModelLabeller(learn(SHIPPED, taught), kind="own")

        before, after = right(shipped_labeller(), others), right(own, others)
        assert after - before >= 0.4 * (1 - before)
        assert compare(taught).own_is_better

    def test_names_whose_model_it_is(self) -> None:
        assert ModelLabeller(SHIPPED, kind="own").name == f"own:{SHIPPED.fingerprint}"

    @pytest.mark.slow
    def test_is_mostly_kept_out_where_the_shipped_model_knows_all_there_is_to_know(self) -> None:
        demands, _ = asked(ROOMS[:4])
        chances = shipped_labeller().chances(demands)
        used = []

        for seed in range(4):
            drawn = np.random.default_rng(seed)
            # What people say is drawn from the shipped model's own chances.
            outcomes = [OUTCOMES[drawn.choice(len(each), p=each / each.sum())] for each in chances]
            codes = [None if outcome == "none" else outcome for outcome in outcomes]
            said = {
                name: Decision(name, nature_of(code) or "none", code)
                for name, code in zip(demands["demand_id"].to_pylist(), codes, strict=True)
            }
            used.append(compare(lessons(demands, said)).own_is_better)

        assert sum(used) <= 1

    def test_is_the_same_in_whatever_order_demands_come(self) -> None:
        demands, decisions = asked(ROOMS[:2])
        turned = demands.take(pa.array(range(demands.num_rows - 1, -1, -1)))

        one, other = lessons(demands, decisions), lessons(turned, decisions)

        assert one.digest == other.digest
        once, again = learn(SHIPPED, one), learn(SHIPPED, other)
        assert (once.lean == again.lean).all()
        assert (once.weights == again.weights).all()

    def test_leaves_what_has_no_words_to_the_shipped_model(self) -> None:
        own = learn(SHIPPED, lessons(*asked(ROOMS[:2])))
        typed = batch(demand(reported_type="Bug"))

        assert (ModelLabeller(own).chances(typed) == ModelLabeller(SHIPPED).chances(typed)).all()


class TestLessons:
    def test_leave_out_doubt_and_what_nobody_could_tell_and_what_has_no_words(self) -> None:
        demands = batch(*[demand("It crashes", demand_id=name) for name in "abc"], demand(""))
        said = {
            "a": Decision("a", "failure", "broken", doubtful=True),
            "b": Decision("b", None),
            "c": Decision("c", "failure", "broken"),
            "desk:1": Decision("desk:1", "failure", "broken"),
        }

        assert lessons(demands, said).ids == ("c",)

    def test_teach_only_the_nature_where_the_cause_was_left_open(self) -> None:
        found = lessons(batch(demand("It crashes")), {"desk:1": Decision("desk:1", "value")})

        assert found.truth.tolist() == [-1]
        assert found.targets[0, :9].sum() == 0  # no share for causes of failure
        assert found.targets[0].sum() == pytest.approx(1)

    def test_are_known_by_what_was_decided_and_by_the_words(self) -> None:
        def digest(body: str, code: str) -> str:
            said = {"desk:1": Decision("desk:1", "failure", code)}
            return lessons(batch(demand(body)), said).digest

        assert len({digest("It crashes", "broken"), digest("It crashes", "slow"),
                    digest("It crawls", "slow")}) == 3  # fmt: skip

    def test_may_be_none(self) -> None:
        assert len(lessons(batch(), {})) == 0 < FEWEST


class TestRealWeights:
    def test_become_the_whole_numbers_that_they_came_from(self) -> None:
        whole, steps = in_whole_numbers(SHIPPED.columns, real_weights(SHIPPED))

        assert (whole == SHIPPED.weights).all()
        assert np.allclose(steps, SHIPPED.steps)
