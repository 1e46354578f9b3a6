"""The report as CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.reports import render_csv
from cynosure.reports.to_csv import COLUMNS, harmless
from tests.reports import made_up


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


class TestRenderCsv:
    def test_has_a_tidy_row_a_figure(self) -> None:
        read = rows(render_csv(made_up.content()))
        assert tuple(read[0]) == COLUMNS
        first = read[0]
        assert (first["figure"], first["value"], first["low"], first["high"]) == (
            "Failure share",
            "0.34",
            "0.29",
            "0.41",
        )
        assert first["note"] == "unaudited"
        assert all(None not in row.values() and None not in row for row in read)

    def test_holds_the_audit(self) -> None:
        read = rows(render_csv(made_up.content(audit=made_up.audited())))

        audit = [row for row in read if row["section"] == "audit"]
        assert [row["value"] for row in audit if row["figure"] == "labels"] == ["300"]
        kappa = next(row for row in audit if row["figure"] == "kappa of two people")
        assert (kappa["group"], kappa["value"], kappa["low"], kappa["n"]) == (
            "nature", "0.81", "0.66", "60",
        )  # fmt: skip
        assert {row["group"] for row in audit} >= {"cause: hard_to_use", "cause: slow"}

    def test_leaves_empty_what_is_not_known_and_says_why(self) -> None:
        effort = [
            r for r in rows(render_csv(made_up.content())) if r["figure"] == "Capacity regained"
        ]
        assert effort[0]["value"] == ""
        assert effort[0]["note"].startswith("no effort in this export")

    def test_holds_every_period_of_every_series(self) -> None:
        read = rows(render_csv(made_up.content()))
        arrivals = [r for r in read if r["figure"] == "Arrivals"]
        assert len(arrivals) == 52
        assert arrivals[17]["note"] == "outside"
        assert arrivals[0]["period"] == "week from 2025-03-31"

    def test_holds_the_rows_that_the_records_were_made_of(self) -> None:
        said = rows(render_csv(made_up.content(ledgers=(made_up.ledger(rows=65_533),))))

        assert [r["value"] for r in said if (r["section"], r["figure"]) == ("intake", "rows")] == [
            "65533"
        ]

    def test_holds_the_ledger(self) -> None:
        intake = {r["figure"]: r["value"] for r in rows(render_csv(made_up.content())) if r["section"] == "intake" and r["n"]}  # fmt: skip
        assert int(intake["read"]) == sum(
            int(intake[k]) for k in ("new", "changed", "unchanged", "set_aside", "quarantined")
        )

    def test_writes_the_empty_report(self) -> None:
        assert {r["value"] for r in rows(render_csv(made_up.empty()))} == {""}

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " ="])
    def test_runs_no_formula(self, start: str) -> None:
        evil = f'{start}cmd|" /C calc"!A0'
        whole = made_up.content(
            dissatisfiers=made_up.dissatisfiers(first=(made_up.dissatisfier(name=evil),)),
            reconciliation=(replace(made_up.content().reconciliation[0], title=evil, why=evil),),
        )
        cells = [
            cell for row in csv.reader(StringIO(render_csv(whole), newline="")) for cell in row
        ]
        assert any("calc" in cell for cell in cells)
        assert all(cell.startswith("'") for cell in cells if "calc" in cell)

    def test_leaves_a_negative_number_a_number(self) -> None:
        less = made_up.headline(
            beside=(made_up.answer(title="Growth", value=-3.5, unit="demands"),)
        )
        read = rows(render_csv(made_up.content(headline=less)))
        assert [r["value"] for r in read if r["figure"] == "Growth"] == ["-3.5"]


class TestHarmless:
    @given(st.text())
    def test_never_begins_a_formula(self, text: str) -> None:
        assert not harmless(text).lstrip().startswith(("=", "+", "-", "@"))


class TestUnitsOfParts:
    def test_are_not_those_of_the_figure_where_they_count_something_else(self) -> None:
        share = made_up.answer(parts={"failure": 900.0, "classifier": 0.34})
        turns = made_up.answer(measure="waiting-on", parts={"us": 0.6, "us_seconds": 300.0})
        waits = made_up.wait(86_400.0, parts={"p85": 9.0, "declined": 29.0})
        head = made_up.headline(failure_share=share, wait=waits, beside=(turns,))

        units = {
            (row["figure"].split(": ")[-1], row["value"]): row["unit"]
            for row in rows(render_csv(made_up.content(headline=head)))
        }

        assert units["failure", "900.0"] == ""
        assert units["classifier", "0.34"] == "share"
        assert units["us", "0.6"] == "share"
        assert units["us_seconds", "300.0"] == "seconds"
        assert units["p85", "9.0"] == "seconds"
        assert units["declined", "29.0"] == ""
