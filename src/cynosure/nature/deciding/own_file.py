"""An organisation's own model on disk: a card that names a file of weights, written last.

The weights lie in a file named by their fingerprint, and the card, put in place in one
move, is what makes them count. So whoever reads sees the old model or the new one.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cynosure.errors import ClassificationError
from cynosure.nature.deciding.comparing import Comparison
from cynosure.nature.model import Model, UnusableWeights, load_model, save_model

CARD = "own_model.json"
_FORMAT = 1


class UnusableOwnModel(ClassificationError):
    """The organisation's own model cannot be read; the shipped one is used."""

    def __init__(self, path: Path, why: str) -> None:
        self.path = path
        super().__init__(
            f"The organisation's own model in {path} cannot be used: {why}. The shipped model reads "
            "instead, and decisions hold as before. Learn it anew: "
            f"cynosure learn --workspace {path.parent}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnModel:
    """What was learnt from decisions, and whether it is used."""

    stands_on: str  # fingerprint of the shipped weights
    lessons: int  # decisions that taught it
    taught_by: str  # their digest
    audits: str  # which audits' demands were left out, by their seeds and sizes
    comparison: Comparison
    model: Model | None  # None where it is not better, and so not used


def write_weights(folder: Path, model: Model) -> Model:
    """Write weights beside those that count, and return them as they are read back."""
    beside = folder / ".own-model.part.npz"
    try:
        fingerprint = save_model(beside, model)
        path = _weights(folder, fingerprint)
        beside.replace(path)
    except OSError as error:
        raise UnusableOwnModel(folder / CARD, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    return load_model(path)


def keep_own_model(folder: Path, own: OwnModel) -> None:
    """Make a model, whose weights are written, the one that counts, and drop those before it."""
    card = {
        "format": _FORMAT,
        "stands_on": own.stands_on,
        "lessons": own.lessons,
        "taught_by": own.taught_by,
        "audits": own.audits,
        "comparison": own.comparison.as_row(),
        "weights": None if own.model is None else own.model.fingerprint,
    }
    beside = folder / f".{CARD}.part"
    try:
        beside.write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
        beside.replace(folder / CARD)
    except OSError as error:
        raise UnusableOwnModel(folder / CARD, error.strerror or str(error)) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
    _drop_weights(folder, but=card["weights"])


def has_own_model(folder: Path) -> bool:
    """Return whether anything that decisions taught lies in a workspace, used or not."""
    return (folder / CARD).exists() or any(folder.glob("own_model-*.npz"))


def drop_own_model(folder: Path) -> None:
    """Let go of the own model; the card goes first."""
    (folder / CARD).unlink(missing_ok=True)
    _drop_weights(folder, but=None)


def read_own_model(folder: Path) -> OwnModel | None:
    """Return the own model of a workspace; None where there is none.

    Raises
    ------
    UnusableOwnModel
        If it was made by a later version, or a file of it is missing, damaged or cut short.
    """
    path = folder / CARD
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if card["format"] != _FORMAT:
            why = f"it has format {card['format']}, this version reads {_FORMAT}"
            raise UnusableOwnModel(path, why)
        return OwnModel(
            stands_on=str(card["stands_on"]),
            lessons=int(card["lessons"]),
            taught_by=str(card["taught_by"]),
            audits=str(card["audits"]),
            comparison=Comparison(**card["comparison"]),
            model=None if card["weights"] is None else _read(folder, str(card["weights"])),
        )
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UnusableOwnModel(path, error.strerror or str(error)) from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnusableOwnModel(path, "its card is damaged or cut short") from error


def _read(folder: Path, fingerprint: str) -> Model:
    path = _weights(folder, fingerprint)
    try:
        model = load_model(path)
    except UnusableWeights as problem:
        raise UnusableOwnModel(path, "the file is missing, damaged or cut short") from problem
    if model.fingerprint != fingerprint:
        raise UnusableOwnModel(path, f"it holds other weights ({model.fingerprint})")
    return model


def _weights(folder: Path, fingerprint: str) -> Path:
    return folder / f"own_model-{fingerprint}.npz"


def _drop_weights(folder: Path, *, but: object) -> None:
    for path in folder.glob("own_model-*.npz"):
        if path != _weights(folder, str(but)):
            with suppress(OSError):
                path.unlink()
