"""Whether remedies worked, from demands to sentences: on the invented company and on single cases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast

import ibis
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from cynosure.measures import DEMAND_FACTS, Facts
from cynosure.measures.remedies import Judged, Remedy
from cynosure.simulation import Plan, year
from cynosure.simulation.plan import CLAIMED, FIXED, intensity
from cynosure.simulation.texts import THEMES
from cynosure.workflows.engine import Engine
from cynosure.workflows.remedies import judge_remedies
from cynosure.workflows.remedy_picture import drawn, table
from cynosure.workflows.remedy_words import told
from tests.workflows.reporting.asked import InPlace

MONDAY = datetime(2025, 3, 3, tzinfo=UTC)
PLAN = Plan()
HERE = cast("Engine", InPlace())


def remedy(theme: str, at: datetime, number: int = 1) -> Remedy:
    return Remedy(theme_id=theme, at=at, what="mended it", by="Maria", marked_at=at, number=number)


def weekly(weeks: int, **themes: Sequence[int]) -> Facts:
    """Return facts in which each theme has so many demands in each week, one after the other."""
    rows = [
        {
            "start": MONDAY + timedelta(weeks=week, hours=hour),
            "nature": "failure",
            "asker_kind": "customer",
            "theme": theme,
            "effort_minutes": 30.0,
        }
        for theme, counts in themes.items()
        for week in range(weeks)
        for hour in range(counts[week])
    ]
    return Facts.of(rows, as_of=MONDAY + timedelta(weeks=weeks))


def judged(facts: Facts, *remedies: Remedy, minutes: float | None = None) -> Judged:
    return judge_remedies(facts, HERE, remedies=remedies, minutes=minutes)[0]


STEADY = [20, 22, 18, 21, 19, 20, 23, 17] * 8
OTHERS = {"a": [9, 12, 10, 9] * 16, "b": [30, 28, 31, 33] * 16, "c": [14, 13, 12, 13] * 16}


@pytest.fixture(scope="module")
def company() -> Facts:
    """Return the invented year with its true themes."""
    truth = pa.Table.from_batches([block.truth for block in year(PLAN)])
    shown = truth.select(["demand_id", "asker_kind", "nature", "theme", "start"])
    rows = shown.filter(pc.equal(shown["nature"], "failure"))
    filled = pa.Table.from_arrays(
        [
            rows[field.name].cast(field.type)
            if field.name in shown.column_names
            else pa.nulls(rows.num_rows, field.type)
            for field in DEMAND_FACTS
        ],
        schema=DEMAND_FACTS,
    )
    demands = ibis.memtable(filled)
    return Facts(demands=demands, requests=demands, as_of=PLAN.until)


class TestTheInventedCompany:
    def test_fixed_what_it_fixed(self, company: Facts) -> None:
        fix = remedy(FIXED, PLAN.since + timedelta(days=PLAN.fix_day))

        found = judged(company, fix)

        assert found.verdict == "fell"
        assert found.effect is not None
        assert found.effect.low < PLAN.left_after_fix < found.effect.high < 0.2
        assert found.back_at is None

    def test_changed_nothing_by_what_it_only_claimed(self, company: Facts) -> None:
        claim = remedy(CLAIMED, PLAN.since + timedelta(days=PLAN.claimed_day))

        found = judged(company, claim)

        assert found.verdict == "no effect seen"
        assert found.effect is not None
        assert found.effect.low < 1 < found.effect.high

    def test_avoided_as_many_demands_as_its_plan_says(self, company: Facts) -> None:
        found = judged(company, remedy(FIXED, PLAN.since + timedelta(days=PLAN.fix_day)))

        assert found.effect is not None
        _, low, high = found.effect.avoided
        names = [theme.name for theme in THEMES]
        first = (found.weeks[found.since] - PLAN.since).days
        judged_days = slice(first, first + 7 * found.effect.weeks_after)
        left = PLAN.demands * intensity(PLAN)[names.index(FIXED), judged_days].sum()
        asked_otherwise = left / PLAN.left_after_fix * (1 + PLAN.follow_ups)
        assert low < asked_otherwise * (1 - PLAN.left_after_fix) < high


class TestAVerdict:
    def test_says_what_fell_with_intervals_and_hours(self) -> None:
        facts = weekly(64, theme=[*STEADY[:50], *[6] * 14], **OTHERS)

        said = " ".join(told(judged(facts, remedy("theme", MONDAY + timedelta(weeks=50))), "VAT"))

        assert said.startswith(
            "“VAT” fell: 70 % less often than before, against the other themes ("
        )
        assert "about 180 demands were avoided (" in said
        assert " hours (" in said
        assert "30 minutes a demand, as the source records" in said

    def test_takes_the_hours_that_a_person_gives(self) -> None:
        facts = weekly(64, theme=[*STEADY[:50], *[6] * 14], **OTHERS)
        done = remedy("theme", MONDAY + timedelta(weeks=50))

        said = " ".join(told(judged(facts, done, minutes=60), "VAT"))

        assert "about 180 hours (" in said
        assert "60 minutes a demand, as you said" in said

    def test_of_what_is_gone_counts_no_per_cent_of_nothing(self) -> None:
        facts = weekly(64, theme=[*STEADY[:50], *[0] * 14], **OTHERS)

        said = told(judged(facts, remedy("theme", MONDAY + timedelta(weeks=50))), "VAT")[0]

        assert said.startswith("“VAT” fell: not asked once in the 13 weeks judged, where 258")

    def test_names_the_day_from_which_it_can_be_told(self) -> None:
        facts = weekly(52, theme=STEADY, **OTHERS)

        said = " ".join(told(judged(facts, remedy("theme", MONDAY + timedelta(weeks=50))), "VAT"))

        assert "cannot tell yet. 2 whole weeks have passed since; it takes 4, until 2026-03-16" in said  # fmt: skip
        assert "could mostly be seen from about 2026-03-16 on" in said

    def test_asks_for_a_longer_past_where_there_is_too_little(self) -> None:
        facts = weekly(20, theme=STEADY, **OTHERS)

        said = told(judged(facts, remedy("theme", MONDAY + timedelta(weeks=10))), "VAT")[0]

        assert "There are 6 whole weeks before the remedy" in said
        assert "goes further back" in said

    def test_of_nothing_asked_at_all_is_no_verdict(self) -> None:
        found = judged(Facts.of([], as_of=MONDAY), remedy("theme", MONDAY))

        assert found.verdict == "cannot tell yet"
        assert told(found, "VAT")

    def test_says_that_it_is_asked_more_often(self) -> None:
        facts = weekly(64, theme=[*STEADY[:50], *[60] * 14], **OTHERS)

        said = told(judged(facts, remedy("theme", MONDAY + timedelta(weeks=50))), "VAT")[0]

        assert said.startswith("“VAT” was asked more often than before: 200 % more")

    def test_says_that_it_is_back(self) -> None:
        facts = weekly(64, theme=[*STEADY[:36], *[1] * 20, *[22] * 8], **OTHERS)

        found = judged(facts, remedy("theme", MONDAY + timedelta(weeks=36)))

        assert found.verdict == "fell"
        assert found.back_at == MONDAY + timedelta(weeks=57)
        assert "It is back: with the week of 2026-04-06" in " ".join(told(found, "VAT"))

    def test_looks_only_at_the_time_between_two_remedies(self) -> None:
        facts = weekly(64, theme=[*STEADY[:30], *[6] * 34], **OTHERS)
        first = remedy("theme", MONDAY + timedelta(weeks=30))
        second = remedy("theme", MONDAY + timedelta(weeks=50), number=2)

        both = judge_remedies(facts, HERE, remedies=[first, second])

        assert both[0].verdict == "fell"
        assert both[1].verdict != "fell"
        assert (len(both[0].weeks), len(both[1].weeks)) == (50, 34)

    def test_leaves_themes_with_a_remedy_of_their_own_out_of_the_controls(self) -> None:
        facts = weekly(64, theme=STEADY, d=[10] * 64, **OTHERS)
        done = remedy("theme", MONDAY + timedelta(weeks=50))

        alone = judged(facts, done)
        beside = judged(facts, done, remedy("d", MONDAY + timedelta(weeks=52), number=2))

        assert (alone.controls, beside.controls) == (4, 3)

    def test_without_any_other_theme_stands_against_its_own_past(self) -> None:
        facts = weekly(64, theme=[*STEADY[:50], *[2] * 14])

        said = told(judged(facts, remedy("theme", MONDAY + timedelta(weeks=50))), "VAT")[0]

        assert "against its own past alone" in said

    def test_of_a_day_within_a_week_leaves_that_week_out(self) -> None:
        facts = weekly(64, theme=STEADY, **OTHERS)

        found = judged(facts, remedy("theme", MONDAY + timedelta(weeks=50, days=2)))

        assert (found.until, found.since) == (50, 51)


class TestThePicture:
    def test_marks_the_remedy_and_what_was_to_be_expected(self) -> None:
        facts = weekly(64, theme=[*STEADY[:36], *[1] * 20, *[22] * 8], **OTHERS)

        svg = drawn(judged(facts, remedy("theme", MONDAY + timedelta(weeks=36))), "VAT")

        for words in (">remedy<", ">expected<", ">back<", "VAT: mended it"):
            assert words in svg

    def test_is_drawn_of_hardly_anything(self) -> None:
        facts = weekly(3, theme=[1, 0, 2])

        assert "<svg" in drawn(judged(facts, remedy("theme", MONDAY + timedelta(weeks=1))), "VAT")

    def test_has_its_numbers_in_a_table(self) -> None:
        facts = weekly(64, theme=STEADY, **OTHERS)

        rows = table(judged(facts, remedy("theme", MONDAY + timedelta(weeks=40, days=2))))

        assert [row[3] for row in rows].count("run-up") == 4
        assert [row[3] for row in rows].count("week of the remedy") == 1
        assert rows[0][:2] == ("2025-03-03", 20)
        assert sum(row[1] for row in rows) == sum(STEADY)
