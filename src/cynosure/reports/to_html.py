"""A report as one page: no script, nothing fetched, light and dark, on paper too."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from cynosure.demand import CAUSES, WANTS
from cynosure.reports import audit_tables, cards, pictures, tables, theme_words, wording
from cynosure.reports.content import ReportContent
from cynosure.reports.painter import Painter
from cynosure.reports.standing_out import in_words, stand_out
from cynosure.reports.verdict import verdict

_NUMBER_AND_UNIT = re.compile(
    r"(?<=\d) (?=(?:%|seconds?|minutes?|hours?|days?|years?|demands?)\b|%)"
)
# Control characters and halves of surrogate pairs: no page may hold them.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_FLAG = re.compile(r"(?<!\S)(--?[a-z][a-z-]*)")
MOST = 10  # themes that a page shows
NATURES = {"failure": "failure demand", "value": "value demand", "none": "asks for nothing"}


def render_html(content: ReportContent, painter: Painter) -> str:
    """Return the report as one self-contained page of less than 2 MB.

    `painter` draws its charts: give it the package `cynosure.charts`. Every
    text is escaped; an address becomes a link only if it begins with http or
    https. Long texts and long lists are cut, and the page says where.
    """
    page = _environment().get_template("report.html.j2")
    change, waiting = content.change, content.waiting
    written = page.render(
        content=content,
        verdict=verdict(content),
        cards=cards.cards(content.headline),
        trends=[
            pictures.of_trend(one, change, painter, name=f"theme-{i}")
            for i, one in enumerate(content.dissatisfiers.first[:MOST], start=1)
        ],
        resolution=waiting.resolution
        and pictures.of_curves(
            waiting.resolution, painter, name="waiting-curves", y_title="still waiting"
        ),
        endings=waiting.endings
        and pictures.of_curves(waiting.endings, painter, name="endings-curves", y_title="ended so"),
        turns=pictures.of_turns(waiting, painter),
        series=[
            pictures.of_series(series, change, painter, name=f"change-{i}")
            for i, series in enumerate(change.series, start=1)
            if series.starts
        ],
        shared_notes=pictures.shared_notes(change),
        bars=[pictures.bars(breakdown, painter) for breakdown in content.who_waits.breakdowns],
    )
    return _NO_TEXT.sub("", written)


def web_address(url: str | None) -> str | None:
    """Return an address that is safe to follow, or None.

    >>> web_address("https://desk.example/t/1"), web_address("javascript:alert(1)")
    ('https://desk.example/t/1', None)
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def kept_together(text: str) -> str:
    r"""Return a text in which no line ends between a number and its unit.

    >>> kept_together("31 % within 5 days of asking")
    '31\xa0% within 5\xa0days of asking'
    """
    return _NUMBER_AND_UNIT.sub("\N{NO-BREAK SPACE}", text)


def flags(text: str) -> Markup:
    """Return a text in which an option of a command is not broken at its hyphens.

    >>> flags("Run it with --as-of <day>")
    Markup('Run it with <span class="flag">--as-of</span> &lt;day&gt;')
    """
    marked = Markup('<span class="flag">{}</span>')
    parts = _FLAG.split(text)  # every second one is an option
    return Markup("").join(
        marked.format(part) if i % 2 else escape(part) for i, part in enumerate(parts)
    )


def meaning(code: str | None) -> str:
    """Return what a cause or want of the codebook says, in a sentence.

    >>> meaning("slow"), meaning(None)
    ('It takes too long or too much.', '')
    """
    return CAUSES.get(code or "", WANTS.get(code or "", ""))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("cynosure.reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = files("cynosure.reports").joinpath("templates/style.css").read_text(encoding="utf-8")
    environment.globals.update(
        style=Markup(style),  # noqa: S704 -- ours, from the package
        tables=tables,
        theme_words=theme_words,
        MOST=MOST,
        audit_tables=audit_tables,
        natures=NATURES,
        meaning=meaning,
        of=cards.of,
        late=cards.late,
        stand_out=stand_out,
        in_words=in_words,
    )
    environment.filters.update(
        address=web_address,
        count=wording.count,
        day=wording.day,
        duration=wording.duration,
        excerpt=wording.excerpt,
        figure=wording.figure,
        flags=flags,
        instant=wording.instant,
        keep=kept_together,
        quoted=wording.quoted,
        reason=wording.reason,
        share=wording.share,
        span=wording.span,
        sentence=wording.sentence,
        words=lambda code: code.replace("_", " "),
    )
    return environment
