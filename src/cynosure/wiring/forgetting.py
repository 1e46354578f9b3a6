"""Forget a person, in the store and in the register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from cynosure.nature.deciding.own_file import has_own_model
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.store import ErasureReceipt
from cynosure.wiring.kinds import ERASE
from cynosure.wiring.own_model import learn_from_decisions
from cynosure.wiring.place import Place
from cynosure.workflows.take_in import Progress


def forget(place: Place, asker: str, *, at: datetime) -> ErasureReceipt:
    """Erase an asker from a workspace; return what went and what is out of reach.

    What people said of the demands stays, since it is about what was asked; an
    id that holds the asker's own name is replaced there too.
    """
    receipt = place.store.erase(asker, at=at)
    if has_register(place.folder):
        with open_register(place.folder, create=False):
            _forget_in_register(asker, receipt)
    if place.kept and has_own_model(place.folder):
        # What their words taught goes with their words.
        learn_from_decisions(place)
    return receipt


def _forget_in_register(asker: str, receipt: ErasureReceipt) -> None:
    # Django's models can be imported only where a register is open.
    from cynosure.register import (
        audit,
        decisions,
        jobs,
        offers,
        remedies,
        saved_views,
        themes,
        weights,
    )
    from cynosure.register.people import trail
    from cynosure.register.scope import current_workspace

    here = current_workspace()
    said = {*audit.said("first"), *audit.said("second"), *audit.said("settled")}
    ids = said | audit.drawn_ids() | {*decisions.ids(), *themes.ids()}
    ids |= set(trail.ids_with(asker, workspace=here))
    named = sorted(one for one in ids if asker.lower() in one.lower())
    tokens = {one: f"{receipt.token}:{n}" for n, one in enumerate(named)}
    trail.forget(tokens, workspace=here)
    # A job that names them has this receipt from now on, and no name.
    jobs.forget(ERASE, {"asker": asker}, {"asker": receipt.token, "receipt": plainly(receipt)})
    offers.forget()
    saved_views.forget(asker)
    # These also scrub what was replaced before them.
    audit.forget(tokens, words=asker)
    deciders = [one for one in decisions.deciders() if asker.lower() in one.lower()]
    decisions.forget(tokens, dict.fromkeys(deciders, receipt.token))
    people = [one for one in themes.people() if asker.lower() in one.lower()]
    themes.forget(tokens, dict.fromkeys([*people, asker], receipt.token))
    offers.forget()
    saved_views.forget(asker)
    remedies.forget(asker, token=receipt.token)
    setters = [one for one in weights.setters() if asker.lower() in one.lower()]
    weights.forget(dict.fromkeys(setters, receipt.token))


def erase(
    place: Place, arguments: Mapping[str, Any], at: datetime, progress: Progress
) -> Mapping[str, Any]:
    """Forget the person whom a job names, and return the receipt; nothing of the job names them after.

    A worker that was killed after the forgetting finds the receipt where the name was.
    """
    from cynosure.register.people import trail
    from cynosure.register.scope import current_workspace

    if "receipt" in arguments:
        return dict(arguments["receipt"])
    progress("Forgetting the person", 0)
    receipt = forget(place, str(arguments["asker"]), at=at)
    trail.note(
        "person.erased",
        at=at,
        by=str(arguments.get("by") or "the worker"),
        workspace=current_workspace(),
        of=receipt.token,
        details={"demands": receipt.demands, "events": receipt.events, "found": receipt.found},
    )
    return plainly(receipt)


def plainly(receipt: ErasureReceipt) -> dict[str, Any]:
    """Return a receipt in plain words and numbers, as a job keeps it."""
    return {**asdict(receipt), "out_of_reach": list(receipt.out_of_reach), "found": receipt.found}
