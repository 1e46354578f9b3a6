"""A report as JSON: every figure with its interval, what it is of and its query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from math import isfinite
from typing import Any

import orjson

from cynosure.reports.content import SCHEMA_VERSION, ReportContent
from cynosure.reports.verdict import verdict


def render_json(content: ReportContent) -> str:
    """Return the report as JSON, under the names of `ReportContent` and of the answers.

    Instants are UTC, ended by Z; durations are in seconds; what is not known
    is null, and `instead` beside it says what is known. The same content gives
    the same bytes.
    """
    whole = {"schema_version": SCHEMA_VERSION, "verdict": list(verdict(content))} | _plain(content)
    return as_json(whole)


def as_json(thing: Any) -> str:
    r"""Return what content and answers are made of as JSON, the same every time.

    >>> as_json({"wait": float("nan")})
    '{\n  "wait": null\n}\n'
    """
    return orjson.dumps(
        _plain(thing), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    ).decode()


def _plain(thing: Any) -> Any:
    """Return JSON's own types for what content and answers are made of."""
    if is_dataclass(thing):
        return {part.name: _plain(getattr(thing, part.name)) for part in fields(thing)}
    if isinstance(thing, Mapping):
        return {str(key): _plain(value) for key, value in thing.items()}
    if isinstance(thing, tuple | list):
        return [_plain(part) for part in thing]
    return _leaf(thing)


def _leaf(thing: Any) -> Any:
    if isinstance(thing, str):
        # A lone half of a surrogate pair is no text that UTF-8 can hold.
        return thing.encode("utf-8", "replace").decode()
    if isinstance(thing, datetime):
        return thing.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(thing, float) and not isfinite(thing):
        return None
    return thing
