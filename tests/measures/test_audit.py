"""What an audit tells: shares by labels and predictions, in all demands and in parts of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure.answers import Answer
from cynosure.demand import nature_of
from cynosure.measures import (
    Audit,
    Facts,
    JudgedDemand,
    answer,
    breakdown,
    causes,
    labels_needed,
    rightness,
    series,
)
from tests.measures.facts import AS_OF, Row, demand, facts, result


def called(code: str | None, *, sure: float = 0.9, **named: Any) -> Row:
    """A demand as the classifier called it."""
    nature = nature_of(code) or "none"
    return demand(
        nature=nature,
        code=code,
        called_nature=nature,
        called_code=code,
        failure_probability={"failure": sure, "value": 1 - sure}.get(nature, 0.0),
        value_probability={"value": sure, "failure": 1 - sure}.get(nature, 0.0),
        code_probability=sure if code else None,
        **named,
    )


def judged(rows: list[Row], *said: str | None) -> tuple[list[Row], Audit]:
    """Return rows of which the first were judged as `said`: a code, none, or None for unknown."""
    words = [
        JudgedDemand(f"desk:{place}", nature_of(code) or ("none" if code else None),
                     code if nature_of(code) else None)
        for place, code in enumerate(said)
    ]  # fmt: skip
    placed = [{**row, "audit_place": place} for place, row in enumerate(rows[: len(said)])]
    return [*placed, *rows[len(said) :]], Audit(tuple(words))


def share(rows: list[Row], audit: Audit | None, **asked: Any) -> Answer:
    return answer("failure-share", facts(*rows), result=result, audit=audit, **asked)


HALF_HALF = [called("slow"), called("service")] * 100
TWELVE = ["slow", "service"] * 6


class TestTheFailureShare:
    def test_is_the_audits_where_people_judged_enough(self) -> None:
        rows, audit = judged(HALF_HALF, *["slow", "slow"] * 10)

        found = share(rows, audit)

        assert found.value == pytest.approx(1.0, abs=0.05)
        assert found.interval is not None
        assert found.interval.kind == "audit"
        assert "PPI++" in found.interval.method
        assert found.parts["classifier"] == 0.5
        assert found.parts["labels"] == 20
        assert found.how[0].startswith("audited")

    def test_is_surer_with_a_classifier_that_is_right_than_with_one_that_says_nothing(self) -> None:
        good, audit = judged(HALF_HALF, *TWELVE * 3)
        dull = [{**row, "failure_probability": 0.5, "value_probability": 0.5} for row in good]

        widths = [
            found.interval.high - found.interval.low
            for rows in (good, dull)
            if (found := share(rows, audit)).interval
        ]

        assert widths[0] < 0.5 * widths[1]

    def test_is_unaudited_below_ten_labels_and_says_how_many_are_missing(self) -> None:
        rows, audit = judged(HALF_HALF, "slow", "none", "service")

        found = share(rows, audit)

        assert found.value == 0.5
        assert found.interval is None
        assert found.how == (
            "unaudited: people judged 3 of these demands, 2 of them failure or value; 8 more of "
            "those would give an interval",
        )

    def test_is_exact_where_all_are_judged_however_few(self) -> None:
        rows, audit = judged([called("slow"), called("slow"), called("service")], *["slow"] * 3)

        found = share(rows, audit)

        assert found.interval is not None
        assert (found.interval.low, found.value, found.interval.high) == (1.0, 1.0, 1.0)

    def test_stays_unaudited_for_those_of_whom_no_sample_was_drawn(self) -> None:
        rows, audit = judged(HALF_HALF, *TWELVE)
        rows += [called("slow", asker_kind="staff")]

        assert share(rows, audit, asker_kind="staff").how[0].startswith("unaudited")
        assert share(rows, audit, asker_kind=None).how[0].startswith("unaudited")

    def test_rests_on_what_the_machine_said_not_on_what_people_decided_since(self) -> None:
        rows, audit = judged(HALF_HALF, *TWELVE)
        decided = [{**row, "nature": "value", "code": "advice"} for row in rows]

        assert share(decided, audit).value == share(rows, audit).value

    def test_counts_the_unsure_as_much_as_they_are_and_not_as_they_were_drawn(self) -> None:
        rows = [called("slow", sure=0.5)] * 20 + [called("service", sure=0.5)] * 380
        rows, audit = judged(rows, *["slow"] * 20, *["service"] * 20)
        drawn = Audit(
            tuple(
                JudgedDemand(one.demand_id, one.nature, one.code, place // 20)
                for place, one in enumerate(audit.judged)
            ),
            strata=((40, 20), (360, 20)),
        )

        found = share(rows, drawn)

        assert found.value == pytest.approx(40 / 400)
        assert share(rows, audit).value == pytest.approx(0.5)

    @settings(max_examples=30)
    @given(st.lists(st.sampled_from(["slow", "service", "none", None]), min_size=10, max_size=25))
    def test_does_not_depend_on_the_order_of_demands(self, said: list[str | None]) -> None:
        rows, audit = judged(HALF_HALF, *said)

        one, other = share(rows, audit), share(rows[::-1], audit)

        assert one.value == pytest.approx(other.value)


class TestParts:
    def test_with_labels_enough_are_audited_and_others_are_marked(self) -> None:
        mail = [called("slow", channel="mail"), called("service", channel="mail")] * 50
        chat = [called("slow", channel="chat")] * 30
        rows, audit = judged([*mail[:40], *chat[:2], *mail[40:], *chat[2:]],
                             *["slow", "service"] * 20, "slow", "slow")  # fmt: skip

        found = breakdown("failure-share", facts(*rows), by="channel", result=result, audit=audit)

        groups = dict(found.groups)
        assert groups["mail"].interval is not None
        assert groups["mail"].interval.kind == "audit"
        assert groups["chat"].interval is None
        assert "people judged 2 of these demands" in groups["chat"].how[0]
        assert "8 more of those" in groups["chat"].how[0]
        assert found.total.how[0].startswith("audited")

    def test_in_strata_are_weighed_by_the_strata_of_the_whole(self) -> None:
        rows = [called("slow", channel="mail", audit_place=place) for place in range(12)]
        rows += [called("service", channel="mail", audit_place=12 + place) for place in range(12)]
        rows += [called("service", channel="mail")] * 276
        rows += [called("slow", channel="chat")] * 100
        words = [JudgedDemand(str(i), "failure" if i < 12 else "value", None, i // 12)
                 for i in range(24)]  # fmt: skip
        audit = Audit(tuple(words), strata=((20, 12), (380, 12)))

        found = dict(
            breakdown(
                "failure-share", facts(*rows), by="channel", result=result, audit=audit
            ).groups
        )["mail"]

        assert found.value == pytest.approx(20 / 400, abs=0.03)

    def weeks(self, labels: list[int]) -> tuple[Facts, Audit]:
        rows: list[Row] = []
        words: list[JudgedDemand] = []
        for week, n in enumerate(labels):
            start = AS_OF - timedelta(weeks=len(labels) - week, hours=-1)
            for place in range(40):
                code = "slow" if place % 2 else "service"
                row = called(code, start=start)
                if place < n:
                    row["audit_place"] = len(words)
                    words.append(JudgedDemand(str(len(words)), nature_of(code), code))
                rows.append(row)
        return facts(*rows), Audit(tuple(words))

    def test_of_time_are_audited_where_each_has_labels_enough(self) -> None:
        rows, audit = self.weeks([12, 14, 12])

        found = series("failure-share", rows, every="week", result=result, audit=audit)

        assert [each.interval and each.interval.kind for each in found.answers] == ["audit"] * 3

    def test_of_time_are_never_of_two_kinds_in_one_chart(self) -> None:
        rows, audit = self.weeks([12, 3, 12])

        found = series("failure-share", rows, every="week", result=result, audit=audit)

        assert all(each.how[0].startswith("unaudited") for each in found.answers)
        assert any("too few demands in 1 of 3 weeks" in note for note in found.notes)


class TestCauses:
    def test_are_what_the_classifier_called_them_before_an_audit_and_say_so(self) -> None:
        rows = [called("slow")] * 3 + [called("broken"), called("service")]

        found = causes(facts(*rows), result=result)

        assert [(name, each.value) for name, each in found.groups] == [
            ("slow", 0.75),
            ("broken", 0.25),
        ]
        assert all(each.how[0].startswith("unaudited") for _, each in found.groups)

    def test_have_intervals_with_an_audit(self) -> None:
        rows = [called("slow"), called("broken"), called("service")] * 40
        rows, audit = judged(rows, *["slow", "broken", "service"] * 10)

        found = dict(causes(facts(*rows), result=result, audit=audit).groups)

        assert found["slow"].value == pytest.approx(0.5, abs=0.02)
        assert found["slow"].interval is not None
        assert found["slow"].interval.low > 0.3

    def test_left_open_are_left_out_and_counted(self) -> None:
        rows, audit = judged([called("slow")] * 40, *["slow"] * 12, "broken")
        open_ = Audit((*audit.judged[:-1], JudgedDemand("open", "failure", None)), audit.strata)

        found = causes(facts(*rows), result=result, audit=open_)

        assert found.groups[0][1].value == pytest.approx(1.0)
        assert [(out.reason, out.n) for out in found.total.left_out] == [
            ("judged, and the cause left open", 1)
        ]

    def test_are_none_without_failure_demand(self) -> None:
        found = causes(facts(called("service")), result=result)

        assert found.groups == ()
        assert found.total.instead is not None


class TestRightness:
    def test_is_precision_and_recall_on_these_demands(self) -> None:
        rows = [called("slow")] * 20 + [called("service")] * 20
        rows, audit = judged(rows, *["slow"] * 15, *["service"] * 5, *["service"] * 15,
                             *["slow"] * 5)  # fmt: skip

        found = {
            one.title: one.value for one in rightness(facts(*rows), result=result, audit=audit)
        }

        assert found["The classifier's precision for failure demand"] == pytest.approx(0.75)
        assert found["The classifier's recall for failure demand"] == pytest.approx(0.75)

    def test_weighs_a_sample_that_looked_where_the_classifier_is_unsure(self) -> None:
        unsure = [called("slow", sure=0.6)] * 20
        sure = [called("slow")] * 180
        rows = [*unsure, *sure]
        rows, audit = judged(rows, *["slow", "service"] * 10, *["slow"] * 20)
        drawn = Audit(
            tuple(
                JudgedDemand(one.demand_id, one.nature, one.code, int(place >= 20))
                for place, one in enumerate(audit.judged)
            ),
            strata=((20, 20), (180, 20)),
        )

        precision, *_ = rightness(facts(*rows), result=result, audit=drawn)

        assert precision.value == pytest.approx(190 / 200)

    def test_says_how_many_labels_are_missing(self) -> None:
        rows, audit = judged(HALF_HALF, "slow", "slow")

        found = rightness(facts(*rows), result=result, audit=audit)

        assert all(one.value is None for one in found)
        assert "only 1 judged demands count here, 9 more are needed" in (found[0].instead or "")

    def test_is_nothing_without_an_audit(self) -> None:
        assert rightness(facts(*HALF_HALF), result=result) == ()


class TestLabelsNeeded:
    def needed(self, sure: float, *, labels: int = 40) -> int:
        rows = [called("slow", sure=sure), called("service", sure=sure)] * 3_000
        said = ["slow", "service"] * (labels // 2)
        said[:8] = ["service", "slow"] * 4
        rows, audit = judged(rows, *said)
        return labels_needed(facts(*rows), result=result, audit=audit)(0.03)

    def test_are_fewer_with_a_classifier_that_tells_something(self) -> None:
        assert self.needed(0.9) < 0.8 * self.needed(0.5)

    def test_are_none_once_all_are_judged(self) -> None:
        rows, audit = judged([called("slow")] * 3, *["slow"] * 3)

        assert labels_needed(facts(*rows), result=result, audit=audit)(0.03) == 0

    def test_count_as_many_that_ask_for_nothing_as_before(self) -> None:
        rows, audit = judged(HALF_HALF * 50, *TWELVE)
        praised, with_praise = judged(HALF_HALF * 50, *TWELVE, *["none"] * 12)

        plain = labels_needed(facts(*rows), result=result, audit=audit)(0.2)
        more = labels_needed(facts(*praised), result=result, audit=with_praise)(0.2)

        assert more >= plain
