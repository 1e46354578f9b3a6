"""What Focus shows: each figure with where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from cynosure.answers import Answer, Series
from cynosure.demand.periods import Period
from cynosure.reports import signals, wording
from cynosure.reports.content import Dissatisfier
from cynosure.web.visit import demands_address, leading_to
from cynosure.wiring.told import Told
from cynosure.workflows.told.figures import Focus
from cynosure.workflows.told.filters import Filters, filters_behind
from cynosure.workflows.told.questions import FigureQuestion

LATELY = 8  # periods; a signal that ended before is history
_LABELS = {
    "request-to-resolution": "Half wait longer than",
    "first-time-fix": "Fixed the first time",
    "stock": "Open now",
}


@dataclass(frozen=True, slots=True)
class Headline:
    """One of the large figures."""

    answer: Answer
    label: str
    href: str  # the demands behind it
    definition: str  # the page of its measure


@dataclass(frozen=True, slots=True)
class Changed:
    """A figure over time in which something is more than noise."""

    title: str
    href: str
    signals: tuple[str, ...]  # in words, the newest first


@dataclass(frozen=True, slots=True)
class Hurting:
    """One of the themes that hurt most."""

    one: Dissatisfier
    href: str
    demands: str  # address of its demands
    harm: str  # its unit stands above the column
    likely: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for people."""

    title: str
    count: int
    text: str
    href: str


def headline_of(content: Focus, slug: str) -> list[Headline]:
    """Return the four figures of the headline."""
    told = content.headline
    four = (told.failure_share, told.wait, told.fixed_first_time, told.open_now)
    return [
        Headline(
            answer,
            _LABELS.get(answer.measure, answer.title),
            demands_address(slug, FigureQuestion(measure=answer.measure).filters()),
            leading_to("measure", slug, answer.measure),
        )
        for answer in four
    ]


def beside_of(content: Focus, slug: str) -> list[dict[str, object]]:
    """Return what stands beside the headline, each with the page of its measure."""
    found: list[dict[str, object]] = []
    for answer in content.headline.beside:
        page = leading_to("measure", slug, answer.measure)
        # What staff and bots asked is the same measure, asked of them.
        asked = next((kind for kind in ("staff", "bot") if f" of {kind}" in answer.of), None)
        href = f"{page}?asker_kind={asked}" if page and asked else page
        found.append({"answer": answer, "href": href})
    return found


def changes_of(content: Focus, slug: str) -> list[Changed]:
    """Return what changed lately by more than noise."""
    found = []
    for series in content.change.series:
        lately = tuple(_lately(series))
        if lately:
            page = leading_to("measure", slug, series.measure)
            href = f"{page}?every={series.every}" if page else ""
            found.append(Changed(series.title, href, lately))
    return found


def _lately(series: Series) -> Iterator[str]:
    for run in sorted(signals.of_series(series), key=lambda run: -run.last):
        if run.last >= len(series.starts) - LATELY:
            yield wording.sentence(signals.named(run, series))


def hurting_of(content: Focus, slug: str) -> list[Hurting]:
    """Return the dissatisfiers with where they lead."""
    found = []
    for one in content.dissatisfiers.first:
        demands = replace(
            filters_behind(one.harm.measure, period=Period(), nature="failure"), theme=(one.theme,)
        )
        marks = [
            word for word, holds in (("emerging", one.rising), ("silent", one.silent)) if holds
        ]
        found.append(
            Hurting(
                one,
                leading_to("theme", slug, one.theme),
                demands_address(slug, demands),
                _bare(wording.figure(one.harm)),
                _bare(wording.interval(one.harm)),
                tuple(marks),
            )
        )
    return found


def _bare(said: str) -> str:
    return said.removesuffix(" customer-days").removesuffix(" customer-day")


def waiting_for_people(content: Focus, told: Told, slug: str) -> list[Waiting]:
    """Return what waits for people: labels to give, names to give, records to look at."""
    unsure = Filters(asker_kind=("customer",), decided=False, sure_below=content.unsure_below)
    unnamed = sum(
        not each.named_by_people and not each.noise and bool(each.size) for each in told.themes
    )
    audit = told.summary.audit
    found = [
        Waiting(
            "Labels to give",
            content.unsure,
            f"The model is less than {wording.share(content.unsure_below)} sure of them; "
            f"{wording.counted(content.decided, 'demand')} decided so far.",
            demands_address(slug, unsure) + "&sort=unsure" if leading_to("demands", slug) else "",
        ),
        Waiting(
            "Themes to name",
            unnamed,
            "Found in the askers’ words, named by a program.",
            leading_to("dissatisfiers", slug),
        ),
        Waiting(
            "Records to look at",
            content.quarantined,
            "They could not be read and are in no figure.",
            leading_to("take_in", slug),
        ),
    ]
    if audit is None:
        found.append(
            Waiting(
                "A sample to audit",
                40,
                "Forty labels of a random sample replace the range by an interval.",
                leading_to("audit", slug),
            )
        )
    return [each for each in found if each.count]
