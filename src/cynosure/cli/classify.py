"""`cynosure classify`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cynosure.cli.labellers import Yes, agreeing
from cynosure.cli.options import AskedForm, Mapping, OutTable, TableOfTexts, form_of

if TYPE_CHECKING:
    from cynosure.wiring.classifying import Told


def classify(
    file: TableOfTexts,
    out: OutTable = None,
    form: AskedForm = None,
    mapping: Mapping = None,
    labeller: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--labeller",
            metavar="FILE.toml",
            help="Labellers of your own instead of the model.",
            readable=False,
            show_default=False,
        ),
    ] = None,
    every: Annotated[
        bool,
        typer.Option("--all", help="The chance of every cause and want too.", show_default=False),
    ] = False,
    ask: Annotated[
        bool,
        typer.Option(
            "--ask", help="Put what is left to the language model first.", show_default=False
        ),
    ] = False,
    yes: Yes = False,
    quarantine: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(
            "--quarantine",
            metavar="FILE.csv",
            help="Where rows go that cannot be read. [default: beside --out, as labels.quarantine.csv]",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Say of each text in a table what it is: value or failure, and the cause; a row in, a row out.

    Columns called id, title, body, reported_type, labels, channel or language
    are read; others are guessed. Ids and the order of rows stay as they are.

    Example:
      cynosure classify tickets.csv --out labels.csv
    """
    from cynosure.cli.progress import progress
    from cynosure.intake import read_mapping
    from cynosure.wiring.classifying import classify_file

    with progress() as tell:
        told = classify_file(
            file,
            out=out,
            form=form.value if form else form_of(out),
            mapping=read_mapping(mapping) if mapping else None,
            labellers=labeller,
            every_chance=every,
            quarantine=quarantine,
            agreed=agreeing(yes=yes) if ask else None,
            progress=tell,
        )
    for line in _became(told):
        typer.echo(line, err=True)


def _became(told: Told) -> Iterator[str]:
    counts = told.counts
    yield (
        f"Read {counts.read:,} rows: {counts.labelled:,} labelled, {counts.unknown:,} unknown, "
        f"{counts.unreadable:,} unreadable."
    )
    columns = (
        f"{field} from {' or '.join(map(repr, names))}"
        for field, names in told.table.columns.items()
        if names != (field,)
    )
    if listed := ", ".join(columns):
        yield f"Columns: {listed}."
    if not told.table.has_ids:
        yield "No column holds ids, so id is the row's number."
    if counts.without_id:
        where = ", ".join(counts.examples["without_id"])
        yield f"{counts.without_id:,} rows have no id; they stand in their place with an empty one: {where}"
    if counts.repeated:
        where = ", ".join(counts.examples["repeated"])
        yield f"{counts.repeated:,} rows have an id that stood before; each has its own label: {where}"
    if counts.unreadable and told.quarantine is None:
        yield "With --quarantine FILE.csv you see which they are, and why."
    if told.quarantine:
        yield f"What could not be read, and why, is in {told.quarantine}."
