"""Which model of nature and cause reads in a workspace."""

from __future__ import annotations

from pathlib import Path

import typer

from cynosure.nature import Labeller, ModelLabeller, shipped_labeller
from cynosure.nature.deciding.own_file import OwnModel, UnusableOwnModel, read_own_model
from cynosure.nature.model import Model

OWN = "own"


def labeller_in_use(workspace: Path) -> Labeller:
    """Return the own model where there is one and it is better, else the shipped one.

    An own model that cannot be used is said on the error stream, and the shipped one reads.
    """
    shipped = shipped_labeller()
    own = own_model_in(workspace, quietly=False)
    if own is None or own.model is None:
        return shipped
    if own.stands_on != shipped.model.fingerprint:
        typer.echo(
            "A new model has shipped, and this workspace's own one stands on the model before. "
            "The shipped one reads until the decisions have taught it anew: "
            f"cynosure learn --workspace {workspace}",
            err=True,
        )
        return shipped
    return ModelLabeller(own.model, kind=OWN)


def model_behind(labeller: Labeller) -> Model | None:
    """Return the weights by which a labeller reads; None where it is a chain of several."""
    return labeller.model if isinstance(labeller, ModelLabeller) else None


def own_model_in(workspace: Path, *, quietly: bool = True) -> OwnModel | None:
    """Return what decisions taught, used or not; None without it, or where it cannot be read."""
    try:
        return read_own_model(workspace)
    except UnusableOwnModel as problem:
        if not quietly:
            typer.echo(str(problem), err=True)
        return None


def read_by(workspace: Path, labeller: Labeller) -> str:
    """Return by what nature and cause are read here, and why by that, as a phrase."""
    own = own_model_in(workspace)
    if own is None or own.stands_on != shipped_labeller().model.fingerprint:
        return labeller.name
    if own.model is None:
        return f"{labeller.name}; one of your own learnt from {own.lessons:,} decisions: {why(own)}"
    shipped = f"shipped:{own.stands_on}"
    return f"{labeller.name}, learnt from {own.lessons:,} decisions on top of {shipped}: {why(own)}"


def why(own: OwnModel) -> str:
    """Return what was compared and which model is used, as a phrase."""
    return f"{own.comparison.words}; {own.comparison.verdict}"
