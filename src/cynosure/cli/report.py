"""`cynosure report`."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from cynosure.cli.options import (
    AsOf,
    FollowUpDays,
    Mapping,
    MaybeExports,
    Since,
    Source,
    Timezone,
    Until,
    Workspace,
    hours_of,
    instant,
    now,
)


class Form(StrEnum):
    """How a report is written."""

    HTML = "html"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


def report(
    files: MaybeExports = None,
    workspace: Workspace = None,
    out: Annotated[
        Optional[Path],  # noqa: UP045 - Typer reads the annotation at run time
        typer.Option("--out", "-o", metavar="FILE", help="[default: standard output]"),
    ] = None,
    form: Annotated[
        Optional[Form],  # noqa: UP045
        typer.Option("--format", help="[default: by the name of --out, else html]"),
    ] = None,
    title: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--title", metavar="WORDS", help="What the report is about."),
    ] = None,
    mapping: Mapping = None,
    timezone: Timezone = None,
    source: Source = None,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    follow_up_days: FollowUpDays = 14,
    hours: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(
            "--hours",
            metavar="KINDS",
            help="Hours one demand of each kind takes, as failure=0.5,value=6; "
            "without effort in the export they give the capacity regained.",
        ),
    ] = None,
) -> None:
    """Report the truth about an export's demand on one page.

    How much of it is failure demand, what recurs, how long customers wait, what
    changes, and what not to believe yet. Nothing leaves this machine.

    Example:
      cynosure report export.csv --out report.html
    """
    from cynosure.cli.intake import say, take_files_in
    from cynosure.cli.options import UnreadableOption
    from cynosure.cli.progress import progress
    from cynosure.wiring import open_place
    from cynosure.wiring.reporting import Wish, check_place_for, write_report

    if not files and workspace is None:
        raise UnreadableOption(
            "There is nothing to report on. Name an export, as in "
            "cynosure report export.csv --out report.html, or --workspace DIR."
        )
    wish = Wish(
        title=title,
        as_of=instant("--as-of", as_of),
        since=instant("--since", since),
        until=instant("--until", until),
        follow_up_days=follow_up_days,
        hours=hours_of(hours),
        command="cynosure " + " ".join(sys.argv[1:]),
        made_at=now(),
    )
    check_place_for(out)
    chosen = (form or _form_of(out)).value
    with open_place(workspace, create=bool(files)) as place:
        if files:
            say(take_files_in(place, files, mapping=mapping, timezone=timezone, source=source))
        with progress() as tell:
            write_report(place, wish, form=chosen, out=out, progress=tell)
    if out:
        typer.echo(f"The report is in {out}.", err=True)


def _form_of(out: Path | None) -> Form:
    names = {".json": Form.JSON, ".csv": Form.CSV, ".md": Form.MARKDOWN}
    return names.get(out.suffix.lower(), Form.HTML) if out else Form.HTML
