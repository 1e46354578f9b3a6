"""A measure by a dimension: nothing dropped, and no total that hides its groups."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.answers import LeftOut
from cynosure.measures import UnknownDimension, breakdown
from tests.measures.facts import days_ago, demand, facts, resolved, result
from tests.statistics.vectors import Json, cases


def shown(rows: list[Any], measure: str = "arrivals", **asked: Any) -> Any:
    return breakdown(measure, facts(*rows), by="channel", result=result, **asked)


def values(found: Any) -> dict[str, Any]:
    return {name: group.value for name, group in found.groups}


class TestBreakdown:
    def test_folds_the_small_into_the_rest_and_shows_the_unknown(self) -> None:
        rows = [demand(channel=name) for name in ["mail"] * 3 + ["chat"] * 2 + ["fax", None, ""]]

        found = shown(rows, top=2)

        assert values(found) == {"mail": 3, "chat": 2, "the rest": 1, "unknown": 2}
        assert list(values(found)) == ["mail", "chat", "the rest", "unknown"]
        assert found.total.value == 8

    def test_keeps_a_group_that_a_source_itself_calls_unknown(self) -> None:
        found = shown([demand(channel="unknown"), demand(channel=None)])

        assert values(found) == {"unknown": 1, "(unknown)": 1}

    def test_says_of_each_group_what_it_is_not_of(self) -> None:
        found = shown([demand(channel="mail"), demand(channel="mail", asker_kind="bot")])

        assert found.groups[0][1].left_out == (LeftOut("asked by bots (shown apart)", 1),)

    def test_has_all_as_unknown_where_nothing_is_told(self) -> None:
        assert values(shown([demand(), demand()])) == {"unknown": 2}

    def test_finishes_waits_for_each_group(self) -> None:
        rows = [resolved(after=days, channel="mail") for days in (1, 2, 3)]

        found = shown([*rows, resolved(after=9, channel="chat")], "request-to-resolution")

        assert values(found) == {"mail": 2 * 86_400, "chat": 9 * 86_400}

    def test_refuses_what_demands_do_not_have(self) -> None:
        with pytest.raises(UnknownDimension, match="Did you mean 'channel'"):
            breakdown("arrivals", facts(), by="chanel", result=result)

    @settings(max_examples=25)
    @given(
        st.lists(st.sampled_from(["a", "b", "c", "d", "", None]), max_size=20), st.integers(1, 4)
    )
    def test_parts_add_up_to_the_whole(self, names: list[Any], top: int) -> None:
        found = shown([demand(channel=name) for name in names], top=top)

        assert sum(values(found).values()) == found.total.value == len(names)


class TestParadox:
    @pytest.mark.parametrize(("inputs", "expected", "tolerance"), cases("mix_and_rate"))
    def test_is_pointed_out_where_it_occurs(
        self, inputs: Json, expected: Json, tolerance: float
    ) -> None:
        rows = []
        for group in inputs["groups"]:
            for half, asked in (("before", 100), ("after", 10)):
                ok, n = group[f"{half}_ok"], group[f"{half}_n"]
                natures = ["failure"] * ok + ["value"] * (n - ok)
                rows += [
                    demand(nature=nature, channel=group["group"], start=days_ago(asked))
                    for nature in natures
                ]

        found = shown(rows, "failure-share")

        assert (found.paradox is not None) == expected["paradox"]
        if found.paradox:
            assert "the total fell from 85 %" in found.paradox
            assert "Read the groups" in found.paradox

    def test_is_not_looked_for_in_what_is_no_share(self) -> None:
        assert shown([demand(channel="mail")]).paradox is None
