from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from cynosure.nature.auditing.agreement import agreement, differ
from cynosure.nature.auditing.audit import Draw, Judged, Labelled, draw_sample, judged_of
from cynosure.nature.auditing.strata import Stratum


def draw(ids: Iterable[str], *, n: int, seed: int, size: int = 7) -> Draw:
    """Draw from ids in small batches."""
    every = list(ids)
    parts = [every[start : start + size] for start in range(0, len(every), size)]
    batches = [pa.record_batch({"demand_id": pa.array(part, pa.string())}) for part in parts]
    return draw_sample(batches, n=n, seed=seed)


class TestDrawSample:
    def test_is_the_same_for_the_same_seed_and_another_for_another(self) -> None:
        ids = [f"desk:{i}" for i in range(500)]

        assert draw(ids, n=20, seed=1) == draw(ids, n=20, seed=1)
        assert draw(ids, n=20, seed=1).demand_ids != draw(ids, n=20, seed=2).demand_ids

    def test_gives_every_demand_the_same_chance(self) -> None:
        ids = [f"desk:{i}" for i in range(20)]

        drawn = Counter(i for seed in range(2_000) for i in draw(ids, n=5, seed=seed).demand_ids)

        # 500 each is expected; the standard deviation is below 20.
        assert set(drawn) == set(ids)
        assert all(400 < count < 600 for count in drawn.values())

    def test_stays_a_random_sample_as_demands_arrive(self) -> None:
        early = [f"desk:{i}" for i in range(300)]
        late = [f"desk:{i}" for i in range(300, 600)]

        before = draw(early, n=50, seed=3).demand_ids
        after = draw(early + late, n=50, seed=3).demand_ids

        # Who left was pushed out by a newcomer; nobody else changed places.
        assert [i for i in after if i in before] == [i for i in before if i in after]
        assert set(after) - set(before) <= set(late)
        assert 10 <= sum(i in late for i in after) <= 40

    def test_takes_all_where_there_are_fewer_and_none_of_none(self) -> None:
        assert sorted(draw(["b", "a"], n=9, seed=1).demand_ids) == ["a", "b"]
        assert draw([], n=3, seed=1) == Draw(1, 0, ())
        assert draw(["a"], n=0, seed=1).demand_ids == ()
        assert draw(["a"], n=-1, seed=1).demand_ids == ()

    @given(st.sets(st.text(max_size=5), max_size=30), st.integers(0, 40), st.integers(0, 99))
    def test_does_not_depend_on_order_and_grows_at_its_end(
        self, ids: set[str], n: int, seed: int
    ) -> None:
        ordered = sorted(ids)
        mixed = ordered.copy()
        random.Random(seed).shuffle(mixed)

        drawn = draw(mixed, n=n, seed=seed)

        assert drawn == draw(ordered, n=n, seed=seed)
        assert draw(ordered, n=n + 1, seed=seed).demand_ids[:n] == drawn.demand_ids


class TestJudgedOf:
    def test_stops_at_the_first_demand_without_a_label(self) -> None:
        drawn = Draw(1, 9, ("a", "b", "c", "d"))
        labels = {i: Labelled(i, "value") for i in ("a", "b", "d", "of an earlier draw")}

        found = judged_of(drawn, labels)

        assert [label.demand_id for label in found.labels] == ["a", "b"]
        assert found.strata == ()

    def test_of_a_sample_in_strata_stops_in_each_by_itself(self) -> None:
        strata = (
            Stratum(below=0.7, population=10, to_draw=3),
            Stratum(below=None, population=90, to_draw=2),
        )
        drawn = Draw(1, 100, ("a", "x", "b", "c", "y"), strata, (0, 1, 0, 0, 1))
        labels = {i: Labelled(i, "value") for i in ("a", "x", "y", "c")}

        assert judged_of(drawn, labels) == Judged(
            (labels["a"], labels["x"], labels["y"]), ((10, 1), (90, 2)), (0, 1, 1)
        )


class TestAgreement:
    def test_is_of_what_both_judged(self) -> None:
        one = {i: Labelled(i, "failure", "slow") for i in "abc"}
        two = {i: Labelled(i, "value", "advice") for i in "cde"}

        found = agreement(one, two)

        assert (found.nature.n, found.nature.same, found.apart) == (1, 0, ("c",))

    def test_takes_that_one_could_not_tell_for_a_word_of_its_own(self) -> None:
        one = {i: Labelled(i, None) for i in "ab"}
        two = {"a": Labelled("a", None), "b": Labelled("b", "none")}

        assert agreement(one, two).nature.same == 1

    def test_compares_causes_only_where_both_gave_one(self) -> None:
        one = {"a": Labelled("a", "failure", "slow"), "b": Labelled("b", "failure")}
        two = {"a": Labelled("a", "failure", "slow"), "b": Labelled("b", "failure", "slow")}

        found = agreement(one, two)

        assert (found.code.n, found.code.same, found.apart) == (1, 1, ())

    def test_stays_what_it_was_once_a_difference_is_settled(self) -> None:
        one, two = {"a": Labelled("a", "failure")}, {"a": Labelled("a", "value")}

        found = agreement(one, two, settled={"a"})

        assert (found.nature.same, found.apart) == (0, ())

    def test_of_nobody_has_no_kappa(self) -> None:
        assert agreement({}, {}).nature.kappa is None

    def test_is_no_difference_where_one_left_the_cause_open(self) -> None:
        assert not differ(Labelled("a", "failure"), Labelled("a", "failure", "slow"))
        assert differ(Labelled("a", "failure", "slow"), Labelled("a", "failure", "broken"))
