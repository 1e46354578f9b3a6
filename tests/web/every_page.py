"""Every page that a member may look at, of a desk that was told: for tests that walk them all."""

from __future__ import annotations

from pathlib import Path

from cynosure.wiring.told import open_told
from cynosure.workflows.told.filters import Filters


def a_demand(folder: Path) -> str:
    """Return the id of a demand about a failure, which has the most to show."""
    from cynosure.wiring.told import list_demands

    told = open_told(folder)
    assert told is not None
    page = list_demands(told, Filters(nature=("failure",), state=("resolved",)))
    return page.rows[0].demand_id


def pages_of(folder: Path) -> dict[str, str]:
    """Return each page's address below `/w/SLUG/`, by the name its picture gets."""
    told = open_told(folder)
    assert told is not None
    theme = next(each.theme_id for each in told.themes if each.size and not each.noise)
    demand, last = a_demand(folder), told.imports[-1].import_id
    return {
        "focus": "",
        "demands": "demands/",
        "demands-found": "demands/?q=invoice",
        "demands-none": "demands/?q=xyzzyplugh",
        "demand": f"demands/{demand}/",
        "similar": f"similar/{demand}/",
        "labels": "labels/",
        "audit": "audit/",
        "audit-narrowing": "audit/narrowing/",
        "measures": "measures/",
        "measure-share": "measures/failure-share/?every=month",
        "measure-time": "measures/request-to-resolution/?by=product",
        "measure-stock": "measures/stock/",
        "dissatisfiers": "dissatisfiers/",
        "themes": "dissatisfiers/themes/",
        "theme": f"dissatisfiers/themes/{theme}/",
        "theme-name": f"dissatisfiers/themes/{theme}/name/",
        "theme-merge": f"dissatisfiers/themes/{theme}/merge/",
        "theme-split": f"dissatisfiers/themes/{theme}/split/",
        "theme-remedy": f"dissatisfiers/themes/{theme}/remedy/",
        "themes-proposed": "dissatisfiers/themes/proposed/",
        "remedies": "dissatisfiers/remedies/",
        "take-in": "take-in/",
        "import": f"take-in/imports/{last}/",
        "import-undo": f"take-in/imports/{last}/undo/",
        "settings": "settings/",
        "mappings": "settings/mappings/",
        "labellers": "settings/labellers/",
        "weights": "settings/weights/",
        "webhooks": "settings/webhooks/",
        "erasure": "settings/erasure/",
        "about": "settings/about/",
        "members": "settings/members/",
        "invitations": "settings/invitations/",
        "tokens": "settings/tokens/",
        "tokens-of-all": "settings/tokens/all/",
        "trail": "settings/trail/",
        "welcome": "welcome/",
    }
