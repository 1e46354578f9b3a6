"""Files of exactly what the page of a measure shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from cynosure import charts
from cynosure.answers import Answer, Breakdown, Series
from cynosure.measures import MEASURES
from cynosure.reports.to_csv import harmless
from cynosure.reports.to_json import as_json
from cynosure.web.measures.asking import Asking
from cynosure.web.measures.views import understood
from cynosure.web.visit import Visit
from cynosure.wiring.told import open_told, query_of

_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "sql": "text/plain; charset=utf-8",
}
_FIGURE = ("value", "unit", "low", "high", "kind", "n", "of", "instead")


@require_safe
def download(request: Visit, measure: str, part: str, form: str) -> HttpResponse:
    """Return a part of the page (course, waiting, ended, groups, answer) as a file."""
    told = open_told(request.folder)
    if told is None or measure not in MEASURES or form not in _TYPES:
        raise Http404
    _, asking = understood(request, told, measure)
    if asking is None:
        return HttpResponse("This period cannot be asked about.", status=422)
    if form == "sql":
        content: str | bytes = _query(asking, part)
    else:
        content = (
            _drawn(asking, part, form) if form in {"svg", "png"} else _told(asking, part, form)
        )
    response = HttpResponse(content, content_type=_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{measure}-{part}.{form}"'
    return response


def _drawn(asking: Asking, part: str, form: str) -> bytes:
    picture = asking.pictures().get(part)
    if picture is None:
        raise Http404
    svg = str(picture.wide)
    return charts.pixels(svg) if form == "png" else charts.alone(svg).encode()


def _query(asking: Asking, part: str) -> str:
    if part != "answer":
        raise Http404
    return query_of(asking.told, asking.question) + "\n"


def _told(asking: Asking, part: str, form: str) -> str:
    thing: Answer | Series | Breakdown | None
    rows: Iterable[tuple[Sequence[object], Answer]]
    columns: Sequence[str]
    match part:
        case "answer":
            thing, rows, columns = asking.answer, [((), asking.answer)], ()
        case "course":
            thing, columns = asking.series, (asking.every,)
            rows = [
                ((f"{start:%Y-%m-%d}",), each)
                for start, each in zip(asking.series.starts, asking.series.answers, strict=True)
            ]
        case "groups" if asking.groups is not None:
            thing, columns = asking.groups, (asking.groups.dimension,)
            rows = [((name,), each) for name, each in asking.groups.groups]
        case _:
            raise Http404
    return as_json(thing) if form == "json" else _csv(columns, rows)


def _csv(columns: Sequence[str], rows: Iterable[tuple[Sequence[object], Answer]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*columns, *_FIGURE])
    for named, each in rows:
        extent = each.interval
        figure = (
            *(each.value, each.unit),
            *((extent.low, extent.high, extent.kind) if extent else (None, None, None)),
            *(each.n, each.of, each.instead),
        )
        writer.writerow(
            [harmless(cell) if isinstance(cell, str) else cell for cell in (*named, *figure)]
        )
    return text.getvalue()
