"""In a chain the first that says something counts."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import LABELS
from cynosure.nature import shipped_labeller
from cynosure.nature.labellers import Chain, Rule, Rules, judged
from cynosure.nature.labellers.saying import ANSWERS, said
from tests.nature.labellers.made_up import batch, demand


@dataclass(frozen=True)
class Told:
    """A labeller that says what it was told to, by demand."""

    name: str
    answers: tuple[str | None, ...]

    def label(self, rows: pa.RecordBatch) -> pa.RecordBatch:
        numbers = [int(name.removeprefix("desk:")) for name in rows["demand_id"].to_pylist()]
        codes = pa.array([self.answers[number] for number in numbers], pa.string())
        return said(rows["demand_id"], codes, labeller=self.name)


WORDS = st.sampled_from([*ANSWERS, None])
MATTERS = st.integers(0, 8).flatmap(
    lambda n: st.lists(st.lists(WORDS, min_size=n, max_size=n), min_size=1, max_size=4)
)


class TestAChain:
    @given(MATTERS)
    def test_takes_the_first_that_says_something(self, table: list[list[str | None]]) -> None:
        parts = tuple(Told(str(n), tuple(row)) for n, row in enumerate(table))
        demands = batch(*(demand(number) for number in range(len(table[0]))))

        spoken = Chain(parts).spoken(demands)

        assert spoken.labels.schema == LABELS
        for number, label in enumerate(spoken.labels.to_pylist()):
            heard = [(n, row[number]) for n, row in enumerate(table) if row[number]]
            assert spoken.part[number] == (heard[0][0] if heard else -1)
            first = heard[0][1] if heard else None
            assert label["demand_id"] == f"desk:{number}"
            assert label["code"] == (None if first == "none" else first)
            assert (label["nature"] is None) == (first is None)

    @given(MATTERS, st.integers(0, 8))
    def test_does_not_depend_on_the_batch(self, table: list[list[str | None]], cut: int) -> None:
        chain = Chain(tuple(Told(str(n), tuple(row)) for n, row in enumerate(table)))
        demands = batch(*(demand(number) for number in range(len(table[0]))))

        apart = [chain.label(demands.slice(0, cut)), chain.label(demands.slice(cut))]

        assert pa.Table.from_batches(apart).to_pylist() == chain.label(demands).to_pylist()

    def test_keeps_all_labels_under_its_own_name(self) -> None:
        chain = Chain((Told("a", ("slow", None)), Told("b", (None, "none"))))

        found = chain.label(batch(demand(0), demand(1)))

        assert set(found["labeller"].to_pylist()) == {chain.name}
        assert chain.name.startswith("chain:")

    def test_has_another_name_when_a_part_or_the_order_changes(self) -> None:
        a, b, c = Told("a", ()), Told("b", ()), Told("c", ())

        assert len({Chain(parts).name for parts in ((a, b), (b, a), (a, c), (a, b, c))}) == 4

    def test_leaves_the_rest_to_the_model(self) -> None:
        rules = Rules((Rule(name="r", code="none", pattern="crash"),))
        demands = batch(demand(1, body="A crash test dummy."), demand(2, body="It fails to save."))

        found = Chain((rules, shipped_labeller())).label(demands)

        assert found["nature"].to_pylist()[0] == "none"
        alone = shipped_labeller().label(demands)
        assert found["code"].to_pylist()[1] == alone["code"].to_pylist()[1]
        assert found["probability"].to_pylist()[1] == alone["probability"].to_pylist()[1]

    def test_hands_a_part_only_what_those_before_left(self) -> None:
        chain = Chain((Told("a", ("slow", None)), Told("b", ("slow", "slow"))))

        left = chain.left_for(1, batch(demand(0), demand(1)))

        assert left["demand_id"].to_pylist() == ["desk:1"]


class TestJudged:
    def test_counts_only_what_people_could_tell(self) -> None:
        said_by = [("r", f"desk:{n}", ("failure", "slow")) for n in range(5)]
        people = {
            "desk:0": ("failure", "slow"),
            "desk:1": ("failure", None),
            "desk:2": ("value", "service"),
            "desk:3": (None, None),
        }

        (found,) = judged({"r": 5}, said_by, people)

        assert (found.hits, found.judged, found.right.share) == (5, 3, 2 / 3)
        assert found.right.low is not None
        assert found.right.low < 2 / 3
