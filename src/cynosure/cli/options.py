"""Options that several commands share, each an ordinary word."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from cynosure.errors import CynosureError

if TYPE_CHECKING:
    from cynosure.measures import WeightOf, Weights


_BY_ENDING = {
    ".csv": "csv",
    ".parquet": "parquet",
    ".json": "json",
    ".jsonl": "json",
    ".ndjson": "json",
}


class UnreadableOption(CynosureError):
    """An option's value cannot be read."""

    exit_status = 64


Exports = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        help="Exports: CSV, TSV, XLSX, JSON, NDJSON, Parquet or XES, also in .gz or .zip; "
        "folders and patterns such as 'tickets-*.csv' too.",
        readable=False,  # what may not be read is said by the reader, in words
        show_default=False,
    ),
]
MaybeExports = Annotated[
    Optional[list[Path]],  # noqa: UP045 - Typer reads the annotation at run time
    typer.Argument(
        metavar="[FILE...]",
        help="Exports to take in first.",
        readable=False,
        show_default=False,
    ),
]
Workspace = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="Keep what is taken in here; without it nothing is kept.",
        readable=False,
        show_default=False,
    ),
]
NeededWorkspace = Annotated[
    Path,
    typer.Option(
        "--workspace",
        "-w",
        metavar="DIR",
        help="The workspace to use.",
        readable=False,
        show_default=False,
    ),
]
Mapping = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option(
        "--mapping",
        metavar="FILE.toml",
        help="Which column is what; `cynosure inspect --save-mapping` writes one to correct.",
        readable=False,
        show_default=False,
    ),
]
Timezone = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--timezone",
        metavar="ZONE",
        help="Zone of times that say none, such as Europe/Berlin. "
        "[default: asked on a terminal, else UTC]",
        show_default=False,
    ),
]
Source = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--source",
        metavar="NAME",
        help="Name of where this comes from; the first part of each demand's id. "
        "[default: the kind of export]",
        show_default=False,
    ),
]
Since = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--since", metavar="DATE", help="First day to count."),
]
Until = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--until", metavar="DATE", help="First day not to count."),
]
TableOfTexts = Annotated[
    Path,
    typer.Argument(
        metavar="FILE",
        help="A table of texts: CSV, TSV, XLSX, JSON, NDJSON or Parquet, also in .gz or .zip.",
        readable=False,
        show_default=False,
    ),
]
OutTable = Annotated[
    Optional[Path],  # noqa: UP045
    typer.Option("--out", "-o", metavar="FILE", help="[default: standard output]"),
]


class TableForm(StrEnum):
    """How a table is written, a row out for a row in."""

    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"


AskedForm = Annotated[
    Optional[TableForm],  # noqa: UP045
    typer.Option(
        "--format",
        help="CSV, Parquet or JSON lines. [default: by the ending of --out, else CSV]",
        show_default=False,
    ),
]
AsOf = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option(
        "--as-of",
        metavar="TIME",
        help="The instant of the report, such as 2026-04-01. "
        "[default: the export's own time, else its newest sign of life]",
        show_default=False,
    ),
]
FollowUpDays = Annotated[
    int,
    typer.Option(
        "--follow-up-days",
        metavar="DAYS",
        min=1,
        help="How long after a resolution a new ask counts as a follow-up.",
    ),
]


def now() -> datetime:
    """Return the time of the shell; nothing below it looks at a clock."""
    return datetime.now(UTC)


def instant(option: str, value: str | None) -> datetime | None:
    """Return the instant that a person typed, in UTC; a day alone is its first instant.

    >>> instant("--as-of", "2026-04-01").isoformat()
    '2026-04-01T00:00:00+00:00'
    """
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise UnreadableOption(
            f"{option} is {value!r}, which is no time. Write it as 2026-04-01 or 2026-04-01T09:30."
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def zone(value: str | None) -> str | None:
    """Return the name of a zone if there is such a zone."""
    if value is None:
        return None
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise UnreadableOption(
            f"--timezone is {value!r}, and there is no such zone. "
            "Name one as Europe/Berlin, America/New_York or UTC."
        ) from None
    return value


def hours_of(value: str | None) -> dict[str, float] | None:
    """Return hours per nature from `failure=0.5,value=6`.

    >>> hours_of("failure=0.5,value=6")
    {'failure': 0.5, 'value': 6.0}
    """
    if value is None:
        return None
    hours: dict[str, float] = {}
    for part in value.split(","):
        name, _, number = part.partition("=")
        try:
            hours[name.strip()] = float(number)
        except ValueError:
            hours[name.strip()] = -1.0
    if set(hours) != {"failure", "value"} or min(hours.values()) <= 0:
        raise UnreadableOption(
            f"--hours is {value!r}. Give the hours that one demand of each kind takes, "
            "as failure=0.5,value=6."
        )
    return hours


def customers_of(value: str) -> tuple[WeightOf, str]:
    """Return what a weight is of, from `role=pays` or `standing=end_user`.

    >>> customers_of("standing=end_user")
    ('standing', 'end_user')
    """
    of, _, name = (part.strip() for part in value.partition("="))
    match of:
        case "role" | "standing" if name:
            return of, name
        case _:
            raise UnreadableOption(
                f"{value!r} names no customers. Write role=NAME or standing=NAME, "
                "such as role=pays or standing=end_user."
            )


def weights_of(value: str | None) -> Weights | None:
    """Return weights from `role:pays=2,standing:internal=0.5`.

    >>> weights_of("role:pays=2,standing:internal=0.5").said()
    'role pays 2, standing internal 0.5; all others 1'
    """
    if value is None:
        return None
    from cynosure.measures import Weights

    named: dict[str, dict[str, float]] = {"role": {}, "standing": {}}
    for part in value.split(","):
        whose, _, weight = part.rpartition("=")
        of, name = customers_of(whose.replace(":", "=", 1))
        try:
            named[of][name] = float(weight)
        except ValueError:
            raise UnreadableOption(
                f"--weights holds {part!r}, and {weight!r} is no number. "
                "Write role:pays=2,standing:internal=0.5."
            ) from None
    return Weights(role=named["role"], standing=named["standing"])


def form_of(out: Path | None) -> str:
    """Return the form that a file's ending names; CSV for standard output."""
    ending = out.suffix.lower() if out else ".csv"
    if ending not in _BY_ENDING:
        raise UnreadableOption(
            f"--out is {str(out)!r}, and it is written as {', '.join(_BY_ENDING)}. "
            "Name such a file, or say --format."
        )
    return _BY_ENDING[ending]
