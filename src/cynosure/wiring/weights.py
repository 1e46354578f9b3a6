"""What customers weigh in a workspace: set, taken back, and read for a ranking."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from difflib import get_close_matches
from types import ModuleType
from typing import TYPE_CHECKING

from cynosure.demand import DEMANDS
from cynosure.demand.kinds import ROLES, STANDINGS
from cynosure.errors import MeasureError
from cynosure.measures import WeightOf, Weights
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.wiring.place import Place

if TYPE_CHECKING:
    from cynosure.register.weights import Weighed


class UnknownCustomers(MeasureError):
    """A weight for customers that neither the codebook nor the workspace knows."""

    exit_status = 64

    def __init__(self, of: WeightOf, name: str, known: Collection[str]) -> None:
        nearest = get_close_matches(name, known, n=1)
        hint = f" Did you mean {nearest[0]!r}?" if nearest else ""
        super().__init__(
            f"No customer here has the {of} {name!r}.{hint} Known are {', '.join(sorted(known))}."
        )


class NothingWeighed(MeasureError):
    """There is no weight that could be taken back."""

    exit_status = 64

    def __init__(self, of: WeightOf, name: str) -> None:
        super().__init__(
            f"Nobody set a weight for {of} {name!r}, so there is nothing to take back. "
            "`cynosure dissatisfiers weights` lists what was set."
        )


@contextmanager
def open_weights(place: Place, *, create: bool = True) -> Iterator[ModuleType]:
    """Open the register and yield its module of weights."""
    with open_register(place.folder, create=create):
        # Django's models can be imported only where a register is open.
        from cynosure.register import weights as kept

        yield kept


def weights_in(place: Place) -> Weights:
    """Return what customers weigh here; all the same without a register."""
    if not place.kept or not has_register(place.folder):
        return Weights()
    with open_weights(place, create=False) as kept:
        weights: Weights = kept.weights()
        return weights


def weighed_in(place: Place) -> list[Weighed]:
    """Return the weights that count with who set them and when; none without a register."""
    if not place.kept or not has_register(place.folder):
        return []
    with open_weights(place, create=False) as kept:
        counting: list[Weighed] = kept.counting()
        return counting


def weigh(place: Place, of: WeightOf, name: str, weight: float, *, by: str, at: datetime) -> None:
    """Keep what somebody said that customers weigh.

    Raises
    ------
    UnusableWeight
        If it is no number from 0 to 1,000.
    UnknownCustomers
        If no customer can have that role or standing.
    """
    check_names(place, Weights(**{of: {name: weight}}))
    with open_weights(place) as kept:
        kept.keep(kept.Weighed(of, name, weight, by, at))


def take_weight_back(place: Place, of: WeightOf, name: str, *, by: str, at: datetime) -> Weighed:
    """Take a weight back, so that the one before it counts; return what was taken back.

    Raises
    ------
    NothingWeighed
        If there is none.
    """
    with open_weights(place) as kept:
        taken: Weighed | None = kept.take_back(of, name, by=by, at=at)
    if taken is None:
        raise NothingWeighed(of, name)
    return taken


def check_names(place: Place, weights: Weights) -> None:
    """Make sure that each weight is of customers that there can be.

    A slip of the finger would otherwise change nothing, and nobody would see it.

    Raises
    ------
    UnknownCustomers
        If neither we nor the workspace's sources have the word.
    """
    pairs: tuple[tuple[WeightOf, Collection[str], Collection[str]], ...] = (
        ("role", weights.role, ROLES),
        ("standing", weights.standing, STANDINGS),
    )
    for of, named, ours in pairs:
        if not set(named) <= set(ours):
            known = {*ours, *_words(place, of)}
            for name in named:
                if name not in known:
                    raise UnknownCustomers(of, name, known)


def _words(place: Place, of: WeightOf) -> list[str]:
    """Return the words that the sources here have for it."""
    rows = place.engine.parquet(place.store.files("demands"), DEMANDS)
    found = place.engine.result(rows.select(of).filter(rows[of].notnull()).distinct())
    return [str(word) for word in found[of].to_pylist()]
