"""Who labels the demands of a workspace: the model, or the chain that it was given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cynosure.connectors.language_model.answers import KeptAnswers
from cynosure.nature import Labeller
from cynosure.workflows.choosing_labellers import Chosen, choose_labellers

FILE = "labellers.toml"


def chosen_in(folder: Path, *, model: Callable[[], Labeller]) -> Chosen | None:
    """Return the chain of a workspace; None where the model alone labels.

    Raises
    ------
    WrongLabellers
        With everything that is wrong with them.
    """
    file = folder / FILE
    return chosen_from(file, model=model) if file.exists() else None


def chosen_from(file: Path, *, model: Callable[[], Labeller]) -> Chosen:
    """Return the labellers that a file names; answers of language models lie beside it.

    Raises
    ------
    WrongLabellers
        With everything that is wrong with them.
    """
    return choose_labellers(file, model=model, answers=answers_beside)


def asks_a_language_model(chosen: Chosen | None) -> bool:
    """Return whether a language model is in the chain."""
    return chosen is not None and any(part.kind == "language-model" for part in chosen.parts)


def answers_beside(folder: Path) -> KeptAnswers:
    """Return what language models answered, as kept in the folder of a labellers.toml."""
    return KeptAnswers(folder / "labellers-answers.sqlite3")
