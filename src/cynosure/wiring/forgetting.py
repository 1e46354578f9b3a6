"""Forget a person, in the store and in the register."""

from __future__ import annotations

from datetime import datetime

from cynosure.nature.deciding.own_file import has_own_model
from cynosure.register import open_register
from cynosure.register.opening import has_register
from cynosure.store import ErasureReceipt
from cynosure.wiring.own_model import learn_from_decisions
from cynosure.wiring.place import Place


def forget(place: Place, asker: str, *, at: datetime) -> ErasureReceipt:
    """Erase an asker from a workspace; return what went and what is out of reach.

    What people said of the demands stays, since it is about what was asked; an
    id that holds the asker's own name is replaced there too.
    """
    receipt = place.store.erase(asker, at=at)
    if has_register(place.folder):
        with open_register(place.folder, create=False):
            # Django's models can be imported only where a register is open.
            from cynosure.register import audit as kept
            from cynosure.register import decisions, offers, remedies, saved_views, themes, weights

            said = {*kept.said("first"), *kept.said("second"), *kept.said("settled")}
            told = sorted(
                one
                for one in said | kept.drawn_ids() | {*decisions.ids(), *themes.ids()}
                if asker.lower() in one.lower()
            )
            tokens = {one: f"{receipt.token}:{n}" for n, one in enumerate(told)}
            kept.forget(tokens, words=asker)
            names = [one for one in decisions.deciders() if asker.lower() in one.lower()]
            decisions.forget(tokens, dict.fromkeys(names, receipt.token))
            names = [one for one in themes.people() if asker.lower() in one.lower()]
            themes.forget(tokens, dict.fromkeys([*names, asker], receipt.token))
            offers.forget()
            saved_views.forget(asker)
            remedies.forget(asker, token=receipt.token)
            setters = [one for one in weights.setters() if asker.lower() in one.lower()]
            weights.forget(dict.fromkeys(setters, receipt.token))
    if place.kept and has_own_model(place.folder):
        # What their words taught goes with their words.
        learn_from_decisions(place)
    return receipt
