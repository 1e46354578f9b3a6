"""The page: valid, harmless whatever the export holds, small, and nothing left out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cynosure import charts
from cynosure.answers import Interval, LeftOut
from cynosure.reports import ReportContent, render_html
from cynosure.reports.content import Change, Curves, EmergingTheme, Rising, ToRead, WhoWaits
from cynosure.reports.to_html import web_address
from tests.reports import made_up
from tests.reports.outline import Outline
from tests.reports.plain_painter import PlainPainter

HOSTILE = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "<!-- --!> <svg onload=alert(1)>",
    "{{ 7 * 7 }}{% include 'x' %}",
    '=HYPERLINK("http://evil.example")',
    "\x00\x01\x1b[31m\ud800",
    "\u202egnitirw desrever",
)


@pytest.fixture(scope="module")
def page() -> str:
    return render_html(made_up.content(), charts)


@pytest.fixture(scope="module")
def outline(page: str) -> Outline:
    return Outline(page)


def full_of(text: str) -> ReportContent:
    """Return a report in which every text that a source could have written is this one."""
    item = made_up.demand_text(
        title=text, text=text, url=text, demand_id=text, reasons=(text,), code=text, state=text
    )
    theme = made_up.dissatisfier(name=text, typical=(item,), edge=(item,), theme=text)
    themes = made_up.dissatisfiers(
        first=(theme,),
        silent=(theme,),
        emerging=(
            EmergingTheme(
                theme=text, name=text, rising=Rising(recent=9, expected=1, weeks=4, new=False)
            ),
        ),
        remedies=(text,),
        how=text,
        weights=text,
    )
    breakdown = made_up.breakdown(text, title=text)
    return made_up.content(
        title=text,
        dissatisfiers=themes,
        change=Change(series=(made_up.series(text, notes=(text,)),)),
        who_waits=WhoWaits(
            breakdowns=(
                replace(
                    breakdown,
                    groups=tuple((text, answer) for _, answer in breakdown.groups),
                    paradox=text,
                ),
            ),
            oldest=(item,),
        ),
        to_read=ToRead(random=(item,), uncertain=(item,), longest=(item,)),
        reconciliation=(
            replace(made_up.content().reconciliation[0], title=text, why=text, demands=(text,)),
        ),
        ledgers=(made_up.ledger(files=(text,), shape=text, notes=(text,)),),
        waiting=made_up.waiting(
            resolution=Curves(title=text, of=text, curves=(made_up.curve(text, 3.0),))
        ),
    )


class TestThePage:
    def test_is_well_formed(self, outline: Outline) -> None:
        assert outline.wrong == []

    def test_has_each_id_once_and_refers_to_no_other(self, outline: Outline) -> None:
        assert len(set(outline.ids)) == len(outline.ids)
        assert set(outline.named) <= set(outline.ids)

    def test_has_one_title_and_no_heading_that_skips_a_level(self, outline: Outline) -> None:
        levels = [level for level, _ in outline.headings]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        assert all(words.strip() for _, words in outline.headings)

    def test_holds_its_sections_in_the_order_in_which_a_director_reads(
        self, outline: Outline
    ) -> None:
        sections = [words for level, words in outline.headings if level == 2]
        assert sections == [
            "The verdict",
            "What hurts customers most",
            "Waiting",
            "Change over time",
            "Who waits longest",
            "Demands to read yourself",
            "Why your tool says something else",
            "What not to believe",
            "What was read",
            "Definitions",
        ]

    def test_shows_what_people_found_right_after_the_verdict(self) -> None:
        page = render_html(made_up.content(audit=made_up.audited()), charts)
        outline = Outline(page)

        sections = [words for level, words in outline.headings if level == 2]
        assert sections[:2] == ["The verdict", "What people found who judged a sample"]
        assert "0.66 to 0.90" in page
        assert "slow (unaudited)" in page
        assert 'href="#audit"' in page

    def test_has_a_table_behind_every_chart(self, outline: Outline) -> None:
        # A chart is drawn twice, for wide and narrow pages, before its table.
        order = re.sub("(svg )+", "svg ", " ".join(outline.order))
        assert "svg" in order
        assert not order.endswith("svg")
        figures = re.findall(
            r"<figure>.*?</figure>", render_html(made_up.content(), charts), re.DOTALL
        )
        assert figures
        assert all("<svg" in figure and "<table>" in figure for figure in figures)

    def test_names_every_drawing_for_those_who_cannot_see_it(self, page: str) -> None:
        for drawing in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
            if 'aria-hidden="true"' not in drawing[:200]:
                assert 'role="img"' in drawing
                assert re.search(r"<title id=.*?>.+?</title>.*?<desc id=.*?>.+?</desc>", drawing)

    def test_has_no_script_and_no_handler(self, outline: Outline) -> None:
        assert not outline.tags & {"script", "iframe", "object", "embed", "link", "form", "base"}
        assert outline.handlers == []

    def test_forbids_by_its_policy_whatever_it_does_not_need(self, page: str) -> None:
        policy = re.search(r'Content-Security-Policy" content="(.*?)"', page)
        assert policy
        assert policy[1].startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")

    def test_fetches_nothing_and_links_only_to_demands(self, page: str, outline: Outline) -> None:
        for tag, address, attributes in outline.addresses:
            assert tag == "a"
            if not address.startswith("#"):
                assert address.startswith("https://desk.larkfield.example/t/")
                assert "noreferrer" in (attributes["rel"] or "")
        style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
        assert style
        assert "url(" not in style[1]
        assert "@import" not in style[1]
        assert {a for _, a, _ in outline.addresses if a.startswith("#")} <= {
            f"#{name}" for name in outline.ids
        }

    def test_says_the_same_twice_when_made_twice(self, page: str) -> None:
        assert page == render_html(made_up.content(), charts)

    def test_shows_a_failure_share_without_audit_as_a_range_and_says_so(self, page: str) -> None:
        assert "29–41\N{NO-BREAK SPACE}%" in page
        assert '<span class="badge">unaudited</span>' in page
        assert "nobody has audited yet" in page

    def test_shows_an_audited_failure_share_as_a_figure(self) -> None:
        audited = made_up.answer(interval=Interval(0.31, 0.37, "audit", "Wilson"))
        page = render_html(
            made_up.content(headline=made_up.headline(failure_share=audited)), PlainPainter()
        )
        assert '<span class="badge">audited</span>' in page
        assert "unaudited" not in page

    def test_names_signals_in_words(self, outline: Outline) -> None:
        assert (
            "week of 28 Jul 2025 (53\N{NO-BREAK SPACE}%): outside the natural limits"
            in outline.text
        )

    def test_does_not_point_up_or_down(self, outline: Outline) -> None:
        assert not set("↑↓▲▼⬆⬇📈📉") & set(outline.text)

    def test_ranks_nobody(self, outline: Outline) -> None:
        # By product and by channel, never by who answered.
        assert "by product" in outline.text
        assert not re.search(r"by (agent|assignee|employee|person)", outline.text)

    def test_says_what_was_cut(self) -> None:
        many = made_up.content(
            ledgers=(made_up.ledger(files=tuple(f"part-{i}.csv" for i in range(40))),),
        )
        assert "and 28 more files" in render_html(many, PlainPainter())

    @pytest.mark.parametrize(("rows", "said"), [(65_533, True), (7_266, False), (None, False)])
    def test_says_from_how_many_rows_where_they_are_more(
        self, rows: int | None, said: bool
    ) -> None:
        html = render_html(made_up.content(ledgers=(made_up.ledger(rows=rows),)), PlainPainter())

        assert ("(from 65,533 rows)" in html) is said
        assert ("(from " in html) is said

    def test_confesses_a_ledger_that_does_not_add_up(self) -> None:
        bad = made_up.content(ledgers=(made_up.ledger(read=7267),))
        assert "does not add up" in render_html(bad, PlainPainter())

    def test_stays_below_two_megabytes_with_very_much_to_say(self) -> None:
        long = "The crane does not answer. " * 4000
        item = made_up.demand_text(title=long, text=long, reasons=(long,) * 40)
        series = tuple(
            made_up.series(f"Series {i}", answers=tuple(
                made_up.answer(value=0.3 + (k % 7) / 50) for k in range(520)
            ), starts=tuple(made_up.START + timedelta(weeks=k) for k in range(520)))
            for i in range(8)
        )  # fmt: skip
        huge = made_up.content(
            title=long,
            dissatisfiers=made_up.dissatisfiers(
                first=tuple(
                    made_up.dissatisfier(i, name=long, typical=(item,) * 9, edge=(item,) * 9)
                    for i in range(30)
                ),
                remedies=(long,) * 3,
            ),
            change=Change(series=series),
            who_waits=WhoWaits(
                breakdowns=tuple(made_up.breakdown(f"field {i}") for i in range(8)),
                oldest=(item,) * 500,
            ),
            to_read=ToRead(random=(item,) * 500, uncertain=(item,) * 500, longest=(item,) * 500),
            ledgers=(
                made_up.ledger(
                    files=tuple(f"{i}-{long}" for i in range(500)),
                    set_aside_reasons=tuple(LeftOut(long, 1) for _ in range(500)),
                ),
            ),
        )
        assert len(render_html(huge, charts).encode()) < 2_000_000


class TestHostileText:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_is_shown_and_does_nothing(self, text: str) -> None:
        outline = Outline(render_html(full_of(text), charts))
        assert outline.wrong == []
        assert "script" not in outline.tags
        assert "img" not in outline.tags
        assert outline.handlers == []
        assert all(address.startswith("#") for _, address, _ in outline.addresses)
        assert "49" not in outline.headings[0][1]  # no template was run

    def test_leaves_a_page_that_utf_8_can_hold(self) -> None:
        page = render_html(full_of("\ud800 lone \x00 null"), charts)
        assert "\x00" not in page
        page.encode()

    @settings(max_examples=30)
    @given(st.text(min_size=1, max_size=40))
    def test_never_breaks_the_page(self, text: str) -> None:
        outline = Outline(render_html(full_of(text), PlainPainter()))
        assert outline.wrong == []
        assert not outline.tags & {"script", "img", "iframe"}


class TestAnEmptyReport:
    def test_says_why_in_every_section(self) -> None:
        outline = Outline(render_html(made_up.empty(), charts))
        assert outline.wrong == []
        for sentence in (
            "There is no demand of customers in what was read",
            "No demand has text or a type.",
            "There is no failure demand to group.",
            "No demand has a start.",
            "There are fewer than two whole weeks.",
            "No dimension is filled.",
            "There are no demands with text to read.",
        ):
            assert sentence in outline.text

    def test_shows_no_zero_for_what_is_not_known(self) -> None:
        outline = Outline(render_html(made_up.empty(), charts))
        assert "0 %" not in outline.text
        assert outline.text.count("not known") >= 4


class TestWebAddress:
    @pytest.mark.parametrize(
        "url",
        [
            None,
            "",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "//desk.example/t/1",
            "http:",
            "http://[broken",
            "desk.example",
        ],
    )
    def test_follows_nothing_but_the_web(self, url: str | None) -> None:
        assert web_address(url) is None
