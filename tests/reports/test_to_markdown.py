"""The report as Markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cynosure.reports import render_markdown
from cynosure.reports.to_markdown import plain
from tests.reports import made_up
from tests.reports.test_to_html import HOSTILE, full_of


class TestRenderMarkdown:
    def test_has_the_sections_of_the_page_in_their_order(self) -> None:
        lines = render_markdown(made_up.content()).splitlines()
        assert [line for line in lines if line.startswith("## ")] == [
            "## What hurts customers most",
            "## Waiting",
            "## Change over time",
            "## Who waits longest",
            "## Demands to read yourself",
            "## Why your tool says something else",
            "## What not to believe",
            "## What was read",
            "## Definitions",
        ]

    def test_shows_what_people_found_who_judged_a_sample(self) -> None:
        text = render_markdown(made_up.content(audit=made_up.audited()))

        assert "## What people found who judged a sample" in text
        assert "| nature | 54 of 60 | 0.81 | 0.66 to 0.90 |" in text
        assert "| hard to use | 41 % |" in text
        assert "| slow \\(unaudited\\)" in text or "| slow (unaudited)" in text

    def test_says_that_the_share_is_unaudited(self) -> None:
        assert "**Failure share: 29–41 %** (unaudited)" in render_markdown(made_up.content())

    def test_has_tables_whose_rows_are_as_wide_as_their_heads(self) -> None:
        lines = render_markdown(made_up.content()).splitlines()
        width = 0
        for before, line in zip(["", *lines], lines, strict=False):
            if line.startswith("|"):
                cells = line.replace("\\|", "").count("|")
                width = width if before.startswith("|") else cells
                assert cells == width

    def test_writes_the_empty_report(self) -> None:
        assert "There is no demand of customers" in render_markdown(made_up.empty())

    @pytest.mark.parametrize("text", HOSTILE)
    def test_shows_hostile_text_as_text(self, text: str) -> None:
        written = render_markdown(full_of(text))
        assert "<script" not in written.replace("\\<", "")
        assert "<img" not in written.replace("\\<", "")


class TestPlain:
    @given(st.text(max_size=60))
    def test_opens_no_tag_no_link_and_no_line(self, text: str) -> None:
        written = plain(text)
        assert "\n" not in written
        assert not re.search(r"(?<!\\)(?:\\\\)*[<\[`|*]", written)
