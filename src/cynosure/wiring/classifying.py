"""Classify a table of texts into a file, without a workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile

import pyarrow as pa

from cynosure.errors import ReportError
from cynosure.intake import Mapping
from cynosure.intake.texts import TextTable, open_texts
from cynosure.nature import shipped_labeller
from cynosure.nature.model import OUTCOMES
from cynosure.store import write_table
from cynosure.wiring.asking import ask
from cynosure.wiring.chain import chosen_from
from cynosure.workflows.asking import Question
from cynosure.workflows.classifying import UNREADABLE, Classified, classify, schema_of
from cynosure.workflows.take_in import Progress, unwatched

_IN_MEMORY = 8 * 2**20  # bytes of unreadable rows; more go to a temporary file


class WouldOverwrite(ReportError):
    """What is read would be written over."""

    exit_status = 64

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is read, so it cannot be written too. Name another file to write to."
        )


class NoChances(ReportError):
    """Only the model knows the chance of every outcome."""

    exit_status = 64

    def __init__(self) -> None:
        super().__init__(
            "--all needs the model alone: rules, tables and language models know no chances. "
            "Leave out --all or --labeller."
        )


@dataclass(frozen=True, slots=True)
class Told:
    """What was classified, by which columns, and where the unreadable rows are, if there are any."""

    table: TextTable
    counts: Classified
    quarantine: Path | None


def classify_file(
    file: Path,
    *,
    out: Path | None,
    form: str,
    mapping: Mapping | None = None,
    labellers: Path | None = None,
    every_chance: bool = False,
    quarantine: Path | None = None,
    agreed: Callable[[Question], bool] | None = None,
    progress: Progress = unwatched,
) -> Told:
    """Write a label for each row of a table, and return what became of the rows.

    `labellers` is a labellers.toml to use instead of the model; its language
    models are asked first where `agreed` is given, and hears what it takes.
    Unreadable rows go to `quarantine`, or beside `out` where that is a file.

    Raises
    ------
    WouldOverwrite, CannotExport, NoChances
        If it cannot be written, or not so.
    IntakeError, ClassificationError
        If the table or the labellers cannot be used; then nothing is written.
    """
    beside = out.with_name(f"{out.stem}.quarantine.csv") if out is not None else None
    aside = quarantine or beside
    for written in (out, aside):
        if written is not None and same_file(written, file):
            raise WouldOverwrite(file)
    if out is not None and aside is not None and same_file(out, aside):
        raise WouldOverwrite(out)
    table = open_texts(file, mapping)
    model = shipped_labeller()
    chosen = chosen_from(labellers, model=lambda: model) if labellers else None
    labeller = chosen.chain if chosen else model
    parts = [part.name for part in chosen.parts] if chosen else None
    if every_chance and chosen:
        raise NoChances
    known = model if every_chance else None
    if chosen and agreed:
        ask(
            chosen,
            lambda: (batch.rows for batch in table.batches()),
            agreed=agreed,
            progress=progress,
        )
    with SpooledTemporaryFile(_IN_MEMORY) as spool:
        counts = Classified(spool)
        rows = classify(table, labeller, counts, parts=parts, chances=known)
        schema = schema_of(parts=parts, outcomes=OUTCOMES if every_chance else None)
        told = _watched(rows, counts, progress)
        write_table(told, form=form, out=out, schema=schema, ids=("id",))
        # An old one would be taken for that of these labels.
        if aside is not None and (counts.unreadable or aside.exists()):
            write_table(counts.unreadable_rows(), form="csv", out=aside, schema=UNREADABLE)
    return Told(table, counts, aside if counts.unreadable else None)


def _watched(
    rows: Iterator[pa.RecordBatch], counts: Classified, progress: Progress
) -> Iterator[pa.RecordBatch]:
    for batch in rows:
        yield batch
        progress("Telling value from failure", counts.read)


def same_file(one: Path, other: Path) -> bool:
    """Return whether two paths name one file, also by a link; it need not be there.

    >>> same_file(Path("labels.csv"), Path("./labels.csv"))
    True
    """
    return one.resolve() == other.resolve() or (
        one.exists() and other.exists() and one.samefile(other)
    )
