"""Whole tables, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from threading import BoundedSemaphore
from typing import Literal

from django.http import HttpRequest, StreamingHttpResponse

from cynosure.register.people import trail
from cynosure.web.api.opening import Asking
from cynosure.web.api.problems import Problem
from cynosure.web.api.replies import problems
from cynosure.web.api.router import router
from cynosure.web.api.telling import told_of
from cynosure.wiring.told.exporting import stream_table

AT_ONCE = 2  # a whole table takes memory, and a thread until its reader has had it
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "ndjson": "application/x-ndjson",
}
_streaming = BoundedSemaphore(AT_ONCE)


@router.get(
    "/exports/{table}",
    response=problems(404),
    url_name="export",
    tags=["Exports"],
    operation_id="export_table",
    summary="Export a table",
    openapi_extra={
        "responses": {
            200: {
                "description": "The table.",
                "content": {
                    kind.partition(";")[0]: {"schema": {"type": "string"}}
                    for kind in _TYPES.values()
                },
            }
        }
    },
)
def export_table(
    request: HttpRequest,
    table: Literal["demands", "events", "labels", "clocks"],
    format: Literal["csv", "parquet", "ndjson"] = "csv",  # noqa: A002 - the word in the address
) -> StreamingHttpResponse:
    """Return a whole table, by demand. Titles and bodies are masked.

    Demands and events are as they are kept; labels and clocks as of the last telling. In CSV a
    cell that a spreadsheet would run as a formula starts with an apostrophe.
    """
    asking: Asking = request  # type: ignore[assignment]  # `opening` has opened it
    told = told_of(asking)
    if not _streaming.acquire(blocking=False):
        why = f"{AT_ONCE} exports are under way. Wait until one is done."
        raise Problem(429, why, headers={"Retry-After": "10"})
    try:
        chunks = stream_table(told, table, form=format)
        first = next(chunks, b"")
    except BaseException:
        _streaming.release()
        raise
    trail.note(
        "exported",
        at=asking.at,
        by=asking.token.made_by.name,
        user=asking.token.made_by,
        workspace=asking.workspace.pk,
        of=table,
        details={"token": asking.token.pk, "format": format},
    )
    name = f"{asking.workspace.slug}-{table}.{format}"
    return StreamingHttpResponse(
        _Streamed(chain([first], chunks), chunks),
        content_type=_TYPES[format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class _Streamed:
    """Chunks that let the next export begin when they are through, or nobody reads on."""

    def __init__(self, chunks: Iterator[bytes], source: Iterator[bytes]) -> None:
        self._chunks, self._source = chunks, source
        self._open = True

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        finally:
            self.close()

    def close(self) -> None:
        """Let go of what is read."""
        if self._open:
            self._open = False
            _streaming.release()
            close = getattr(self._source, "close", None)
            if close is not None:
                close()
