"""The dissatisfiers by themselves: for a terminal, a program or a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator

from cynosure.reports import theme_words, wording
from cynosure.reports.content import Dissatisfiers
from cynosure.reports.to_csv import rows_as_csv, rows_of_dissatisfiers
from cynosure.reports.to_json import as_json as _as_json


def as_text(told: Dissatisfiers) -> str:
    """Return the dissatisfiers in lines, the one that hurts most first."""
    return "\n".join(_lines(told)) + "\n"


def as_json(told: Dissatisfiers) -> str:
    """Return the dissatisfiers as JSON, under the names that a report has for them."""
    return _as_json(told)


def as_csv(told: Dissatisfiers) -> str:
    """Return the dissatisfiers as a report's rows of CSV."""
    return rows_as_csv(rows_of_dissatisfiers(told))


def _lines(told: Dissatisfiers) -> Iterator[str]:
    for one in told.first:
        marks = [
            word for word, holds in (("emerging", one.rising), ("silent", one.silent)) if holds
        ]
        yield f"{one.ranked.place}. {one.name}{f' [{wording.listed(marks)}]' if marks else ''}"
        yield from (f"   {term}: {said}" for term, said in theme_words.facts(one))
        if one.code:
            yield f"   mostly: {one.code.replace('_', ' ')}"
    if told.instead:
        yield wording.sentence(told.instead)
    for title, lines in (
        ("Emerging", [f"{each.name}: {theme_words.rising(each.rising)}" for each in told.emerging]),
        (
            "Few ask, and they wait long",
            [f"{one.name}: {theme_words.silent(one)}" for one in told.silent],
        ),
        ("What was done, and what came of it", list(told.remedies)),
    ):
        if lines:
            yield from ("", f"{title}:", *(f"  {line}" for line in lines))
    yield ""
    yield from theme_words.notes(told)
