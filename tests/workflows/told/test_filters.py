"""Filters: what an address says comes back as it was, and what makes no sense is said."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.demand.periods import Period
from cynosure.measures import MEASURES
from cynosure.workflows.told.conditions import condition
from cynosure.workflows.told.filters import (
    UNKNOWN,
    WORDS,
    Filters,
    UnusableFilter,
    filters_behind,
)

ANY = st.lists(
    st.text(
        st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=20
    )
    | st.just(UNKNOWN),
    max_size=4,
    unique=True,
).map(tuple)
FREE = (
    "source",
    "product",
    "channel",
    "customer",
    "language",
    "role",
    "standing",
    "label",
    "theme",
)
MOMENTS = st.datetimes(
    datetime(2000, 1, 1), datetime(2020, 1, 1), timezones=st.just(UTC)
)  # naive bounds, as Hypothesis wants them
LATER = st.datetimes(datetime(2020, 1, 2), datetime(2030, 1, 1), timezones=st.just(UTC))


def some(name: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(WORDS[name])), max_size=3, unique=True).map(tuple)


FILTERS = st.builds(
    Filters,
    **dict.fromkeys(FREE, ANY),
    **{name: some(name) for name in WORDS},
    since=st.none() | MOMENTS,
    until=st.none() | LATER,
    open_days=st.none() | st.floats(0, 1000),
    decided=st.none() | st.booleans(),
    sure_below=st.none() | st.floats(0, 1),
    behind=st.none() | st.sampled_from(sorted(MEASURES)),
)


class TestFilters:
    @given(FILTERS)
    def test_come_back_from_an_address_as_they_were(self, filters: Filters) -> None:
        assert Filters.from_query(filters.to_query()) == filters

    @given(FILTERS)
    def test_put_no_word_of_an_address_into_a_query(self, filters: Filters) -> None:
        found = condition(filters)

        assert found.sql.count("?") == len(found.parameters)
        strange = {word for name in FREE for word in getattr(filters, name) if len(word) > 12}
        assert not [word for word in strange if word in found.sql and word != UNKNOWN]

    def test_pass_over_what_a_page_says_beside_them_and_what_is_empty(self) -> None:
        assert Filters.from_query({"sort": "newest", "nature": "", "since": [""]}) == Filters()

    def test_take_a_day_as_the_first_moment_of_it(self) -> None:
        filters = Filters.from_query({"since": "2026-03-01"})

        assert filters.since == datetime(2026, 3, 1, tzinfo=UTC)
        assert filters.to_query() == {"since": ["2026-03-01"]}

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ({"nature": "failur"}, "Did you mean 'failure'?"),
            ({"state": "closed"}, "Choose one of"),
            ({"since": "soon"}, "Give a day as 2026-03-01."),
            ({"since": "2026-03-01", "until": "2026-02-01"}, "until is the first day not in it"),
            ({"open_days": "many"}, "Give a number"),
            ({"open_days": "-1"}, "Give a number from 0"),
            ({"sure_below": "nan"}, "Give a number from 0 to 1."),
            ({"decided": "perhaps"}, "Say yes or no."),
            ({"behind": "failure-shar"}, "Did you mean 'failure-share'?"),
            ({"product": "x" * 301}, "Give from 1 to 300 signs."),
            ({"product": [str(n) for n in range(51)]}, "Give at most 50."),
        ],
    )
    def test_say_what_makes_no_sense(self, query: dict[str, str], said: str) -> None:
        with pytest.raises(UnusableFilter, match="Demands cannot be chosen by") as problem:
            Filters.from_query(query)

        assert said in str(problem.value)

    def test_of_a_figure_say_whose_when_and_which_group(self) -> None:
        march = datetime(2026, 3, 1, tzinfo=UTC)

        found = filters_behind("stock", period=Period(None, march), group=("product", "app"))

        assert found.to_query() == {
            "product": ["app"],
            "asker_kind": ["customer"],
            "until": ["2026-03-01"],
            "behind": ["stock"],
        }
