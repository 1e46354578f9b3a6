"""Forget a person, in the store and in the register."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from cynosure.errors import CynosureError
from cynosure.nature.deciding.own_file import has_own_model
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.store import ErasureReceipt
from cynosure.store.mentions import Mentions
from cynosure.wiring.beside import BESIDE
from cynosure.wiring.forgetting_uploads import forget_in_uploads
from cynosure.wiring.inbox import bring_in
from cynosure.wiring.kinds import ERASE, REGROUP
from cynosure.wiring.own_model import learn_from_decisions
from cynosure.wiring.place import Place
from cynosure.workflows.take_in import Progress, label_new, unwatched

_UNKNOWABLE = (
    "what is being sent at this moment: their names go from it when it is taken in",
    "what members wrote here of them under another name than the one given",
)


def forget(place: Place, asker: str, *, at: datetime) -> ErasureReceipt:
    """Erase an asker from a workspace; return what went and what is out of reach.

    What waits in the inbox is moved first, so that names which only it says are known.
    What people said of the demands stays, since it is about what was asked; an
    id that holds the asker's own name is replaced there too. Begun again after it was
    killed, it does what is left to do.
    """
    registered = has_register(place.folder)
    if registered:
        _bring_in(place, at=at)
    receipt = place.store.erase(asker, at=at, beside=BESIDE)
    names = place.store.erased_names()
    uploads = forget_in_uploads(place.folder, names, at=at)
    receipt = replace(
        receipt,
        uploads=uploads.uploads,
        unread_uploads=uploads.unread,
        out_of_reach=(*receipt.out_of_reach, *_UNKNOWABLE),
    )
    if registered:
        with open_register(place.folder, create=False):
            receipt = _forget_in_register(asker, receipt, names)
    if place.kept and has_own_model(place.folder):
        # What their words taught goes with their words.
        learn_from_decisions(place)
    if registered:
        with open_register(place.folder, create=False):
            _forget_whom(asker, receipt)
    return receipt


def _bring_in(place: Place, *, at: datetime) -> None:
    """Move what waits into the store, and label it while its words are there."""
    if not bring_in(place, at=at).imports:
        return
    # Whoever moves or takes in next labels what is left; an erasure does not wait for it.
    with suppress(CynosureError):
        label_new(store=place.store, labeller=place.labeller, progress=unwatched)


def _forget_in_register(asker: str, receipt: ErasureReceipt, names: Mentions) -> ErasureReceipt:
    """Forget an asker in what people said and what machines sent; return the receipt with it."""
    # Django's models can be imported only where a register is open.
    from cynosure.register import (
        audit,
        decisions,
        inbox,
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
    receipt = replace(receipt, deliveries=inbox.forget(names.said_in))
    said = {*audit.said("first"), *audit.said("second"), *audit.said("settled")}
    ids = said | audit.drawn_ids() | {*decisions.ids(), *themes.ids()}
    ids |= set(trail.ids_with(asker, workspace=here))
    named = sorted(one for one in ids if asker.lower() in one.lower())
    # The same at every attempt, and at another erasure of the same person.
    tokens = {one: f"{receipt.token}:{names.mark(one)}" for one in named}
    trail.forget(tokens, workspace=here)
    offers.forget()
    jobs.drop(REGROUP)  # what it proposes names demands, and was found by their words
    jobs.forget_names(names.said_in, but=[ERASE])
    saved_views.forget(asker)
    # These also scrub what was replaced before them.
    audit.forget(tokens, words=asker)
    deciders = [one for one in decisions.deciders() if asker.lower() in one.lower()]
    decisions.forget(tokens, dict.fromkeys(deciders, receipt.token))
    people = [one for one in themes.people() if asker.lower() in one.lower()]
    themes.forget(tokens, dict.fromkeys([*people, asker], receipt.token))
    remedies.forget(asker, token=receipt.token)
    setters = [one for one in weights.setters() if asker.lower() in one.lower()]
    weights.forget(dict.fromkeys(setters, receipt.token))
    return receipt


def _forget_whom(asker: str, receipt: ErasureReceipt) -> None:
    """Let jobs that ask for this erasure have its receipt from now on, and no name.

    The last thing: a worker that is killed before it begins the whole again.
    """
    from cynosure.register import jobs
    from cynosure.register.scrubbing import scrub

    jobs.forget(ERASE, {"asker": asker}, {"asker": receipt.token, "receipt": plainly(receipt)})
    scrub()


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
