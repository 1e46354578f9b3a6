from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand import NATURES, Nature
from cynosure.nature.audit import (
    Draw,
    Labelled,
    agreement,
    audited_share,
    draw_sample,
    labelled_so_far,
    labels_still_needed,
)

natures = st.sampled_from([*NATURES, None])
label_lists = st.lists(
    st.builds(Labelled, st.uuids().map(str), natures, st.none(), st.booleans()), max_size=30
)


def _labels(*, failure: int = 0, value: int = 0, none: int = 0, unknown: int = 0) -> list[Labelled]:
    said: list[Nature | None] = []
    said += ["failure"] * failure
    said += ["value"] * value
    said += ["none"] * none
    said += [None] * unknown
    return [Labelled(str(i), nature) for i, nature in enumerate(said)]


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


class TestLabelledSoFar:
    def test_stops_at_the_first_demand_without_a_label(self) -> None:
        drawn = Draw(1, 9, ("a", "b", "c", "d"))
        labels = {i: Labelled(i, "value") for i in ("a", "b", "d", "of an earlier draw")}

        assert [label.demand_id for label in labelled_so_far(drawn, labels)] == ["a", "b"]


class TestAuditedShare:
    def test_leaves_none_and_unknown_beside(self) -> None:
        share = audited_share(_labels(failure=6, value=4, none=5, unknown=3), population=100)

        assert share.value == 0.6
        assert (share.none, share.unknown, share.labelled) == (5, 3, 18)

    def test_carries_an_interval_that_says_it_is_an_audit(self) -> None:
        interval = audited_share(_labels(failure=6, value=4), population=100).interval

        assert interval is not None
        assert interval.kind == "audit"
        assert round(interval.low, 4) == 0.3127
        assert round(interval.high, 4) == 0.8318

    def test_has_no_value_without_failure_and_value(self) -> None:
        share = audited_share(_labels(none=3, unknown=1), population=100)

        assert share.value is None
        assert share.interval is None

    def test_counts_doubtful_labels_as_labelled(self) -> None:
        share = audited_share([Labelled("a", "failure", doubtful=True)], population=9)

        assert (share.failures, share.doubtful) == (1, 1)

    def test_covers_the_truth_about_as_often_as_it_says(self) -> None:
        truth = {f"desk:{i}": "failure" if i % 10 < 3 else "value" for i in range(3_000)}
        covered = 0
        for seed in range(300):
            drawn = draw(truth, n=60, seed=seed, size=3_000)
            labels = [
                Labelled(i, "failure" if truth[i] == "failure" else "value")
                for i in drawn.demand_ids
            ]
            interval = audited_share(labels, population=drawn.population).interval
            assert interval is not None
            covered += interval.low <= 0.3 <= interval.high

        assert 0.91 <= covered / 300 <= 0.99

    @given(label_lists, natures)
    def test_does_not_change_when_praise_or_the_unknown_arrives(
        self, labels: list[Labelled], nature: Nature | None
    ) -> None:
        beside: Nature | None = "none" if nature else None

        with_it = audited_share([*labels, Labelled("new", beside)], population=99)

        assert with_it.value == audited_share(labels, population=99).value
        assert with_it.labelled == len(labels) + 1

    @given(label_lists)
    def test_interval_holds_the_share(self, labels: list[Labelled]) -> None:
        share = audited_share(labels, population=99)

        assert (share.value is None) == (share.interval is None)
        if share.value is not None and share.interval is not None:
            assert 0 <= share.interval.low <= share.value <= share.interval.high <= 1


class TestLabelsStillNeeded:
    def test_is_what_makes_the_interval_narrow_enough(self) -> None:
        now = audited_share(_labels(failure=20, value=30), population=10**6)

        more = labels_still_needed(now)

        n = 50 + more
        then = audited_share(
            _labels(failure=round(0.4 * n), value=n - round(0.4 * n)), population=10**6
        )
        assert then.interval is not None
        assert (then.interval.high - then.interval.low) / 2 <= 0.0301
        assert labels_still_needed(then) <= 2

    def test_expects_as_many_without_failure_or_value_as_before(self) -> None:
        some = audited_share(_labels(failure=20, value=30), population=10**6)
        with_praise = audited_share(_labels(failure=20, value=30, none=50), population=10**6)

        assert labels_still_needed(with_praise) > 1.8 * labels_still_needed(some)

    def test_never_asks_for_more_than_there_are(self) -> None:
        share = audited_share(_labels(failure=20, value=30), population=60)

        assert labels_still_needed(share) == 10

    def test_before_the_first_label_takes_the_worst_share(self) -> None:
        nothing = audited_share([], population=10**6)

        assert 1_000 < labels_still_needed(nothing) < 1_100


class TestAgreement:
    def test_is_one_where_they_say_the_same_and_zero_at_chance(self) -> None:
        people = _labels(failure=2, value=2)
        same = {label.demand_id: label.nature for label in people}
        chance = dict(zip("0123", ["failure", "value", "failure", "value"], strict=True))

        assert agreement(people, same).kappa == 1.0
        assert agreement(people, chance).kappa == 0.0

    def test_follows_cohens_own_formula(self) -> None:
        people = _labels(failure=50, value=50)
        machine: dict[str, str | None] = {
            str(i): "failure" if i < 45 else "value" for i in range(50)
        }
        machine |= {str(i): "failure" if i < 65 else "value" for i in range(50, 100)}

        found = agreement(people, machine)

        observed, chance = 0.8, 0.5 * 0.6 + 0.5 * 0.4
        assert found.kappa == pytest.approx((observed - chance) / (1 - chance))
        assert found.precision.share == pytest.approx(45 / 60)
        assert found.recall.share == pytest.approx(45 / 50)

    def test_counts_unknown_on_either_side_as_a_word_of_its_own(self) -> None:
        found = agreement(_labels(failure=1, unknown=1), {"0": None, "1": None})

        assert found.confusion == {("failure", "unknown"): 1, ("unknown", "unknown"): 1}
        assert found.recall.share == 0

    def test_leaves_out_what_has_no_prediction(self) -> None:
        assert agreement(_labels(failure=3), {"0": "failure"}).n == 1

    def test_has_no_kappa_where_chance_agrees_wholly(self) -> None:
        assert agreement(_labels(failure=2), {"0": "failure", "1": "failure"}).kappa is None
        assert agreement([], {}).kappa is None

    @given(label_lists)
    def test_kappa_is_never_above_one(self, labels: list[Labelled]) -> None:
        predicted = {label.demand_id: "failure" for label in labels}

        kappa = agreement(labels, predicted).kappa

        assert kappa is None or kappa <= 1
