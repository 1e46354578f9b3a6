from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cynosure.measures import Weights
from cynosure.register import Register, models, weights
from cynosure.register.weights import Weighed

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def of_standing(name: str, weight: float, by: str = "Maria") -> Weighed:
    return Weighed("standing", name, weight, by, MONDAY)


class TestWeights:
    def test_come_back_as_they_were_set_with_who_and_when(self, register: Register) -> None:
        told = [of_standing("end_user", 3), Weighed("role", "pays", 0.5, "Jonas", MONDAY)]

        for each in told:
            weights.keep(each)

        assert weights.counting() == told
        assert weights.weights() == Weights(role={"pays": 0.5}, standing={"end_user": 3})

    def test_are_equal_until_somebody_sets_one(self, register: Register) -> None:
        assert weights.weights().equal

    def test_of_the_same_name_are_overruled_by_the_newest_and_stay_beneath(
        self, register: Register
    ) -> None:
        weights.keep(of_standing("end_user", 3))
        weights.keep(of_standing("end_user", 2))

        assert weights.weights().standing == {"end_user": 2}
        assert models.Weight.objects.count() == 2

    def test_taken_back_let_the_one_before_count_again(self, register: Register) -> None:
        weights.keep(of_standing("end_user", 3))
        weights.keep(of_standing("end_user", 2))

        taken = weights.take_back("standing", "end_user", by="Jonas", at=MONDAY)

        assert taken == of_standing("end_user", 2)
        assert weights.weights().standing == {"end_user": 3}
        weights.take_back("standing", "end_user", by="Jonas", at=MONDAY)
        assert weights.weights().equal
        assert weights.take_back("standing", "end_user", by="Jonas", at=MONDAY) is None
        assert models.Weight.objects.count() == 4  # nothing is deleted

    def test_of_a_role_are_not_those_of_a_standing(self, register: Register) -> None:
        weights.keep(Weighed("role", "internal", 2, "Maria", MONDAY))

        assert weights.take_back("standing", "internal", by="Maria", at=MONDAY) is None

    @pytest.mark.parametrize(
        "said",
        [
            {"of": "age", "weight": 1.0},
            {"of": "role", "weight": -1.0},
            {"of": "role", "weight": 1001.0},
            {"of": "role", "weight": None},
        ],
    )
    def test_that_cannot_be_reckoned_with_are_refused_by_the_database(
        self, register: Register, said: dict[str, Any]
    ) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Weight.objects.create(name="pays", set_by="Maria", set_at=MONDAY, **said)

    def test_forget_who_set_them_and_hold(self, register: Register) -> None:
        weights.keep(of_standing("end_user", 3, by="Anna"))

        assert weights.forget({"Anna": "somebody erased"}) == 1

        assert weights.setters() == ["somebody erased"]
        assert weights.weights().standing == {"end_user": 3}

    def test_say_what_they_are_in_a_log(self, register: Register) -> None:
        weights.keep(of_standing("end_user", 3))
        weights.take_back("standing", "end_user", by="Maria", at=MONDAY)

        first, second = models.Weight.objects.order_by("pk")
        assert str(first) == f"standing end_user weighs 3 (weight {first.pk})"
        assert "taken back" in str(second)
