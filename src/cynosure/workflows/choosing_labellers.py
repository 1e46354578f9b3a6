"""From `labellers.toml` and the files that it names to labellers in an order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cynosure.errors import IntakeError
from cynosure.intake.reading import Unread, find_files, kind_of, packed_files, read_rows
from cynosure.masking import mask_column
from cynosure.nature import Labeller
from cynosure.nature.labellers import (
    Chain,
    LabelTable,
    Rules,
    Section,
    read_configuration,
    read_labels,
    read_rules,
)
from cynosure.nature.labellers.language_model import Answers, LanguageModelLabeller
from cynosure.nature.labellers.problems import WrongLabellers

# How an export makes a text harmless to spreadsheets; an id in a CSV of ours may begin so.
_HARMLESS = ("'=", "'+", "'-", "'@", "'\t", "'\r", "''")


@dataclass(frozen=True, slots=True)
class Part:
    """One labeller of the chain, as its section calls it."""

    name: str
    kind: str
    labeller: Labeller
    file: Path | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The labellers that a file names, in their order."""

    file: Path
    parts: tuple[Part, ...]

    @property
    def chain(self) -> Chain:
        """All parts as a chain, also where there is only one."""
        return Chain(tuple(part.labeller for part in self.parts))

    @property
    def labeller(self) -> Labeller:
        """Who labels: the chain, or the only part under its own name."""
        return self.parts[0].labeller if len(self.parts) == 1 else self.chain


def choose_labellers(
    file: Path, *, model: Callable[[], Labeller], answers: Callable[[Path], Answers]
) -> Chosen:
    """Return the labellers of a file; `model` is what stands for "model" in its chain.

    `answers` opens the memory of language models for a folder: that of the file.

    Raises
    ------
    WrongLabellers
        With everything that is wrong, in this file and in those that it names.
    """
    text, problems = _text_of(file, file.name)
    if problems:
        raise WrongLabellers(str(file), problems)
    configuration, problems = read_configuration(text)
    if problems:
        raise WrongLabellers(str(file), [f"{file.name}: {problem}" for problem in problems])
    parts: list[Part] = []
    for section in configuration.chain:
        part, wrong = _part(section, file.parent, model, answers)
        problems += wrong
        if part is not None:
            parts.append(part)
    if problems:
        raise WrongLabellers(str(file), problems)
    return Chosen(file, tuple(parts))


def _part(
    section: Section,
    folder: Path,
    model: Callable[[], Labeller],
    answers: Callable[[Path], Answers],
) -> tuple[Part | None, list[str]]:
    if section.language_model is not None:
        asked = LanguageModelLabeller(section.language_model, answers(folder), mask_column)
        return Part(section.name, section.kind, asked), []
    if section.file is None:
        return Part(section.name, section.kind, model()), []
    file = folder / section.file
    labeller, wrong = (_rules if section.kind == "rules" else _table)(file, section.file)
    return Part(section.name, section.kind, labeller, file), [
        f"{section.file}: {problem}" for problem in wrong
    ]


def _rules(file: Path, name: str) -> tuple[Rules, list[str]]:
    text, problems = _text_of(file, name)
    return (Rules(()), problems) if problems else read_rules(text)


def _table(file: Path, name: str) -> tuple[LabelTable, list[str]]:
    if not file.is_file():
        return LabelTable({}), [f"There is no file {name!r} in {str(file.parent)!r}."]
    unread: list[str] = []
    try:
        table, problems = read_labels(_label_rows(file, unread))
    except IntakeError as problem:
        return LabelTable({}), [str(problem)]
    return table, [*unread, *problems]


def _label_rows(file: Path, unread: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path in find_files([file]):
        for packed in packed_files(path):
            kind = kind_of(packed)
            for row in read_rows(packed, kind):
                if isinstance(row, Unread):
                    unread.append(f"{row.place.where}: {row.reason}")
                elif kind == "delimited":
                    fields = {name: _as_it_was(cell) for name, cell in row.fields.items()}
                    yield row.place.where, fields
                else:
                    yield row.place.where, row.fields


def _as_it_was(cell: object) -> object:
    return cell[1:] if isinstance(cell, str) and cell.startswith(_HARMLESS) else cell


def _text_of(file: Path, name: str) -> tuple[str, list[str]]:
    try:
        return file.read_text(encoding="utf-8"), []
    except FileNotFoundError:
        return "", [f"There is no file {name!r} in {str(file.parent)!r}."]
    except OSError as problem:
        return "", [f"{name} cannot be read: {problem.strerror}."]
    except UnicodeDecodeError:
        return "", [f"{name} is no text in UTF-8. Save it as UTF-8."]
