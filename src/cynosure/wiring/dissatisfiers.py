"""From a workspace to its dissatisfiers."""

from __future__ import annotations

from cynosure.measures import Weights
from cynosure.reports.content import Dissatisfiers
from cynosure.reports.dissatisfiers_alone import as_csv, as_json, as_text
from cynosure.wiring.decisions import labels_decided
from cynosure.wiring.own_model import bring_up_to_date
from cynosure.wiring.place import Place
from cynosure.wiring.reporting import Wish
from cynosure.wiring.themes import acts_in, bring_themes_up_to_date
from cynosure.wiring.weights import check_names, weights_in
from cynosure.workflows.dissatisfiers import find_dissatisfiers
from cynosure.workflows.take_in import Progress, unwatched
from cynosure.workflows.telling import tell
from cynosure.workflows.theme_figures import Wanted

RENDERERS = {"text": as_text, "json": as_json, "csv": as_csv}


def dissatisfiers_in(
    place: Place,
    wish: Wish,
    *,
    first: int = 5,
    what_if: Weights | None = None,
    progress: Progress = unwatched,
) -> Dissatisfiers:
    """Return the themes that hurt most in a workspace.

    `what_if` holds for this once, laid over the weights that were set: a name
    in it counts instead of what was set for it.
    """
    if what_if is not None:
        check_names(place, what_if)
    bring_up_to_date(place, progress=progress)
    bring_themes_up_to_date(place, progress=progress)
    progress("Telling time", 0)
    telling = tell(
        place.store.snapshot(),
        place.engine,
        labeller=place.labeller.name,
        as_of=wish.as_of,
        follow_up_days=wish.follow_up_days,
        decisions=labels_decided(place),
        acts=acts_in(place),
    )
    progress("Ranking what hurts", 0)
    return find_dissatisfiers(
        telling,
        place.engine,
        Wanted(
            names={each.theme_id: each.name for each in telling.themes},
            noise=frozenset(each.theme_id for each in telling.themes if each.noise),
            period=wish.period,
            weights=laid_over(weights_in(place), what_if),
            first=first,
        ),
    )


def laid_over(kept: Weights, what_if: Weights | None) -> Weights:
    """Return the weights with others in their place where these name the same."""
    if what_if is None:
        return kept
    return Weights(
        role={**kept.role, **what_if.role}, standing={**kept.standing, **what_if.standing}
    )
