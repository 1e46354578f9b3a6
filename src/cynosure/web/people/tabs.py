"""The pages of Settings, as far as the visitor's role may open them."""

from __future__ import annotations

from django.urls import reverse

from cynosure.web.design.tabs import Tab
from cynosure.web.rules import RULES
from cynosure.web.visit import Visit

_PAGES = (
    ("workspace", "Sources"),
    ("workspace_mappings", "Mappings"),
    ("workspace_labellers", "Labellers"),
    ("workspace_weights", "Weights"),
    ("workspace_webhooks", "Webhooks"),
    ("members", "Members"),
    ("tokens", "Tokens"),
    ("trail", "Trail"),
    ("workspace_erasure", "Erasure"),
    ("workspace_about", "Workspace"),
)


def settings_tabs(request: Visit, here: str) -> list[Tab]:
    """Return the pages of Settings that the visitor may open, the present one marked."""
    found = []
    for name, label in _PAGES:
        needed = RULES[name].needed("GET")
        if needed is not None and request.role.may(needed):
            address = reverse(name, args=[request.workspace.slug])
            found.append(Tab(label, address, name == here))
    return found
