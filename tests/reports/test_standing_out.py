"""Who waits longest, said where it is more than chance."""

from __future__ import annotations

from typing import Any

from cynosure.answers import Breakdown, Interval
from cynosure.reports.content import WhoWaits
from cynosure.reports.standing_out import in_short, in_words, stand_out
from tests.reports import made_up

DAY = 86_400.0


def half(days: float, *, n: int = 200, low: float | None = None, **fields: Any) -> Any:
    extent = Interval((low or days * 0.9) * DAY, days * 1.1 * DAY, "sampling", "test")
    return made_up.wait(days * DAY, **({"n": n, "interval": extent} | fields))


def who(*groups: tuple[str, Any], by: str = "product", total: Any = None) -> WhoWaits:
    whole: Breakdown = made_up.breakdown(by, groups=groups, total=total or half(5, n=2_000))
    return WhoWaits(breakdowns=(whole,))


class TestWhoStandsOut:
    def test_is_the_group_that_waits_longest_by_more_than_chance(self) -> None:
        found = stand_out(who(("Gate", half(5)), ("Crew", half(20)), ("Berth", half(12))))

        assert [each.group for each in found] == ["Crew"]

    def test_is_nobody_where_the_ranges_overlap(self) -> None:
        assert stand_out(who(("Gate", half(5)), ("Crew", half(6, low=4)))) == ()
        assert in_short(()) == ""

    def test_is_no_group_of_a_few(self) -> None:
        assert stand_out(who(("Crew", half(90, n=4)))) == ()

    def test_is_neither_the_rest_nor_the_unknown(self) -> None:
        assert stand_out(who(("the rest", half(90)), ("unknown", half(90)))) == ()

    def test_is_also_who_waits_so_long_that_half_was_not_reached(self) -> None:
        watched = {"median_low": None, "more_than_seconds": 84 * DAY}
        still = made_up.wait(None, n=200, parts=watched, instead="not reached")

        found = stand_out(who(("Crew", still)))

        assert [each.group for each in found] == ["Crew"]
        assert "longer than the 84 days watched" in in_words(found[0])

    def test_does_not_rest_on_causes_that_a_program_read(self) -> None:
        assert stand_out(who(("slow", half(90)), by="code")) == ()

    def test_is_no_share(self) -> None:
        shares = made_up.breakdown("product", unit="share", groups=(("Crew", half(90)),))

        assert stand_out(WhoWaits(breakdowns=(shares,))) == ()


class TestWhatIsSaid:
    def test_makes_the_quiet_visible(self) -> None:
        quiet, loud = (
            stand_out(who((name, half(32, n=n)), by="standing"))[0]
            for name, n in (("end_user", 80), ("intermediary", 900))
        )

        assert in_words(quiet) == (
            "By the asker’s standing, “end user” waits longest: half of its 80 requests longer "
            "than 32 days, against 5 days of all. They are only 4 % of all, so the total hides it."
        )
        assert "hides" not in in_words(loud)

    def test_names_two_at_most_in_the_verdict(self) -> None:
        each = who(("Crew", half(20))).breakdowns[0]

        said = in_short(stand_out(WhoWaits(breakdowns=(each, each, each))))

        assert said.count("Crew") == 2
        assert said.endswith("of all, 5 days")
