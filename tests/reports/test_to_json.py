"""The report as JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from math import inf, nan

from cynosure.reports import SCHEMA_VERSION, render_json, verdict
from tests.reports import made_up


class TestRenderJson:
    def test_holds_the_audit(self) -> None:
        read = json.loads(render_json(made_up.content(audit=made_up.audited())))["audit"]

        assert read["labels"] == 300
        assert read["second"][0]["kappa"] == 0.81

    def test_holds_all_of_the_content_under_its_names(self) -> None:
        read = json.loads(render_json(made_up.content()))
        assert read["schema_version"] == SCHEMA_VERSION
        assert list(read) == [
            "schema_version",
            "verdict",
            "title",
            "as_of",
            "headline",
            "dissatisfiers",
            "waiting",
            "change",
            "who_waits",
            "to_read",
            "reconciliation",
            "doubts",
            "ledgers",
            "definitions",
            "making",
            "audit",
        ]
        assert read["verdict"] == list(verdict(made_up.content()))

    def test_carries_with_a_figure_all_that_it_takes_to_believe_it(self) -> None:
        share = json.loads(render_json(made_up.content()))["headline"]["failure_share"]
        assert share["value"] == 0.34
        assert share["interval"]["kind"] == "unaudited"
        assert share["n"] == 2871
        assert share["query"].startswith("SELECT")
        assert share["left_out"][0] == {"reason": "praise and notices", "n": 61}

    def test_writes_instants_in_utc(self) -> None:
        assert json.loads(render_json(made_up.content()))["as_of"] == "2026-03-31T22:00:00Z"

    def test_writes_null_for_what_is_no_number(self) -> None:
        odd = made_up.headline(wait=made_up.wait(nan, interval=None, parts={"p85": inf}))
        wait = json.loads(render_json(made_up.content(headline=odd)))["headline"]["wait"]
        assert wait["value"] is None
        assert wait["parts"] == {"p85": None}

    def test_holds_text_that_is_not_whole(self) -> None:
        odd = replace(made_up.content(), title="\ud800 lone")
        assert json.loads(render_json(odd))["title"] == "? lone"

    def test_is_the_same_each_time(self) -> None:
        assert render_json(made_up.content()) == render_json(made_up.content())

    def test_writes_the_empty_report(self) -> None:
        assert json.loads(render_json(made_up.empty()))["headline"]["wait"]["value"] is None
